"""Deletes what nobody can use any longer: expired rows, and the secrets that nothing needs.

A secret is needed while a row names it: any model with a column ``secret_id`` does so. A model
whose rows outlive their need has a class method ``secret_in_use(since)``, the condition for rows
that still need it; operations that ended before ``since`` are too old for a retry.
"""

import datetime

import sqlalchemy as sa

from helion_services.base import audit, idempotency, service
from helion_services.base.database import Base
from helion_services.base.operations.models import SECRETS_GONE, Operation
from helion_services.base.times import now

# A secret is stored shortly before the row that names it.
_GRACE = datetime.timedelta(hours=1)
_BATCH = 1000


def sweep(runtime):
    """Delete what has expired in the tables of all services, then the secrets without a use."""
    with runtime.db.session() as session:
        idempotency.purge(session, now())
    days = runtime.conf.audit.retention_days
    if days:
        audit.prune(runtime.db, now() - datetime.timedelta(days=days))
    for each in runtime.services:
        each.sweep(runtime)
    for secret_id in _unused(runtime):
        runtime.secrets.delete(secret_id)


def _unused(runtime):
    """Ids of secrets to be deleted; the operations that named them can no longer be retried."""
    moment = now()
    kept = datetime.timedelta(days=runtime.conf.operations.secrets_days)
    with runtime.db.session() as session:
        in_use = _in_use(session, moment - kept)
        released = set(session.scalars(_named_by_operations())) - in_use
        released = set(sorted(released)[:_BATCH])
        session.execute(
            sa.update(Operation)
            .where(Operation.secret_id.in_(released))
            .values(secret_id=SECRETS_GONE)
        )
        return released | (runtime.secrets.older_than(moment - _GRACE, session) - in_use)


def _named_by_operations():
    return sa.select(Operation.secret_id).where(
        Operation.secret_id.is_not(None), Operation.secret_id != SECRETS_GONE
    )


def _in_use(session, since):
    """Ids of the secrets that a row needs. All services share the table of the secrets."""
    for each in service.installed().values():
        each.import_models()
    ids = set()
    for mapper in Base.registry.mappers:
        if "secret_id" in mapper.columns:
            query = sa.select(mapper.class_.secret_id)
            condition = getattr(mapper.class_, "secret_in_use", None)
            ids.update(session.scalars(query.where(condition(since)) if condition else query))
    return ids
