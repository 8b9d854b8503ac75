"""What the compute proxy of a cluster is made like, and which address it gets."""

import dataclasses

import pytest

from helion_services.eon import network
from helion_services.eon.proxy import addressing
from helion_services.eon.proxy.cloud_init import Address
from helion_services.eon.proxy.spec import Choice, Nic, name, spec
from helion_services.eon.target import Target

CHOICE = Choice(
    "VM Network", "esx-proxy", False, "192.0.2.20", "255.255.255.0", "192.0.2.1", "network-7"
)


def conf_net(**changes):
    document = network.sample()
    document["esx_conf_net"] |= changes
    properties = network.read(document)
    assert not properties.faults
    return properties.conf_net


def proxy_spec(document=None, choice=None, taken=()):
    return spec(network.read(document or network.sample()), target(), choice, taken)


def target(name="Cluster_1", datacenter="DC1"):
    return Target("id", "vc", "domain-c7", name, datacenter, "datacenter-2", "domain-c7.vc")


def test_as_the_network_properties_say():
    proxy = proxy_spec()
    assert (proxy.name, proxy.hostname) == ("novaproxy_DC1_Cluster_1", "novaproxy-dc1-cluster-1")
    assert (proxy.cpus, proxy.memory, proxy.template) == (4, 4096, "")
    assert proxy.nics == (
        Nic("eth0", "ESX-CONF", Address("10.20.18.2", 23, "10.20.18.1")),
        Nic("eth1", "MGMT", None),
    )
    assert proxy.address == "10.20.18.2"


def test_without_a_network_to_configure_it_over_it_asks_a_dhcp_server():
    document = network.sample()
    del document["esx_conf_net"]
    assert proxy_spec(document).address is None


def test_nics_are_in_the_order_of_their_devices():
    document = network.sample()
    document["vm_config"][0]["nics"].reverse()
    assert [nic.device for nic in proxy_spec(document).nics] == ["eth0", "eth1"]
    assert proxy_spec(document).nics[0].port_group == "ESX-CONF"


def test_as_somebody_chose():
    proxy = proxy_spec(choice=CHOICE, taken=["10.20.18.2"])
    assert proxy.hostname == "esx-proxy"
    assert proxy.nics == (
        Nic("eth0", "VM Network", Address("192.0.2.20", 24, "192.0.2.1"), "network-7"),
        Nic("eth1", "ESX-CONF", Address("10.20.18.3", 23, "10.20.18.1")),
        Nic("eth2", "MGMT", None),
    )


def test_a_chosen_port_group_that_is_one_of_its_own_is_not_there_twice():
    choice = dataclasses.replace(CHOICE, port_group="MGMT", dhcp=True)
    assert [nic.port_group for nic in proxy_spec(choice=choice).nics] == ["MGMT", "ESX-CONF"]
    choice = dataclasses.replace(CHOICE, port_group="ESX-CONF", dhcp=True)
    assert proxy_spec(choice=choice).address is None


def test_an_address_that_is_chosen_twice_is_refused():
    with pytest.raises(addressing.NoAddress, match="192.0.2.20 is the address of another"):
        proxy_spec(choice=CHOICE, taken=["192.0.2.20"])


@pytest.mark.parametrize(
    ("changes", "taken", "address"),
    [
        ({}, (), "10.20.18.2"),
        ({"gateway": ""}, (), "10.20.18.1"),
        ({}, ("10.20.18.2", "10.20.18.3"), "10.20.18.4"),
        ({"start_ip": "10.20.18.250", "end_ip": "10.20.19.1"}, (), "10.20.18.250"),
        (
            {"start_ip": "10.20.18.255", "end_ip": "10.20.19.1", "gateway": "10.20.19.0"},
            ("10.20.18.255",),
            "10.20.19.1",
        ),
    ],
)
def test_the_first_free_address(changes, taken, address):
    free = addressing.choose(conf_net(**changes), taken)
    assert (free.address, free.prefix) == (address, 23)


def test_no_address_is_left():
    net = conf_net(cidr="10.20.18.0/30", start_ip="10.20.18.2", end_ip="10.20.18.2")
    with pytest.raises(addressing.NoAddress, match=r"No address of 10.20.18.0/30 is left"):
        addressing.choose(net, ["10.20.18.2"])


def test_the_trunk_of_ovsvapps_is_not_the_proxys():
    proxy = proxy_spec(network.sample(network.OVSVAPP))
    assert [nic.port_group for nic in proxy.nics] == ["ESX-CONF", "MGMT"]


@pytest.mark.parametrize(
    ("cluster", "datacenter", "vm_name", "hostname"),
    [
        (
            "Dev/Test",
            "DC1",
            "novaproxy_DC1_Dev-Test-domain-c7",
            "novaproxy-dc1-dev-test-domain-c7",
        ),
        (
            "Prod Cluster.01",
            "DC1",
            "novaproxy_DC1_Prod Cluster.01",
            "novaproxy-dc1-prod-cluster-01-domain-c7",
        ),
        ("Büro", "Köln", "novaproxy_Köln_Büro", "novaproxy-koln-buro-domain-c7"),
        ("クラスタ", "東京", "novaproxy_東京_クラスタ", "novaproxy-domain-c7"),
        (
            "c" * 80,
            "DC1",
            "novaproxy_DC1_" + "c" * 56 + "-domain-c7",
            "novaproxy-dc1-" + "c" * 39 + "-domain-c7",
        ),
    ],
)
def test_a_cluster_may_have_any_name(cluster, datacenter, vm_name, hostname):
    whose = target(cluster, datacenter)
    assert name(whose) == vm_name
    assert len(vm_name) <= 80
    proxy = spec(network.read(network.sample()), whose, None, ())
    assert (proxy.name, proxy.hostname) == (vm_name, hostname)
    assert len(hostname) <= 63
