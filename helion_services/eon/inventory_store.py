"""What was last seen of a vCenter, in the database: written by who watches it, read by all."""

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


def write(session, manager, found):
    """Bring the rows of ``manager`` up to date with an :class:`~.inventory.Inventory`.

    Only what is different is written. Clusters are imported if the manager says so, and forgotten
    when they are gone and nothing was done with them yet.
    """
    wanted = {
        (kind, one.moid): (one.name, _content(one))
        for kind, some in ((DATACENTER, found.datacenters), (CLUSTER, found.clusters))
        for one in some
    }
    for row in session.scalars(sa.select(Seen).where(Seen.manager_id == manager.id)):
        values = wanted.pop((row.kind, row.moid), None)
        if values is None:
            session.delete(row)
        elif values != (row.name, row.content):
            row.name, row.content = values
    for (kind, moid), (name, content) in wanted.items():
        session.add(Seen(manager_id=manager.id, kind=kind, moid=moid, name=name, content=content))
    manager.read_at = manager.last_contact = now()
    _follow(session, manager, found)


def clusters(session, manager_id):
    """The clusters of a vCenter, as :class:`~.inventory.Cluster` by moid, sorted by name."""
    return {row.moid: _cluster(row) for row in _rows(session, manager_id, CLUSTER)}


def cluster(session, manager_id, moid):
    """One of them; None if it is not there (any more)."""
    row = session.get(Seen, (manager_id, CLUSTER, moid))
    return _cluster(row) if row else None


def datacenters(session, manager_id):
    """The datacenters of a vCenter, as :class:`~.inventory.Datacenter` by moid."""
    return {
        row.moid: inventory.Datacenter(
            row.moid, row.name, tuple(row.content["networks"]), tuple(row.content["switches"])
        )
        for row in _rows(session, manager_id, DATACENTER)
    }


def import_cluster(session, manager, one, datacenter):
    """Add the row of a cluster that was seen, in the state ``imported``; returns it."""
    moment = now()
    row = Cluster(
        id=str(uuid.uuid4()),
        manager_id=manager.id,
        moid=one.moid,
        name=one.name,
        datacenter_moid=one.datacenter,
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
    known = set(session.scalars(query))
    for one in clusters(session, manager.id).values():
        if one.moid not in known:
            place = places.get(one.datacenter)
            import_cluster(session, manager, one, place.name if place else "")


def forget_cluster(session, row):
    """Delete the row of a cluster with all that belongs to it, and tell others."""
    notifications.note(session, notifications.REMOVED, row)
    properties.drop(session, CLUSTER, row.id)
    session.execute(sa.delete(Proxy).where(Proxy.parent_kind == CLUSTER, Proxy.parent_id == row.id))
    session.delete(row)


def _follow(session, manager, found):
    """Let the imported clusters be what was seen."""
    names = {one.moid: one.name for one in found.datacenters}
    missing = {one.moid: one for one in found.clusters}
    for row in session.scalars(sa.select(Cluster).where(Cluster.manager_id == manager.id)):
        one = missing.pop(row.moid, None)
        if one is not None:
            _rename(row, one.name, names.get(one.datacenter, row.datacenter))
        elif row.state == states.IMPORTED:
            forget_cluster(session, row)
        else:
            LOG.warning("cluster %s (%s) is gone from vCenter %s", row.name, row.state, manager.id)
    if manager.auto_import:
        for one in missing.values():
            import_cluster(session, manager, one, names.get(one.datacenter, ""))


def _rename(row, name, datacenter):
    if (row.name, row.datacenter) != (name, datacenter):
        row.name, row.datacenter, row.updated_at = name, datacenter, now()


def _rows(session, manager_id, kind):
    query = sa.select(Seen).where(Seen.manager_id == manager_id, Seen.kind == kind)
    return session.scalars(query.order_by(Seen.name, Seen.moid)).all()


def _content(one):
    """All of a dataclass but what has a column of its own, as JSON has it."""
    values = dataclasses.asdict(one)
    del values["moid"], values["name"]
    return _lists(values)


def _lists(value):
    if isinstance(value, dict):
        return {key: _lists(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_lists(one) for one in value]
    return value


def _cluster(row):
    content = row.content
    return inventory.Cluster(
        row.moid,
        row.name,
        content["datacenter"],
        content["drs"],
        content["ha"],
        tuple(
            inventory.Host(**one | {"datastores": tuple(one["datastores"])})
            for one in content["hosts"]
        ),
        tuple(inventory.Datastore(**one) for one in content["datastores"]),
    )
