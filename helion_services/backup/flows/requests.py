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
