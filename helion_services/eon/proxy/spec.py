"""What the compute proxy of a cluster is made like."""

import dataclasses

from helion_services.eon import names
from helion_services.eon.network.plan import port_group_name
from helion_services.eon.proxy import addressing
from helion_services.eon.proxy.cloud_init import Address

PREFIX = "novaproxy_"
"""What the names of proxies in vCenter begin with."""


@dataclasses.dataclass(frozen=True)
class Choice:
    """The settings for deploying a proxy.

    ``address``, ``netmask`` and ``gateway`` are None with ``dhcp``.
    """

    port_group: str
    hostname: str
    dhcp: bool
    address: str | None
    netmask: str | None
    gateway: str | None
    port_group_moid: str | None = None


@dataclasses.dataclass(frozen=True)
class Nic:
    """A network card on a port group, by its name in vCenter and, if one was chosen, its moid."""

    device: str
    port_group: str
    address: Address | None
    moid: str | None = None


@dataclasses.dataclass(frozen=True)
class Spec:
    """A compute proxy. ``memory`` is in MiB; ``template`` is empty for the usual one."""

    name: str
    hostname: str
    cpus: int
    memory: int
    template: str
    nics: tuple[Nic, ...]

    @property
    def address(self):
        """Its first fixed address, or None."""
        return next((nic.address.address for nic in self.nics if nic.address), None)


def name(cluster):
    """What the proxy of a :class:`~helion_services.eon.target.Target` is called in vCenter."""
    return names.machine(_name(cluster), cluster.moid)


def spec(network, cluster, choice, taken):
    """The :class:`Spec` for a :class:`~helion_services.eon.target.Target`.

    :param network: a :class:`~helion_services.eon.network.Network` that keeps the rules
    :param choice: a :class:`Choice` or None
    :param taken: addresses of other proxies, as texts

    Raises :class:`~.addressing.NoAddress`.
    """
    proxy = network.proxy
    cards = [
        (port_group_name(network, nic.port_group, cluster.name), nic.port_group)
        for nic in sorted(proxy.nics, key=lambda nic: int(nic.device.removeprefix("eth")))
    ]
    if choice:
        first_card = (choice.port_group, choice.port_group)
        cards = [first_card, *(card for card in cards if card != first_card)]
    return Spec(
        name(cluster),
        choice.hostname if choice else names.hostname(_name(cluster), cluster.moid),
        int(proxy.cpu),
        int(proxy.memory),
        proxy.template,
        tuple(
            Nic(
                f"eth{number}",
                group,
                _address(network.conf_net, called, choice, taken),
                choice.port_group_moid if choice and not number else None,
            )
            for number, (group, called) in enumerate(cards)
        ),
    )


def _name(cluster):
    return f"{PREFIX}{cluster.datacenter}_{cluster.name}"


def _address(conf_net, port_group, choice, taken):
    if choice and port_group == choice.port_group:
        if choice.dhcp:
            return None
        return addressing.fixed(choice.address, choice.netmask, choice.gateway, taken)
    if conf_net and port_group == conf_net.port_group:
        return addressing.choose(conf_net, taken)
    return None
