"""The undercloud as it is now: stack, servers and nodes, read in a fixed number of calls."""

import dataclasses
import weakref

from helion_services.base.threads import Pool
from helion_services.nodes import ironic, roles, stack, undercloud

DEPLOYED, ERROR, DELETING = "deployed", "error", "deleting"

# The overcloud's stack when it was read last, by runtime. By its name alone Heat redirects, which
# takes as long as its answer.
_latest = weakref.WeakKeyDictionary()


@dataclasses.dataclass(frozen=True)
class Member:
    """A server of a role.

    :ivar index: its place in the role's group; never used a second time
    :ivar server: Nova's id, or None while there is none yet
    :ivar node: the bare-metal node it is on, or None
    :ivar state: ``deployed``, ``deploying``, ``error`` or ``deleting``
    :ivar image: the id of the image that it was deployed from, or None
    """

    role: roles.Role
    index: str
    name: str
    server: str | None
    server_status: str | None
    node: ironic.Node | None
    state: str
    addresses: tuple[str, ...] = ()
    image: str | None = None

    @property
    def alive(self):
        """Whether it runs, by what the undercloud sees."""
        node = self.node
        on = node is None or (node.power_state == "power on" and not node.maintenance)
        return self.state == DEPLOYED and on


@dataclasses.dataclass(frozen=True)
class Snapshot:
    """The undercloud at one moment.

    :ivar nodes: all bare-metal nodes by UUID
    :ivar members: the servers of the overcloud
    :ivar age: whole seconds since Ironic was asked about the nodes; None if its answer is still on
        its way: there are no nodes then
    """

    rolemap: roles.RoleMap
    stack: stack.Stack | None
    members: tuple[Member, ...]
    nodes: dict[str, ironic.Node]
    age: int | None = 0

    def members_of(self, role):
        """The members of a role, by the order of their indices."""
        return [member for member in self.members if member.role.name == role.name]

    def member(self, identity):
        """The member whose server, node or name is ``identity``, or None."""
        for member in self.members:
            node = member.node.uuid if member.node else None
            if identity in (member.server, member.name, node):
                return member
        return None

    def free(self, role):
        """Nodes that could be deployed in a role, by name."""
        return [node for node in self._idle(role) if node.provision_state == "available"]

    def preparable(self, role):
        """Nodes that could be deployed in a role after inspection and cleaning, by name."""
        return [
            node
            for node in self._idle(role)
            if node.provision_state in ("enroll", "manageable") and not node.retired
        ]

    def withheld(self, role):
        """Nodes without a server that are in maintenance or retired, by name."""
        return [node for node in self._without_server(role) if node.maintenance or node.retired]

    def _idle(self, role):
        return [node for node in self._without_server(role) if not node.maintenance]

    def _without_server(self, role):
        nodes = [
            node
            for node in self.nodes.values()
            if node.resource_class == role.resource_class and not node.instance_uuid
        ]
        return sorted(nodes, key=lambda node: (node.label, node.uuid))


def take(runtime, nodes=None, *, members=True):
    """The :class:`Snapshot` of now.

    :param nodes: ``nodes()`` -> nodes by UUID and their age, if they need not be of now; or None
    :param members: whether the servers of the overcloud are needed
    Raises :class:`~helion_services.base.problems.Unavailable` for a service that fails.
    """
    rolemap = roles.load(runtime.conf.nodes.roles_file)
    with Pool(3) as pool:
        nodes = pool.submit(nodes or (lambda: (current_nodes(runtime), 0)))
        servers = pool.submit(_servers, runtime, rolemap) if members else None
        overcloud = pool.submit(_stack, runtime, rolemap, members)
        nodes, age = nodes.result() or ({}, None)
        servers = servers.result() if servers else {}
        current, by_role = overcloud.result()
    by_server = {node.instance_uuid: node for node in nodes.values() if node.instance_uuid}
    return Snapshot(
        rolemap,
        current,
        tuple(
            _member(rolemap.by_name[name], member, servers, by_server)
            for name, role_members in by_role.items()
            for member in role_members
        ),
        nodes,
        age,
    )


def current_nodes(runtime):
    """All nodes by UUID, as Ironic has them now."""
    with undercloud.answering("baremetal"):
        return ironic.nodes(undercloud.baremetal(runtime.clouds))


def _member(role, stack_member, servers, by_server):
    server = servers.get(stack_member.server_id)
    status = server["status"] if server else None
    return Member(
        role=role,
        index=stack_member.index,
        name=stack_member.name,
        server=stack_member.server_id,
        server_status=status,
        node=by_server.get(stack_member.server_id),
        state=_state(stack_member, status),
        addresses=undercloud.addresses(server) if server else (),
        image=undercloud.image_of(server) if server else None,
    )


def _state(stack_member, server_status):
    """Heat's state of a member, unless Nova has an error."""
    return (
        ERROR if server_status == "ERROR" and stack_member.state != DELETING else stack_member.state
    )


def _servers(runtime, rolemap):
    with undercloud.answering("compute"):
        return undercloud.servers(undercloud.compute(runtime.clouds), f"{rolemap.stack}-")


def _stack(runtime, rolemap, with_members):
    """The stack or None, and the members of each role if they are needed."""
    with undercloud.answering("orchestration"):
        heat = undercloud.heat(runtime.clouds)
        current = _current(runtime, heat, rolemap.stack)
        has_members = with_members and current is not None
        return current, stack.members(heat, current, rolemap) if has_members else {}


def _current(runtime, heat, name):
    """The stack of this name, or None. One call, and two more if it is another one than before."""
    latest = _latest.get(runtime)
    current = stack.refresh(heat, latest) if latest and latest.name == name else None
    current = current or stack.get(heat, name, outputs=False)
    if current is not None:
        _latest[runtime] = current
    return current
