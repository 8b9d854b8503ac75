"""What network properties become in vCenter."""

from helion_services.eon import network
from helion_services.eon.network import DVS, OVSVAPP
from helion_services.eon.network.plan import PortGroup, Uplinks

UUID = "8b1c8a0a-7c1f-4c37-a5fb-3a5f4a3d0001"


def planned(profile, **group):
    """The second port group of a sample, changed, in the plan for Cluster1."""
    document = network.sample(profile)
    document["switches"][0]["physical_nics"] = "vmnic2,vmnic3,vmnic1"
    document["portGroups"][1] |= group
    return network.plan(network.read(document), "Cluster1")[0].port_groups[1]


def test_uplinks_follow_the_physical_nics():
    document = network.sample(DVS)
    document["switches"][0] |= {"physical_nics": "vmnic2, vmnic3", "mtu": ""}
    (switch,) = network.plan(network.read(document), "Cluster1")
    assert (switch.name, switch.mtu) == ("MGMT-DVS", None)
    assert dict(zip(switch.nics, switch.uplinks, strict=True)) == {
        "vmnic2": "dvUplink0",
        "vmnic3": "dvUplink1",
    }


def test_teaming():
    teaming = {
        "network_failover_detection": "2",
        "notify_switches": "no",
        "load_balancing": "4",
        "active_nics": "vmnic1,vmnic2",
    }
    assert planned(DVS, nic_teaming=teaming).uplinks == Uplinks(
        "loadbalance_loadbased",
        beacon=True,
        notify=False,
        active=("dvUplink2", "dvUplink0"),
        standby=("dvUplink1",),
    )


def test_load_balancing_in_vcenters_words():
    policies = [
        planned(DVS, nic_teaming={"load_balancing": number}).uplinks.policy for number in "12345"
    ]
    assert policies == [
        "loadbalance_srcid",
        "loadbalance_ip",
        "loadbalance_srcmac",
        "loadbalance_loadbased",
        "failover_explicit",
    ]


def test_vlans():
    assert planned(DVS, vlan="100", vlan_type="vlan").vlan == 100
    assert planned(DVS, vlan="100", vlan_type="none").vlan == 0
    trunk = planned(DVS, vlan="7, 100 - 199", vlan_type="trunk")
    assert (trunk.vlan, trunk.trunk) == (0, ((7, 7), (100, 199)))


def test_virtual_machines_are_kept_from_listening_but_where_ovsvapps_need_it():
    assert planned(DVS, cloud_network_type="vlan", name=UUID).guarded
    assert planned(OVSVAPP).guarded
    assert planned(OVSVAPP, cloud_network_type="vxlan").guarded
    assert not planned(OVSVAPP, cloud_network_type="vlan,vxlan").guarded


def test_the_trunk_is_the_clusters_own():
    switch = network.plan(network.read(network.sample(OVSVAPP)), "Cluster1")[1]
    assert (switch.name, switch.nics, switch.uplinks) == (
        "TRUNK-DVS-Cluster1",
        (),
        ("dvUplink",),
    )
    assert switch.port_groups == (PortGroup("TRUNK-Cluster1", 0, ((1, 4094),), None, False),)
