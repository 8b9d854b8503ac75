"""Entries of the catalogue."""

import dataclasses

from helion_dashboard.api.records import record
from helion_dashboard.api.states import lookup
from helion_dashboard.api.updates import states
from helion_dashboard.api.updates.records import Described, described


@dataclasses.dataclass(frozen=True)
class Entry(Described):
    """An entry of the catalogue.

    :ivar status: what its source says of it: ``available``, ``suspended`` or ``withdrawn``
    :ivar state: one of :data:`~.states.ENTRY`: the status, or what was done with it here
    :ivar content_id: of the local file, if it is downloaded
    :ivar operation_id: of the operation that works on it
    :ivar current_version: the version of this name that is published
    :ivar replaces: the same, if this entry is newer
    """

    status: str = ""
    state: object = None
    content_id: str = ""
    operation_id: str = ""
    current_version: str = ""
    replaces: str = ""

    @property
    def moving(self):
        """Whether an operation works on it."""
        return bool(self.operation_id)


def entry(body):
    """The :class:`Entry` from its JSON."""
    return record(
        Entry,
        body,
        state=lookup(states.ENTRY, _entry_state(body)),
        **described(body),
    )


def _entry_state(body):
    if body.get("operation_id"):
        return "working"
    if body.get("status") != "available":
        return body.get("status")
    if body.get("current_version") == body.get("version"):
        return "published"
    return "local" if body.get("content_id") else "available"
