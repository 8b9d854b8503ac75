"""The rules, in the order in which one plans a network."""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.kit.topology.planning import addresses, segments, servers
from helion_dashboard.kit.topology.planning.result import Outcome, unknown


@dataclasses.dataclass(frozen=True)
class Rule:
    """A rule.

    :ivar text: what it asks for, as the installation guide does
    :ivar needs: layers without which the result is unknown
    :ivar look: ``look(picture)`` -> :class:`~.result.Finding` list
    """

    id: str
    title: object
    text: object
    needs: tuple
    look: object


RULES = (
    Rule(
        "networks",
        gettext_lazy("Networks"),
        gettext_lazy("Every network of the layout exists, tagged or untagged as the layout says."),
        ("neutron",),
        segments.present,
    ),
    Rule(
        "vlan-unique",
        gettext_lazy("VLANs"),
        gettext_lazy("Each logical network has its own VLAN on the port that networks share."),
        ("neutron",),
        segments.vlans,
    ),
    Rule(
        "cidr-overlap",
        gettext_lazy("Address ranges"),
        gettext_lazy("Each logical network has its own IP subnet, and no two of them overlap."),
        ("neutron",),
        addresses.ranges,
    ),
    Rule(
        "gateway-inside",
        gettext_lazy("Gateways"),
        gettext_lazy(
            "A gateway is an address of its subnet that nothing else uses; on the external"
            " network it is the lowest one."
        ),
        ("neutron",),
        addresses.gateways,
    ),
    Rule(
        "floating-inside",
        gettext_lazy("Floating addresses"),
        gettext_lazy("The range of floating addresses lies within the external network."),
        ("neutron",),
        addresses.floating,
    ),
    Rule(
        "addresses-enough",
        gettext_lazy("Enough addresses"),
        gettext_lazy("The network that servers boot from has an address for each of them."),
        ("neutron", "ironic"),
        addresses.enough,
    ),
    Rule(
        "mtu",
        gettext_lazy("MTU"),
        gettext_lazy("Networks on one server port have the same MTU, of at least 1500 bytes."),
        ("neutron",),
        segments.mtu,
    ),
    Rule(
        "service-private",
        gettext_lazy("Service network"),
        gettext_lazy("The service network is neither shared nor external."),
        ("neutron",),
        segments.private,
    ),
    Rule(
        "nics-enough",
        gettext_lazy("NICs of servers"),
        gettext_lazy("Each server has one IPMI port, and the Ethernet ports that its role needs."),
        ("ironic",),
        servers.nics,
    ),
    Rule(
        "one-boots",
        gettext_lazy("Network boot"),
        gettext_lazy("Only one network interface of a server is enabled for network boot."),
        ("ironic",),
        servers.booting,
    ),
    Rule(
        "ipmi-reachable",
        gettext_lazy("IPMI and iLO"),
        gettext_lazy("The IPMI network is reachable from the management network."),
        ("ironic", "neutron"),
        servers.management_processors,
    ),
)


def check(picture):
    """An :class:`~.result.Outcome` of each rule."""
    return [_outcome(rule, picture) for rule in RULES]


def _outcome(rule, picture):
    lost = [picture.live.layers[name] for name in rule.needs if not picture.live.knows(name)]
    findings = [
        unknown(_("%(title)s: %(reason)s") % {"title": layer.title, "reason": layer.reason})
        for layer in lost
    ] or rule.look(picture)
    return Outcome(rule.id, str(rule.title), str(rule.text), tuple(findings))
