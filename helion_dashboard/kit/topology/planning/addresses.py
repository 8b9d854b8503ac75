"""Rules about addresses: ranges, gateways, pools."""

import ipaddress
import itertools

from django.utils.translation import gettext as _

from helion_dashboard.kit.topology.planning.result import (
    failed,
    passed,
    passed_with,
    unknown,
    warned,
)


def ranges(picture):
    """Every network that carries IP has a subnet, and none overlaps another."""
    findings, blocks = [], []
    for network in _connected(picture):
        if not network.subnets:
            findings.append(warned(_("%s has no subnet in Neutron.") % network.name))
        blocks += [(network, ipaddress.ip_network(cidr, strict=False)) for cidr in network.cidrs]
    for (left, first), (right, second) in itertools.combinations(blocks, 2):
        if first.version == second.version and first.overlaps(second):
            findings.append(
                failed(
                    _("%(one)s (%(first)s) and %(other)s (%(second)s) overlap.")
                    % {"one": left.name, "first": first, "other": right.name, "second": second}
                )
            )
    summary = ", ".join(f"{network.name} {cidr}" for network, cidr in blocks)
    return findings or [passed_with(summary, _("No subnets."))]


def gateways(picture):
    """The gateway of a subnet is an address of it, and is not given to anybody else."""
    findings = []
    for network, subnet in _subnets(picture):
        if not subnet.gateway:
            if network.plan.floating:
                findings.append(failed(_("%s has no gateway.") % network.name))
            continue
        gateway, cidr = ipaddress.ip_address(subnet.gateway), _cidr(subnet)
        if gateway not in cidr:
            findings.append(
                failed(
                    _("The gateway of %(network)s, %(gateway)s, is outside %(cidr)s.")
                    % {"network": network.name, "gateway": gateway, "cidr": cidr}
                )
            )
        elif any(first <= gateway <= last for first, last in _pools(subnet)):
            findings.append(
                failed(
                    _(
                        "The gateway of %(network)s, %(gateway)s, is in a pool of addresses that"
                        " Neutron gives out."
                    )
                    % {"network": network.name, "gateway": gateway}
                )
            )
        elif network.plan.floating and gateway != _lowest(cidr):
            findings.append(
                warned(
                    _(
                        "The gateway of %(network)s is %(gateway)s; the installation takes the"
                        " lowest address, %(lowest)s."
                    )
                    % {"network": network.name, "gateway": gateway, "lowest": _lowest(cidr)}
                )
            )
    checked = any(subnet.gateway for _network, subnet in _subnets(picture))
    return findings or [
        passed_with(checked and _("All gateways are within their subnets."), _("No gateways."))
    ]


def floating(picture):
    """The floating range lies within the external network, which Neutron knows to be external."""
    findings, summaries = [], []
    for network, subnet in _subnets(picture):
        if not network.plan.floating:
            continue
        cidr, pools = _cidr(subnet), _pools(subnet)
        summaries += [f"{network.name} {first} – {last}" for first, last in pools]
        if not pools:
            findings.append(
                failed(_("%s has no allocation pool for floating IP addresses.") % network.name)
            )
        for first, last in pools:
            if first not in cidr or last not in cidr:
                findings.append(
                    failed(
                        _("The range %(first)s to %(last)s is outside %(network)s (%(cidr)s).")
                        % {"first": first, "last": last, "network": network.name, "cidr": cidr}
                    )
                )
    return findings or [
        passed_with(", ".join(summaries), _("No network provides floating IP addresses."))
    ]


def enough(picture):
    """The network that servers boot from has an address for each of them."""
    nodes = len(picture.live.nodes)
    findings = []
    for network in _connected(picture):
        if not network.plan.boots or not network.subnets:
            continue
        size = sum(
            int(last) - int(first) + 1
            for subnet in network.subnets
            for first, last in _pools(subnet)
        )
        values = {"network": network.name, "size": size, "nodes": nodes}
        if size < nodes:
            findings.append(
                failed(_("%(network)s has only %(size)d addresses for %(nodes)d servers.") % values)
            )
        else:
            findings.append(
                passed(_("%(network)s has %(size)d addresses for %(nodes)d servers.") % values)
            )
    return findings or [unknown(_("No PXE boot network has a subnet."))]


def _connected(picture):
    return [network for network in picture.networks.values() if network.plan and network.actual]


def _subnets(picture):
    return [(network, subnet) for network in _connected(picture) for subnet in network.subnets]


def _cidr(subnet):
    return ipaddress.ip_network(subnet.cidr, strict=False)


def _pools(subnet):
    return [
        (ipaddress.ip_address(first), ipaddress.ip_address(last)) for first, last in subnet.pools
    ]


def _lowest(cidr):
    return cidr.network_address + (1 if cidr.num_addresses > 2 else 0)
