"""Rules about VLANs, MTU and who may use a network."""

import collections

from django.utils.translation import gettext as _

from helion_dashboard.kit.topology.planning.result import failed, passed_with, warned

_LEAST_MTU = 1500  # bytes, of Ethernet


def present(picture):
    """Every network of the layout is in Neutron, as the layout says."""
    planned = [
        planned_network for planned_network in picture.networks.values() if planned_network.plan
    ]
    findings = [
        failed(f"{network.name}: {network.problem}")
        for network in planned
        if network.state in ("missing", "wrong")
    ]
    return findings or [
        passed_with(
            ", ".join(network.name for network in planned if network.actual),
            _("The layout has no networks."),
        )
    ]


def vlans(picture):
    """Each tagged network has a VLAN of its own on the server port that it shares with others."""
    by_vlan = collections.defaultdict(list)
    for network in picture.networks.values():
        if network.plan and network.actual and network.actual.vlan:
            by_vlan[(network.plan.port, network.actual.vlan)].append(network.name)
    findings = [
        failed(
            _("%(names)s share VLAN %(vlan)d on the same port.")
            % {"names": ", ".join(names), "vlan": vlan}
        )
        for (_port, vlan), names in sorted(by_vlan.items(), key=str)
        if len(names) > 1
    ]
    summary = ", ".join(f"{names[0]} {vlan}" for (_port, vlan), names in by_vlan.items())
    return findings or [passed_with(summary, _("No tagged networks."))]


def mtu(picture):
    """The networks of one server port have one MTU, and not less than that of Ethernet."""
    by_port = collections.defaultdict(lambda: collections.defaultdict(list))
    findings = []
    for network in picture.networks.values():
        if (
            not (network.plan and network.actual and network.actual.mtu)
            or network.plan.means != "nic"
        ):
            continue
        by_port[network.plan.port or ""][network.actual.mtu].append(network.name)
        if network.actual.mtu < _LEAST_MTU:
            findings.append(
                failed(
                    _("The MTU of %(name)s is %(mtu)d.")
                    % {"name": network.name, "mtu": network.actual.mtu}
                )
            )
    for port, sizes in by_port.items():
        if len(sizes) > 1:
            summary = "; ".join(
                f"{size}: {', '.join(names)}" for size, names in sorted(sizes.items())
            )
            findings.append(
                warned(
                    _("On %(port)s: %(sizes)s") % {"port": port or _("all ports"), "sizes": summary}
                )
            )
    summary = ", ".join(str(size) for sizes in by_port.values() for size in sizes)
    return findings or [
        passed_with(summary and _("MTU %s") % summary, _("Neutron reports no MTU."))
    ]


def private(picture):
    """The service network is neither shared nor external: only trusted servers are on it."""
    findings, names = [], []
    for network in picture.networks.values():
        if not (network.plan and network.plan.private and network.actual):
            continue
        names.append(network.name)
        if network.actual.shared:
            findings.append(failed(_("%s is shared with all projects.") % network.name))
        if network.actual.external:
            findings.append(failed(_("%s is external in Neutron.") % network.name))
    return findings or [passed_with(", ".join(names), _("The layout has no private networks."))]
