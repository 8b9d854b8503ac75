"""Underclouds of any size as the Topology sees them, made without any service."""

import datetime

from helion_dashboard.api.esx import inventory as esx_inventory
from helion_dashboard.api.esx.clusters import Cluster, Datacenter, Host, HostCounts
from helion_dashboard.api.esx.vcenters import VCenter
from helion_dashboard.api.ironic import records, wiring
from helion_dashboard.api.neutron import client as neutron
from helion_dashboard.api.operations.records import Failure
from helion_dashboard.kit.topology.live import TITLES, Layer, Live

_READ = datetime.datetime(2026, 11, 25, 10, tzinfo=datetime.UTC)
_ERROR = "Failed to {}. Reason: iLO at 10.20.12.7 reports {} of this server during POST"
_STATES = (
    # Of a hundred servers of a role: provision state, power state, last error.
    *[("active", "power on", None)] * 70,
    *[("available", "power off", None)] * 17,
    *[("cleaning", "power on", None)] * 2,
    *[("manageable", "power off", None)] * 3,
    *[("enroll", None, None)] * 2,
    *[("inspect failed", None, _ERROR.format("inspect hardware", "a memory error in PROC 1"))] * 2,
    *[("clean failed", "power on", _ERROR.format("clean node", "that drive 1I:1:3 has failed"))]
    * 2,
    *[("deploy failed", "power on", _ERROR.format("deploy", "no boot from the network"))] * 2,
)
_WORDS = {"control": "control", "object-storage": "object", "block-storage": "block"}


def live(layout, count, *, faults=True, available=("neutron", "ironic", "nova", "eon"), named=None):
    """A :class:`Live` with ``count`` servers of metal in the roles of ``layout``.

    :param faults: some servers lack a port, have one too many, or one that is down
    :param named: ``named(place) -> name`` of a server; by default by its rack
    """
    nets = [_network(plan, place) for place, plan in enumerate(layout.networks) if plan.neutron]
    by_id = {plan.id: net for plan, net in _pairs(layout, nets)}
    nodes, nics, ports, servers = [], [], [], {}
    for place, role in enumerate(_roles(layout, count)):
        node, name = _node(role, place, named)
        nodes.append(node)
        nics += _nics(node, place)
        if node.instance_uuid:
            servers[node.instance_uuid] = name
            ports += _ports(layout, role, node, name, by_id, place if faults else None)
    esx = _esx() if "eon" in layout.sources else None
    layers = {
        name: Layer(
            name,
            str(title),
            name in available,
            "" if name in available else "It cannot be reached.",
        )
        for name, title in TITLES.items()
    }
    return Live(
        layers,
        networks=tuple(nets) if "neutron" in available else (),
        subnets=tuple(_subnet(net, place) for place, net in enumerate(nets)),
        ports=tuple(ports) if "neutron" in available else (),
        nodes=tuple(nodes) if "ironic" in available else (),
        nics=tuple(nics) if "ironic" in available else (),
        adapters=frozenset(node.uuid for node in nodes[::7]),
        servers=servers if "nova" in available else {},
        esx=esx if "eon" in available else None,
    )


def _pairs(layout, nets):
    return zip([plan for plan in layout.networks if plan.neutron], nets, strict=True)


def _network(plan, place):
    tagged = plan.vlan_type != "untagged" and plan.means == "nic"
    return neutron.Network(
        f"net-{plan.id}",
        plan.neutron[0],
        "vlan" if tagged else "flat",
        "datacentre" if tagged else "ctlplane",
        330 + place if tagged else None,
        1500,
        plan.floating,
    )


def _subnet(net, place):
    cidr, first = f"10.{20 + place}.0.0/16", f"10.{20 + place}.0"
    return neutron.Subnet(
        f"subnet-{net.id}",
        net.name,
        net.id,
        cidr,
        f"{first}.1",
        True,
        ((f"{first}.9", f"{first}.99"),),
    )


