"""The storage mapping as a layout of its own, and the data that its picture is drawn from."""

from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard.kit import live
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.rules import ruled
from helion_dashboard.kit.topology import layouts
from helion_dashboard.kit.topology.query import Query
from helion_dashboard.kit.topology.storage import picture

_RULE = "topology:see"
_MOST = 20  # things that a search names


@require_GET
@ruled(_RULE)
def index(request):
    """The page: what it draws is in it, and refreshed by :func:`data`."""
    query = Query.parse(request.GET)
    drawing = picture.data(request, query)
    context = {
        "page_title": _("Topology"),
        "query": query,
        "poll": live.settings(),
        "data": drawing | {"layouts": _layouts()},
        "tables": picture.tables(drawing),
        "unknown": [layer for layer in drawing["layers"] if layer["state"] == "unknown"],
        "search": _("Name"),
        "storage_url": url_or_none("horizon:admin:uc_storage:index"),
    }
    return render(request, "helion_dashboard/topology/storage.html", context)


@require_GET
@ruled(_RULE)
@live.live
def data(request):
    """What the picture is drawn from."""
    return picture.data(request, Query.parse(request.GET))


@require_GET
@ruled(_RULE)
@live.live
def table_of(request):
    """The picture as tables."""
    drawing = picture.data(request, Query.parse(request.GET), fresh=False)
    context = {"tables": picture.tables(drawing)}
    html = loader.render_to_string("helion_dashboard/topology/_storage.html", context, request)
    return {"parts": {"helion-topology-table": html}, "moving": drawing["moving"]}


@require_GET
@ruled(_RULE)
@live.live
def find(request):
    """Arrays, CPGs, clusters, back ends and types whose name has the text ``?q=`` in it."""
    text = request.GET.get("q", "").strip().casefold()[:255]
    return picture.find(request, text, _MOST)


def _layouts():
    own = {"id": picture.LAYOUT, "title": str(picture.TITLE)}
    return [
        *({"id": each.id, "title": each.title} for each in layouts.load().layouts.values()),
        own,
    ]
