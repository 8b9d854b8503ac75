"""What a restore would do: what is stopped, what is overwritten, and what would be lost."""

import dataclasses
import hashlib
import json

import sqlalchemy as sa

from helion_services.backup import (
    databases,
    identity,
    inventory,
    parts,
    reality,
    room,
    scratch_servers,
    states,
    verification,
)
from helion_services.base import cloud_errors, database
from helion_services.base.messages import Message
from helion_services.base.operations import states as operation_states
from helion_services.base.operations.models import Operation
from helion_services.base.times import iso

OK, WARNING, ERROR = LEVELS = ("ok", "warning", "error")
NEW, CHANGED, GONE = CHANGES = ("new", "changed", "gone")
"""``new``: not in the backup, so lost. ``changed``: in another state then. ``gone``: comes back,
although it is not there now."""

_MOST = 500
_SERVICE = "backup"


@dataclasses.dataclass(frozen=True)
class Check:
    """A finding: ``level`` is one of :data:`LEVELS`; an error forbids the restore."""

    level: str
    message: Message


@dataclasses.dataclass(frozen=True)
class Difference:
    """Something that is not as the backup has it.

    :ivar state: now; None if it is gone
    :ivar former: the state in the backup; None if it is new
    """

    kind: str
    change: str
    id: str
    name: str | None
    state: str | None = None
    former: str | None = None


def make(runtime, row, names=None):
    """The plan of a restore, a dict as the interface has it.

    :param row: the :class:`~.models.Snapshot`
    :param names: of the parts; all by default
    """
    described = json.loads(row.manifest)
    names = set(described_names(described) if names is None else names)
    selection = [part for part in described["parts"] if part["name"] in names]
    configured = {part.name: part for part in parts.load(runtime.conf)}
    kinds = _kinds(selection)
    listed, away = reality.present(runtime.clouds, kinds)
    differences = compare(described["rows"], listed)
    newer = _operations(runtime.db, row)
    checks = [
        *_check_identity(runtime.db, row),
        *_check_proof(row),
        *_check_schema(selection, configured),
        *_check_services(runtime, selection),
        *_check_room(runtime.conf.backup, row.size, selection, configured),
        *(
            Check(
                WARNING,
                Message(
                    "newer-unknown",
                    "Whether {kind} are newer than the backup is not known: {reason}",
                    kind=kind,
                    reason=cloud_errors.cause(reason),
                ),
            )
            for kind, reason in away.items()
        ),
    ]
    plan = {
        "backup_id": row.id,
        "parts": [part["name"] for part in selection],
        "available": described_names(described),
        "stops": sorted({part["service"] for part in selection if part["service"]}),
        "overwrites": [
            {
                "part": part["name"],
                "databases": [each["name"] for each in part["databases"]],
                "files": part["files"],
            }
            for part in selection
        ],
        "differences": [dataclasses.asdict(each) for each in differences[:_MOST]],
        "difference_count": len(differences),
        "operations": newer,
        "checks": [{"level": c.level, **c.message.as_json()} for c in checks],
        "possible": not any(c.level == ERROR for c in checks),
    }
    return plan | {"digest": digest(plan)}


def described_names(described):
    """The names of the parts of a manifest."""
    return [part["name"] for part in described["parts"]]


