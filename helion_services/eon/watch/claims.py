"""Which process watches which vCenter: a lease in the manager's row."""

import datetime

import sqlalchemy as sa

from helion_services.base.operations.local_board import is_dead
from helion_services.base.times import now
from helion_services.eon.models import Manager

_LEASE = datetime.timedelta(seconds=15)
_RENEW = datetime.timedelta(seconds=8)


def claim(db, owner):
    """Take or keep what nobody else watches; returns ``{(manager id, revision)}`` of ours.

    Nothing is written while all leases are ours and fresh.
    """
    with db.reader() as session:
        managers = session.scalars(sa.select(Manager)).all()
    moment = now()
    ours = [
        manager for manager in managers if manager.watcher == owner or _is_free(manager, moment)
    ]
    stale = [
        manager.id
        for manager in ours
        if manager.watcher != owner or manager.watched_until < moment + _RENEW
    ]
    kept = {manager.id for manager in ours} - set(stale)
    if stale:
        kept |= _extend(
            db, owner, {manager.id: manager.watcher for manager in ours if manager.id in stale}
        )
    return {(manager.id, manager.revision) for manager in ours if manager.id in kept}


def release(db, owner):
    """Give all back."""
    with db.session() as session:
        session.execute(
            sa.update(Manager)
            .where(Manager.watcher == owner)
            .values(watcher=None, watched_until=None)
        )


def _is_free(manager, moment):
    return (
        manager.watcher is None
        or manager.watched_until is None
        or manager.watched_until < moment
        or is_dead(manager.watcher)
    )


def _extend(db, owner, holders):
    """Write the lease of each manager whose watcher is still the one that was seen."""
    kept = set()
    with db.session() as session:
        for manager_id, holder in holders.items():
            query = sa.update(Manager).where(
                Manager.id == manager_id,
                Manager.watcher.is_(None) if holder is None else Manager.watcher == holder,
            )
            done = session.execute(query.values(watcher=owner, watched_until=now() + _LEASE))
            if done.rowcount:
                kept.add(manager_id)
    return kept
