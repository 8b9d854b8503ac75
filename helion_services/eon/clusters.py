"""The clusters of a vCenter, imported or not: shown, imported, un-imported."""

import dataclasses

import sqlalchemy as sa

from helion_services.base.messages import Message
from helion_services.base.problems import Conflict, NotFound, Problem
from helion_services.eon import inventory_store, names, problems, readiness, states
from helion_services.eon.models import Cluster, Manager
from helion_services.eon.vcenter import nics as physical
from helion_services.eon.vcenter import session as sessions

NOT_IMPORTED = "not_imported"


def of_manager(session, manager_id):
    """``{"datacenters", "clusters"}`` of a vCenter, as the interface shows them."""
    _manager(session, manager_id)
    places = inventory_store.datacenters(session, manager_id)
    clusters = inventory_store.clusters(session, manager_id)
    rows = _imported(session, manager_id)
    shown = [_shown(cluster, places, rows.pop(cluster.moid, None)) for cluster in clusters.values()]
    shown += [_gone(row) for row in rows.values()]
    return {
        "datacenters": [
            {
                "moid": place.moid,
                "name": place.name,
                "networks": list(place.networks),
                "switches": list(place.switches),
                "clusters": sum(cluster.datacenter == place.moid for cluster in clusters.values()),
            }
            for place in places.values()
        ],
        "clusters": sorted(
            shown, key=lambda cluster: (cluster["datacenter"]["name"], cluster["name"])
        ),
    }


def one_of_manager(session, manager_id, moid):
    """One cluster of a vCenter, with its hosts and datastores."""
    _manager(session, manager_id)
    cluster = inventory_store.cluster(session, manager_id, moid)
    row = _imported(session, manager_id).get(moid)
    if cluster is None and row is None:
        raise _no_cluster(moid)
    return detail(session, manager_id, cluster, row)


def detail(session, manager_id, cluster, row):
    """A ``cluster`` of the inventory, an imported one (``row``), or both; hosts and datastores."""
    if cluster is None:
        return _gone(row)
    shown = _shown(cluster, inventory_store.datacenters(session, manager_id), row)
    shown["hosts"]["list"] = [_host(host) for host in cluster.hosts]
    shown["datastores"] = [
        {
            "moid": store.moid,
            "name": store.name,
            "total": store.total,
            "free": store.free,
            "accessible": store.accessible,
            "shared": store.shared,
        }
        for store in cluster.datastores
    ]
    return shown


def hosts_of_manager(session, manager_id, moids=(), name="", limit=None):
    """``{"hosts", "total"}``: hosts of a vCenter with the cluster of each, by cluster and name.

    :param moids: those of these clusters only, if there are any
    :param name: those with this text in their name only, in whatever case
    :param limit: how many at most; ``total`` counts them all
    """
    _manager(session, manager_id)
    cluster_moids, part = set(moids), names.plain(name).casefold()
    hosts = [
        _host(host) | {"cluster": cluster.moid}
        for cluster in inventory_store.clusters(session, manager_id).values()
        if not cluster_moids or cluster.moid in cluster_moids
        for host in sorted(cluster.hosts, key=lambda host: (host.name, host.moid))
        if part in host.name.casefold()
    ]
    return {"hosts": hosts[:limit], "total": len(hosts)}


def nics(runtime, manager_id, moid):
    """``{"hosts"}`` of a cluster with their physical NICs, read from the vCenter now.

    Raises a :class:`~helion_services.eon.vcenter.failures.VCenterProblem` too.
    """
    with runtime.db.reader() as reading:
        _manager(reading, manager_id)
        cluster = inventory_store.cluster(reading, manager_id, moid)
    if cluster is None:
        raise _no_cluster(moid)
    with sessions.open(runtime, manager_id) as vc:
        hosts = physical.read(vc, [host.moid for host in cluster.hosts])
    return {
        "hosts": [
            dataclasses.asdict(host)
            for host in sorted(hosts, key=lambda host: (host.name, host.moid))
        ]
    }


def _no_cluster(moid):
    return NotFound(
        Message("vcenter-cluster-not-found", "The vCenter has no cluster {cluster}.", cluster=moid)
    )


def import_many(runtime, manager_id, moids):
    """Import clusters by their moids; returns what became of each."""

    def act(session, manager, moid):
        cluster = inventory_store.cluster(session, manager.id, moid)
        if cluster is None:
            raise _no_cluster(moid)
        if _row(session, manager.id, moid) is not None:
            raise Conflict(
                Message("cluster-imported", "{cluster} is already imported.", cluster=cluster.name)
            )
        places = inventory_store.datacenters(session, manager.id)
        place = places.get(cluster.datacenter)
        row = inventory_store.import_cluster(session, manager, cluster, place.name if place else "")
        session.flush()
        return row

    return _each(runtime, manager_id, moids, act)


