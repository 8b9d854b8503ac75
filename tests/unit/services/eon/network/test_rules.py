"""Every rule of network properties: where it says what, and that nothing else is said."""

import copy
import re

import pytest

from helion_services.eon import network
from helion_services.eon.network import DVS, OVSVAPP
from helion_services.eon.network.rules import RULES

UUID = "8b1c8a0a-7c1f-4c37-a5fb-3a5f4a3d0001"


def valid(profile):
    """A document that breaks no rule of a profile, with an address range."""
    document = network.sample(profile)
    document["esx_conf_net"] |= {"start_ip": "10.20.18.10", "end_ip": "10.20.19.20"}
    if profile == OVSVAPP:
        document["lifecycle_manager"] = {"ssh_key": "ssh-ed25519 AAAA demo"}
    return document


def put(document, path, value):
    """Set the value at a path such as ``portGroups.1.vlan``."""
    *way, last = path.split(".")
    for word in way:
        document = document[int(word) if word.isdigit() else word]
    document[int(last) if last.isdigit() else last] = value


def add_switch(document, name, nics, **group):
    document["switches"].append(network_switch(name, nics))
    document["portGroups"].append(
        {"name": f"{name}-pg", "vlan": "", "vlan_type": "none", "switchName": name} | group
    )


def network_switch(name, nics):
    return {"type": "dvSwitch", "name": name, "physical_nics": nics, "mtu": ""}


def one_switch(document):
    """Without the trunk and what is on it."""
    del document["switches"][1], document["portGroups"][3], document["vm_config"][1]


