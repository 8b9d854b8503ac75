"""What is to be made in vCenter for network properties that keep the rules."""

import dataclasses

from helion_services.eon.network import vlans

PER_SOURCE, IP_HASH, SOURCE_MAC, LOAD, EXPLICIT = (
    "loadbalance_srcid",
    "loadbalance_ip",
    "loadbalance_srcmac",
    "loadbalance_loadbased",
    "failover_explicit",
)
_POLICIES = {"1": PER_SOURCE, "2": IP_HASH, "3": SOURCE_MAC, "4": LOAD, "5": EXPLICIT}
_BEACON = "2"


@dataclasses.dataclass(frozen=True)
class Uplinks:
    """How a port group uses the uplinks of its switch, by name, in vCenter's words."""

    policy: str
    beacon: bool
    notify: bool
    active: tuple[str, ...]
    standby: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class PortGroup:
    """A port group.

    :ivar vlan: its one VLAN, 0 for none; ``trunk`` ranges take its place if there are any
    :ivar guarded: whether virtual machines may neither listen to others nor pretend to be others
    """

    name: str
    vlan: int
    trunk: tuple[tuple[int, int], ...]
    uplinks: Uplinks | None
    guarded: bool


@dataclasses.dataclass(frozen=True)
class Switch:
    """A distributed switch with its port groups.

    :ivar nics: physical NICs of each host, in the order of ``uplinks``
    """

    name: str
    mtu: int | None
    nics: tuple[str, ...]
    uplinks: tuple[str, ...]
    port_groups: tuple[PortGroup, ...]


def plan(network, cluster):
    """The :class:`Switch` objects of a :class:`~.document.Network` for the cluster ``cluster``.

    The trunk of OVSvApps is each cluster's own and has its name.
    """
    return tuple(_switch(network, switch, cluster) for switch in network.switches)


def port_group_name(network, name, cluster):
    """What a port group of a :class:`~.document.Network` is called in vCenter."""
    return f"{name}-{cluster}" if name in network.trunks else name


def _switch(network, switch, cluster):
    uplinks = tuple(f"dvUplink{number}" for number in range(len(switch.nics))) or ("dvUplink",)
    return Switch(
        switch.name if switch.nics else f"{switch.name}-{cluster}",
        int(switch.mtu) if switch.mtu else None,
        switch.nics,
        uplinks,
        tuple(
            _port_group(network, group, switch, uplinks, cluster)
            for group in network.port_groups
            if group.switch == switch.name
        ),
    )


def _port_group(network, group, switch, uplinks, cluster):
    trunk = tuple(vlans.ranges(group.vlan)) if group.vlan_type == "trunk" else ()
    return PortGroup(
        port_group_name(network, group.name, cluster),
        int(group.vlan) if group.vlan_type == "vlan" else 0,
        trunk,
        _uplinks(group.teaming, switch, uplinks) if group.teaming and switch.nics else None,
        not (group.name in network.trunks or ("vlan" in group.cloud and _is_shared(network))),
    )


def _is_shared(network):
    """Whether OVSvApps carry the tenants' traffic: they listen to it and send it on as it is."""
    return bool(network.trunks)


def _uplinks(teaming, switch, uplinks):
    by_nic = dict(zip(switch.nics, uplinks, strict=True))
    active = tuple(by_nic[nic] for nic in teaming.active if nic in by_nic) or uplinks[:1]
    return Uplinks(
        _POLICIES[teaming.balancing],
        teaming.detection == _BEACON,
        teaming.notify == "yes",
        active,
        tuple(name for name in uplinks if name not in active),
    )
