"""The controllers of the overcloud: the clusters on them, and which may be taken down now."""

import dataclasses

from helion_dashboard.api import messages
from helion_dashboard.api.lifecycle import controller_states
from helion_dashboard.api.records import record, records


@dataclasses.dataclass(frozen=True)
class Controller:
    """A controller.

    :ivar node: UUID of its bare-metal node, ``None`` without one
    :ivar answer: a key of :data:`~.controller_states.ANSWER`
    :ivar reasons: sentences, the gravest first
    """

    name: str
    server: str | None = None
    node: str | None = None
    node_name: str | None = None
    alive: bool = False
    answer: str = "unknown"
    reasons: tuple = ()


@dataclasses.dataclass(frozen=True)
class ClusterMember:
    """A member of a cluster, by the name of its controller; ``reason`` is why it is not ready."""

    name: str
    state: str
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Cluster:
    """A cluster.

    :ivar state: a key of :data:`~.controller_states.CLUSTER`
    :ivar ready, total: members
    :ivar needed: how many must be ready
    :ivar spare: how many it can still lose
    """

    kind: str
    title: str
    state: str
    ready: int = 0
    needed: int = 0
    total: int = 0
    spare: int = 0
    members: tuple = ()

    @property
    def checked(self):
        """Whether its members were read."""
        return self.state != controller_states.UNCHECKED

    @property
    def failed(self):
        """Whether it has lost a member, or does not serve."""
        return controller_states.cluster(self.state).failed


@dataclasses.dataclass(frozen=True)
class Singleton:
    """A service that runs on one controller only."""

    name: str
    controller: str


@dataclasses.dataclass(frozen=True)
class VirtualAddress:
    """The address that moves between controllers.

    :ivar controller: the name of the controller that holds it, ``None`` if it is not known
    :ivar reason: why that is not known
    """

    address: str
    controller: str | None = None
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Controllers:
    """All of them: :class:`Controller`, :class:`Cluster` and :class:`Singleton` each.

    :ivar virtual_address: a :class:`VirtualAddress`, ``None`` if the service looks at none
    """

    controllers: tuple = ()
    clusters: tuple = ()
    singletons: tuple = ()
    virtual_address: VirtualAddress | None = None


def controllers(body):
    """The :class:`Controllers` from its JSON."""
    return Controllers(
        tuple(_controller(row) for row in body.get("controllers") or ()),
        tuple(_cluster(row) for row in body.get("clusters") or ()),
        records(Singleton, body.get("singletons")),
        _address(body.get("virtual_address")),
    )


def _address(body):
    reason = messages.flat((body or {}).get("reason") or {})
    return record(VirtualAddress, body, reason=reason) if body else None


def _controller(body):
    reasons = tuple(messages.flat(each) for each in body.get("reasons") or ())
    return record(Controller, body, reasons=reasons)


def _cluster(body):
    return record(Cluster, body, members=tuple(_member(each) for each in body.get("members") or ()))


def _member(body):
    return record(ClusterMember, body, reason=messages.flat(body.get("reason") or {}))