# rule, profile, changes: paths to values or a function; what is wrong afterwards: path, text.
BROKEN = (
    (
        "switches-two",
        OVSVAPP,
        one_switch,
        "switches",
        "At least two switches are required: one with physical NICs, and the trunk.",
    ),
    (
        "switch-name-unique",
        DVS,
        lambda doc: doc["switches"].append(network_switch("MGMT-DVS", "vmnic7")),
        "switches.1.name",
        "Duplicate switch name “MGMT-DVS”.",
    ),
    *(
        (
            "switch-mtu",
            profile,
            {"switches.0.mtu": mtu},
            "switches.0.mtu",
            f"The MTU must be a number from 1500 to 9998, not “{mtu}”.",
        )
        for profile in network.PROFILES
        for mtu in ("1499", "9999", "-1500", "big", "1500.0", "１５００")
    ),
    (
        "switch-one-trunk",
        OVSVAPP,
        {"switches.1.physical_nics": "vmnic5"},
        "switches",
        "Exactly one switch must have no physical NICs, the trunk. Found: 0.",
    ),
    (
        "switch-one-trunk",
        OVSVAPP,
        lambda doc: add_switch(doc, "SECOND", ""),
        "switches.2.physical_nics",
        "Exactly one switch must have no physical NICs, the trunk. Found: 2.",
    ),
    (
        "switch-way-out",
        DVS,
        lambda doc: add_switch(doc, "INNER", " , "),
        "switches.1.physical_nics",
        "“INNER” requires at least one physical NIC.",
    ),
    (
        "switch-used",
        DVS,
        lambda doc: doc["switches"].append(network_switch("IDLE", "vmnic3")),
        "switches.1.name",
        "The switch “IDLE” has no port group.",
    ),
    (
        "switch-nic-shared",
        DVS,
        lambda doc: add_switch(doc, "DATA", "vmnic3,vmnic1"),
        "switches.1.physical_nics",
        "vmnic1 is already a physical NIC of “MGMT-DVS”.",
    ),
    (
        "switch-nic-unique",
        DVS,
        {"switches.0.physical_nics": "vmnic1, vmnic1"},
        "switches.0.physical_nics",
        "Duplicate NIC vmnic1.",
    ),
    (
        "port-group-name-unique",
        DVS,
        lambda doc: doc["portGroups"].append(doc["portGroups"][1]),
        "portGroups.2.name",
        "Duplicate port group name “MGMT”.",
    ),
    *(
        (
            "port-group-vlan",
            profile,
            {"portGroups.1.vlan_type": "trunk", "portGroups.1.vlan": vlan},
            "portGroups.1.vlan",
            f"“{part}” is neither a VLAN from 0 to 4094 nor a range such as 100-199.",
        )
        for profile in network.PROFILES
        for vlan, part in (
            ("4095", "4095"),
            ("12,-3", "-3"),
            ("100-4095", "100-4095"),
            ("200-100", "200-100"),
            ("1,,2", ""),
            ("1-2-3", "1-2-3"),
            ("blue", "blue"),
        )
    ),
    *(
        (
            "port-group-vlan-number",
            DVS,
            {"portGroups.0.vlan": vlan},
            "portGroups.0.vlan",
            f"The VLAN type “vlan” requires one number, not “{vlan}”.",
        )
        for vlan in ("", "33,34", "33-34")
    ),
    (
        "port-group-trunk",
        OVSVAPP,
        {"portGroups.0.vlan": " "},
        "portGroups.0.vlan",
        "The VLAN type “trunk” requires at least one VLAN or range.",
    ),
    (
        "port-group-switch",
        DVS,
        {"portGroups.1.switchName": "MGMT-DSV"},
        "portGroups.1.switchName",
        "There is no switch named “MGMT-DSV”.",
    ),
    (
        "teaming-beacon",
        DVS,
        {
            "portGroups.1.nic_teaming.network_failover_detection": "2",
            "portGroups.1.nic_teaming.load_balancing": "2",
        },
        "portGroups.1.nic_teaming.network_failover_detection",
        "Beacon probing (2) cannot be combined with load balancing by IP hash (2).",
    ),
    (
        "teaming-active",
        DVS,
        {"portGroups.0.nic_teaming.active_nics": "vmnic1,vmnic4"},
        "portGroups.0.nic_teaming.active_nics",
        "vmnic4 is not a physical NIC of the switch “MGMT-DVS”.",
    ),
    (
        "cloud-network",
        OVSVAPP,
        {"portGroups.2.cloud_network_type": ""},
        "portGroups",
        "At least one port group requires a cloud network type, vlan or vxlan, for tenant"
        " networks.",
    ),
    (
        "cloud-vxlan-once",
        OVSVAPP,
        {"portGroups.1.cloud_network_type": "vxlan", "portGroups.2.cloud_network_type": "vxlan"},
        "portGroups.2.cloud_network_type",
        "Only one port group can carry vxlan, and “MGMT” already does.",
    ),
    (
        "cloud-no-vxlan",
        DVS,
        {"portGroups.1.cloud_network_type": "vxlan", "portGroups.1.name": UUID}
        | {"vm_config.0.nics.1.portGroup": UUID},
        "portGroups.1.cloud_network_type",
        "On ESX, Nova reaches vxlan networks only with OVSvApp or NSX. Use vlan on a distributed"
        " switch.",
    ),
    *(
        (
            "cloud-name",
            DVS,
            lambda doc, name=name: doc["portGroups"].append(
                {"name": name, "switchName": "MGMT-DVS", "cloud_network_type": "vlan"}
            ),
            "portGroups.2.name",
            f"“{name}” is not a UUID. A port group for tenants must be named after the UUID of"
            " its Neutron network.",
        )
        for name in ("TENANT", UUID.upper(), UUID[:-1])
    ),
    (
        "vm-proxy",
        OVSVAPP,
        lambda doc: doc["vm_config"].pop(0),
        "vm_config",
        "A virtual machine outside the trunk is required: the compute proxy.",
    ),
    (
        "vm-one",
        DVS,
        lambda doc: doc["vm_config"].append(copy.deepcopy(doc["vm_config"][0])),
        "vm_config.1",
        "Only one virtual machine is supported: the compute proxy.",
    ),
    (
        "vm-one-proxy",
        OVSVAPP,
        lambda doc: doc["vm_config"].append(copy.deepcopy(doc["vm_config"][0])),
        "vm_config.2",
        "Only one virtual machine can be the compute proxy, the one outside the trunk.",
    ),
    (
        "vm-appliance",
        OVSVAPP,
        lambda doc: doc["vm_config"].pop(),
        "vm_config",
        "A virtual machine with a NIC on the trunk “TRUNK” is required: the OVSvApp.",
    ),
    (
        "vm-one-appliance",
        OVSVAPP,
        lambda doc: doc["vm_config"].append(copy.deepcopy(doc["vm_config"][1])),
        "vm_config.2",
        "Only one virtual machine can be the OVSvApp, the one on the trunk.",
    ),
    *(
        (
            "nic-device",
            DVS,
            {"vm_config.0.nics.1.device": device},
            "vm_config.0.nics.1.device",
            f"NICs are numbered eth0, eth1 and so on without a gap: “{device}” should be eth1.",
        )
        for device in ("eth0", "eth2", "ens192")
    ),
    (
        "nic-port-group",
        DVS,
        {"vm_config.0.nics.1.portGroup": "MGNT"},
        "vm_config.0.nics.1.portGroup",
        "There is no port group named “MGNT”.",
    ),
    (
        "nic-port-group-once",
        DVS,
        {"vm_config.0.nics.1.portGroup": "ESX-CONF"},
        "vm_config.0.nics.1.portGroup",
        "The virtual machine already has a NIC on “ESX-CONF”.",
    ),
    (
        "ssh-key",
        OVSVAPP,
        {"lifecycle_manager": {}},
        "lifecycle_manager.ssh_key",
        "The SSH key of the lifecycle manager is required to configure the virtual machines.",
    ),
    (
        "conf-needed",
        OVSVAPP,
        lambda doc: doc.pop("esx_conf_net"),
        "esx_conf_net",
        "The configuration network of the virtual machines is required.",
    ),
    *(
        (
            "conf-cidr",
            DVS,
            {"esx_conf_net.cidr": cidr},
            "esx_conf_net.cidr",
            f"“{cidr}” is not a CIDR such as 10.20.18.0/23.",
        )
        for cidr in ("10.20.18.0", "10.20.18.0/33", "10.20.18/24", "net")
    ),
    *(
        (
            "conf-address",
            DVS,
            {f"esx_conf_net.{key}": "10.20.18.300"},
            f"esx_conf_net.{key}",
            "“10.20.18.300” is not an IP address.",
        )
        for key in ("start_ip", "end_ip", "gateway")
    ),
    *(
        (
            "conf-range",
            DVS,
            {f"esx_conf_net.{key}": ""},
            f"esx_conf_net.{key}",
            "Enter both the first and the last address, or neither.",
        )
        for key in ("start_ip", "end_ip")
    ),
    *(
        (
            "conf-inside",
            DVS,
            {f"esx_conf_net.{key}": address},
            f"esx_conf_net.{key}",
            f"{address} is not in 10.20.18.0/23.",
        )
        for key, address in (
            ("start_ip", "10.20.17.255"),
            ("end_ip", "10.20.20.0"),
            ("gateway", "fd00::1"),
        )
    ),
    (
        "conf-order",
        DVS,
        {"esx_conf_net.end_ip": "10.20.18.9"},
        "esx_conf_net.end_ip",
        "The last address must not precede the first, 10.20.18.10.",
    ),
    (
        "conf-gateway",
        DVS,
        {"esx_conf_net.gateway": "10.20.18.10"},
        "esx_conf_net.start_ip",
        "The first address must not be the gateway.",
    ),
    (
        "conf-port-group",
        DVS,
        {"esx_conf_net.portGroup": "CONF"},
        "esx_conf_net.portGroup",
        "There is no port group named “CONF”.",
    ),
    (
        "conf-nic",
        OVSVAPP,
        {"vm_config.1.nics": [{"device": "eth0", "portGroup": "TRUNK", "type": "vmxnet3"}]},
        "vm_config.1.nics",
        "The virtual machine requires a NIC on the configuration network “ESX-CONF”.",
    ),
)

