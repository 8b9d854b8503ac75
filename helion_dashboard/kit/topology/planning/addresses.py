"""Rules about addresses: ranges, gateways, pools."""

import ipaddress
import itertools

from django.utils.translation import gettext as _

from helion_dashboard.kit.topology.planning.result import failed, passed, warned


def ranges(picture):
    """Every network that carries IP has a subnet, and none overlaps another."""
    found, known = [], []
    for network in _here(picture):
        if not network.subnets:
            found.append(warned(_("%s has no subnet in Neutron.") % network.name))
        known += [(network, ipaddress.ip_network(cidr, strict=False)) for cidr in network.cidrs]
    for (one, first), (other, second) in itertools.combinations(known, 2):
        if first.version == second.version and first.overlaps(second):
            found.append(
                failed(
                    _("%(one)s (%(first)s) and %(other)s (%(second)s) overlap.")
                    % {"one": one.name, "first": first, "other": other.name, "second": second}
                )
            )
    said = ", ".join(f"{network.name} {cidr}" for network, cidr in known)
    return found or [passed(said or _("There is no subnet."))]


def gateways(picture):
    """The gateway of a subnet is an address of it, and is not given to anybody else."""
    found = []
    for network, subnet in _subnets(picture):
        if not subnet.gateway:
            if network.plan.floating:
                found.append(failed(_("%s has no gateway.") % network.name))
            continue
        gateway, cidr = ipaddress.ip_address(subnet.gateway), _cidr(subnet)
        if gateway not in cidr:
            found.append(
                failed(
                    _("The gateway of %(network)s, %(gateway)s, is outside of %(cidr)s.")
                    % {"network": network.name, "gateway": gateway, "cidr": cidr}
                )
            )
        elif any(first <= gateway <= last for first, last in _pools(subnet)):
            found.append(
                failed(
                    _(
                        "The gateway of %(network)s, %(gateway)s, is in a pool of addresses that"
                        " Neutron gives out."
                    )
                    % {"network": network.name, "gateway": gateway}
                )
            )
        elif network.plan.floating and gateway != _lowest(cidr):
            found.append(
                warned(
                    _(
                        "The gateway of %(network)s is %(gateway)s; the installation takes the"
                        " lowest address, %(lowest)s."
                    )
                    % {"network": network.name, "gateway": gateway, "lowest": _lowest(cidr)}
                )
            )
    return found or [passed(_("All gateways are within their subnets."))]


def floating(picture):
    """The floating range lies within the external network, which Neutron knows to be external."""
    found, seen = [], []
    for network, subnet in _subnets(picture):
        if not network.plan.floating:
            continue
        cidr, pools = _cidr(subnet), _pools(subnet)
        seen += [f"{network.name} {first} – {last}" for first, last in pools]
        if not pools:
            found.append(failed(_("%s has no range of floating addresses.") % network.name))
        for first, last in pools:
            if first not in cidr or last not in cidr:
                found.append(
                    failed(
                        _("The range %(first)s to %(last)s is outside of %(network)s, %(cidr)s.")
                        % {"first": first, "last": last, "network": network.name, "cidr": cidr}
                    )
                )
    return found or [passed(", ".join(seen) or _("No network gives floating addresses."))]


def enough(picture):
    """The network that servers boot from has an address for each of them."""
    nodes = len(picture.live.nodes)
    found = []
    for network in _here(picture):
        if not network.plan.boots or not network.subnets:
            continue
        size = sum(
            int(last) - int(first) + 1
            for subnet in network.subnets
            for first, last in _pools(subnet)
        )
        values = {"network": network.name, "size": size, "nodes": nodes}
        if size < nodes:
            found.append(
                failed(_("%(network)s gives %(size)d addresses to %(nodes)d servers.") % values)
            )
        else:
            found.append(
                passed(_("%(network)s has %(size)d addresses for %(nodes)d servers.") % values)
            )
    return found or [passed(_("No network that servers boot from has a subnet."))]


def _here(picture):
    return [one for one in picture.networks.values() if one.plan and one.here]


def _subnets(picture):
    return [(network, subnet) for network in _here(picture) for subnet in network.subnets]


def _cidr(subnet):
    return ipaddress.ip_network(subnet.cidr, strict=False)


def _pools(subnet):
    return [
        (ipaddress.ip_address(first), ipaddress.ip_address(last)) for first, last in subnet.pools
    ]


def _lowest(cidr):
    return cidr.network_address + (1 if cidr.num_addresses > 2 else 0)
