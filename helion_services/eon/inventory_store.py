"""The last known inventory of a vCenter, in the database: the watcher writes it, all read it."""

import dataclasses
import logging
import uuid

import sqlalchemy as sa

from helion_services.base.times import now
from helion_services.eon import notifications, properties, states
from helion_services.eon.models import CLUSTER, Cluster, Proxy, Seen
from helion_services.eon.vcenter import inventory

LOG = logging.getLogger(__name__)

DATACENTER = "datacenter"


def write(session, manager, content):
    """Bring the rows of ``manager`` up to date with an :class:`~.inventory.Inventory`.

    Only what is different is written. Clusters are imported if the manager says so, and forgotten
    when they are gone and nothing was done with them yet.
    """
    current = {
        (kind, item.moid): (item.name, _content(item))
        for kind, items in ((DATACENTER, content.datacenters), (CLUSTER, content.clusters))
        for item in items
    }
    for row in session.scalars(sa.select(Seen).where(Seen.manager_id == manager.id)):
        values = current.pop((row.kind, row.moid), None)
        if values is None:
            session.delete(row)
        elif values != (row.name, row.content):
            row.name, row.content = values
    for (kind, moid), (name, values) in current.items():
        session.add(Seen(manager_id=manager.id, kind=kind, moid=moid, name=name, content=values))
    manager.read_at = manager.last_contact = now()
    _follow(session, manager, content)


def clusters(session, manager_id):
    """The clusters of a vCenter, as :class:`~.inventory.Cluster` by moid, sorted by name."""
    return {row.moid: _cluster(row) for row in _rows(session, manager_id, CLUSTER)}


def cluster(session, manager_id, moid):
    """A cluster of a vCenter; None if it does not exist."""
    row = session.get(Seen, (manager_id, CLUSTER, moid))
    return _cluster(row) if row else None


def datacenters(session, manager_id):
    """The datacenters of a vCenter, as :class:`~.inventory.Datacenter` by moid."""
    return {
        row.moid: inventory.Datacenter(
            row.moid,
            row.name,
            tuple(row.content["networks"]),
            tuple(row.content["switches"]),
            _port_groups(row.content),
        )
        for row in _rows(session, manager_id, DATACENTER)
    }


def import_cluster(session, manager, cluster, datacenter):
    """Add the row of a cluster that was seen, in the state ``imported``; returns it."""
    moment = now()
    row = Cluster(
        id=str(uuid.uuid4()),
        manager_id=manager.id,
        moid=cluster.moid,
        name=cluster.name,
        datacenter_moid=cluster.datacenter,
        datacenter=datacenter,
        state=states.IMPORTED,
        created_at=moment,
        updated_at=moment,
    )
    session.add(row)
    return row


def import_all(session, manager):
    """Import all clusters of a vCenter that were seen and are not imported yet."""
    places = datacenters(session, manager.id)
    query = sa.select(Cluster.moid).where(Cluster.manager_id == manager.id)
    imported = set(session.scalars(query))
    for cluster in clusters(session, manager.id).values():
        if cluster.moid not in imported:
            datacenter = places.get(cluster.datacenter)
            import_cluster(session, manager, cluster, datacenter.name if datacenter else "")


def forget_cluster(session, row):
    """Delete the row of a cluster with all that belongs to it, and tell others."""
    notifications.note(session, notifications.REMOVED, row)
    properties.drop(session, CLUSTER, row.id)
    session.execute(sa.delete(Proxy).where(Proxy.parent_kind == CLUSTER, Proxy.parent_id == row.id))
    session.delete(row)


def _follow(session, manager, content):
    """Bring the imported clusters up to date with the inventory."""
    names = {datacenter.moid: datacenter.name for datacenter in content.datacenters}
    missing = {cluster.moid: cluster for cluster in content.clusters}
    for row in session.scalars(sa.select(Cluster).where(Cluster.manager_id == manager.id)):
        cluster = missing.pop(row.moid, None)
        if cluster is not None:
            _rename(row, cluster.name, names.get(cluster.datacenter, row.datacenter))
        elif row.state == states.IMPORTED:
            forget_cluster(session, row)
        else:
            LOG.warning("cluster %s (%s) is gone from vCenter %s", row.name, row.state, manager.id)
    if manager.auto_import:
        for cluster in missing.values():
            import_cluster(session, manager, cluster, names.get(cluster.datacenter, ""))


def _rename(row, name, datacenter):
    if (row.name, row.datacenter) != (name, datacenter):
        row.name, row.datacenter, row.updated_at = name, datacenter, now()


def _rows(session, manager_id, kind):
    query = sa.select(Seen).where(Seen.manager_id == manager_id, Seen.kind == kind)
    return session.scalars(query.order_by(Seen.name, Seen.moid)).all()


def _content(item):
    """All of a dataclass but what has a column of its own, as JSON has it."""
    values = dataclasses.asdict(item)
    del values["moid"], values["name"]
    return _lists(values)


def _lists(value):
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_lists(item) for item in value]
    return value


def _port_groups(content):
    """Those of a datacenter; of one that an earlier release read, names alone."""
    if "port_groups" not in content:
        return tuple(inventory.PortGroup(None, name, None) for name in content["networks"])
    return tuple(inventory.PortGroup(**group) for group in content["port_groups"])


def _cluster(row):
    content = row.content
    return inventory.Cluster(
        row.moid,
        row.name,
        content["datacenter"],
        content["drs"],
        content["ha"],
        tuple(
            inventory.Host(**host | {"datastores": tuple(host["datastores"])})
            for host in content["hosts"]
        ),
        tuple(inventory.Datastore(**store) for store in content["datastores"]),
    )
