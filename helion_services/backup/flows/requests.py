"""Requests of the operations."""

import dataclasses

from helion_services.base.operations import Request


@dataclasses.dataclass(frozen=True)
class Take(Request):
    """A backup to take.

    :ivar snapshot: the id that it gets
    :ivar verify: whether it is verified afterwards
    :ivar prune: whether what the retention does not keep is forgotten then
    """

    repository: str
    snapshot: str
    verify: bool = True
    prune: bool = False


@dataclasses.dataclass(frozen=True)
class Verify(Request):
    """A backup to verify."""

    repository: str
    snapshot: str


@dataclasses.dataclass(frozen=True)
class Prune(Request):
    """A repository to bring to its retention, or snapshots to forget.

    :ivar snapshots: ids; None: those that the retention does not keep
    """

    repository: str
    snapshots: list | None = None


@dataclasses.dataclass(frozen=True)
class Restore(Request):
    """A backup to restore.

    :ivar parts: names of what is restored
    :ivar lost: ``[kind, name]`` of what is newer than the backup, for the check afterwards
    """

    repository: str
    snapshot: str
    parts: list
    lost: list = dataclasses.field(default_factory=list)
