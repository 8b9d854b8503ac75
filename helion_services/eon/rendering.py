"""vCenters and clusters as HPE's interface shows them, with more keys of our own.

Passwords are not there to be shown: where HPE's service had them, there are words instead.
"""

import uuid

import sqlalchemy as sa

from helion_services.base.operations.models import Operation, OperationResource
from helion_services.base.operations.states import ACTIVE
from helion_services.eon import clusters, inventory_store, properties, states
from helion_services.eon.models import CLUSTER, MANAGER, Cluster, Manager, Seen

SANITIZED = "<SANITIZED>"
UNSET = "UNSET"
TYPE = "esxcluster"

RESTORE = "restore_proxy"
"""The kind of operation during which a vCenter is shown as ``updating``."""

_UNSET = ("ip_address", "username", "password", "port")


def host_of(cluster):
    """The name of a cluster's compute host in Nova."""
    return f"{cluster.moid}.{cluster.manager_id}"


def managers(session, rows):
    """vCenters without their inventories."""
    counted = _counts(session)
    updating = _updating(session)
    return [_manager(row, counted.get(row.id, {}), row.id in updating) for row in rows]


def manager(session, manager_id):
    """One with its inventory and the networks of its datacenters, None if there is none."""
    row = session.get(Manager, manager_id)
    if row is None:
        return None
    shown = managers(session, [row])[0]
    kept = properties.all_of(session, MANAGER, [row.id])[row.id]
    shown["meta_data"] += [
        {"id": entry.id, "name": entry.key, "value": entry.value} for entry in kept
    ]
    shown["inventory"] = _inventory(session, row.id)
    return shown


def resources(session, rows):
    """Clusters without what was seen of them: the answer of a list."""
    stored = properties.all_of(session, CLUSTER, [row.id for row in rows])
    return [_resource(row) | {"meta_data": _meta_data(row, stored[row.id])} for row in rows]


def resource(session, row):
    """One cluster with all there is to see."""
    shown = resources(session, [row])[0]
    cluster = inventory_store.cluster(session, row.manager_id, row.moid)
    if cluster is not None:
        shown["inventory"] = {
            "datacenter": {"moid": row.datacenter_moid, "name": row.datacenter},
            "hosts": [
                {
                    "moid": host.moid,
                    "name": host.name,
                    "connection_state": host.connection_state,
                    "vms": host.vms,
                }
                for host in cluster.hosts
            ],
            "DRS": cluster.drs,
        }
    shown["cluster"] = clusters.detail(session, row.manager_id, cluster, row)
    info = managers(session, [session.get(Manager, row.manager_id)])[0]
    del info["meta_data"]
    shown["resource_manager_info"] = info
    return shown


def brief(row):
    """A cluster without ``meta_data``: the answer of an action."""
    return _resource(row)


def _manager(row, counts, updating):
    state = states.UPDATING if updating and row.state == states.REGISTERED else row.state
    return {
        "id": row.id,
        "name": row.name,
        "ip_address": row.ip_address,
        "username": row.username,
        "password": SANITIZED,
        "port": str(row.port),
        "type": "vcenter",
        "meta_data": [_datum(row.id, "state", state)],
        "state": state,
        "state_reason": row.state_reason,
        "state_reason_fact": row.state_fact,
        "last_contact": row.last_contact,
        "read_at": row.read_at,
        "version": row.version,
        "build": row.build,
        "auto_import": row.auto_import,
        "fingerprint": row.fingerprint,
        "pinned": row.ca_pem is not None,
        "clusters": {"seen": 0, "imported": 0, "activated": 0, "active": 0} | counts,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _counts(session):
    """Numbers of clusters by vCenter: seen, imported, activated, and in any state of use."""
    counts_of = {}
    in_vcenter = sa.select(Seen.manager_id, sa.func.count()).where(Seen.kind == CLUSTER)
    for manager_id, number in session.execute(in_vcenter.group_by(Seen.manager_id)):
        counts_of.setdefault(manager_id, {})["seen"] = number
    by_state = sa.select(Cluster.manager_id, Cluster.state, sa.func.count())
    grouped = by_state.group_by(Cluster.manager_id, Cluster.state)
    for manager_id, state, number in session.execute(grouped):
        counts = counts_of.setdefault(manager_id, {})
        counts["imported"] = counts.get("imported", 0) + number
        if state in states.IN_USE:
            counts["active"] = counts.get("active", 0) + number
        if state == states.ACTIVATED:
            counts["activated"] = number
    return counts_of


def _updating(session):
    """Ids of the vCenters whose compute proxies are being redeployed."""
    held = (
        sa.select(OperationResource.held)
        .join(Operation, Operation.id == OperationResource.operation_id)
        .where(Operation.service == "eon", Operation.kind == RESTORE, Operation.state.in_(ACTIVE))
    )
    cluster_ids = [name.partition(":")[2] for name in session.scalars(held) if name]
    query = sa.select(Cluster.manager_id).where(Cluster.id.in_(cluster_ids))
    return set(session.scalars(query)) if cluster_ids else set()


def _inventory(session, manager_id):
    stored = inventory_store.clusters(session, manager_id).values()
    places = inventory_store.datacenters(session, manager_id)
    shown = {"count": len(places)}
    for place in places.values():
        names = {
            cluster.moid: cluster.name for cluster in stored if cluster.datacenter == place.moid
        }
        if names:  # HPE's has no entry for one without clusters
            shown[place.moid] = {
                "name": place.name,
                "clusters": names,
                "clusters_count": len(names),
            }
    return {"resources": {"datacenter": shown}}


def _resource(row):
    return {
        "id": row.id,
        "name": row.name,
        "type": TYPE,
        "state": row.state,
        "resource_mgr_id": row.manager_id,
        **dict.fromkeys(_UNSET, UNSET),
        "error": row.error,
        "operation_id": row.operation_id,
        "hypervisor": host_of(row),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _meta_data(row, stored):
    return [
        _datum(row.id, "cluster_moid", row.moid),
        *({"id": entry.id, "name": entry.key, "value": entry.value} for entry in stored),
    ]


def _datum(parent_id, name, value):
    """A property that is a column: its id is the same each time."""
    ident = uuid.uuid5(uuid.NAMESPACE_OID, f"{parent_id}/{name}")
    return {"id": str(ident), "name": name, "value": value}
