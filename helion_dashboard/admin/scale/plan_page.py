"""A plan's own page: what will change, what was checked, and the buttons that act on it."""

import dataclasses
import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from helion_dashboard import policy
from helion_dashboard.admin.scale import check_links, plan_changes, plan_forms
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle.plans import Check
from helion_dashboard.api.operations import states as operation_states
from helion_dashboard.kit import durations, links, live, plugins, template_values
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.rules import ruled

_BUTTONS = {
    "deploy": gettext_lazy("Deploy"),
    "undeploy": gettext_lazy("Undeploy"),
    "scale_out": gettext_lazy("Add servers"),
    "scale_in": gettext_lazy("Remove servers"),
    "replace": gettext_lazy("Replace server"),
    "rollout": gettext_lazy("Roll out"),
}
_PLAN_TAB = Tab("plan", gettext_lazy("Plan"))
_REMOVING = ("undeploy", "scale_in", "replace")


@dataclasses.dataclass(frozen=True)
class LinkedCheck(Check):
    """A check; ``help`` is ``{"url", "label"}``: where to correct what it reports."""

    help: dict | None = None

    @property
    def weight(self):
        """Of its result: the heavier, the worse."""
        return operation_states.check_result(self.result).weight


@require_GET
@ruled(plan_forms.PlanForm.rule)
def plan(request, plan):
    """Show the plan."""
    return _page(request, plan)


@require_POST
@ruled(plan_forms.PlanForm.rule, "plan:apply")
def apply(request, plan):
    """Begin what the plan says and go to the operation; 409 and what differs, if outdated."""
    key = request.POST.get("key") or str(uuid.uuid4())
    try:
        operation = lifecycle.apply_plan(request, plan, key)
    except errors.Conflict as exc:
        return _page(request, plan, conflict=exc, status=409)
    except errors.NotFound as exc:
        return _back(request, exc.reason)
    except errors.ServiceError as exc:
        messages.error(request, exc.reason)
        return _page(request, plan)
    url = links.url_or_none("horizon:admin:uc_operations:detail", operation.id)
    if not url:
        messages.success(request, _("Started: %s.") % operation.title)
    return redirect(url or "horizon:admin:uc_scale:index")


@require_POST
@ruled(plan_forms.PlanForm.rule)
def again(request, plan):
    """Make the plan again, as things are now; without its secrets, go to its form."""
    try:
        earlier = lifecycle.get_plan(request, plan)
    except errors.NotFound:
        return _gone(request)
    except errors.ServiceError as exc:
        messages.error(request, exc.reason)
        return redirect("horizon:admin:uc_scale:plan", plan=plan)
    form_url = plan_forms.form_url(earlier)
    if not form_url:
        return _back(request, _("This plan cannot be repeated. Enter the request again."))
    if _lacks_secrets(earlier):
        messages.info(request, _("Enter the passwords again: they are not returned with a plan."))
        return redirect(form_url)
    try:
        repeated = lifecycle.create_plan(request, **_keywords(earlier.request))
    except errors.Invalid as exc:
        sentences = [text for field in exc.fields.values() for text in field] or [exc.reason]
        messages.error(request, " ".join(sentences))
        return redirect(form_url)
    except errors.ServiceError as exc:
        messages.error(request, exc.reason)
        return redirect("horizon:admin:uc_scale:plan", plan=plan)
    return redirect("horizon:admin:uc_scale:plan", plan=repeated.id)