# What the reader says: changes, path, text.
MISSHAPEN = (
    ({"switches": []}, "switches", "At least one entry is required."),
    ({"switches": {}}, "switches", "This must be a list."),
    ({"switches.0": "MGMT-DVS"}, "switches.0", "This must be an object."),
    (
        {"switches.0.type": "vSwitch"},
        "switches.0.type",
        "“vSwitch” is not supported. Choose from: dvSwitch.",
    ),
    ({"portGroups": None}, "portGroups", "At least one entry is required."),
    ({"portGroups.0.name": " "}, "portGroups.0.name", "This value is required."),
    ({"portGroups.0.name": ["x"]}, "portGroups.0.name", "This must be a string."),
    (
        {"portGroups.1.vlan_type": "access"},
        "portGroups.1.vlan_type",
        "“access” is not supported. Choose from: vlan, trunk and none.",
    ),
    (
        {"portGroups.1.cloud_network_type": "vlan,gre"},
        "portGroups.1.cloud_network_type",
        "“gre” is not supported. Choose from: vlan and vxlan.",
    ),
    ({"portGroups.1.nic_teaming": "1"}, "portGroups.1.nic_teaming", "This must be an object."),
    *(
        (
            {f"portGroups.1.nic_teaming.{key}": value},
            f"portGroups.1.nic_teaming.{key}",
            f"“{value}” is not supported. Choose from: {choices}.",
        )
        for key, value, choices in (
            ("load_balancing", "0", "1, 2, 3, 4 and 5"),
            ("load_balancing", "6", "1, 2, 3, 4 and 5"),
            ("network_failover_detection", "3", "1 and 2"),
            ("notify_switches", "maybe", "yes and no"),
        )
    ),
    ({"vm_config": []}, "vm_config", "At least one entry is required."),
    ({"vm_config.0.cpu": "0"}, "vm_config.0.cpu", "“0” is not a positive whole number."),
    (
        {"vm_config.0.memory_in_mb": "4 GB"},
        "vm_config.0.memory_in_mb",
        "“4 GB” is not a positive whole number.",
    ),
    ({"vm_config.0.cpu": True}, "vm_config.0.cpu", "This must be a string."),
    (
        {"vm_config.0.nics.0.type": "e1000"},
        "vm_config.0.nics.0.type",
        "“e1000” is not supported. Choose from: vmxnet3.",
    ),
    ({"esx_conf_net": []}, "esx_conf_net", "This must be an object."),
    ({"esx_conf_net.cidr": ""}, "esx_conf_net.cidr", "This value is required."),
    ({"template_info": "here"}, "template_info", "This must be an object."),
    ({"profile": "nsx"}, "profile", "“nsx” is not a profile. Choose from: dvs and ovsvapp."),
)


