"""The page Topology, and the data that its picture is drawn from."""

import re

from django.conf import settings
from django.shortcuts import redirect, render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard.api import errors
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.kit import live
from helion_dashboard.kit.rules import ruled
from helion_dashboard.kit.topology import inventory, layouts, table
from helion_dashboard.kit.topology.query import LAYOUT_COOKIE, Query
from helion_dashboard.kit.topology.storage import picture as storage

_RULE = "topology:see"
_YEAR = 365 * 24 * 3600  # seconds
_FOUND = 20  # servers that a search names
# In each notation: 94:18:82:00:00:0e, 94-18-82-00-00-0e, 9418.8200.000e, 94188200000e.
_MAC = re.compile(r"[0-9a-f]{2}([:-]?[0-9a-f]{2}){2,5}|[0-9a-f]{4}(\.[0-9a-f]{4}){1,2}")


@require_GET
@ruled(_RULE)
def index(request):
    """The page: what it draws is in it, and refreshed by :func:`data`."""
    query = Query.of(request)
    if query.layout == storage.LAYOUT:
        return redirect("horizon:admin:uc_topology:storage")
    context = {"page_title": _("Topology"), "query": query, "poll": live.settings()}
    try:
        context.update(_shown(request, query))
    except errors.ServiceError as exc:
        context["trouble"] = exc
    response = render(request, "helion_dashboard/topology/index.html", context)
    if "data" in context:
        _remember_layout(request, response, context["data"]["layout"])
    return response


@require_GET
@ruled(_RULE)
@live.live
def data(request):
    """What the picture is drawn from."""
    drawing, age = _drawn(request, Query.of(request))
    return drawing | {"age": age}


@require_GET
@ruled(_RULE)
@live.live
def table_of(request):
    """The picture as tables."""
    drawing = _data(request, Query.of(request))
    html = loader.render_to_string(
        "helion_dashboard/topology/_table.html", {"table": table.table(drawing)}, request
    )
    return {"parts": {"helion-topology-table": html}, "moving": drawing["moving"]}


@require_GET
@ruled(_RULE)
@live.live
def find(request):
    """Servers whose name, id, server or address has the text ``?q=`` in it."""
    text = request.GET.get("q", "").strip().casefold()[:255]
    if not text:
        return {"servers": [], "more": 0}
    drawn = inventory.see(request, Query.of(request))
    matches = [(row, member) for row, member in drawn.members() if _matches(member, text)]
    ids = {member.id for _row, member in matches}
    # Of many hosts only those that are drawn are in the picture.
    hosts = inventory.hosts_like(request, drawn, text, _FOUND)
    matches += [(row, member) for row, member in hosts if member.id not in ids]
    return {
        "servers": [
            {
                "id": member.id,
                "name": member.name,
                "row": row.role.id,
                "rack": member.group,
                "health": member.health,
            }
            for row, member in matches[:_FOUND]
        ],
        "more": max(0, len(matches) - _FOUND),
    }


@require_GET
@ruled(_RULE)
@live.live
def node(request, ident):
    """One server with all its wires."""
    query = Query.of(request)
    if ironic.is_uuid(ident) and not query.plan:
        drawn = inventory.see_node(request, ident, query.layout)
    else:
        drawn = inventory.see(request, query)
    if query.plan:
        inventory.foresee(request, drawn, query.plan)
    node_data = inventory.server(drawn, ident)
    if node_data is None:
        raise errors.NotFound("baremetal", _("The topology has no such server."), 404)
    return node_data


@require_GET
@ruled(_RULE)
@live.live
def vcenter(request, ident):
    """One vCenter with what belongs to it, for its own page."""
    query = Query.of(request)
    return inventory.data(inventory.see_vcenter(request, ident, query), query)


def _remember_layout(request, response, layout):
    if request.COOKIES.get(LAYOUT_COOKIE) != layout:
        response.set_cookie(
            LAYOUT_COOKIE,
            layout,
            max_age=_YEAR,
            path=settings.SESSION_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _shown(request, query):
    drawing = _data(request, query)
    return {
        "data": drawing,
        "table": table.table(drawing),
        "plan": drawing.get("plan"),
        "unknown": [layer for layer in drawing["layers"] if layer["state"] == "unknown"],
        "storage": storage.TITLE if storage.is_offered(request) else "",
        "wrong_layouts": [
            sentence for error in layouts.load().errors for sentence in error.sentences
        ],
    }


def _data(request, query):
    return _drawn(request, query)[0]


def _drawn(request, query):
    """The data of the picture, and how old the nodes in it are."""
    drawn = inventory.see(request, query)
    plan = inventory.foresee(request, drawn, query.plan) if query.plan else None
    drawing = inventory.data(drawn, query)
    return (drawing | {"plan": plan} if plan else drawing), drawn.live.age


def _matches(member, text):
    words = [member.name, member.id, member.server]
    for wire in member.wires:
        words += (wire.mac, wire.address, wire.switch)
    if any(text in word.casefold() for word in words if word):
        return True
    digits = _mac_digits(text)
    return bool(digits) and any(
        digits in wire.mac.casefold().replace(":", "") for wire in member.wires if wire.mac
    )


def _mac_digits(text):
    """Hexadecimal digits of a MAC address, or of its first three bytes or more; else empty."""
    return re.sub("[:.-]", "", text) if _MAC.fullmatch(text) else ""
