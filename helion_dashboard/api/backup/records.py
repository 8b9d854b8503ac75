"""Repositories and backups, as small frozen dataclasses. Sizes are in bytes."""

import dataclasses
import datetime

from helion_dashboard.api import messages
from helion_dashboard.api.backup import states
from helion_dashboard.api.operations.states import CHECK
from helion_dashboard.api.records import record, records
from helion_dashboard.api.states import lookup
from helion_dashboard.api.wire import moment

_RESULTS = {"ok": "pass", "warning": "warn", "error": "block"}


@dataclasses.dataclass(frozen=True)
class Summary:
    """Whether the backups are in order.

    :ivar reason: why none can be taken, if :attr:`ready` is false
    :ivar verified_at: when the last verified backup was taken
    :ivar too_old: whether that is more than ``warn_hours`` ago
    """

    ready: bool = True
    reason: str = ""
    verified_at: datetime.datetime | None = None
    too_old: bool = False
    warn_hours: int = 0
    next_at: datetime.datetime | None = None
    backups: int = 0
    size: int = 0
    parts: tuple = ()


@dataclasses.dataclass(frozen=True)
class Count:
    """How many there were of a kind when the backup was taken, and after its restore."""

    name: str
    noted: int | None = None
    actual: int | None = None


@dataclasses.dataclass(frozen=True)
class Backup:
    """A backup.

    :ivar parts: names of what is in it
    :ivar counts: :class:`Count` each
    :ivar problems: sentences: what its last verification says against it
    :ivar running: titles of operations that ran while it was taken
    """

    id: str
    repository_id: str = ""
    repository: str = ""
    taken_at: datetime.datetime | None = None
    parts: tuple = ()
    size: int = 0
    added: int = 0
    state: object = None
    verified_at: datetime.datetime | None = None
    operation_id: str = ""
    counts: tuple = ()
    problems: tuple = ()
    running: tuple = ()
    files: tuple = ()
    release: str = ""
    restic_id: str = ""
    keys_id: str = ""

    @property
    def name(self):
        """What it is called: when it was taken."""
        return f"{self.taken_at:%Y-%m-%d %H:%M} UTC"

    @property
    def moving(self):
        """Whether an operation works on it."""
        return bool(self.operation_id)


@dataclasses.dataclass(frozen=True)
class Repository:
    """Where backups are stored.

    :ivar schedule: ``{"at", "window", "verify"}``, empty for none
    :ivar retention: ``{"last", "daily", "weekly", "monthly"}``
    :ivar variables: names of those that are set for the storage
    """

    id: str
    name: str
    location: str = ""
    keys_location: str = ""
    schedule: dict = dataclasses.field(default_factory=dict)
    retention: dict = dataclasses.field(default_factory=dict)
    next_at: datetime.datetime | None = None
    size: int = 0
    backups: int = 0
    variables: tuple = ()
    state: object = None
    state_reason: str = ""
    operation_id: str = ""

    @property
    def moving(self):
        """Whether an operation works on it."""
        return bool(self.operation_id)


@dataclasses.dataclass(frozen=True)
class Check:
    """A check of a restore plan, as the kit draws it."""

    title: str
    result: str
    reason: str = ""

    @property
    def weight(self):
        """How much it weighs against the restore."""
        return CHECK[self.result].weight


@dataclasses.dataclass(frozen=True)
class Difference:
    """Something that is not as the backup has it; ``former`` is its state there."""

    kind: str
    change: str
    id: str
    name: str = ""
    state: str = ""
    former: str = ""

    @property
    def kind_label(self):
        """Its kind in words."""
        return states.COUNTS.get(self.kind, self.kind)

    @property
    def change_label(self):
        """What the restore does to it, in words."""
        return states.CHANGES.get(self.change, self.change)


@dataclasses.dataclass(frozen=True)
class RestorePlan:
    """What a restore would do.

    :ivar stops: names of services that are stopped meanwhile
    :ivar overwrites: ``(part, names of databases, files)`` each
    :ivar differences: :class:`Difference` each, the first of ``difference_count``
    :ivar operations: titles of operations that began since
    """

    parts: tuple = ()
    available: tuple = ()
    stops: tuple = ()
    overwrites: tuple = ()
    differences: tuple = ()
    difference_count: int = 0
    operations: tuple = ()
    checks: tuple = ()
    possible: bool = False
    digest: str = ""


def restore_plan(body):
    """The :class:`RestorePlan` from its JSON."""
    return record(
        RestorePlan,
        body,
        **{name: tuple(body.get(name) or ()) for name in ("parts", "available", "stops")},
        overwrites=tuple((o["part"], o["databases"], o["files"]) for o in body["overwrites"]),
        differences=records(Difference, body["differences"]),
        operations=tuple(messages.twin(each, "title") for each in body["operations"]),
        checks=tuple(
            Check(messages.flat(each), _RESULTS[each["level"]]) for each in body["checks"]
        ),
    )


def summary(body):
    """The :class:`Summary` from its JSON."""
    return record(
        Summary,
        body,
        reason=messages.twin(body, "reason"),
        parts=tuple(body.get("parts") or ()),
        **_moments(body, "verified_at", "next_at"),
    )


def backup(body):
    """The :class:`Backup` from its JSON."""
    state = "working" if body.get("operation_id") else body.get("state")
    proof = body.get("verification") or {}
    return record(
        Backup,
        body,
        state=lookup(states.BACKUP, state),
        counts=_counts(body.get("counts") or {}, proof.get("counts") or {}),
        problems=tuple(map(messages.flat, proof.get("problems") or ())),
        **{name: tuple(body.get(name) or ()) for name in ("parts", "running", "files")},
        **_moments(body, "taken_at", "verified_at"),
    )


def repository(body):
    """The :class:`Repository` from its JSON."""
    return record(
        Repository,
        body,
        state=lookup(states.REPOSITORY, body.get("state")),
        state_reason=messages.twin(body, "state_reason"),
        schedule=body.get("schedule") or {},
        variables=tuple(body.get("variables") or ()),
        **_moments(body, "next_at"),
    )


def _counts(noted, actual):
    return tuple(
        Count(states.COUNTS.get(name, name), number, actual.get(name))
        for name, number in noted.items()
    )


def _moments(body, *names):
    return {name: moment(body.get(name)) for name in names}