def context(request, plan, conflict=None):
    """The page's context for a :class:`~.lifecycle.plans.Plan`.

    :param conflict: the :class:`~.errors.Conflict` that prevented applying the plan
    """
    change_url = plan_forms.form_url(plan)
    checks = [_linked(check, plan, change_url) for check in plan.checks]
    remarks = [check for check in checks if check.weight]
    blocks = [check for check in checks if check.weight == operation_states.CHECK["block"].weight]
    blocked, applied = plan.state == "blocked", plan.state == "applied"
    return {
        "plan": plan,
        "blocked": blocked,
        "blocks": blocks,
        "remarks": remarks,
        "passed": [check for check in checks if not check.weight],
        "conflict": conflict,
        "differences": plan_changes.rows(conflict.changes) if conflict else [],
        "change_url": None if applied else change_url,
        "parameters": [
            (parameter.label or parameter.name, template_values.of(parameter))
            for parameter in plan.parameters
        ],
        **_home(plan),
        "expired": plan.state == "outdated",
        "repeat": not applied and (blocked or plan.state == "outdated" or bool(conflict)),
        "last_duration": None
        if applied or plan.last_duration is None
        else durations.duration(plan.last_duration),
        "can_apply": plan.ready and not conflict,
        "allowed": policy.allowed(request, "plan:apply"),
        "apply": _button(plan),
        "topology_url": _topology(plan),
        "operation_url": plan.operation
        and links.url_or_none("horizon:admin:uc_operations:detail", plan.operation),
    }


def _page(request, ident, *, conflict=None, status=200):
    try:
        plan = lifecycle.get_plan(request, ident)
    except errors.NotFound:
        return _gone(request)
    except errors.ServiceError as exc:
        return _trouble(request, exc)
    page = {
        "page_title": plan.title,
        # For this showing of the page: sent twice, the form begins one operation.
        "key": uuid.uuid4(),
        "poll": live.settings(),
        **context(request, plan, conflict),
        **_tabs(request, plan),
    }
    return render(request, "helion_dashboard/scale/plan.html", page, status=status)


def _tabs(request, plan):
    """The tabs of the page and what the selected one needs, if panels add any."""
    further = plugins.collect("plan_tabs")
    # An answer to a form is about the plan itself.
    slug = request.GET.get("tab") if request.method == "GET" else None
    tab = next((tab for tab in further if tab.slug == slug), _PLAN_TAB)
    try:
        content = tab.load(request, plan)
    except errors.ServiceError as exc:
        content = {"tab_trouble": exc}
    return {"tab": tab, "tabs": (_PLAN_TAB, *further) if further else (), **content}


def _trouble(request, trouble, status=200):
    page = {
        "page_title": _("Plan"),
        "home_url": reverse("horizon:admin:uc_scale:index"),
        "home": _("Scale"),
        "trouble": trouble,
    }
    return render(request, "helion_dashboard/not_shown.html", page, status=status)


def _gone(request):
    return _back(request, _("This plan no longer exists. Make a new one."))


def _back(request, sentence):
    messages.error(request, sentence)
    return redirect("horizon:admin:uc_scale:index")


def _lacks_secrets(plan):
    return bool(plan.secret_parameters or (plan.new_nodes and not plan.request.get("import")))


def _keywords(body):
    """Keywords of :func:`~.lifecycle.client.create_plan` for a plan's request."""
    return {"imported" if name == "import" else name: value for name, value in body.items()}


def _home(plan):
    """The page that the plan is for."""
    overcloud = links.url_or_none("horizon:admin:uc_overcloud:index")
    if plan.action in ("deploy", "undeploy") and overcloud:
        return {"home_url": overcloud, "home": _("Overcloud")}
    rollouts = links.url_or_none("horizon:admin:uc_updates:rollouts")
    if plan.action == "rollout" and rollouts:
        return {"home_url": rollouts, "home": _("Rollouts")}
    return {"home_url": reverse("horizon:admin:uc_scale:index"), "home": _("Scale")}


def _button(plan):
    """Label of the button that applies the plan, and whether it is red: where servers go."""
    label = _BUTTONS.get(plan.action, gettext_lazy("Apply"))
    return {"label": label, "removes": plan.action in _REMOVING}


def _topology(plan):
    """The topology as it would be, while the plan says which servers come or leave."""
    url = links.url_or_none("horizon:admin:uc_topology:index")
    waiting = plan.servers and plan.state in ("ready", "blocked")
    return f"{url}?plan={plan.id}" if url and waiting else None


def _linked(check, plan, change_url):
    help_link = None
    if check.result != "pass":
        help_link = check_links.link(check.name, plan, change_url)
    return LinkedCheck(**vars(check), help=help_link)
