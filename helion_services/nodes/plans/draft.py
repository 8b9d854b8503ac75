"""A plan before it is stored."""

import dataclasses

from helion_services.base.messages import Message
from helion_services.base.operations import Request
from helion_services.nodes.rules import Check

ADDED, REMOVED = "added", "removed"


@dataclasses.dataclass(frozen=True)
class ServerChange:
    """A server that is added or removed.

    :ivar change: :data:`ADDED` or :data:`REMOVED`
    :ivar node: UUID of the bare-metal node; of one that is not enrolled yet, its future UUID
    """

    change: str
    name: str
    role: str
    node: str | None
    node_name: str | None


@dataclasses.dataclass(frozen=True)
class Draft:
    """A plan for one request.

    :ivar title: a :class:`Message`, such as ``Scale compute from 1 to 3``
    :ivar kind: the operation's kind
    :ivar request: the operation's request, of the type that belongs to its kind
    :ivar resources: what the operation will hold
    :ivar changes: a :class:`Message` for each difference
    :ivar facts: what the plan depends on beside its checks and changes: dicts of
        :mod:`~.preconditions`
    :ivar secrets: the secret part of the operation's request
    :ivar servers: :class:`ServerChange` each
    :ivar images: of a rollout, ``{"server", "node_name", "batch", "before", "after", "vms"}`` each;
        the images are those of :func:`~helion_services.nodes.images.public`, ``before`` perhaps
        None, ``vms`` names
    :ivar parameters: of a deployment, ``{"name", "label", "value", "hidden"}`` each; the value of a
        hidden one is None
    """

    title: Message
    kind: str
    request: Request
    resources: tuple[str, ...]
    checks: tuple[Check, ...]
    changes: tuple[Message, ...]
    facts: tuple[dict, ...]
    secrets: dict = dataclasses.field(default_factory=dict, repr=False)
    servers: tuple[ServerChange, ...] = ()
    images: tuple[dict, ...] = ()
    parameters: tuple[dict, ...] = ()
