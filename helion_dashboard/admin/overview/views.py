"""How the undercloud does: its nodes and its services, each block for itself."""

from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard.admin.nodes.summary import summary
from helion_dashboard.api import health
from helion_dashboard.widgets import live


@require_GET
def index(request):
    """The frame; the blocks load by themselves, so that no service can hold the page."""
    context = {"page_title": _("Undercloud Overview"), "poll": live.settings()}
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


def _block(name, context, request, moving):
    template = f"helion_dashboard/overview/_{name}.html"
    html = loader.render_to_string(template, context, request)
    return {"parts": {f"helion-overview-{name}": html}, "moving": moving}
