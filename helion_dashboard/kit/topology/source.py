"""The picture for a request: asks the services, chooses the layout, and lays one over the other."""

import functools

from django.utils.translation import gettext as _

from helion_dashboard import policy
from helion_dashboard.api import errors, esx_inventory, lifecycle, short_cache
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.topology import esx, gathering, layouts, picture, what_if
from helion_dashboard.kit.topology.asked import Asked

_SECONDS = 5
"""What the page was drawn from serves its table too."""

_PAGES = {
    "node": "horizon:admin:uc_nodes:detail",
    "network": "horizon:admin:networks:detail",
    "vcenter": "horizon:admin:uc_esx:detail",
    "cluster": "horizon:admin:uc_esx:resource",
}


def see(request, asked, *, fresh=True):
    """The :class:`~.picture.Picture` that ``asked`` (an :class:`~.asked.Asked`) is of.

    :param fresh: ask the services now; else what they said some seconds ago will do
    """
    if fresh:
        short_cache.forget(_key(request))
    seen = short_cache.remembered(_key(request), _SECONDS, lambda: gathering.everything(request))
    layout = layouts.choose(layouts.load(), asked.layout, seen)
    hosts = functools.partial(_hosts, request)
    return picture.draw(layout, seen, asked, hosts=hosts)


def see_node(request, node, layout=""):
    """The :class:`~.picture.Picture` with one node of Ironic alone; nobody is asked for others."""
    found = layouts.load()

    def reserved(server):
        plans = {one.reserved for layout in found.layouts.values() for one in layout.networks}
        return sorted(plan.replace("{server}", server) for plan in plans if plan and server)

    seen = gathering.about(request, node, reserved)
    return picture.draw(layouts.choose(found, layout, seen), seen)


def see_vcenter(request, vcenter, asked):
    """The :class:`~.picture.Picture` of one vCenter, with its clusters, proxies and hosts.

    It is drawn in the layout that is asked for, or the first that has ESX.
    """
    seen = gathering.vcenter(request, vcenter)
    with_esx = {k: one for k, one in layouts.load().layouts.items() if "eon" in one.sources}
    layout = with_esx.get(asked.layout) or next(iter(with_esx.values()))
    hosts = functools.partial(_hosts, request)
    return picture.draw(layout, seen, asked, hosts=hosts).only("eon")


def hosts_like(request, drawn, text, limit):
    """``[(row, member)]`` of ESX hosts with ``text`` in their name, drawn or not.

    Each vCenter is asked for ``limit`` at most. Empty where they cannot be told.
    """
    row = next((one for one in drawn.rows if one.role.seen == "eon.hosts"), None)
    if row is None or row.members is None:
        return []
    try:
        found = esx_inventory.find_hosts(request, drawn.live.esx, text, limit)
    except errors.ServiceError:
        return []
    return [(row, one) for cluster, host in found for one in esx.hosts(row.role, cluster, [host])]


def foresee(request, drawn, ident):
    """Lay a plan over a picture; returns the data that says which plan, and what was wrong."""
    said = {"id": ident, "url": url_or_none("horizon:admin:uc_scale:plan", ident)}
    if not policy.allowed(request, "plan:create"):
        rule = "helion:plan:create"
        return said | {"problem": _("Your roles do not allow this (rule %s).") % rule}
    try:
        plan = lifecycle.get_plan(request, ident)
    except errors.ServiceError as exc:
        return said | {"problem": exc.reason}
    what_if.lay(drawn, plan.servers)
    return said | {"title": plan.title, "state": plan.state}


def data(drawn, asked):
    """The data of a picture, with what belongs to pages around it."""
    found = layouts.load()
    best = layouts.detected(found, drawn.live)
    return picture.described(drawn, asked) | {
        "layouts": [
            {"id": one.id, "title": one.title, "detected": one is best}
            for one in found.layouts.values()
        ],
        "links": {name: url_or_none(view, "ID") for name, view in _PAGES.items()},
    }


def one(drawn, ident):
    """The data of one server alone, with all that is known of its wires; ``None`` for no server."""
    row, member = drawn.find(ident)
    if member is None:
        return None
    found = data(drawn, Asked())
    shown = next(one for one in found["rows"] if one["id"] == row.role.id)
    shown |= {"open": True, "fixed": True, "nodes": [member.described(full=True)], "from": 0}
    for key in ("more", "next", "previous"):
        shown.pop(key, None)
    used = {wire.network for wire in member.wires}
    return found | {
        "rows": [shown],
        "networks": [network for network in found["networks"] if network["id"] in used],
        "moving": member.moving,
    }


def _key(request):
    user = request.user
    return ("topology", user.id, user.token.id, user.services_region)


def _hosts(request, clusters):
    """The hosts of each cluster, ``None`` if they cannot be told."""
    try:
        return esx_inventory.hosts(request, clusters)
    except errors.ServiceError:
        return None
