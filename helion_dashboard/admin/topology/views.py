"""The page Topology, and the data that its picture is drawn from."""

from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard import policy
from helion_dashboard.api import baremetal, errors
from helion_dashboard.kit import live
from helion_dashboard.kit.topology import layouts, source, table
from helion_dashboard.kit.topology.asked import Asked

_FOUND = 20  # servers that a search names


@require_GET
def index(request):
    """The page: what it draws is in it, and refreshed by :func:`data`."""
    asked = Asked.parse(request.GET)
    context = {"page_title": _("Topology"), "asked": asked, "poll": live.settings()}
    try:
        context.update(_shown(request, asked))
    except errors.ServiceError as exc:
        context["trouble"] = exc
    return render(request, "helion_dashboard/topology/index.html", context)


@require_GET
@live.live
def data(request):
    """What the picture is drawn from."""
    return _data(request, Asked.parse(request.GET))


@require_GET
@live.live
def table_of(request):
    """The picture as tables."""
    found = _data(request, Asked.parse(request.GET), fresh=False)
    html = loader.render_to_string(
        "helion_dashboard/topology/_table.html", {"table": table.table(found)}, request
    )
    return {"parts": {"helion-topology-table": html}, "moving": found["moving"]}


@require_GET
@live.live
def find(request):
    """Servers whose name, id, server or address has the text ``?q=`` in it."""
    _may_see(request)
    text = request.GET.get("q", "").strip().casefold()[:255]
    if not text:
        return {"found": [], "more": 0}
    drawn = source.see(request, Asked.parse(request.GET), fresh=False)
    found = [(row, one) for row, one in drawn.members() if _matches(one, text)]
    known = {one.id for _row, one in found}
    # Of many hosts only those that are drawn are in the picture.
    hosts = source.hosts_like(request, drawn, text, _FOUND)
    found += [(row, one) for row, one in hosts if one.id not in known]
    return {
        "found": [
            {
                "id": member.id,
                "name": member.name,
                "row": row.role.id,
                "rack": member.group,
                "health": member.health,
            }
            for row, member in found[:_FOUND]
        ],
        "more": max(0, len(found) - _FOUND),
    }


@require_GET
@live.live
def node(request, ident):
    """One server with all its wires."""
    _may_see(request)
    asked = Asked.parse(request.GET)
    if baremetal.is_uuid(ident) and not asked.plan:
        drawn = source.see_node(request, ident, asked.layout)
    else:
        drawn = source.see(request, asked, fresh=False)
    if asked.plan:
        source.foresee(request, drawn, asked.plan)
    found = source.one(drawn, ident)
    if found is None:
        raise errors.NotFound("baremetal", _("There is no such server in the picture."), 404)
    return found


@require_GET
@live.live
def vcenter(request, ident):
    """One vCenter with what belongs to it, for its own page."""
    _may_see(request)
    asked = Asked.parse(request.GET)
    return source.data(source.see_vcenter(request, ident, asked), asked)


def _shown(request, asked):
    found = _data(request, asked)
    return {
        "data": found,
        "table": table.table(found),
        "plan": found.get("plan"),
        "unknown": [layer for layer in found["layers"] if layer["state"] == "unknown"],
        "wrong_layouts": [
            sentence for error in layouts.load().errors for sentence in error.sentences
        ],
    }


def _data(request, asked, *, fresh=True):
    _may_see(request)
    drawn = source.see(request, asked, fresh=fresh)
    plan = source.foresee(request, drawn, asked.plan) if asked.plan else None
    found = source.data(drawn, asked)
    return found | {"plan": plan} if plan else found


def _may_see(request):
    if not policy.allowed(request, "topology:see"):
        said = _("Your roles do not allow this (rule %s).") % "helion:topology:see"
        raise errors.Refused("helion", said, 403)


def _matches(member, text):
    words = [member.name, member.id, member.server]
    for wire in member.wires:
        words += (wire.mac, wire.address, wire.switch)
    return any(text in word.casefold() for word in words if word)