def digest(plan):
    """A hash of all that a plan says."""
    text = json.dumps(plan, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def compare(noted, listed):
    """A :class:`Difference` for each row that is not as it was noted.

    :param noted: ``{kind: [[id, name, state], ...]}`` of the backup
    :param listed: the same, of now
    """
    differences = []
    for kind, rows in listed.items():
        former = {each[0]: each for each in noted.get(kind, ())}
        present = {each[0]: each for each in rows}
        for ident, name, state in present.values():
            if ident not in former:
                differences.append(Difference(kind, NEW, ident, name, state))
            elif _plain(state) != _plain(former[ident][2]):
                differences.append(Difference(kind, CHANGED, ident, name, state, former[ident][2]))
        differences += [
            Difference(kind, GONE, ident, name, None, state)
            for ident, name, state in former.values()
            if ident not in present
        ]
    return differences


def _plain(state):
    # Heat's tables have COMPLETE, its API CREATE_COMPLETE.
    return (state or "").lower().rpartition("_")[2]


def _kinds(selection):
    """The kinds whose rows the databases of a selection have."""
    names = {each["name"] for part in selection for each in part["databases"]}
    return {kind.name for kind in inventory.KINDS if kind.database in names}


def _operations(db, row):
    """The operations that began after the backup was taken; its own one aside."""
    query = (
        sa.select(Operation)
        .where(Operation.created_at > row.taken_at, Operation.service != _SERVICE)
        .order_by(Operation.created_at.desc())
        .limit(_MOST)
    )
    with db.reader() as session:
        return [
            {
                "id": each.id,
                "title": each.title,
                "title_fact": each.title_fact,
                "state": each.state,
                "created_at": iso(each.created_at),
            }
            for each in session.scalars(query)
        ]


def _check_identity(db, row):
    ident = identity.current(db)
    if ident is None:
        yield Check(
            WARNING,
            Message(
                "cloud-unknown",
                "This cloud has never been backed up: make sure that the backup is of it.",
            ),
        )
    elif ident != row.cloud:
        yield Check(ERROR, Message("cloud-differs", "The backup is of another cloud."))
    else:
        yield Check(OK, Message("cloud-same", "The backup is of this cloud."))


def _check_proof(row):
    if row.state == states.VERIFIED:
        yield Check(OK, Message("backup-verified", "The backup is verified."))
    elif row.state == states.DAMAGED:
        yield Check(ERROR, Message("backup-not-whole", "The last verification found damage."))
    else:
        yield Check(WARNING, Message("backup-unverified", "The backup has not been verified."))


def _check_schema(selection, configured):
    """The tables have the revisions that the installed releases expect."""
    for part in selection:
        if part["name"] not in configured:
            yield Check(
                ERROR,
                Message(
                    "part-unknown",
                    "[backup] parts_file no longer says where {part} is.",
                    part=part["name"],
                ),
            )
            continue
        targets = {each.name: each for each in configured[part["name"]].databases}
        for each in part["databases"]:
            target = targets.get(each["name"])
            if part["own"]:
                yield from _check_own(target or verification.stored(each), each)
            elif target is not None and _differs(target, each["revisions"]):
                yield Check(
                    ERROR,
                    Message(
                        "schema-differs",
                        "The tables of {database} are of another release now.",
                        database=each["name"],
                    ),
                )


def _check_own(target, each):
    revisions = each["revisions"].get("helion_alembic_version", ())
    if each["dialect"] != target.dialect:
        yield Check(
            ERROR,
            Message(
                "own-database-moved",
                "The services' own database was on {former} then and is on {present} now.",
                former=each["dialect"],
                present=target.dialect,
            ),
        )
    elif not scratch_servers.loadable(target):
        yield Check(ERROR, scratch_servers.NotLoadable(target).message)
    elif database.unknown_revisions(revisions):
        yield Check(
            ERROR,
            Message("schema-newer", "The backup is of a newer release of these services."),
        )


def _differs(target, revisions):
    """Whether a database has other revisions now; one that cannot be read has none."""
    try:
        with databases.reading(target) as connection:
            present = inventory.revisions(connection)
    except databases.DatabaseFailure:
        return False
    return bool(present) and bool(revisions) and present != revisions


def _check_room(conf, total, selection, configured):
    """There is room for the scratch folder, and for what is replaced."""
    shortages = room.shortages(
        room.of_scratch(conf, selection, total)
        | room.of_targets(selection, parts.databases(configured.values()))
    )
    for shortage in shortages:
        yield Check(ERROR, room.message(*shortage))
    if not shortages:
        yield Check(OK, Message("restore-room", "There is enough room for the restore."))


def _check_services(runtime, selection):
    """Services can be stopped, and no operation uses what is overwritten."""
    services = {part["service"] for part in selection if part["service"]}
    group = runtime.conf.backup
    if services and not (group.stop_command and group.start_command):
        yield Check(
            ERROR,
            Message(
                "hooks-missing",
                "[backup] stop_command and start_command are not configured.",
            ),
        )
    query = sa.select(Operation.title).where(
        Operation.state.in_(operation_states.ACTIVE), Operation.kind != "restore"
    )
    with runtime.db.reader() as session:
        titles = session.scalars(query).all()
    if titles:
        yield Check(
            ERROR,
            Message(
                "backup-operations-running",
                "Operations are running: {operations}. Wait until they end.",
                operations=list(titles),
            ),
        )
