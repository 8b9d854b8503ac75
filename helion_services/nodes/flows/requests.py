"""The requests of the operations: the plan writes them, the steps are made from them.

They are stored as JSON, so a stored one may have been written by an earlier release: keys that are
unknown are ignored, and a key that is added needs a default.
"""

import dataclasses

from helion_services.base.operations import Request


@dataclasses.dataclass(frozen=True, kw_only=True)
class Enrol(Request):
    """Nodes that are made available.

    :ivar enrol: nodes that Ironic does not have yet: :class:`~..new_node.NewNode` as dicts with
        their future ``uuid``, without the secret part of ``driver_info``
    :ivar prepare: UUIDs of nodes that are enrolled, to be inspected and cleaned
    :ivar profiles: hardware profile by UUID, of the nodes that are checked against one
    :ivar targets: resource class by UUID, of the nodes that Nova must find
    :ivar separate: whether a node that fails is left out, instead of failing with all others
    """

    enrol: list = dataclasses.field(default_factory=list)
    prepare: list = dataclasses.field(default_factory=list)
    profiles: dict = dataclasses.field(default_factory=dict)
    targets: dict = dataclasses.field(default_factory=dict)
    separate: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Deploy(Enrol):
    """The overcloud.

    :ivar parameters: of the template, without the hidden ones
    :ivar computes: names of the servers that become compute hosts
    """

    stack: str
    parameters: dict
    computes: list


@dataclasses.dataclass(frozen=True, kw_only=True)
class ScaleOut(Enrol):
    """More servers for a role.

    :ivar role: the role's name
    :ivar kind: the role's kind, such as ``compute``
    :ivar indices: of the new servers
    :ivar servers: their names
    :ivar changes: parameters of the stack
    """

    stack: str
    role: str
    kind: str
    indices: list
    servers: list
    changes: dict


@dataclasses.dataclass(frozen=True, kw_only=True)
class ScaleIn(Request):
    """Servers that leave.

    :ivar servers: ids of the servers
    :ivar nodes: UUIDs of their nodes
    :ivar hosts: names of those that are compute hosts
    :ivar after: ``keep``, ``retire`` or ``delete``: what becomes of the nodes
    :ivar migration: ``live`` or ``cold``
    :ivar evacuate: hosts that are down, whose virtual machines are rebuilt on others
    :ivar lost: hosts that are down, whose virtual machines are deleted
    :ivar changes: parameters of the stack
    :ivar before: the same parameters as they are
    """

    stack: str
    servers: list
    nodes: list
    hosts: list
    after: str
    migration: str
    changes: dict
    before: dict
    evacuate: list = dataclasses.field(default_factory=list)
    lost: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Replace(ScaleIn, Enrol):
    """A server that another replaces.

    :ivar role: the role's name
    :ivar kind: the role's kind
    :ivar new_servers: the name of the new server, in a list
    """

    role: str
    kind: str
    new_servers: list


@dataclasses.dataclass(frozen=True, kw_only=True)
class Undeploy(Request):
    """The overcloud is deleted.

    :ivar hosts: names of its compute hosts
    :ivar nodes: UUIDs of its nodes
    """

    stack: str
    hosts: list
    nodes: list


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rollout(Request):
    """Servers of a role get another image, some at a time.

    :ivar role: the role's name
    :ivar kind: the role's kind
    :ivar batches: servers that are rebuilt together, in the order of the lists: ``{"index",
        "name", "server", "image", "value", "former", "former_value"}`` each, where ``server`` is
        an id, ``image`` and ``former`` are ids of images after and before, and the ``value`` of
        each is what the stack names it by
    :ivar maximum_failures: how many servers may fail until the rollout stops
    :ivar pause: seconds between two batches
    :ivar confirm_first_batch: whether somebody has to continue it after the first batch
    :ivar migration: ``live`` or ``cold``
    """

    stack: str
    role: str
    kind: str
    batches: list
    maximum_failures: int = 0
    pause: int = 0
    confirm_first_batch: bool = False
    migration: str = "live"
