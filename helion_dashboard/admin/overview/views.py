"""How the undercloud does: nodes, operations and services, each block for itself."""

from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard.api import health
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.operations import client as all_operations
from helion_dashboard.api.operations import states as operation_states
from helion_dashboard.kit import live
from helion_dashboard.kit.nodes import summary

_RUNNING = 5
_FAILED = 3


@require_GET
def index(request):
    """The frame; the blocks load by themselves, so that no service can hold the page."""
    context = {
        "page_title": _("Undercloud Overview"),
        "poll": live.settings(),
        "operations_url": _operations_url(request),
    }
    return render(request, "helion_dashboard/overview/index.html", context)


@require_GET
@live.live
def nodes(request):
    """Nodes by provision state, power and maintenance."""
    counts = summary(request)
    return _block("nodes", {"summary": counts}, request, bool(counts.moving))


@require_GET
@live.live
def services(request):
    """Which services of the undercloud are up, and why the others are not."""
    found = health.services(request)
    return _block("services", {"services": found}, request, any(not s.up for s in found))


@require_GET
@live.live
def operations(request):
    """What runs, and what failed last."""

    def ask(states, shown):
        return lambda: all_operations.list_operations(request, states=states, limit=shown)

    running, failed = gather(
        ask(operation_states.ACTIVE, _RUNNING), ask(operation_states.FAILED, _FAILED)
    )
    context = {"running": running, "failed": failed}
    return _block("operations", context, request, bool(running.active))


def _operations_url(request):
    """Where the block of operations comes from; none where no service has any."""
    if not all_operations.offered(request.user):
        return None
    return reverse("horizon:admin:uc_overview:operations")


def _block(name, context, request, moving):
    template = f"helion_dashboard/overview/_{name}.html"
    html = loader.render_to_string(template, context, request)
    return {"parts": {f"helion-overview-{name}": html}, "moving": moving}
