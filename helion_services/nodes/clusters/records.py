"""Clusters and their members, as they are at one moment."""

import dataclasses

from helion_services.base.messages import Message

READY, IMPAIRED, UNREACHABLE = "ready", "impaired", "unreachable"
"""A member serves; answers, but does not serve; does not answer."""

HEALTHY, REDUCED, STOPPED, DIVIDED, UNCHECKED = (
    *("healthy", "reduced", "stopped", "divided"),
    "unchecked",
)
STATES = (HEALTHY, REDUCED, STOPPED, DIVIDED, UNREACHABLE, UNCHECKED)


@dataclasses.dataclass(frozen=True)
class Member:
    """A member of a cluster.

    :ivar name: the controller that it runs on
    :ivar state: ``ready``, ``impaired`` or ``unreachable``
    :ivar reason: a :class:`Message`: why it is not ready, else None
    :ivar view: what it takes for the cluster; members with different views are divided
    """

    name: str
    state: str
    reason: Message | None = None
    view: str | None = None


@dataclasses.dataclass(frozen=True)
class Cluster:
    """A cluster.

    :ivar kind: ``galera``, ``rabbitmq`` or ``haproxy``
    :ivar title: the name of its product
    :ivar needed: how many members must be ready for it to serve
    """

    kind: str
    title: str
    needed: int = 0
    members: tuple[Member, ...] = ()

    @property
    def ready(self):
        """The names of the members that are ready."""
        return [member.name for member in self.members if member.state == READY]

    @property
    def state(self):
        """One of :data:`STATES`."""
        if not self.members:
            return UNCHECKED
        if len({member.view for member in self.members if member.view}) > 1:
            return DIVIDED
        if len(self.ready) == len(self.members):
            return HEALTHY
        if len(self.ready) >= self.needed:
            return REDUCED
        if all(member.state == UNREACHABLE for member in self.members):
            return UNREACHABLE
        return STOPPED

    @property
    def spare(self):
        """How many more members it can lose."""
        return max(0, len(self.ready) - self.needed)


@dataclasses.dataclass(frozen=True)
class Singleton:
    """What runs on one controller only.

    :ivar name: of the service
    :ivar controller: the name of the controller
    """

    name: str
    controller: str


@dataclasses.dataclass(frozen=True)
class VirtualAddress:
    """The address that keepalived moves between the controllers.

    :ivar address: a host or an IP address
    :ivar controller: the name of the controller that holds it, None if it is not known
    :ivar reason: a :class:`Message`: why that is not known, else None
    """

    address: str
    controller: str | None = None
    reason: Message | None = None


def majority(members):
    """How many of ``members`` are more than half."""
    return len(members) // 2 + 1
