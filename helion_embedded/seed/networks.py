"""The logical networks of HP Helion OpenStack's KVM and ESX layouts, without Fibre Channel."""

import dataclasses

from helion_embedded.openstack.ironic import PROVISIONING_NETWORK
from helion_embedded.openstack.neutron import FLAT_NETWORKS, TAGGED_NETWORK

_CTLPLANE, _ILO = FLAT_NETWORKS


@dataclasses.dataclass(frozen=True)
class Network:
    """A network and its one subnet; ``vlan`` None means untagged. ``pool`` is what Neutron gives
    out, first and last address."""

    name: str
    description: str
    physical_network: str
    vlan: int | None
    cidr: str
    gateway: str
    pool: tuple[str, str]
    shared: bool = False


NETWORKS = (
    Network(
        "ipmi",
        "IPMI / iLO: hardware management, routed from the management network",
        _ILO,
        None,
        "10.20.0.0/16",
        "10.20.0.1",
        ("10.20.200.1", "10.20.250.254"),
    ),
    Network(
        PROVISIONING_NETWORK,
        "PXE boot, APIs, cluster traffic, iSCSI and Swift replication; eth0, untagged",
        _CTLPLANE,
        None,
        "192.168.16.0/20",
        "192.168.16.1",
        ("192.168.17.1", "192.168.31.250"),
        shared=True,
    ),
    Network(
        "external",
        "Floating addresses of the overcloud: controllers and every compute node; eth0, tagged",
        TAGGED_NETWORK,
        331,
        "10.23.70.0/24",
        "10.23.70.1",
        ("10.23.70.10", "10.23.70.250"),
    ),
    Network(
        "service",
        "Trusted overcloud servers to the undercloud (SVC): controllers and compute; eth0, tagged",
        TAGGED_NETWORK,
        332,
        "10.23.71.0/24",
        "10.23.71.1",
        ("10.23.71.10", "10.23.71.250"),
    ),
    Network(
        "esx",
        "EON, Neutron and the compute proxies to vCenters and ESX hosts; eth0, tagged",
        TAGGED_NETWORK,
        333,
        "10.23.72.0/24",
        "10.23.72.1",
        ("10.23.72.10", "10.23.72.250"),
    ),
    Network(
        "esx-tenant",
        "Servers of tenants on ESX; tagged",
        TAGGED_NETWORK,
        334,
        "10.23.80.0/20",
        "10.23.80.1",
        ("10.23.80.10", "10.23.95.250"),
    ),
)


def ensure(api, networks=NETWORKS):
    """Make the networks that are missing, with their subnets; returns how many there are."""
    for network in networks:
        answer = api.get("/v2.0/networks", params={"name": network.name}).json()
        current = next(iter(answer["networks"]), None) or _create_network(api, network)
        if not current["subnets"]:
            _create_subnet(api, network, current["id"])
    return len(networks)


def _create_network(api, network):
    body = {
        "name": network.name,
        "description": network.description,
        "shared": network.shared,
        "provider:physical_network": network.physical_network,
        "provider:network_type": "vlan" if network.vlan else "flat",
    }
    if network.vlan:
        body["provider:segmentation_id"] = network.vlan
    return api.post("/v2.0/networks", json={"network": body}).json()["network"]


def _create_subnet(api, network, network_id):
    start, end = network.pool
    body = {
        "network_id": network_id,
        "name": f"{network.name}-subnet",
        "ip_version": 4,
        "cidr": network.cidr,
        "gateway_ip": network.gateway,
        "enable_dhcp": network.name == PROVISIONING_NETWORK,
        "allocation_pools": [{"start": start, "end": end}],
    }
    api.post("/v2.0/subnets", json={"subnet": body})
