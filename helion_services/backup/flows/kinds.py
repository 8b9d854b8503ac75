"""The kinds of the service's operations, and how they begin."""

import uuid

from helion_services.backup import parts, plans, problems, repositories, snapshots
from helion_services.backup.flows import prune, restore, take, verify
from helion_services.backup.flows.requests import Prune, Restore, Take, Verify
from helion_services.backup.models import Repository
from helion_services.base import audit
from helion_services.base.messages import Message, Stored
from helion_services.base.operations import Kind

SERVICE = "backup"


def begin_take(runtime, repository_id, verification, who, session=None, prune_after=False):
    """Begin a backup; returns the operation's id.

    :param session: in which it is begun, to be announced by the caller; an own one by default

    Raises :class:`~helion_services.base.problems.Problem`.
    """
    parts.load(runtime.conf)
    if session is None:
        with runtime.db.session() as own:
            ident = begin_take(runtime, repository_id, verification, who, own, prune_after)
        runtime.operations.announce(ident)
        return ident
    row = repositories.get(session, repository_id)
    request = Take(row.id, str(uuid.uuid4()), verification, prune_after)
    title = Message("take-backup", "Back up to {name}", name=row.name)
    held = [_held(row.id)]
    return runtime.operations.begin(SERVICE, "take", title, request, held, who, session)


def begin_verify(runtime, snapshot_id, who):
    """Begin to verify a backup; returns the operation's id."""
    with runtime.db.session() as session:
        row = snapshots.get(session, snapshot_id)
        request = Verify(row.repository_id, row.id)
        title = Message("verify-backup", "Verify the backup of {name}", name=label(row))
        held = [_held(row.repository_id), f"backup:{row.id}"]
        audit.note(taken_at=label(row))
        ident = runtime.operations.begin(SERVICE, "verify", title, request, held, who, session)
    runtime.operations.announce(ident)
    return ident


def begin_prune(runtime, repository_id, who):
    """Begin to forget what the retention of a repository does not keep."""
    with runtime.db.session() as session:
        row = repositories.get(session, repository_id)
        title = Message("prune-repository", "Forget old backups in {name}", name=row.name)
        ident = _prune(runtime, session, row.id, None, title, [], who)
    runtime.operations.announce(ident)
    return ident


def begin_forget(runtime, snapshot_id, who):
    """Begin to forget a backup."""
    with runtime.db.session() as session:
        row = snapshots.get(session, snapshot_id)
        title = Message("forget-backup", "Delete the backup of {name}", name=label(row))
        audit.note(taken_at=label(row))
        held = [f"backup:{row.id}"]
        ident = _prune(runtime, session, row.repository_id, [row.id], title, held, who)
    runtime.operations.announce(ident)
    return ident


def begin_restore(runtime, snapshot_id, names, digest, who):
    """Begin to restore a backup as its plan says; returns the operation's id.

    :param names: of the parts, all by default
    :param digest: of the plan that was read
    """
    with runtime.db.reader() as session:
        row = snapshots.get(session, snapshot_id)
    plan = plans.make(runtime, row, names)
    if plan["digest"] != digest:
        raise problems.plan_changed()
    errors = [check for check in plan["checks"] if check["level"] == plans.ERROR]
    if errors:
        stored = [Stored(c["detail"], c["code"], c["params"]) for c in errors]
        raise problems.restore_blocked(stored)
    lost = [[d["kind"], d["name"]] for d in plan["differences"] if d["change"] == plans.NEW]
    request = Restore(row.repository_id, row.id, plan["parts"], lost)
    audit.note(taken_at=label(row), parts=plan["parts"])
    title = Message("restore-backup", "Restore the backup of {name}", name=label(row))
    held = [_held(row.repository_id), f"backup:{row.id}"]
    return runtime.operations.begin(SERVICE, "restore", title, request, held, who)


def label(row):
    """When a backup was taken, as text."""
    return f"{row.taken_at:%Y-%m-%d %H:%M} UTC"


def _prune(runtime, session, repository_id, idents, title, held, who):
    request = Prune(repository_id, idents)
    held = [_held(repository_id), *held]
    return runtime.operations.begin(SERVICE, "prune", title, request, held, who, session)


def _held(repository_id):
    return f"repository:{repository_id}"


def _name_of(runtime, resource):
    """The name of a repository that is held."""
    kind, _colon, ident = resource.partition(":")
    if kind != "repository":
        return None
    with runtime.db.reader() as session:
        row = session.get(Repository, ident)
    return row.name if row else None


KINDS = (
    Kind(SERVICE, "take", take.steps, request=Take, name_of=_name_of),
    Kind(SERVICE, "verify", verify.steps, request=Verify, name_of=_name_of),
    Kind(SERVICE, "restore", restore.steps, request=Restore, name_of=_name_of),
    Kind(SERVICE, "prune", prune.steps, request=Prune, name_of=_name_of),
)
