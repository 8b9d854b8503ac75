"""Rules of the network that the virtual machines are configured over."""

import ipaddress

from helion_services.eon.network.rule import OVSVAPP, Rule


def _missing(network):
    if network.conf_net is None:
        yield "esx_conf_net", {}


def _bad_cidr(network):
    net = network.conf_net
    if net and net.cidr and subnet(net.cidr) is None:
        yield f"{net.path}.cidr", {"cidr": net.cidr}


def _bad_address(network):
    for path, text in _addresses(network):
        if text and address(text) is None:
            yield path, {"text": text}


def _half_a_range(network):
    net = network.conf_net
    if net and bool(net.start) != bool(net.end):
        missing = "end_ip" if net.start else "start_ip"
        yield f"{net.path}.{missing}", {}


def _outside(network):
    net = network.conf_net
    cidr = net and subnet(net.cidr)
    for path, text in _addresses(network):
        ip = address(text)
        if cidr and ip and ip not in cidr:
            yield path, {"address": ip, "cidr": cidr}


def _backwards(network):
    net = network.conf_net
    start, end = (address(net.start), address(net.end)) if net else (None, None)
    if start and end and start.version == end.version and start > end:
        yield f"{net.path}.end_ip", {"start": start}


def _is_gateway(network):
    net = network.conf_net
    if net and net.start and net.start == net.gateway:
        yield f"{net.path}.start_ip", {}


def _unknown_group(network):
    net = network.conf_net
    names = {group.name for group in network.port_groups}
    if net and net.port_group and net.port_group not in names:
        yield f"{net.path}.portGroup", {"name": net.port_group}


def _not_connected(network):
    net = network.conf_net
    names = {group.name for group in network.port_groups}
    for vm in network.vms:
        if net and net.port_group in names and not vm.is_on({net.port_group}):
            yield f"{vm.path}.nics", {"name": net.port_group}


def _addresses(network):
    net = network.conf_net
    if net:
        for name, text in (
            ("start_ip", net.start),
            ("end_ip", net.end),
            ("gateway", net.gateway),
        ):
            yield f"{net.path}.{name}", text


def subnet(text):
    """The network of a CIDR, or None."""
    try:
        return ipaddress.ip_network(text, strict=False) if "/" in text else None
    except ValueError:
        return None


def address(text):
    """The IP address, or None."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


RULES = (
    Rule(
        "conf-needed",
        ("esx_conf_net",),
        "The configuration network of the virtual machines is required.",
        _missing,
        (OVSVAPP,),
    ),
    Rule(
        "conf-cidr",
        ("esx_conf_net.cidr",),
        "“{cidr}” is not a CIDR such as 10.20.18.0/23.",
        _bad_cidr,
    ),
    Rule(
        "conf-address",
        (
            "esx_conf_net.start_ip",
            "esx_conf_net.end_ip",
            "esx_conf_net.gateway",
        ),
        "“{text}” is not an IP address.",
        _bad_address,
    ),
    Rule(
        "conf-range",
        (
            "esx_conf_net.start_ip",
            "esx_conf_net.end_ip",
        ),
        "Enter both the first and the last address, or neither.",
        _half_a_range,
    ),
    Rule(
        "conf-inside",
        (
            "esx_conf_net.start_ip",
            "esx_conf_net.end_ip",
            "esx_conf_net.gateway",
        ),
        "{address} is not in {cidr}.",
        _outside,
    ),
    Rule(
        "conf-order",
        ("esx_conf_net.end_ip",),
        "The last address must not precede the first, {start}.",
        _backwards,
    ),
    Rule(
        "conf-gateway",
        ("esx_conf_net.start_ip",),
        "The first address must not be the gateway.",
        _is_gateway,
    ),
    Rule(
        "conf-port-group",
        ("esx_conf_net.portGroup",),
        "There is no port group named “{name}”.",
        _unknown_group,
    ),
    Rule(
        "conf-nic",
        ("vm_config.*.nics",),
        "The virtual machine requires a NIC on the configuration network “{name}”.",
        _not_connected,
    ),
)
