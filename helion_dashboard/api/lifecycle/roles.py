"""Roles of the overcloud with their servers, and its stack."""

import dataclasses
import datetime

from helion_dashboard.api.records import record, records
from helion_dashboard.api.wire import moment


@dataclasses.dataclass(frozen=True)
class Stack:
    """The overcloud's Heat stack; ``status`` is Heat's own, such as ``UPDATE_COMPLETE``."""

    name: str
    status: str
    status_reason: str = ""
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Member:
    """A server of a role.

    :ivar index: its place in the role's group of the stack
    :ivar server: UUID of the Nova server, ``server_status`` Nova's word for it
    :ivar node: UUID of the bare-metal node, ``None`` before Nova chose one
    :ivar state: ``deployed``, ``deploying``, ``error`` or ``deleting``
    """

    index: str
    name: str
    state: str
    server: str | None = None
    server_status: str | None = None
    node: str | None = None
    node_name: str | None = None


@dataclasses.dataclass(frozen=True)
class Role:
    """A role of the overcloud.

    :ivar kind: ``controller``, ``compute``, ``object``, ``block``, ``proxy`` or ``other``
    :ivar count: servers that the stack is to have; the others count what there is
    :ivar free: nodes that are available and fit, ``None`` while Ironic still lists its nodes
    :ivar preparable: nodes that fit, and can be used once they are inspected and cleaned; or
        ``None``, too
    :ivar maximum: ``None`` without a limit
    """

    name: str
    title: str
    kind: str
    flavor: str | None = None
    resource_class: str | None = None
    count: int = 0
    deployed: int = 0
    deploying: int = 0
    error: int = 0
    free: int | None = 0
    preparable: int | None = 0
    minimum: int = 0
    maximum: int | None = None
    members: tuple = ()

    @property
    def can_grow_by_nodes(self):
        """Whether there may be nodes for more servers of it."""
        return self.free is None or bool(self.free or self.preparable)


@dataclasses.dataclass(frozen=True)
class Roles:
    """All roles; ``stack`` is ``None`` before anything is deployed.

    :ivar age: whole seconds since Ironic was asked about the nodes, ``None`` if the service does
        not know yet
    """

    stack: Stack | None
    roles: tuple
    age: int | None = None

    @property
    def awaits_nodes(self):
        """Whether the service waits for Ironic's nodes: soon it knows more."""
        return any(role.free is None for role in self.roles)


def roles(body):
    """The :class:`Roles` from its JSON."""
    return Roles(
        stack(body.get("stack")),
        tuple(
            record(
                Role,
                item,
                count=item.get("wanted") or 0,
                free=item.get("free", 0),
                preparable=item.get("preparable", 0),
                members=records(Member, item.get("members")),
            )
            for item in body["roles"]
        ),
        body.get("age"),
    )


def stack(body):
    """The :class:`Stack` from its JSON, ``None`` for none."""
    if not body:
        return None
    times = {name: moment(body.get(name)) for name in ("created_at", "updated_at")}
    return record(Stack, body, **times)
