"""What EON knows, as members of the rows of an ESX layout."""

from django.utils.translation import gettext as _

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
    return _MAKERS[role.source](role, esx)


def host_count(esx):
    """``(all, connected, in maintenance)`` of the hosts of all clusters."""
    return (
        sum(cluster.hosts.total for cluster in esx.clusters),
        sum(cluster.hosts.connected for cluster in esx.clusters),
        sum(cluster.hosts.maintenance for cluster in esx.clusters),
    )


def hosts(role, cluster, host_list):
    """Members for the :class:`~helion_dashboard.api.esx.clusters.Host` list of a cluster."""
    return [_host(role, cluster, host) for host in host_list]


def _vcenters(role, esx):
    members = []
    for vcenter in esx.vcenters:
        doing, wire = _VCENTER.get(vcenter.state, _UNKNOWN)
        problem = vcenter.state_reason if doing != health.OK else ""
        members.append(
            Member(
                vcenter.id,
                vcenter.name,
                health=doing,
                state=vcenter.state,
                problem=problem,
                moving=vcenter.state == "updating"
                or (vcenter.state == "registered" and vcenter.read_at is None),
                wires=_wires(
                    role, wire, vcenter.state == "registered", problem, vcenter.ip_address
                ),
            )
        )
    return members


def _clusters(role, esx):
    return [_cluster(role, cluster) for cluster in esx.clusters]


def _cluster(role, cluster):
    state = wires.MISSING if cluster.gone else wires.PLANNED
    failure = cluster.error.message or cluster.error.code if cluster.error else ""
    problem = _("No longer exists in vCenter.") if cluster.gone else failure
    lost = cluster.hosts.total - cluster.hosts.connected
    if not problem and lost:
        problem = _("%(lost)d of %(all)d hosts are disconnected.") % {
            "lost": lost,
            "all": cluster.hosts.total,
        }
    # Of one that is in use an operation failed: it still does its work.
    bad = health.FAILED if cluster.gone or (failure and not cluster.active) else health.WARNING
    return Member(
        cluster.id,
        cluster.name,
        cluster.vcenter_name,
        health=bad if problem else health.OK,
        state=cluster.state.replace("_", " "),
        problem=problem,
        moving=cluster.moving,
        **_page(cluster),
        parent=cluster.vcenter,
        wires=_wires(role, state, cluster.active, problem if cluster.gone else ""),
    )


def _proxies(role, esx):
    """One for each cluster that is active: the service deploys them so."""
    return [
        Member(
            f"proxy:{cluster.id}",
            _("Compute proxy of %s") % cluster.name,
            cluster.vcenter_name,
            health=health.OK,
            state=_("deployed"),
            **_page(cluster),
            parent=cluster.id,
            wires=_wires(role, wires.PLANNED, True),
        )
        for cluster in esx.clusters
        if cluster.active
    ]


def _host(role, cluster, host):
    problem = "" if host.connected else _("Disconnected from vCenter.")
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
