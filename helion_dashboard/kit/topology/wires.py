"""The wires of a server: what connects it with each network, held against the plan."""

import dataclasses
import functools
import ipaddress
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from helion_dashboard.api.ironic.states import Kind
from helion_dashboard.kit.topology import carriers

PLANNED, MISSING, UNEXPECTED = "planned", "missing", "unexpected"
WRONG_VLAN, DOWN, UNKNOWN = "wrong_vlan", "down", "unknown"
STATES = (WRONG_VLAN, MISSING, DOWN, UNEXPECTED, UNKNOWN, PLANNED)
"""From the worst on."""
BAD = frozenset((WRONG_VLAN, MISSING, DOWN, UNEXPECTED))


@dataclasses.dataclass(slots=True)
class Wire:
    """What connects a server with a network.

    :ivar network: id of a network of the picture
    :ivar state: one of :data:`STATES`
    :ivar bound: it is in use now; else it is wired, and idle
    :ivar other: it goes through another port than the layout names, though the server has that
    :ivar reserved: the server tags the network itself, Neutron keeps its address
    """

    network: str
    state: str = PLANNED
    bound: bool = False
    tagged: bool = False
    nic: str = ""
    mac: str = ""
    bond: str = ""
    switch: str = ""
    address: str = ""
    problem: str = ""
    other: bool = False
    reserved: bool = False

    @property
    def bad(self):
        """Whether it is not as it should be."""
        return self.state in BAD

    def described(self, *, full=True):
        """As the picture's data, without what is empty or usual.

        :param full: with what only a card about the server says: addresses, ports of switches
        """
        data = {"network": self.network}
        if self.state != PLANNED:
            data["state"] = self.state
        for name in _FULL if full else _SLIM + ("nic",) * self.other:
            value = getattr(self, name)
            if value:
                data[name] = value
        return data


_SLIM = ("bound", "bond", "problem", "other")
_FULL = tuple(
    field.name for field in dataclasses.fields(Wire) if field.name not in ("network", "state")
)


def wires(node, role, server, index):
    """The :class:`Wire` list of a node.

    :param role: its :class:`~.layout.Role`, ``None`` for a node that has none
    :param server: the name of the Nova server on it, or empty
    :param index: an :class:`~.port_index.Index`
    """
    links = index.attached(node) if index.available else []
    by_network = {}
    for link in links:
        by_network.setdefault(index.by_neutron.get(link.port.network), []).append(link)
    planned = role.networks if role else ()
    result = []
    for attachment in planned:
        wire = _planned(node, attachment, server, index, by_network)
        if wire:
            wire.other = carriers.is_other_port(node, wire, attachment, index)
            result.append(wire)
    named = {attachment.network for attachment in planned}
    for ident, attached_links in by_network.items():
        if ident is None or ident in named:
            continue
        wire = _unplanned(role, ident, attached_links[0], index)
        if wire:
            result.append(wire)
    for wire in result:
        wire.nic = carriers.short(node, wire.nic)
    return result


def spare(node, node_wires, index):
    """How many NICs of the node carry no network of the picture."""
    used = set()
    for wire in node_wires:
        used |= set(wire.mac.split("+"))
    return sum(1 for nic in index.nics.get(node.uuid, ()) if nic.mac not in used)


def _planned(node, attachment, server, index, by_network):
    network = index.networks[attachment.network]
    plan = network.plan
    wire = Wire(plan.id, tagged=plan.tagged, nic=attachment.nic or plan.port or "")
    if plan.means == "bmc":
        return _management_processor(node, wire, network, index)
    if plan.means == "hba":
        return _adapter(node, wire, attachment, index)
    if not index.available or network.actual is None:
        wire.state = UNKNOWN
        return None if attachment.optional else wire
    network_links = by_network.get(plan.id)
    if network_links:
        return _linked(wire, network_links[0], network, index)
    port = index.reserved(plan, server)
    if port:
        _describe(wire, None, port, index)
        wire.reserved, wire.bound = True, True
        carriers.through(wire, carriers.first(node, wire, index), index)
        return _switched_on(wire, port, network)
    if attachment.optional:
        return None
    return _idle(node, wire, network, index)


