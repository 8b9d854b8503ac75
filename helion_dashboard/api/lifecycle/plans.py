"""Plans of a change, and files of nodes, both before anything is done."""

import dataclasses
import datetime

from helion_dashboard.api.operations import records as operation_records
from helion_dashboard.api.records import record, records
from helion_dashboard.api.wire_text import moment


@dataclasses.dataclass(frozen=True)
class Check:
    """A check of a plan; ``result`` is a key of :data:`~.operations.states.CHECK`."""

    name: str
    title: str
    result: str
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Moved:
    """A server that comes or leaves.

    :ivar change: ``added`` or ``removed``
    :ivar node: UUID of the bare-metal node, also of one that is not enrolled yet
    """

    change: str
    name: str
    role: str
    node: str | None = None
    node_name: str | None = None


@dataclasses.dataclass(frozen=True)
class Plan:
    """What would be done, without doing it.

    :ivar state: ``ready``, ``blocked``, ``applied`` or ``outdated``
    :ivar steps: :class:`~.operations.records.Step` each, not begun
    :ivar changes: a sentence for each thing that will differ
    :ivar servers: :class:`Moved` each
    :ivar operation: id of the operation that applies it, or ``None``
    """

    id: str
    action: str
    title: str
    state: str
    created_at: datetime.datetime | None = None
    expires_at: datetime.datetime | None = None
    steps: tuple = ()
    checks: tuple = ()
    changes: tuple = ()
    servers: tuple = ()
    operation: str | None = None

    @property
    def ready(self):
        """Whether it may be applied."""
        return self.state == "ready"


@dataclasses.dataclass(frozen=True)
class RowError:
    """What is wrong with a row of an import; ``row`` and ``field`` may be ``None``."""

    row: int | None
    field: str | None
    message: str


@dataclasses.dataclass(frozen=True)
class Import:
    """A read file of nodes; nothing is enrolled yet.

    :ivar nodes: the rows as dictionaries, secrets masked
    :ivar errors: all :class:`RowError`
    :ivar notices: what was decided for the user or left out, a :class:`RowError` each
    :ivar token: by which it can be enrolled; ``None`` with errors
    """

    nodes: tuple
    errors: tuple
    token: str | None = None
    notices: tuple = ()


def plan(body):
    """The :class:`Plan` that the service says."""
    return record(
        Plan,
        body,
        steps=tuple(operation_records.step(one) for one in body.get("steps") or ()),
        checks=records(Check, body.get("checks")),
        changes=tuple(one["text"] for one in body.get("changes") or ()),
        servers=records(Moved, body.get("servers")),
        created_at=moment(body.get("created_at")),
        expires_at=moment(body.get("expires_at")),
    )


def imported(body):
    """The :class:`Import` that the service says."""
    return Import(
        tuple(body.get("nodes") or ()),
        _said(body.get("errors")),
        body.get("token"),
        _said(body.get("notices")),
    )


def _said(messages):
    return tuple(
        RowError(one.get("row"), one.get("field"), one["message"]) for one in messages or ()
    )