def changed(profile, changes):
    document = valid(profile)
    if callable(changes):
        changes(document)
    else:
        for path, value in changes.items():
            put(document, path, value)
    return document


@pytest.mark.parametrize("profile", network.PROFILES)
def test_a_valid_document_breaks_no_rule(profile):
    assert network.check(network.read(valid(profile)), profile) == []
    assert network.read(valid(profile)).profile == profile


@pytest.mark.parametrize(("rule", "profile", "changes", "path", "text"), BROKEN)
def test_a_broken_rule_says_where_and_what(rule, profile, changes, path, text):
    faults = network.check(network.read(changed(profile, changes)), profile)
    assert (path, text, rule) in [(fault.path, fault.text, fault.rule) for fault in faults]
    assert {fault.rule for fault in faults} == {rule}
    where = next(each.where for each in RULES if each.name == rule)
    assert {re.sub(r"\.\d+", ".*", fault.path) for fault in faults} <= set(where)


@pytest.mark.parametrize(("changes", "path", "text"), MISSHAPEN)
def test_a_document_of_the_wrong_shape_says_where_and_what(changes, path, text):
    faults = network.check(network.read(changed(DVS, changes)), DVS)
    assert (path, text) in [(fault.path, fault.text) for fault in faults]


def test_every_rule_is_broken_here():
    assert {rule.name for rule in RULES} == {case[0] for case in BROKEN}
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_rules_of_one_profile_do_not_hold_in_the_other():
    for rule, profile, changes, path, text in BROKEN:
        if len(next(rule_ for rule_ in RULES if rule_.name == rule).profiles) == 1:
            (other,) = set(network.PROFILES) - {profile}
            faults = network.check(network.read(changed(profile, changes)), other)
            assert (path, text, rule) not in [(each.path, each.text, each.rule) for each in faults]


def test_everything_that_is_wrong_is_said_at_once():
    document = changed(
        DVS,
        {
            "switches.0.mtu": "9",
            "portGroups.0.vlan": "5000",
            "portGroups.1.nic_teaming.load_balancing": "9",
            "vm_config.0.nics.1.portGroup": "X",
            "esx_conf_net.cidr": "x",
        },
    )
    assert {fault.path for fault in network.check(network.read(document))} == {
        "switches.0.mtu",
        "portGroups.0.vlan",
        "portGroups.1.nic_teaming.load_balancing",
        "vm_config.0.nics.1.portGroup",
        "esx_conf_net.cidr",
    }


@pytest.mark.parametrize("document", [None, [], "x", 3, {}, {"switches": [None]}, {"profile": {}}])
def test_whatever_it_is_given_it_answers_with_faults(document):
    for profile in (None, *network.PROFILES):
        assert network.check(network.read(document), profile)


def test_numbers_will_do_for_texts():
    document = changed(DVS, {"switches.0.mtu": 1500, "vm_config.0.cpu": 2})
    assert network.check(network.read(document)) == []
