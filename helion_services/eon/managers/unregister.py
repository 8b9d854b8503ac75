"""Forgetting a vCenter, with all of it that is in the database."""

import sqlalchemy as sa

from helion_services.base.problems import Problem
from helion_services.eon import inventory_store, problems, properties, states
from helion_services.eon.models import MANAGER, Cluster, Manager, Proxy, Seen


def unregister(runtime, manager_id):
    """Forget a vCenter; returns its name.

    Raises :class:`~helion_services.base.problems.Problem` if it does not exist, or one of its
    clusters is more than imported.
    """
    with runtime.db.session() as session:
        manager = session.get(Manager, manager_id)
        if manager is None:
            raise problems.no_manager(manager_id)
        clusters = session.scalars(sa.select(Cluster).where(Cluster.manager_id == manager_id)).all()
        used = sorted(row.name for row in clusters if row.state in states.IN_USE)
        if used:
            raise problems.in_use(used)
        for cluster in clusters:
            inventory_store.forget_cluster(session, cluster)
        session.flush()
        session.execute(sa.delete(Seen).where(Seen.manager_id == manager_id))
        session.execute(
            sa.delete(Proxy).where(Proxy.parent_kind == MANAGER, Proxy.parent_id == manager_id)
        )
        properties.drop(session, MANAGER, manager_id)
        runtime.secrets.delete(manager.secret_id, session)
        session.delete(manager)
        return manager.name


def unregister_many(runtime, manager_ids):
    """Forget several; returns what became of each, in their order."""
    return [_result(runtime, manager_id) for manager_id in dict.fromkeys(manager_ids)]


def _result(runtime, manager_id):
    with runtime.db.reader() as session:
        manager = session.get(Manager, manager_id)
    result = {"id": manager_id, "name": manager.name if manager else None}
    try:
        unregister(runtime, manager_id)
    except Problem as exc:
        return result | problems.outcome(exc)
    return result | problems.outcome()
