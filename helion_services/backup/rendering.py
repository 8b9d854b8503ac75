"""Repositories and backups as JSON; no password is there to be shown."""

import datetime
import json
import shutil

import sqlalchemy as sa

from helion_services.backup import parts, problems, schedule, states
from helion_services.backup.models import Repository, Snapshot
from helion_services.base.operations import states as operation_states
from helion_services.base.operations.models import Operation, OperationResource
from helion_services.base.problems import Problem
from helion_services.base.times import now

_REPOSITORY = (
    *("id", "name", "location", "keys_location", "schedule", "retention", "size", "state"),
    *("state_reason", "created_at", "updated_at"),
)
_SNAPSHOT = ("id", "repository_id", "taken_at", "parts", "size", "added", "state", "verified_at")


def repositories(runtime, session, rows):
    """Repositories with what is in them."""
    running = _operations(session, [f"repository:{row.id}" for row in rows])
    counted = sa.select(Snapshot.repository_id, sa.func.count()).group_by(Snapshot.repository_id)
    counts = dict(session.execute(counted).tuples().all())
    return [
        _columns(row, _REPOSITORY)
        | {
            "state_reason_fact": row.state_fact,
            "next_at": _next(row),
            "backups": counts.get(row.id, 0),
            "variables": sorted(runtime.secrets.get(row.secret_id).get("environment") or ()),
            "operation_id": running.get(f"repository:{row.id}"),
        }
        for row in rows
    ]


def snapshots(session, rows):
    """Backups with what is going on."""
    running = _operations(session, [f"backup:{row.id}" for row in rows])
    names = dict(session.execute(sa.select(Repository.id, Repository.name)).tuples().all())
    return [
        _columns(row, _SNAPSHOT)
        | {
            "repository": names.get(row.repository_id, ""),
            "operation_id": running.get(f"backup:{row.id}"),
        }
        for row in rows
    ]


def snapshot(session, row):
    """A backup with what its manifest says."""
    manifest = json.loads(row.manifest)
    return (
        snapshots(session, [row])[0]
        | _columns(row, ("counts", "verification", "cloud", "restic_id", "keys_id"))
        | {
            "release": manifest["release"],
            "running": [each["title"] for each in manifest["operations"]],
            "files": [path for part in manifest["parts"] for path in part["files"]],
        }
    )


def summary(runtime, session):
    """Whether the backups are in order."""
    rows = session.scalars(sa.select(Repository)).all()
    verified = session.scalar(
        sa.select(sa.func.max(Snapshot.taken_at)).where(Snapshot.state == states.VERIFIED)
    )
    hours = runtime.conf.backup.warn_hours
    names, reason = _parts(runtime.conf)
    moments = [moment for moment in map(_next, rows) if moment]
    return {
        "ready": reason is None,
        "reason": reason and reason.detail,
        "reason_fact": reason and reason.fact(),
        "verified_at": verified,
        "too_old": verified is None or now() - verified > datetime.timedelta(hours=hours),
        "warn_hours": hours,
        "next_at": min(moments, default=None),
        "backups": session.scalar(sa.select(sa.func.count()).select_from(Snapshot)),
        "size": sum(row.size for row in rows),
        "parts": names,
    }


def _parts(conf):
    """``(names of what is backed up, the message why nothing can be)``."""
    try:
        names = [part.name for part in parts.load(conf)]
    except Problem as exc:
        return [], exc.message
    if shutil.which(conf.backup.restic) is None:
        return names, problems.restic_missing().message
    return names, None


def _next(row):
    return schedule.following(row.schedule, now()) if row.schedule else None


def _operations(session, resources):
    """``{resource: operation id}`` of the operations that hold them."""
    query = (
        sa.select(OperationResource.resource, Operation.id)
        .join(Operation, Operation.id == OperationResource.operation_id)
        .where(
            OperationResource.resource.in_(resources),
            Operation.state.in_(operation_states.ACTIVE),
        )
    )
    return dict(session.execute(query).tuples().all())


def _columns(row, names):
    return {name: getattr(row, name) for name in names}
