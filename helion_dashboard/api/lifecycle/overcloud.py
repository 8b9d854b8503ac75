"""The overcloud as a whole: its stack, what failed in it, and how one signs in."""

import dataclasses
import datetime

from helion_dashboard.api.lifecycle.roles import Stack, stack
from helion_dashboard.api.records import record, records
from helion_dashboard.api.wire import moment


@dataclasses.dataclass(frozen=True)
class Resources:
    """How many resources the stack has, by how far they are."""

    total: int = 0
    complete: int = 0
    in_progress: int = 0
    failed: int = 0


@dataclasses.dataclass(frozen=True)
class FailedResource:
    """A resource of the stack that failed, with its Heat type and reason.

    :ivar physical_id: of what it created, such as a server; may be empty
    """

    resource: str
    type: str = ""
    reason: str = ""
    physical_id: str = ""


@dataclasses.dataclass(frozen=True)
class Parameter:
    """A parameter of the overcloud's templates.

    :ivar type: Heat's: ``string``, ``number``, ``json``, ``comma_delimited_list``, ``boolean``
    :ivar constraints: those of ``min``, ``max``, ``min_length``, ``max_length``,
        ``allowed_values``, ``allowed_pattern``, ``custom``, ``items`` (``host`` or ``address``) and
        ``description`` that it has
    :ivar hidden: a secret, whose value is masked
    :ivar role: the name of the role it is for, or ``None``
    :ivar purpose: ``count`` or ``flavor`` of that role, or ``None``
    :ivar choices: names that it can have; empty if they are unknown or it can have any
    """

    name: str
    label: str = ""
    group: str = ""
    type: str = "string"
    default: object = None
    description: str = ""
    constraints: dict = dataclasses.field(default_factory=dict)
    value: object = None
    hidden: bool = False
    advanced: bool = False
    role: str | None = None
    purpose: str | None = None
    choices: tuple = ()


@dataclasses.dataclass(frozen=True)
class Overcloud:
    """The overcloud as its stack is.

    :ivar progress: per cent: of the operation that changes it, or else of the stack
    :ivar operation_running: whether an operation changes it
    """

    stack: Stack | None
    progress: int
    resources: Resources
    failures: tuple = ()
    parameters: tuple = ()
    operation_running: bool = False


@dataclasses.dataclass(frozen=True)
class Event:
    """Something that Heat noted."""

    at: datetime.datetime | None
    resource: str
    type: str = ""
    status: str = ""
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Compute:
    """A compute service of the overcloud's Nova; ``reason`` is why it is disabled."""

    host: str
    up: bool = False
    enabled: bool = True
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Credentials:
    """How one signs in to the overcloud, as the texts of two files."""

    clouds_yaml: str = dataclasses.field(repr=False)
    openrc: str = dataclasses.field(repr=False)


def overcloud(body):
    """The :class:`Overcloud` from its JSON."""
    return Overcloud(
        stack(body.get("stack")),
        body.get("progress") or 0,
        record(Resources, body.get("resources") or {}),
        records(FailedResource, body.get("failures")),
        records(Parameter, body.get("parameters")),
        bool(body.get("operation_running")),
    )


def event(body):
    """The :class:`Event` from its JSON."""
    return record(Event, body, at=moment(body.get("at")))


def computes(body):
    """The :class:`Compute` list from its JSON, ``None`` without an overcloud."""
    return records(Compute, body.get("computes")) if body.get("deployed") else None


def credentials(body):
    """The :class:`Credentials` from its JSON."""
    return record(Credentials, body)
