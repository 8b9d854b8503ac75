"""The list of operations and an operation's own page."""

import uuid

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from horizon import messages

from helion_dashboard import config
from helion_dashboard.admin.operations import cancel_retry, listing, resources
from helion_dashboard.api import errors, operations
from helion_dashboard.kit import live
from helion_dashboard.kit.list_query import ListQuery

_LOG_SHOWN = 12  # lines; the earlier ones are folded

# Parts of an operation's page that change while it runs, by the ids of their elements.
_PARTS = ("head", "actions", "progress", "error", "steps", "facts", "log-more", "log-early", "log")


@require_GET
def index(request):
    """The list: its first page is drawn here, and refreshed by :func:`rows`."""
    query = _query(request)
    context = {
        "page_title": _("Operations"),
        "query": query,
        "facets": [(facet, query.facets.get(facet.name, "")) for facet in listing.FACETS],
        "headings": list(query.headings(listing.COLUMNS)),
        "poll": live.settings(),
    }
    try:
        context.update(_list(request, query))
    except errors.ServiceError as exc:
        context["trouble"] = exc
    return render(request, "helion_dashboard/operations/index.html", context)


@require_GET
@live.live
def rows(request):
    """The same page of the list as data: the HTML of each row, and of what is around them."""
    context = _list(request, _query(request))
    found = context["page"].operations
    row = loader.get_template("helion_dashboard/operations/_row.html")
    return {
        "rows": [{"id": one.id, "html": row.render({"operation": one}, request)} for one in found],
        "parts": {
            "helion-summary": _part("operations/_summary.html", context, request),
            "helion-notices": _part("operations/_notices.html", context, request),
            "helion-pager": _part("_pager.html", context, request),
        },
        "moving": any(one.moving for one in found),
    }


@require_GET
def detail(request, operation):
    """An operation's own page."""
    try:
        found = operations.get_operation(request, operation)
    except errors.NotFound:
        messages.error(request, _("There is no operation “%s” (any more).") % operation[:80])
        return HttpResponseRedirect(reverse("horizon:admin:uc_operations:index"))
    except errors.ServiceError as exc:
        context = {"page_title": _("Operation"), "trouble": exc}
        return render(request, "helion_dashboard/operations/detail.html", context)
    context = {
        "page_title": found.title,
        "resources": [resources.resource(one) for one in found.resources],
        # One for this showing of the page: sent twice, a form begins one operation.
        "key": uuid.uuid4(),
        "poll": live.settings(moving=config.get().poll_operation),
        **_shown(request, found),
    }
    return render(request, "helion_dashboard/operations/detail.html", context)


@require_GET
@live.live
def state(request, operation):
    """What changes on an operation's page."""
    found = operations.get_operation(request, operation)
    context = _shown(request, found)
    return {
        "parts": {
            f"helion-operation-{name}": _part(f"operations/_{name}.html", context, request)
            for name in _PARTS
        },
        "moving": found.moving,
    }


def _shown(request, operation):
    return {
        "operation": operation,
        "failed_step": _failed_step(operation),
        "current": next((step for step in operation.steps if step.state == "running"), None),
        "log_early": operation.log[:-_LOG_SHOWN],
        "log_late": operation.log[-_LOG_SHOWN:],
        "cannot_cancel": cancel_retry.why_not_cancel(request, operation),
        "cannot_retry": cancel_retry.why_not_retry(request, operation),
    }


def _failed_step(operation):
    """The step that the error names, or ``None``."""
    if operation.error is None:
        return None
    return next((step for step in operation.steps if step.name == operation.error.step), None)


def _query(request):
    return ListQuery.parse(
        request.GET, listing.COLUMNS, listing.FACETS, default=listing.NEWEST_FIRST
    )


def _list(request, query):
    page = listing.page(request, query)
    first, last = (page.operations[0].id, page.operations[-1].id) if page.operations else ("", "")
    return {
        "query": query,
        "page": page,
        "problems": (*query.problems, *page.problems),
        "earlier_url": query.url(before=first, after="") if page.earlier and first else "",
        "later_url": query.url(after=last, before="") if page.later else "",
    }


def _part(name, context, request):
    return loader.render_to_string(f"helion_dashboard/{name}", context, request)
