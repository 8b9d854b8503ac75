"""What Ironic and Neutron know of each other's ports, looked up from either side."""

import dataclasses


class Index:
    """What Ironic and Neutron know, by what it is looked up by."""

    def __init__(self, live, networks):
        """:param networks: :class:`~.networks.MatchedNetwork` each"""
        self.live = live
        self.available = live.knows("neutron") and live.knows("ironic")
        self.networks = {network.id: network for network in networks}
        self.by_neutron = {network.actual.id: network.id for network in networks if network.actual}
        self.nics = _group(live.nics, "node")
        self.bonds = {bond.id: bond for bond in live.bonds}
        self.bonds_of = _group(live.bonds, "node")
        self.ports = {port.id: port for port in live.ports}
        self._by_device = _group(live.ports, "device")
        self._by_host = _group(live.ports, "host")
        self._by_mac = _group(live.ports, "mac")
        self._by_name = {port.name: port for port in live.ports if port.name}

    def attached(self, node):
        """The :class:`Link` list of a node: every port of Neutron that is its own."""
        nics = self.nics.get(node.uuid, ())
        by_id = {}
        if node.instance_uuid:
            by_id |= {port.id: port for port in self._by_device.get(node.instance_uuid, ())}
        by_id |= {port.id: port for port in self._by_host.get(node.uuid, ())}
        for nic in (*nics, *self.bonds_of.get(node.uuid, ())):
            by_id |= {port.id: port for port in self._by_mac.get(nic.mac, ()) if nic.mac}
            by_id |= {vif: self.ports[vif] for vif in nic.vifs if vif in self.ports}
        links = []
        for port in by_id.values():
            links.append(Link(port, _nic_of(port, nics, self.bonds_of.get(node.uuid, ()))))
            for identity, vlan in port.subports:
                if identity in self.ports:
                    links.append(Link(self.ports[identity], links[-1].nic, vlan, trunk=True))
        return links

    def reserved(self, plan, server):
        """The port that stands for a server which tags the network itself, or ``None``."""
        if not (plan.reserved and server):
            return None
        port = self._by_name.get(plan.reserved.replace("{server}", server))
        actual = self.networks[plan.id].actual
        return port if port and actual and port.network == actual.id else None


@dataclasses.dataclass(slots=True)
class Link:
    """A port of Neutron that is a server's.

    :ivar nic: the NIC or bond it goes through, ``None`` if nobody says
    :ivar vlan: the tag it has within a trunk
    """

    port: object
    nic: object = None
    vlan: int | None = None
    trunk: bool = False


def _nic_of(port, nics, bonds):
    for nic in (*bonds, *nics):
        if port.id in nic.vifs or (nic.mac and nic.mac == port.mac):
            return nic
    return None


def _group(items, key):
    groups = {}
    for item in items:
        groups.setdefault(getattr(item, key), []).append(item)
    groups.pop("", None)
    return groups