def _linked(wire, link, network, index):
    _describe(wire, link.nic, link.port, index)
    wire.bound = link.port.active
    plan, actual = network.plan, network.actual
    if link.trunk and link.vlan != actual.vlan:
        wire.state = WRONG_VLAN
        wire.problem = _("VLAN is %(have)s on the server's trunk but %(want)s in Neutron.") % {
            "have": link.vlan or _("none"),
            "want": actual.vlan or _("none"),
        }
    elif plan.vlan_type == "tagged" and not link.trunk:
        wire.state = WRONG_VLAN
        wire.problem = _("Attached untagged, but tagged in the layout.")
    elif plan.vlan_type == "untagged" and link.trunk:
        wire.state = WRONG_VLAN
        wire.problem = _("Attached tagged, but untagged in the layout.")
    elif link.port.failed:
        wire.state, wire.problem = DOWN, _("Neutron could not bind the port.")
    elif not link.port.active:
        wire.state, wire.problem = DOWN, _("The port is down.")
    return _switched_on(wire, link.port, network)


def _switched_on(wire, port, network):
    if wire.state == PLANNED and not port.up:
        wire.state, wire.problem = DOWN, _("The port is administratively down.")
    if wire.state == PLANNED and network.state == "wrong":
        wire.state, wire.problem = WRONG_VLAN, network.problem
    return wire


def _idle(node, wire, network, index):
    """A planned wire without a port of Neutron: right for a server that is not deployed."""
    nics = index.nics.get(node.uuid, ())
    if node.instance_uuid and network.plan.reserved and not index.live.knows("nova"):
        wire.state = UNKNOWN  # what stands for it is called as the server is
    elif node.instance_uuid and node.state.kind is Kind.ACTIVE:
        wire.state = MISSING
        wire.problem = _absent(network)
    elif not nics:
        wire.state = UNKNOWN if node.state.kind is Kind.NEW else MISSING
        wire.problem = _("No matching NIC in Ironic.")
    else:
        nic = carriers.carrier(node, nics, wire, network, index)
        if nic is None:
            wire.state = MISSING
            wire.problem = _("No NIC is on the physical network “%s”.") % network.actual.physical
        else:
            carriers.through(wire, nic, index)
    return wire


def _absent(network):
    name = network.name
    if network.actual.vlan:
        name = _("%(network)s (VLAN %(vlan)s)") % {"network": name, "vlan": network.actual.vlan}
    if network.plan.reserved:
        return (
            _(
                "The server is not on the network %s. Set that network in the parameters of the"
                " overcloud, or choose a layout without it."
            )
            % name
        )
    return _("The server has no port on the network %s.") % name


def _unplanned(role, ident, link, index):
    if link.port.owner == "baremetal:none":
        return None  # Ironic's own, while it cleans, inspects or deploys
    network = index.networks[ident]
    wire = Wire(ident, UNEXPECTED if role else UNKNOWN, link.port.active, link.trunk)
    _describe(wire, link.nic, link.port, index)
    if role:
        wire.problem = _("The layout does not connect %(role)s to %(network)s.") % {
            "role": role.title,
            "network": network.name,
        }
    return wire


def _management_processor(node, wire, network, index):
    if not index.live.knows("ironic"):
        wire.state = UNKNOWN
        return wire
    address = bmc_address(node.driver_info)
    wire.address = address
    if not address:
        wire.state, wire.problem = (
            MISSING,
            _("Ironic has no address for the management controller."),
        )
    elif node.fault == "power failure":
        wire.state, wire.problem = DOWN, _("The management controller does not answer.")
    else:
        _held_against(wire, address, network.cidrs)
        wire.bound = wire.state == PLANNED and node.power_state is not None
    return wire


def _held_against(wire, address, cidrs):
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return  # a name: nobody here can say where it is
    ranges = _ranges(cidrs)
    if ranges and not any(ip in range for range in ranges):
        wire.state = MISSING
        wire.problem = _(
            "The management controller's address %(address)s is outside %(ranges)s."
        ) % {
            "address": address,
            "ranges": ", ".join(cidrs),
        }


@functools.lru_cache(maxsize=64)
def _ranges(cidrs):
    return [ipaddress.ip_network(cidr, strict=False) for cidr in cidrs]


def _adapter(node, wire, attachment, index):
    if index.live.adapters is None or not index.live.knows("ironic"):
        wire.state = UNKNOWN
        return None if attachment.optional else wire
    wire.nic = "HBA"
    if node.uuid in index.live.adapters:
        wire.bound = True
        return wire
    if attachment.optional:
        return None
    wire.state, wire.problem = MISSING, _("Ironic has no Fibre Channel adapter for this node.")
    return wire


def bmc_address(driver_info):
    """Address or name of a node's management processor, from whatever its driver calls it."""
    for key in sorted(driver_info):
        value = driver_info[key]
        if key.endswith("_address") and isinstance(value, str) and value:
            if "//" in value:
                return urlsplit(value).hostname or ""
            return value.strip("[]")
    return ""


def _describe(wire, nic, port, index):
    wire.address = ", ".join(port.addresses)
    wire.mac = port.mac
    if nic is not None:
        carriers.through(wire, nic, index)
