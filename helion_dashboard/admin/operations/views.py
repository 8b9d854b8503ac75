"""The list of operations, an operation's own page, and what other pages show of operations."""

import dataclasses
import uuid

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from helion_dashboard import config, policy
from helion_dashboard.admin.operations import cancel_retry
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.operations import states as operation_states
from helion_dashboard.kit import details, lists, live, next_steps, plugins, resources
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.list_query import Column, Facet
from helion_dashboard.kit.rules import ruled

_NAMESPACE = "horizon:admin:uc_operations"
_STYLESHEET = "helion_dashboard/css/operations.css"
_LOG_SHOWN = 12  # lines; the earlier ones are folded
_LAST_SHOWN = 5  # operations on one thing

_GROUPS = {
    "is:active": (gettext_lazy("In progress"), operation_states.ACTIVE),
    "is:failed": (gettext_lazy("All failed"), operation_states.FAILED),
}


class Operations(lists.List):
    rule = "operation:list"
    namespace = _NAMESPACE
    title = gettext_lazy("Operations")
    record_name = "operation"
    stylesheet = _STYLESHEET
    css = "helion-operations"
    columns = (
        Column("title", gettext_lazy("Operation"), "title"),
        Column("state", gettext_lazy("State"), "state"),
        Column("progress", gettext_lazy("Progress")),
        Column("who", gettext_lazy("Started by")),
        Column("when", gettext_lazy("Started"), "created_at"),
        Column("duration", gettext_lazy("Duration")),
    )
    order = "-created_at"  # the newest first
    cells = "helion_dashboard/operations/_cells.html"
    empty = gettext_lazy(
        "Long-running work is an operation: enrolling nodes, deploying the"
        " overcloud, scaling it, activating ESX clusters. Its steps and errors are kept here. There"
        " are no operations yet."
    )

    def facets(self):
        groups = tuple((name, label) for name, (label, _states) in _GROUPS.items())
        states = tuple((s.name, s.label) for s in operation_states.OPERATION.values())
        services = (
            ("nodes", _("Nodes and overcloud")),
            ("eon", _("ESX")),
            ("sirius", _("Storage")),
            ("sherpa", _("Updates")),
            ("backup", _("Backup")),
        )
        return (
            Facet("state", _("State"), groups + states),
            Facet("service", _("Service"), services),
            Facet("resource", _("Resource, such as node:UUID")),
        )

    def label(self, operation):
        return operation.title

    def load(self, query):
        return lists.page_by_marker(query, self._fetch)

    def _fetch(self, marker, descending):
        facets = self.query.facets
        state = facets.get("state", "")
        page = operations.list_operations(
            self.request,
            states=_GROUPS[state][1] if state in _GROUPS else (state,) if state else (),
            service=facets.get("service", ""),
            resource=facets.get("resource", ""),
            limit=config.get().page_size,
            marker=marker or None,
            sort_key=self.query.sort,
            sort_dir="desc" if descending else "asc",
        )
        self.active = page.active
        return page.operations, bool(page.next)

    def counts(self, page):
        if not self.active:
            return [lists.Count(_("No operation is in progress."))]
        text = ngettext("%d operation in progress", "%d operations in progress", self.active)
        return [lists.Count(text % self.active, "?state=is:active")]

    def first_step(self):
        url = url_or_none("horizon:admin:uc_overcloud:index")
        return lists.Link(_("Go to the overcloud"), url) if url else None


class Operation(details.Details):
    rule = "operation:get"
    namespace = _NAMESPACE
    record_name = "operation"
    kind = gettext_lazy("Operation")
    back = gettext_lazy("All operations")
    gone = gettext_lazy("The operation “%s” does not exist.")
    stylesheet = _STYLESHEET
    template = "helion_dashboard/operations/detail.html"

    @property
    def tabs(self):
        further = plugins.collect("operation_tabs")
        return (Tab("steps", gettext_lazy("Steps")), *further) if further else ()

    def load(self):
        return operations.get_operation(self.request, self.kwargs["operation"])

    def label(self):
        return self.record.title

    def poll(self):
        return live.settings(moving=config.get().poll_operation)

    def context(self):
        operation = self.record
        running = (step for step in operation.steps if step.state == "running")
        return {
            "steps": _marked(operation),
            "current": next(running, None),
            "log_early": operation.log[:-_LOG_SHOWN],
            "log_late": operation.log[-_LOG_SHOWN:],
            "cannot_cancel": cancel_retry.why_not_cancel(self.request, operation),
            "cannot_pause": cancel_retry.why_not_pause(self.request, operation),
            "cannot_retry": cancel_retry.why_not_retry(self.request, operation),
            "next_steps": next_steps.links(self.request, operation),
            "resources": [resources.resource(text) for text in operation.resources],
            "audit_url": self._audit_url(),
            "shows_steps": self.tab is None or self.tab.slug == "steps",
            # One for this showing of the page: sent twice, a form begins one operation.
            "key": uuid.uuid4(),
        }

    def _audit_url(self):
        """Where who may see it finds the operation's request, or ``None``."""
        may = self.record.request_id and policy.allowed(self.request, "audit:list")
        return url_or_none("horizon:admin:uc_audit:index") if may else None


@require_GET
@ruled("operation:get")
@live.live
def names(request, operation):
    """What an operation works on, by name: a block of its page that loads separately."""
    record = operations.get_operation(request, operation)
    items = resources.with_names(request, record.resources, final=not record.moving)
    template = "helion_dashboard/operations/_resources.html"
    context = {"resources": items}
    return live.block(request, "resources", template, context, moving=record.moving)


@require_GET
@ruled("operation:list")
@live.live
def running(request):
    """How many operations are in progress, for the head of all our pages."""
    active = operations.list_operations(request, states=operation_states.ACTIVE, limit=1).active
    html = ""
    if active:
        text = ngettext("%d operation running", "%d operations running", active) % active
        html = format_html(
            '<a href="{}?state=is:active"><span class="fa fa-rotate" aria-hidden="true"></span>'
            " {}</a>",
            reverse(f"{_NAMESPACE}:index"),
            text,
        )
    return {"parts": {"helion-running": html}, "moving": bool(active)}


@require_GET
@ruled("operation:list")
@live.live
def of_resource(request):
    """The last operations on ``?resource=``, such as ``node:UUID``."""
    resource = request.GET.get("resource", "")[:255]
    page = operations.list_operations(request, resource=resource, limit=_LAST_SHOWN)
    context = {"operations": page.operations, "more": page.next, "resource": resource}
    template = "helion_dashboard/_operations.html"
    moving = any(operation.moving for operation in page.operations)
    return live.block(request, "operations-of", template, context, moving=moving)


def _marked(operation):
    """The steps; the one that failed reads so, though it is rolled back like the others."""
    failed = operation.failed_step
    return [
        dataclasses.replace(step, state="failed")
        if step is failed and step.state == "undone"
        else step
        for step in operation.steps
    ]
