"""What EON knows, as members of the rows of an ESX layout."""

from django.utils.translation import gettext as _

from helion_dashboard.api import esx_inventory
from helion_dashboard.kit.topology import health, wires
from helion_dashboard.kit.topology.members import Member

_VCENTER = {
    "registered": (health.OK, wires.PLANNED),
    "updating": (health.OK, wires.PLANNED),
    "unreachable": (health.FAILED, wires.DOWN),
    "refused": (health.FAILED, wires.PLANNED),
}
_UNKNOWN = (health.UNKNOWN, wires.UNKNOWN)


def members(role, esx):
    """The :class:`~.members.Member` list of a role that EON sees; hosts are not among them."""
    return _MAKERS[role.seen](role, esx)


def host_count(esx):
    """``(all, connected, in maintenance)`` of the hosts of all clusters."""
    return (
        sum(one.hosts for one in esx.clusters),
        sum(one.connected for one in esx.clusters),
        sum(one.maintenance for one in esx.clusters),
    )


def hosts(role, cluster, found):
    """Members for the :class:`~helion_dashboard.api.esx_inventory.Host` list of a cluster."""
    return [_host(role, cluster, host) for host in found]


def _vcenters(role, esx):
    found = []
    for one in esx.vcenters:
        doing, wire = _VCENTER.get(one.state, _UNKNOWN)
        problem = one.reason if doing != health.OK else ""
        found.append(
            Member(
                one.id,
                one.name,
                health=doing,
                state=one.state,
                problem=problem,
                moving=one.state == "updating" or (one.state == "registered" and not one.read),
                wires=_wires(role, wire, one.state == "registered", problem, one.address),
            )
        )
    return found


def _clusters(role, esx):
    return [_cluster(role, one) for one in esx.clusters]


def _cluster(role, one):
    state = wires.MISSING if one.gone else wires.PLANNED
    problem = _("vCenter does not have it any more.") if one.gone else one.error
    lost = one.hosts - one.connected
    if not problem and lost:
        problem = _("%(lost)d of %(all)d hosts are not connected.") % {
            "lost": lost,
            "all": one.hosts,
        }
    # Of one that is in use an operation failed: it still does its work.
    bad = health.FAILED if one.gone or (one.error and not one.active) else health.WARNING
    return Member(
        one.id,
        one.name,
        one.vcenter_name,
        health=bad if problem else health.OK,
        state=one.state.replace("_", " "),
        problem=problem,
        moving=one.state in esx_inventory.MOVING,
        **_page(one),
        parent=one.vcenter,
        wires=_wires(role, state, one.active, problem if one.gone else ""),
    )


def _proxies(role, esx):
    """One for each cluster that is active: the service deploys them so."""
    return [
        Member(
            f"proxy:{one.id}",
            _("Proxy of %s") % one.name,
            one.vcenter_name,
            health=health.OK,
            state=_("deployed"),
            **_page(one),
            parent=one.id,
            wires=_wires(role, wires.PLANNED, True),
        )
        for one in esx.clusters
        if one.active
    ]


def _host(role, cluster, host):
    problem = "" if host.connected else _("vCenter is not connected with it.")
    doing = health.OK if host.connected else health.FAILED
    if host.connected and host.maintenance:
        doing, problem = health.WARNING, _("In maintenance.")
    return Member(
        f"{cluster.id}/{host.moid}",
        host.name,
        cluster.name,
        health=doing,
        state=_("connected") if host.connected else _("not connected"),
        problem=problem,
        **_page(cluster),
        parent=cluster.id,
        wires=_wires(
            role,
            wires.PLANNED if host.connected else wires.DOWN,
            cluster.active and host.connected,
            "" if host.connected else problem,
        ),
    )


def _page(cluster):
    """The page of an imported cluster, else that of its vCenter."""
    if cluster.resource:
        return {"link": "cluster", "page": cluster.resource}
    return {"link": "vcenter", "page": cluster.vcenter}


def _wires(role, state, bound, problem="", address=""):
    return tuple(
        wires.Wire(
            attachment.network,
            state,
            bound and state == wires.PLANNED,
            problem=problem if state != wires.PLANNED else "",
            address=address,
        )
        for attachment in role.networks
    )


_MAKERS = {
    "eon.vcenters": _vcenters,
    "eon.clusters": _clusters,
    "eon.proxies": _proxies,
}
