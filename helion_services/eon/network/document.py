"""Network properties as typed objects, read from JSON of whatever shape."""

import dataclasses
import functools

from helion_services.base.messages import Message
from helion_services.eon import names
from helion_services.eon.network import limits
from helion_services.eon.network.reader import Reader
from helion_services.eon.network.rule import DVS, OVSVAPP, PROFILES, Fault


@dataclasses.dataclass(frozen=True)
class Switch:
    """A distributed switch. ``nics`` are the hosts' physical ones that go up from it."""

    path: str
    name: str
    nics: tuple[str, ...]
    mtu: str


@dataclasses.dataclass(frozen=True)
class Teaming:
    """How a port group uses several uplinks, each value as in the JSON."""

    path: str
    detection: str
    notify: str
    balancing: str
    active: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class PortGroup:
    """A port group. ``cloud`` are the kinds of tenant networks that it carries."""

    path: str
    name: str
    vlan: str
    vlan_type: str
    switch: str
    teaming: Teaming | None
    cloud: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Nic:
    """A network card of a virtual machine."""

    path: str
    device: str
    port_group: str
    type: str


@dataclasses.dataclass(frozen=True)
class Vm:
    """A virtual machine that is made from a template: the compute proxy or an OVSvApp."""

    path: str
    role: str
    cpu: str
    memory: str
    template: str
    nics: tuple[Nic, ...]

    def is_on(self, port_groups):
        """Whether one of its cards is on one of the port groups, by name."""
        return any(nic.port_group in port_groups for nic in self.nics)


@dataclasses.dataclass(frozen=True)
class ConfNet:
    """The network that the virtual machines are configured over; addresses as in the JSON."""

    path: str
    port_group: str
    cidr: str
    start: str
    end: str
    gateway: str


@dataclasses.dataclass(frozen=True)
class Network:
    """All of it.

    :ivar ssh_key: the lifecycle manager's, or an empty text
    :ivar properties: the JSON that it was read from
    :ivar faults: each :class:`~helion_services.eon.network.rule.Fault` of the shape of the JSON
    """

    switches: tuple[Switch, ...]
    port_groups: tuple[PortGroup, ...]
    vms: tuple[Vm, ...]
    conf_net: ConfNet | None
    ssh_key: str
    properties: object
    faults: tuple[Fault, ...]

    @property
    def profile(self):
        """The profile that the JSON names, or the one that it is for.

        HP's files name none: those with a trunk, a switch without physical NICs, are for OVSvApp.
        """
        name = _profile_name(self.properties)
        if name in PROFILES:
            return name
        return OVSVAPP if self.trunks else DVS

    @functools.cached_property
    def trunks(self):
        """Names of the port groups on switches that have no way out: the OVSvApps' trunk."""
        inner = {switch.name for switch in self.switches if not switch.nics}
        return {group.name for group in self.port_groups if group.switch in inner}

    @property
    def proxy(self):
        """The :class:`Vm` that is the compute proxy: the one that is not on the trunk, or None."""
        return next((vm for vm in self.vms if not vm.is_on(self.trunks)), None)


def read(properties):
    """The :class:`Network` of a JSON document.

    What is missing or of the wrong type is left out or empty, so that the rest can be looked at.
    """
    reader = Reader()
    whole = reader.whole(properties)
    parts = (
        tuple(_switch(reader, *row) for row in reader.rows(whole, "switches", "", limits.SWITCHES)),
        tuple(
            _port_group(reader, *row)
            for row in reader.rows(whole, "portGroups", "", limits.PORT_GROUPS)
        ),
        tuple(_vm(reader, *row) for row in reader.rows(whole, "vm_config", "", limits.VMS)),
        _conf_net(reader, whole),
        _ssh_key(reader, whole),
    )
    reader.part(whole, "template_info", "")
    return Network(*parts, properties, (*reader.faults, *_profile_faults(properties)))


def _profile_name(properties):
    return properties.get("profile") if isinstance(properties, dict) else None


def _profile_faults(properties):
    name = _profile_name(properties)
    if name is not None and name not in PROFILES:
        yield Fault(
            "profile",
            Message(
                "network-profile",
                "“{profile}” is not a profile. Choose from: {profiles}.",
                profile=str(name)[: limits.TEXT],
                profiles=list(PROFILES),
            ),
        )


def _switch(reader, row, path):
    reader.choice(row, "type", path, ("dvSwitch",), default="dvSwitch")
    return Switch(
        path,
        _name(reader, row, "name", path, required=True),
        reader.words(row, "physical_nics", path),
        reader.text(row, "mtu", path),
    )


def _port_group(reader, row, path):
    teaming = reader.part(row, "nic_teaming", path)
    return PortGroup(
        path,
        _name(reader, row, "name", path, required=True),
        reader.text(row, "vlan", path, longest=limits.VLANS_TEXT),
        reader.choice(row, "vlan_type", path, ("vlan", "trunk", "none"), default="none"),
        _name(reader, row, "switchName", path, required=True),
        _teaming(reader, teaming, f"{path}.nic_teaming") if teaming else None,
        reader.words(row, "cloud_network_type", path, ("vlan", "vxlan")),
    )


def _teaming(reader, row, path):
    return Teaming(
        path,
        reader.choice(row, "network_failover_detection", path, ("1", "2"), default="1"),
        reader.choice(row, "notify_switches", path, ("yes", "no"), default="yes"),
        reader.choice(row, "load_balancing", path, ("1", "2", "3", "4", "5"), default="1"),
        reader.words(row, "active_nics", path),
    )


def _vm(reader, row, path):
    return Vm(
        path,
        reader.text(row, "server_role", path),
        reader.number(row, "cpu", path, default="4"),
        reader.number(row, "memory_in_mb", path, default="4096"),
        _name(reader, row, "template_name", path),
        tuple(_nic(reader, *nic) for nic in reader.rows(row, "nics", path, limits.NICS)),
    )


def _nic(reader, row, path):
    return Nic(
        path,
        reader.text(row, "device", path, required=True),
        _name(reader, row, "portGroup", path, required=True),
        reader.choice(row, "type", path, ("vmxnet3",), default="vmxnet3"),
    )


def _conf_net(reader, whole):
    row = reader.part(whole, "esx_conf_net", "")
    if not row:
        return None
    path = "esx_conf_net"
    return ConfNet(
        path,
        _name(reader, row, "portGroup", path, required=True),
        reader.text(row, "cidr", path, required=True),
        reader.text(row, "start_ip", path),
        reader.text(row, "end_ip", path),
        reader.text(row, "gateway", path),
    )


def _ssh_key(reader, whole):
    row = reader.part(whole, "lifecycle_manager", "")
    return reader.text(row, "ssh_key", "lifecycle_manager", longest=limits.SSH_KEY)


def _name(reader, row, key, path, required=False):
    """A name in vCenter, which files may hold escaped."""
    return names.plain(reader.text(row, key, path, required))
