"""Plans of a change, and files of nodes, both before anything is done."""

import dataclasses
import datetime

from helion_dashboard.api import messages
from helion_dashboard.api.lifecycle.images import Image
from helion_dashboard.api.operations import records as operation_records
from helion_dashboard.api.records import record, records
from helion_dashboard.api.wire import moment


@dataclasses.dataclass(frozen=True)
class Check:
    """A check of a plan.

    :ivar name: the rule that is checked, such as ``quorum``
    :ivar result: a key of :data:`~.operations.states.CHECK`
    :ivar code: of the sentence ``reason``
    """

    name: str
    title: str
    result: str
    reason: str = ""
    code: str = ""


@dataclasses.dataclass(frozen=True)
class ServerChange:
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
class PlanParameter:
    """A parameter of a deployment; ``value`` is ``None`` for a secret."""

    name: str
    label: str = ""
    value: object = None
    hidden: bool = False


@dataclasses.dataclass(frozen=True)
class ServerImage:
    """A server of a rollout.

    :ivar batch: from 1
    :ivar before, after: :class:`~.lifecycle.images.Image`, ``None`` if Glance no longer has it
    :ivar vms: names of the virtual machines that migrate first
    """

    server: str
    node_name: str = ""
    batch: int = 1
    before: Image | None = None
    after: Image | None = None
    vms: tuple = ()


@dataclasses.dataclass(frozen=True)
class Plan:
    """What would be done, without doing it.

    :ivar state: ``ready``, ``blocked``, ``applied`` or ``outdated``
    :ivar steps: :class:`~.operations.records.Step` each, not begun
    :ivar changes: a sentence for each thing that will differ
    :ivar servers: :class:`ServerChange` each
    :ivar operation: id of the operation that applies it, or ``None``
    :ivar request: the request, as for :func:`~.lifecycle.client.create_plan`, without secrets
    :ivar secret_parameters: names of the parameters that must be entered again
    :ivar new_nodes: names of the nodes that the plan enrols
    :ivar images: of a rollout, :class:`ServerImage` each
    :ivar parameters: of a deployment, :class:`PlanParameter` each
    :ivar last_duration: seconds that the last operation of this kind took, or ``None``
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
    request: dict = dataclasses.field(default_factory=dict)
    secret_parameters: tuple = ()
    new_nodes: tuple = ()
    images: tuple = ()
    parameters: tuple = ()
    last_duration: int | None = None

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
    """The :class:`Plan` from its JSON."""
    return record(
        Plan,
        body,
        title=messages.twin(body, "title"),
        steps=tuple(operation_records.step(item) for item in body.get("steps") or ()),
        checks=tuple(_check(item) for item in body.get("checks") or ()),
        changes=tuple(messages.flat(item, "text") for item in body.get("changes") or ()),
        secret_parameters=tuple(body.get("secret_parameters") or ()),
        new_nodes=tuple(body.get("new_nodes") or ()),
        servers=records(ServerChange, body.get("servers")),
        images=tuple(_server_image(item) for item in body.get("images") or ()),
        parameters=records(PlanParameter, body.get("parameters")),
        created_at=moment(body.get("created_at")),
        expires_at=moment(body.get("expires_at")),
    )


def imported(body):
    """The :class:`Import` from its JSON."""
    return Import(
        tuple(body.get("nodes") or ()),
        _row_errors(body.get("errors")),
        body.get("token"),
        _row_errors(body.get("notices")),
    )


def _check(body):
    texts = {"title": messages.twin(body, "title"), "reason": messages.flat(body, "reason")}
    return record(Check, body, **texts)


def _server_image(body):
    sides = {
        side: record(Image, body[side]) if body.get(side) else None for side in ("before", "after")
    }
    return record(ServerImage, body, **sides)


def _row_errors(bodies):
    return tuple(
        RowError(body.get("row"), body.get("field"), messages.flat(body, "message"))
        for body in bodies or ()
    )
