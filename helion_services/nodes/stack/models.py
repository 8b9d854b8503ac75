"""A stack, its servers, parameters and events, and the errors of changing it."""

import dataclasses

READY = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})
"""Statuses of a stack that is as requested."""

GONE = frozenset({"DELETE_COMPLETE"})
"""The status of a deleted stack."""


@dataclasses.dataclass(frozen=True)
class Stack:
    """A stack.

    :ivar status: Heat's, action and state in one, such as ``UPDATE_IN_PROGRESS``
    :ivar created_at: ISO 8601 with Z
    :ivar updated_at: when the last update began; None if there was none
    :ivar parameters: values by name; lists and maps decoded, all else text as Heat gives it,
        hidden ones as stars
    :ivar outputs: values by name; empty if they were not requested
    """

    id: str
    name: str
    status: str
    status_reason: str
    created_at: str | None
    updated_at: str | None
    parameters: dict = dataclasses.field(repr=False)
    outputs: dict = dataclasses.field(default_factory=dict, repr=False)

    @property
    def action(self):
        """``CREATE``, ``UPDATE``, ``DELETE``, ``ROLLBACK`` ..."""
        return self.status.partition("_")[0]

    @property
    def in_progress(self):
        return self.status.endswith("_IN_PROGRESS")

    @property
    def failed(self):
        return self.status.endswith("_FAILED")

    @property
    def path(self):
        """Where it is in the API."""
        return f"/stacks/{self.name}/{self.id}"


@dataclasses.dataclass(frozen=True)
class Member:
    """A server of a role as the stack sees it.

    :ivar index: text, as Heat has it
    :ivar name: what the server is called
    :ivar server_id: None until Heat requests one from Nova. While Heat tries again it is the
        id of an attempt
    :ivar status: of the member in its group, such as ``CREATE_IN_PROGRESS``
    :ivar server_status: of the server's own resource
    """

    index: str
    name: str
    server_id: str | None
    status: str
    status_reason: str
    server_status: str | None = None

    @property
    def state(self):
        """``deployed``, ``deploying``, ``error`` or ``deleting``."""
        status = self.status
        if status.startswith("UPDATE_") and self.server_status:
            # An update that was cancelled or failed elsewhere leaves the server as it was.
            status = self.server_status
        if status.endswith("_FAILED"):
            return "error"
        if status.startswith("DELETE_"):
            return "deleting"
        if status.startswith(("INIT_", "CREATE_IN")):
            return "deploying"
        return "deployed"


@dataclasses.dataclass(frozen=True)
class Failure:
    """A resource that failed, but not because another resource did.

    :ivar resource: its path, such as ``Compute/2/Server``
    :ivar physical_id: of what it made, or None
    :ivar type: Heat's, None for the stack itself
    :ivar reason: Heat's words
    """

    resource: str
    type: str | None
    physical_id: str | None
    status: str
    reason: str


@dataclasses.dataclass(frozen=True)
class Event:
    """Something that happened to a resource; ``at`` is ISO 8601 with Z."""

    at: str
    resource: str
    type: str | None
    status: str
    reason: str


@dataclasses.dataclass(frozen=True)
class Progress:
    """How many resources are in which state."""

    complete: int
    in_progress: int
    failed: int
    total: int

    @property
    def percent(self):
        """The part that is complete, 0 to 100."""
        return 100 * self.complete // self.total if self.total else 0


@dataclasses.dataclass(frozen=True)
class FormParameter:
    """A parameter as a form shows it.

    :ivar type: ``string``, ``number``, ``boolean``, ``json`` or ``comma_delimited_list``
    :ivar default: None means that it must be given
    :ivar constraints: of ``min``, ``max``, ``min_length``, ``max_length``, ``allowed_values``,
        ``allowed_pattern``, ``custom`` and ``description`` those that there are
    :ivar value: in the current stack; None if it is hidden or there is no stack
    :ivar hidden: whether it is secret
    :ivar advanced: whether a simple form leaves it out
    :ivar role: the role it belongs to, or None
    :ivar purpose: ``count``, ``flavor``, ``removal``, ``placement``, ``images`` or None. The
        service writes the last three itself: they are in no form
    :ivar hashed: whether its value is a password, whose hash is what Heat gets
    """

    name: str
    label: str
    group: str | None
    type: str
    default: object
    description: str
    constraints: dict
    value: object
    hidden: bool
    advanced: bool
    role: str | None
    purpose: str | None
    hashed: bool = False


class StackExists(Exception):
    """There is a stack of that name which this request did not create."""


class StackBusy(Exception):
    """The stack is being changed otherwise."""


class StackTimeout(Exception):
    """The stack took too long."""


class StackStalled(Exception):
    """Heat makes no progress with a change, and nothing that it waits for is going on."""


class ScaleError(Exception):
    """The change does not fit the servers of the stack."""


class StackFailed(Exception):
    """The stack did not reach the requested status.

    :ivar failures: tuple of :class:`Failure`, the first causes; may be empty
    """

    def __init__(self, message, failures=()):
        super().__init__(message)
        self.failures = tuple(failures)