def _roles(layout, count):
    """The role of each server: three controllers, two in ten for storage, else compute."""
    roles = {role.id: role for role in layout.roles if role.source == "ironic"}
    others = [role for name, role in roles.items() if name not in ("control", "compute")]
    for place in range(count):
        if place < 3 and "control" in roles:
            yield roles["control"]
        elif place % 5 == 4 and others:
            yield others[place // 5 % len(others)]
        else:
            yield roles.get("compute") or next(iter(roles.values()))


def _node(role, place, named):
    rack, unit = place // 20 + 1, place % 20 * 2 + 1
    state, power, error = _STATES[place * 37 % 100]
    word = _WORDS.get(role.id, role.id)
    name = named(place) if named else f"rack{rack}-u{unit:02d}-{word}{place}"
    deployed = state == "active"
    return (
        records.PlacedNode(
            f"00000000-0000-4000-8000-{place:012x}",
            name,
            state,
            power_state=power,
            last_error=error,
            resource_class=role.resource_classes[0],
            instance_uuid=f"11111111-0000-4000-8000-{place:012x}" if deployed else None,
            maintenance=place % 90 == 12,
            maintenance_reason="Memory is being replaced." if place % 90 == 12 else None,
            driver_info={"ipmi_address": f"10.20.{rack % 250}.{unit}"},
            extra={"rack": rack, "unit": unit},
        ),
        f"overcloud-{word}-{place}",
    )


def _nics(node, place):
    for nic in range(2):
        yield wiring.Nic(
            node.uuid,
            f"{node.name}-eth{nic}",
            _mac(place, nic),
            nic == 0,
            None,
            switch=f"rack{node.extra['rack']}-switch{nic} 1/0/{node.extra['unit']}",
        )


def _mac(place, nic):
    digits = f"{2 * place + nic:06x}"
    return f"94:18:82:{digits[0:2]}:{digits[2:4]}:{digits[4:6]}"


def _ports(layout, role, node, name, by_id, fault):
    for attachment in role.networks:
        plan = layout.network(attachment.network)
        net = by_id.get(plan.id)
        if plan.means != "nic" or net is None or attachment.optional:
            continue
        if fault is not None and fault % 97 == 20 and plan.reserved:
            continue  # it was forgotten
        own = not plan.reserved
        down = fault is not None and own and fault % 83 == 41
        yield neutron.Port(
            f"port-{plan.id}-{name}",
            "" if own else plan.reserved.replace("{server}", name),
            net.id,
            _mac(int(node.uuid[-12:], 16), 0) if own else "",
            own and not down,
            device=node.instance_uuid if own else "",
            owner="compute:nova" if own else "",
            host=node.uuid if own else "",
            addresses=(f"192.0.2.{fault or 0}",),
        )


def vcenter(ident, name, address="", state="registered", reason="", read=True):
    """A vCenter as the dashboard reads it."""
    return VCenter(
        ident, name, address, state=state, state_reason=reason, read_at=_READ if read else None
    )


def esx_cluster(moid, name, vcenter, vcenter_name="", **content):
    """A cluster as the dashboard reads it; ``hosts`` and ``connected`` are numbers."""
    numbers = {key: content.pop(key, 0) for key in ("connected", "maintenance")}
    error = content.pop("error", "")
    return Cluster(
        moid,
        name,
        Datacenter("datacenter-2", "DC1"),
        vcenter=vcenter,
        vcenter_name=vcenter_name,
        hosts=HostCounts(content.pop("hosts", 0), **numbers),
        error=Failure("failed", error) if error else None,
        **content,
    )


def _esx():
    centers = tuple(
        vcenter(f"vc-{n}", f"vcenter-0{n}", f"10.23.0.{n}", state, reason)
        for n, state, reason in ((1, "registered", ""), (2, "unreachable", "It does not answer."))
    )
    clusters = tuple(
        esx_cluster(
            f"domain-c{n}",
            f"Cluster{n}",
            f"vc-{n % 2 + 1}",
            f"vcenter-0{n % 2 + 1}",
            state=("activated", "imported", "not_imported")[n % 3],
            resource=f"resource-{n}" if n % 3 < 2 else None,
            hosts=4,
            connected=4 - (n == 3),
        )
        for n in range(6)
    )
    return esx_inventory.Inventory(centers, clusters)


def only(inventory, vcenter):
    """The inventory of one vCenter."""
    return esx_inventory.Inventory(
        tuple(each for each in inventory.vcenters if each.id == vcenter),
        tuple(each for each in inventory.clusters if each.vcenter == vcenter),
    )


def hosts(clusters):
    """Hosts of ESX clusters, as the service would list them."""
    return [
        [
            Host(
                f"host-{n}",
                f"esx-{cluster.name.lower()}-{n}",
                connection_state="connected" if n < cluster.hosts.connected else "disconnected",
            )
            for n in range(cluster.hosts.total)
        ]
        for cluster in clusters
    ]