def unimport_many(runtime, manager_id, moids):
    """Forget imported clusters by their moids; returns what became of each."""

    def act(session, manager, moid):
        row = _row(session, manager.id, moid)
        if row is None:
            raise NotFound(
                Message(
                    "cluster-not-imported", "The cluster {cluster} is not imported.", cluster=moid
                )
            )
        if row.state != states.IMPORTED:
            raise problems.invalid_state(row.state, [states.IMPORTED])
        if manager.auto_import:
            raise problems.Refused(
                Message(
                    "auto-import",
                    "Clusters of {vcenter} are imported automatically. Turn that off first.",
                    vcenter=manager.name,
                )
            )
        inventory_store.forget_cluster(session, row)
        return row

    return _each(runtime, manager_id, moids, act)


def _each(runtime, manager_id, moids, act):
    with runtime.db.reader() as session:
        _manager(session, manager_id)
        names = {
            cluster.moid: cluster.name
            for cluster in inventory_store.clusters(session, manager_id).values()
        }
    results = []
    for moid in dict.fromkeys(moids):
        result = {"moid": moid, "name": names.get(moid), "resource": None}
        try:
            with runtime.db.session() as session:
                row = act(session, _manager(session, manager_id), moid)
        except Problem as exc:
            results.append(result | problems.outcome(exc))
        else:
            done = problems.outcome() | {"resource": row.id}
            results.append(result | done)
    return results


def _manager(session, manager_id):
    manager = session.get(Manager, manager_id)
    if manager is None:
        raise problems.no_manager(manager_id)
    return manager


def _imported(session, manager_id):
    query = sa.select(Cluster).where(Cluster.manager_id == manager_id)
    return {row.moid: row for row in session.scalars(query)}


def _row(session, manager_id, moid):
    return session.scalar(
        sa.select(Cluster).where(Cluster.manager_id == manager_id, Cluster.moid == moid)
    )


def _shown(cluster, places, row):
    place = places.get(cluster.datacenter)
    where = place.name if place else ""
    connected = [host for host in cluster.hosts if host.is_connected]
    return _basics(row, cluster.moid, cluster.name) | {
        "datacenter": {"moid": cluster.datacenter, "name": where},
        "gone": False,
        "drs": cluster.drs,
        "ha": cluster.ha,
        "hosts": {
            "total": len(cluster.hosts),
            "connected": len(connected),
            "maintenance": sum(host.maintenance for host in cluster.hosts),
        },
        "vms": sum(host.vms for host in cluster.hosts),
        "cpu": _usage(connected, "cpu"),
        "memory": _usage(connected, "memory"),
        "disk": _disk(cluster.datastores),
        **readiness.as_obstacles(readiness.cluster_faults(cluster, where)),
    }


def _gone(row):
    """An imported cluster that is not in the inventory."""
    return _basics(row, row.moid, row.name) | {
        "datacenter": {"moid": row.datacenter_moid, "name": row.datacenter},
        "gone": True,
        "drs": False,
        "ha": False,
        "hosts": {"total": 0, "connected": 0, "maintenance": 0},
        "vms": 0,
        "cpu": _amounts(0, 0),
        "memory": _amounts(0, 0),
        "disk": _amounts(0, 0),
        **readiness.as_obstacles([readiness.gone(row.name)]),
    }


def _basics(row, moid, name):
    return {
        "moid": moid,
        "name": name,
        "resource": row.id if row else None,
        "state": row.state if row else NOT_IMPORTED,
        "error": row.error if row else None,
        "operation_id": row.operation_id if row else None,
    }


def _host(host):
    return {
        "moid": host.moid,
        "name": host.name,
        "connection_state": host.connection_state,
        "maintenance": host.maintenance,
        "power_state": host.power_state,
        "version": host.version,
        "vms": host.vms,
        "cpu": _amounts(host.cpu, host.cpu_used),
        "memory": _amounts(host.memory, host.memory_used),
    }


def _usage(hosts, what):
    total = sum(getattr(host, what) for host in hosts)
    return _amounts(total, sum(getattr(host, f"{what}_used") for host in hosts))


def _disk(stores):
    usable = [store for store in stores if store.accessible and not store.maintenance]
    total = round(sum(store.total for store in usable), 1)
    return _amounts(total, round(total - sum(store.free for store in usable), 1))


def _amounts(total, used):
    return {"total": total, "used": used, "free": round(max(0, total - used), 1)}
