"""Rules of the port groups."""

import uuid

from helion_services.eon.network import vlans
from helion_services.eon.network.rule import DVS, OVSVAPP, Rule, repeated


def _same_name(network):
    for group in repeated(network.port_groups, lambda group: group.name):
        yield f"{group.path}.name", {"name": group.name}


def _bad_vlan(network):
    for group in network.port_groups:
        try:
            vlans.ranges(group.vlan)
        except ValueError as exc:
            values = {"part": exc, "least": vlans.LEAST, "most": vlans.MOST}
            yield f"{group.path}.vlan", values


def _no_vlan(network):
    for group in network.port_groups:
        if group.vlan_type == "vlan" and not (group.vlan.isascii() and group.vlan.isdigit()):
            yield f"{group.path}.vlan", {"vlan": group.vlan}


def _no_trunk(network):
    for group in network.port_groups:
        if group.vlan_type == "trunk" and not group.vlan:
            yield f"{group.path}.vlan", {}


def _unknown_switch(network):
    names = {switch.name for switch in network.switches}
    for group in network.port_groups:
        if group.switch and group.switch not in names:
            yield f"{group.path}.switchName", {"name": group.switch}


def _beacon_with_hash(network):
    for group in network.port_groups:
        teaming = group.teaming
        if teaming and (teaming.detection, teaming.balancing) == ("2", "2"):
            yield f"{teaming.path}.network_failover_detection", {}


def _unknown_active(network):
    nics = {switch.name: frozenset(switch.nics) for switch in reversed(network.switches)}
    for group in network.port_groups:
        if group.switch not in nics or group.teaming is None:
            continue
        for nic in group.teaming.active:
            if nic not in nics[group.switch]:
                values = {"nic": nic, "switch": group.switch}
                yield f"{group.teaming.path}.active_nics", values


def _no_cloud(network):
    if network.port_groups and not any(group.cloud for group in network.port_groups):
        yield "portGroups", {}


def _second_vxlan(network):
    groups = [group for group in network.port_groups if "vxlan" in group.cloud]
    for group in groups[1:]:
        yield f"{group.path}.cloud_network_type", {"name": groups[0].name}


def _any_vxlan(network):
    for group in network.port_groups:
        if "vxlan" in group.cloud:
            yield f"{group.path}.cloud_network_type", {}


def _not_found_by_nova(network):
    for group in network.port_groups:
        if group.cloud and not _is_uuid(group.name):
            yield f"{group.path}.name", {"name": group.name}


def _is_uuid(text):
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


RULES = (
    Rule(
        "port-group-name-unique",
        ("portGroups.*.name",),
        "Duplicate port group name “{name}”.",
        _same_name,
    ),
    Rule(
        "port-group-vlan",
        ("portGroups.*.vlan",),
        "“{part}” is neither a VLAN from {least} to {most} nor a range such as 100-199.",
        _bad_vlan,
    ),
    Rule(
        "port-group-vlan-number",
        ("portGroups.*.vlan",),
        "The VLAN type “vlan” requires one number, not “{vlan}”.",
        _no_vlan,
    ),
    Rule(
        "port-group-trunk",
        ("portGroups.*.vlan",),
        "The VLAN type “trunk” requires at least one VLAN or range.",
        _no_trunk,
    ),
    Rule(
        "port-group-switch",
        ("portGroups.*.switchName",),
        "There is no switch named “{name}”.",
        _unknown_switch,
    ),
    Rule(
        "teaming-beacon",
        ("portGroups.*.nic_teaming.network_failover_detection",),
        "Beacon probing (2) cannot be combined with load balancing by IP hash (2).",
        _beacon_with_hash,
    ),
    Rule(
        "teaming-active",
        ("portGroups.*.nic_teaming.active_nics",),
        "{nic} is not a physical NIC of the switch “{switch}”.",
        _unknown_active,
        (DVS,),
    ),
    Rule(
        "cloud-network",
        ("portGroups",),
        "At least one port group requires a cloud network type, vlan or vxlan, for tenant"
        " networks.",
        _no_cloud,
        (OVSVAPP,),
    ),
    Rule(
        "cloud-vxlan-once",
        ("portGroups.*.cloud_network_type",),
        "Only one port group can carry vxlan, and “{name}” already does.",
        _second_vxlan,
        (OVSVAPP,),
    ),
    Rule(
        "cloud-no-vxlan",
        ("portGroups.*.cloud_network_type",),
        "On ESX, Nova reaches vxlan networks only with OVSvApp or NSX. Use vlan on a distributed"
        " switch.",
        _any_vxlan,
        (DVS,),
    ),
    Rule(
        "cloud-name",
        ("portGroups.*.name",),
        "“{name}” is not a UUID. A port group for tenants must be named after the UUID of its"
        " Neutron network.",
        _not_found_by_nova,
        (DVS,),
    ),
)
