"""Network properties computed from a few answers, as HP's template input has them."""

import pytest

from helion_services.eon import network
from helion_services.eon.network import DVS, OVSVAPP, InputModel, NotComputable, Tenant

UUID = "8b1c8a0a-7c1f-4c37-a5fb-3a5f4a3d0001"
MODEL = InputModel(
    conf_vlan="33",
    conf_cidr="10.0.0.0/24",
    conf_gateway="10.0.0.1",
    mgmt_vlans=("100", "200", "100"),
    tenants={
        "TENANT-VLAN": Tenant(UUID, "vlan", "120"),
        "TENANT-VXLAN": Tenant("b5c2ad20-6f8b-4f0b-9b3f-a1d0a2f5a4f1", "vxlan", "130"),
    },
    lifecycle={"ip_address": "10.0.0.5", "ssh_key": "ssh-ed25519 AAAA demo", "user": "stack"},
    template="hlm-shell-vm",
)
TEAMING = {
    "network_failover_detection": "1",
    "notify_switches": "yes",
    "load_balancing": "1",
    "active_nics": "vmnic1",
}


def answers(*tenants):
    return {
        "mgmt_trunk": {"name": "MGMT-DVS", "nics": "vmnic1, vmnic2", "mtu": "1500"},
        "cloud_trunks": [
            {"name": f"DATA{n}", "nics": f"vmnic{n}", "mtu": "9000", "network_name": tenant}
            for n, tenant in enumerate(tenants, 3)
        ],
    }


def group(name, vlan, vlan_type, switch, teaming=None, **more):
    row = {"name": name, "vlan": vlan, "vlan_type": vlan_type, "switchName": switch}
    return row | ({"nic_teaming": teaming} if teaming else {}) | more


def nics(*groups):
    return [
        {"device": f"eth{number}", "portGroup": name, "type": "vmxnet3", "pci_id": ""}
        for number, name in enumerate(groups)
    ]


def test_what_hp_computed():
    document = network.compute(answers("TENANT-VLAN", "TENANT-VXLAN"), MODEL, OVSVAPP)
    assert network.check(network.read(document)) == []
    assert [(row["name"], row["physical_nics"], row["mtu"]) for row in document["switches"]] == [
        ("MGMT-DVS", "vmnic1,vmnic2", "1500"),
        ("DATA3", "vmnic3", "9000"),
        ("DATA4", "vmnic4", "9000"),
        ("TRUNK-DVS", "", "1500"),
    ]
    data = [TEAMING | {"active_nics": f"vmnic{n}"} for n in (3, 4)]
    assert document["portGroups"] == [
        group("conf-MGMT-DVS-pg", "33", "vlan", "MGMT-DVS", TEAMING),
        group("MGMT-DVS-pg", "100,200", "trunk", "MGMT-DVS", TEAMING),
        group("DATA3-pg", "1-4094", "trunk", "DATA3", data[0], cloud_network_type="vlan"),
        group("DATA4-pg", "130", "vlan", "DATA4", data[1], cloud_network_type="vxlan"),
        group("trunk-pg", "1-4094", "trunk", "TRUNK-DVS"),
    ]
    proxy, appliance = document["vm_config"]
    on = ("conf-MGMT-DVS-pg", "MGMT-DVS-pg")
    assert proxy["nics"] == nics(*on)
    assert appliance["nics"] == nics(*on, "trunk-pg", "DATA3-pg", "DATA4-pg")
    for vm in (proxy, appliance):
        assert (vm["cpu"], vm["memory_in_mb"]) == ("4", "4096")
        assert vm["template_name"] == "hlm-shell-vm"
    assert document["hlm_version"] == "4.0"
    assert document["lifecycle_manager"] == MODEL.lifecycle
    assert document["esx_conf_net"] == {
        "portGroup": "conf-MGMT-DVS-pg",
        "cidr": "10.0.0.0/24",
        "start_ip": "",
        "end_ip": "",
        "gateway": "10.0.0.1",
    }
    assert document["template_info"] == {
        "upload_to_cluster": False,
        "template_location": "optional",
    }


def test_what_todays_nova_finds():
    document = network.compute(answers("TENANT-VLAN"), MODEL, DVS)
    assert network.check(network.read(document)) == []
    assert [row["name"] for row in document["switches"]] == ["MGMT-DVS", "DATA3"]
    data = TEAMING | {"active_nics": "vmnic3"}
    assert document["portGroups"][2:] == [
        group(UUID, "120", "vlan", "DATA3", data, cloud_network_type="vlan")
    ]
    (proxy,) = document["vm_config"]
    assert proxy["nics"] == nics("conf-MGMT-DVS-pg", "MGMT-DVS-pg")


def test_networks_that_share_a_switch():
    switches = answers("TENANT-VLAN", "SECOND")
    switches["cloud_trunks"][1]["name"] = "DATA3"
    second = Tenant("b5c2ad20-6f8b-4f0b-9b3f-a1d0a2f5a4f2", "vlan", "121")
    model = InputModel(
        conf_cidr="10.0.0.0/24", tenants={"SECOND": second, "TENANT-VLAN": Tenant(UUID, "vlan")}
    )
    document = network.compute(switches, model, DVS)
    assert [row["name"] for row in document["switches"]] == ["MGMT-DVS", "DATA3"]
    assert [(row["name"], row["vlan_type"], row["vlan"]) for row in document["portGroups"]] == [
        ("conf-MGMT-DVS-pg", "none", ""),
        ("MGMT-DVS-pg", "none", ""),
        (UUID, "none", ""),
        (second.id, "vlan", "121"),
    ]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, [("mgmt_trunk.name", "This value is required.")]),
        ([], [("", "The network properties must be a JSON object.")]),
        (
            {"mgmt_trunk": {"name": "M", "nics": 1.5}, "cloud_trunks": "x"},
            [
                ("mgmt_trunk.nics", "This must be a string."),
                ("cloud_trunks", "This must be a list."),
            ],
        ),
        (
            answers("NOWHERE"),
            [
                (
                    "cloud_trunks.0.network_name",
                    "There is no tenant network “NOWHERE”. Tenant networks:"
                    " TENANT-VLAN and TENANT-VXLAN.",
                )
            ],
        ),
        (
            answers("TENANT-VLAN", "TENANT-VXLAN"),
            [
                (
                    "cloud_trunks.1.network_name",
                    "“TENANT-VXLAN” is a vxlan network, but a distributed switch carries VLANs"
                    " only.",
                )
            ],
        ),
    ],
)
def test_wrong_answers(body, faults):
    with pytest.raises(NotComputable) as raised:
        network.compute(body, MODEL, DVS)
    pairs = [(fault.path, fault.text) for fault in raised.value.faults]
    assert [fault for fault in faults if fault not in pairs] == []
