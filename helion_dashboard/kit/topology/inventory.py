"""The picture for a request: asks the services, chooses the layout, and lays one over the other."""

import functools

from helion_dashboard import policy
from helion_dashboard.api import errors
from helion_dashboard.api.esx import inventory as esx_inventory
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import rules
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.topology import alarms, collect, esx, layouts, picture, preview
from helion_dashboard.kit.topology.query import Query

_PAGES = {
    "node": "horizon:admin:uc_nodes:detail",
    "network": "horizon:admin:networks:detail",
    "vcenter": "horizon:admin:uc_esx:detail",
    "cluster": "horizon:admin:uc_esx:resource",
}


def see(request, query):
    """The :class:`~.picture.Picture` that ``query`` (an :class:`~.query.Query`) is of.

    It is of some seconds ago at most: what the page was drawn from serves its table, too.
    """
    answers = collect.recently(request)
    layout = layouts.choose(layouts.load(), query.layout, answers)
    hosts = functools.partial(_hosts, request)
    return picture.draw(layout, answers, query, hosts=hosts)


def see_node(request, node, layout=""):
    """The :class:`~.picture.Picture` of one Ironic node; no other node is fetched."""
    layout_set = layouts.load()

    def reserved(server):
        plans = {
            network.reserved
            for layout in layout_set.layouts.values()
            for network in layout.networks
        }
        return sorted(plan.replace("{server}", server) for plan in plans if plan and server)

    answers = collect.about(request, node, reserved)
    return picture.draw(layouts.choose(layout_set, layout, answers), answers)


def see_vcenter(request, vcenter, query):
    """The :class:`~.picture.Picture` of one vCenter, with its clusters, proxies and hosts.

    The layout is the one of ``query`` if it has ESX, else the first that has.
    """
    answers = collect.vcenter(request, vcenter)
    with_esx = {
        ident: each for ident, each in layouts.load().layouts.items() if "eon" in each.sources
    }
    layout = with_esx.get(query.layout) or next(iter(with_esx.values()))
    hosts = functools.partial(_hosts, request)
    return picture.draw(layout, answers, query, hosts=hosts).only("eon")


def hosts_like(request, drawn, text, limit):
    """``[(row, member)]`` of ESX hosts with ``text`` in their name, drawn or not.

    Each vCenter is asked for ``limit`` at most. Empty where they cannot be told.
    """
    row = next((row for row in drawn.rows if row.role.source == "eon.hosts"), None)
    if row is None or row.members is None:
        return []
    try:
        hosts = esx_inventory.find_hosts(request, drawn.live.esx, text, limit)
    except errors.ServiceError:
        return []
    return [
        (row, host_member)
        for cluster, host in hosts
        for host_member in esx.hosts(row.role, cluster, [host])
    ]


def foresee(request, drawn, ident):
    """Lay a plan over a picture; returns the data that says which plan, and what was wrong."""
    summary = {"id": ident, "url": url_or_none("horizon:admin:uc_scale:plan", ident)}
    if not policy.allowed(request, "plan:create"):
        return summary | {"problem": rules.not_allowed_reason("plan:create")}
    try:
        plan = lifecycle.get_plan(request, ident)
    except errors.ServiceError as exc:
        return summary | {"problem": exc.reason}
    preview.lay(drawn, plan.servers)
    return summary | {"title": plan.title, "state": plan.state}


def data(drawn, query):
    """The data of a picture, with what belongs to pages around it."""
    layout_set = layouts.load()
    best = layouts.detected(layout_set, drawn.live)
    links = {name: url_or_none(view, "ID") for name, view in _PAGES.items()}
    if drawn.live.alarms:
        links["alarms"] = f"{links['node']}?tab=monitoring"
    return picture.described(drawn, query) | {
        "layouts": [
            {"id": layout.id, "title": layout.title, "detected": layout is best}
            for layout in layout_set.layouts.values()
        ],
        "links": links,
    }


def server(drawn, ident):
    """The data of one server alone, with all that is known of its wires; ``None`` for no server."""
    row, member = drawn.find(ident)
    if member is None:
        return None
    answer = data(drawn, Query())
    shown = next(row_data for row_data in answer["rows"] if row_data["id"] == row.role.id)
    shown |= {"open": True, "fixed": True, "nodes": [member.described(full=True)], "from": 0}
    for key in ("more", "next", "previous"):
        shown.pop(key, None)
    alarms.lay({"rows": [shown]}, drawn)
    used = {wire.network for wire in member.wires}
    return answer | {
        "rows": [shown],
        "networks": [network for network in answer["networks"] if network["id"] in used],
        "moving": member.moving,
    }


def _hosts(request, clusters):
    """The hosts of each cluster, ``None`` if they cannot be told."""
    try:
        return esx_inventory.hosts(request, clusters)
    except errors.ServiceError:
        return None
