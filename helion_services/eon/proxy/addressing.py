"""Which address a compute proxy gets."""

import ipaddress
import itertools

from helion_services.eon.proxy.cloud_init import Address


class NoAddress(Exception):
    """No address is left, or the fixed address is taken."""

    code = "no-address"


def choose(conf_net, taken):
    """The first free :class:`Address` of a network document's ``ConfNet``.

    :param taken: addresses, as texts, that others have

    Raises :class:`NoAddress`.
    """
    subnet = ipaddress.ip_network(conf_net.cidr, strict=False)
    used = {*taken, conf_net.gateway}
    for address in _candidates(conf_net, subnet):
        if str(address) not in used:
            return Address(str(address), subnet.prefixlen, conf_net.gateway or None)
    raise NoAddress(f"No address of {conf_net.cidr} is left for the compute proxy.")


def fixed(address, netmask, gateway, taken):
    """The :class:`Address` that was chosen for a proxy. Raises :class:`NoAddress`."""
    if address in taken:
        raise NoAddress(f"{address} is the address of another compute proxy already.")
    prefix = ipaddress.ip_network(f"{address}/{netmask}", strict=False).prefixlen
    return Address(address, prefix, gateway or None)


def _candidates(conf_net, subnet):
    if not conf_net.start:
        return subnet.hosts()
    first, last = ipaddress.ip_address(conf_net.start), ipaddress.ip_address(conf_net.end)
    return itertools.takewhile(lambda address: address <= last, _from(first))


def _from(address):
    while True:
        yield address
        address += 1
