"""What the clusters of a datacenter share: switches, port groups, and the properties of these."""

import sqlalchemy as sa

from helion_services.eon import network, properties, states
from helion_services.eon.models import CLUSTER, MANAGER, Cluster

_KEPT = "network kept for the datacenter"


def switches(work, target):
    """Names of the switches that other clusters in use have."""
    return {switch.name for switch in _others(work, target)}


def port_groups(work, target):
    """Names of their port groups."""
    return {group.name for switch in _others(work, target) for group in switch.port_groups}


def keep_for_datacenter(work, target, wanted):
    """Let the other clusters of the datacenter have these properties, if it has none yet."""
    with work.runtime.db.reader() as session:
        known = properties.get(session, MANAGER, target.manager, target.datacenter)
    if known is None:
        work.note(_KEPT, True)
        with work.runtime.db.session() as session:
            properties.put(session, MANAGER, target.manager, target.datacenter, wanted)


def drop_for_datacenter(work, target):
    """Take that back, if the operation did it and no other cluster of it is in use."""
    if work.recall(_KEPT) and not _rows(work, target):
        with work.runtime.db.session() as session:
            properties.drop(session, MANAGER, target.manager, target.datacenter)


def _others(work, target):
    for name, wanted in _rows(work, target):
        yield from network.plan(wanted, name)


def _rows(work, target):
    """Name and network properties of the other clusters of the datacenter that are in use."""
    query = sa.select(Cluster).where(
        Cluster.manager_id == target.manager,
        Cluster.datacenter_moid == target.datacenter_moid,
        Cluster.id != target.id,
        Cluster.state.in_(states.IN_USE),
    )
    with work.runtime.db.reader() as session:
        rows = session.scalars(query).all()
        found = [
            (row.name, properties.get_json(session, CLUSTER, row.id, properties.NETWORK))
            for row in rows
        ]
    return [(name, wanted) for name, wanted in found if wanted]
