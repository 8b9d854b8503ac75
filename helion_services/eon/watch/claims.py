"""Which process watches which vCenter: a claim in the manager's row."""

import datetime

import sqlalchemy as sa

from helion_services.base.claims import Claims, is_dead
from helion_services.base.times import now
from helion_services.eon.models import Manager

_CLAIMS = Claims(Manager.watcher, Manager.watched_until)
_EXPIRY = 15  # seconds
_RENEW = datetime.timedelta(seconds=8)


def claim(db, owner):
    """Claim vCenters that no other process watches; returns their keys.

    A key is ``(manager id, revision, created_at)``: another login, and a vCenter that was
    unregistered and registered again, is another watcher's.

    Nothing is written while all claims are ours and fresh.
    """
    with db.reader() as session:
        managers = session.scalars(sa.select(Manager)).all()
    ours = [
        manager
        for manager in managers
        if manager.watcher == owner or _CLAIMS.is_free(manager, is_dead)
    ]
    renew = now() + _RENEW
    stale = [
        manager for manager in ours if manager.watcher != owner or manager.watched_until < renew
    ]
    lost = set()
    if stale:
        with db.session() as session:
            lost = {
                manager.id
                for manager in stale
                if not _CLAIMS.claim(session, manager, owner, _EXPIRY)
            }
    return {
        (manager.id, manager.revision, manager.created_at)
        for manager in ours
        if manager.id not in lost
    }


def release(db, owner):
    """Release all vCenters."""
    with db.session() as session:
        _CLAIMS.release(session, owner)
