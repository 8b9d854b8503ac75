"""Rules of the switches."""

from helion_services.eon.network.rule import DVS, OVSVAPP, Rule, repeated

MTU_LEAST, MTU_MOST = 1500, 9998


def _too_few(network):
    if len(network.switches) == 1:
        yield "switches", {}


def _same_name(network):
    for switch in repeated(network.switches, lambda switch: switch.name):
        yield f"{switch.path}.name", {"name": switch.name}


def _bad_mtu(network):
    for switch in network.switches:
        if switch.mtu and not _is_mtu(switch.mtu):
            yield f"{switch.path}.mtu", {"mtu": switch.mtu, "least": MTU_LEAST, "most": MTU_MOST}


def _is_mtu(text):
    return text.isascii() and text.isdigit() and MTU_LEAST <= int(text) <= MTU_MOST


def _trunks(network):
    inner = [switch for switch in network.switches if not switch.nics]
    if len(network.switches) > 1 and not inner:
        yield "switches", {"count": 0}
    for switch in inner[1:]:
        yield f"{switch.path}.physical_nics", {"count": len(inner)}


def _no_way_out(network):
    for switch in network.switches:
        if not switch.nics:
            yield f"{switch.path}.physical_nics", {"name": switch.name}


def _unused(network):
    used = {group.switch for group in network.port_groups}
    for switch in network.switches:
        if switch.name and switch.name not in used:
            yield f"{switch.path}.name", {"name": switch.name}


def _shared_nic(network):
    owners = {}
    for switch in network.switches:
        for nic in switch.nics:
            owner = owners.setdefault(nic, switch)
            if owner is not switch:
                yield f"{switch.path}.physical_nics", {"nic": nic, "owner": owner.name}


def _nic_twice(network):
    for switch in network.switches:
        for nic in repeated(switch.nics, str):
            yield f"{switch.path}.physical_nics", {"nic": nic}


RULES = (
    Rule(
        "switches-two",
        ("switches",),
        "At least two switches are required: one with physical NICs, and the trunk.",
        _too_few,
        (OVSVAPP,),
    ),
    Rule(
        "switch-name-unique",
        ("switches.*.name",),
        "Duplicate switch name “{name}”.",
        _same_name,
    ),
    Rule(
        "switch-mtu",
        ("switches.*.mtu",),
        "The MTU must be a number from {least} to {most}, not “{mtu}”.",
        _bad_mtu,
    ),
    Rule(
        "switch-one-trunk",
        (
            "switches",
            "switches.*.physical_nics",
        ),
        "Exactly one switch must have no physical NICs, the trunk. Found: {count}.",
        _trunks,
        (OVSVAPP,),
    ),
    Rule(
        "switch-way-out",
        ("switches.*.physical_nics",),
        "“{name}” requires at least one physical NIC.",
        _no_way_out,
        (DVS,),
    ),
    Rule("switch-used", ("switches.*.name",), "The switch “{name}” has no port group.", _unused),
    Rule(
        "switch-nic-shared",
        ("switches.*.physical_nics",),
        "{nic} is already a physical NIC of “{owner}”.",
        _shared_nic,
        (DVS,),
    ),
    Rule(
        "switch-nic-unique",
        ("switches.*.physical_nics",),
        "Duplicate NIC {nic}.",
        _nic_twice,
        (DVS,),
    ),
)
