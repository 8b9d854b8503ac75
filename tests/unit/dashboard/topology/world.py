"""A small undercloud in which a test changes one thing."""

import dataclasses

from helion_dashboard.api.esx import inventory as esx_inventory
from helion_dashboard.api.ironic import records, wiring
from helion_dashboard.api.neutron import client as neutron
from helion_dashboard.kit.topology import layouts, networks, port_index, wires
from helion_dashboard.kit.topology.live import TITLES, Layer, Live

NODE = "node-1"
INSTANCE = "instance-1"
NETS = (
    neutron.Network("n-ipmi", "ipmi", "flat", "ilo", None, 1500),
    neutron.Network("n-management", "management", "flat", "ctlplane", None, 1500),
    neutron.Network("n-service", "service", "vlan", "datacentre", 332, 1500),
    neutron.Network("n-external", "external", "vlan", "datacentre", 331, 1500, external=True),
)
SUBNETS = (
    neutron.Subnet("s1", "ipmi", "n-ipmi", "10.20.0.0/16", "10.20.0.1"),
    neutron.Subnet(
        *("s2", "management", "n-management", "192.168.16.0/20", "192.168.16.1"),
        pools=(("192.168.17.1", "192.168.31.250"),),
    ),
    neutron.Subnet("s3", "service", "n-service", "10.23.71.0/24", "10.23.71.1"),
    neutron.Subnet(
        *("s4", "external", "n-external", "10.23.70.0/24", "10.23.70.1"),
        pools=(("10.23.70.10", "10.23.70.250"),),
    ),
)


def node(**more):
    values = {
        "uuid": NODE,
        "name": "rack1-u10-control0",
        "provision_state": "active",
        "power_state": "power on",
        "resource_class": "control",
        "instance_uuid": INSTANCE,
        "driver_info": {"ipmi_address": "10.20.1.10"},
        "extra": {"rack": 1, "unit": 10},
    }
    return records.PlacedNode(**(values | more))


def nic(number=0, **more):
    values = {
        "node": NODE,
        "name": f"rack1-u10-control0-eth{number}",
        "mac": f"94:18:82:00:00:0{number}",
        "boots": number == 0,
        "physical": None,
        "switch": f"switch{number} 1/0/10",
    }
    return wiring.Nic(**(values | more))


def port(net="management", **more):
    values = {
        "id": f"p-{net}",
        "name": "",
        "network": f"n-{net}",
        "mac": "94:18:82:00:00:00",
        "active": True,
        "device": INSTANCE,
        "owner": "compute:nova",
        "host": NODE,
        "addresses": ("192.168.17.9",),
    }
    return neutron.Port(**(values | more))


def reserved(net):
    """What a Heat template makes for a server that tags the network itself."""
    return port(
        net,
        name=f"overcloud-control-0-{net}",
        mac="fa:16:3e:00:00:01",
        active=False,
        device="",
        owner="",
        host="",
    )


def live(*lost, **more):
    """All well but for the layers ``lost``; ``more`` replaces what the services say."""
    layers = {
        name: Layer(name, str(title), name not in lost, "It cannot be reached." * (name in lost))
        for name, title in TITLES.items()
    }
    values = {
        "networks": NETS,
        "subnets": SUBNETS,
        "ports": (port(), reserved("service"), reserved("external")),
        "nodes": (node(),),
        "nics": (nic(0), nic(1)),
        "adapters": frozenset(),
        "servers": {INSTANCE: "overcloud-control-0"},
        "esx": esx_inventory.Inventory(),
    }
    return Live(layers, **(values | more))


def layout(name="kvm"):
    return layouts.load().layouts[name]


def changed(items, ident, **more):
    """``items`` with one of them replaced by a changed copy."""
    return tuple(dataclasses.replace(item, **more) if item.id == ident else item for item in items)


def wired(cloud, role="control", name="kvm"):
    """``{network: Wire}`` of the only node."""
    plan = layout(name)
    match = networks.match(plan, cloud)
    extra = {port.network for port in cloud.ports}
    match += networks.unplanned(match, cloud, extra)
    index = port_index.Index(cloud, match)
    only = cloud.nodes[0]
    first = next((item for item in plan.roles if item.id == role), None)
    server = cloud.servers.get(only.instance_uuid, "")
    return {wire.network: wire for wire in wires.wires(only, first, server, index)}
