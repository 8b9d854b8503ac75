"""What a plan is made of before it is written down."""

import dataclasses

from helion_services.base.errors import Invalid
from helion_services.nodes.rules import BLOCK, Check

ADDED, REMOVED = "added", "removed"


@dataclasses.dataclass(frozen=True)
class Moved:
    """A server that comes or leaves.

    :ivar change: :data:`ADDED` or :data:`REMOVED`
    :ivar node: UUID of the bare-metal node; of one that is not enrolled yet, the UUID it will get
    """

    change: str
    name: str
    role: str
    node: str | None
    node_name: str | None


@dataclasses.dataclass(frozen=True)
class Draft:
    """A plan for one request.

    :ivar title: such as ``Scale compute from 1 to 3``
    :ivar kind: the operation's kind
    :ivar work: the operation's request; from it the steps are made
    :ivar resources: what the operation will hold
    :ivar changes: sentences: what will be different afterwards
    :ivar servers: :class:`Moved` each: the same in data
    :ivar watched: facts by name; if one is different later, the plan does not hold any more
    :ivar sealed: the part of the operation's request that is secret
    """

    title: str
    kind: str
    work: dict
    resources: tuple[str, ...]
    checks: tuple[Check, ...]
    changes: tuple[str, ...]
    watched: dict[str, str]
    sealed: dict = dataclasses.field(default_factory=dict, repr=False)
    servers: tuple = ()

    @property
    def blocked(self):
        """Whether a check forbids it."""
        return any(check.result == BLOCK for check in self.checks)


def watch(facts, members=(), nodes=()):
    """The facts about the stack, members and nodes that a plan depends on, as name and value."""
    seen = {"overcloud": _stack(facts.stack)}
    for member in members:
        seen[f"server {member.name}"] = f"{member.state}, {member.server_status}"
    involved = [member.node for member in members if member.node]
    for node in (*involved, *nodes):
        seen[f"node {node.label}"] = _node(node)
    return seen


def _stack(stack):
    if stack is None:
        return "not deployed"
    return f"{stack.status}, last changed {stack.updated_at or stack.created_at}"


def _node(node):
    marks = [node.provision_state]
    if node.maintenance:
        marks.append("in maintenance")
    if node.protected:
        marks.append("protected")
    if node.retired:
        marks.append("retired")
    marks.append("in use" if node.instance_uuid else "not in use")
    return ", ".join(marks)


def role_of(facts, name):
    """The role of that name; raises :class:`Invalid` for the field ``role``."""
    role = facts.rolemap.by_name.get(name)
    if role is None:
        known = ", ".join(facts.rolemap.by_name)
        raise Invalid({"role": [f"There is no role {name}; there are {known}."]})
    return role


def listing(names):
    """``a``, ``a and b``, ``a, b and c``."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
