"""The networks of a layout as they are in Neutron."""

import dataclasses
import operator

from django.utils.translation import gettext as _

OK, MISSING, WRONG, UNKNOWN, EXTRA = "ok", "missing", "wrong", "unknown", "extra"
_EXTRA_COLOURS = 12


@dataclasses.dataclass(frozen=True)
class MatchedNetwork:
    """A network of the picture.

    :ivar plan: the layout's :class:`~.layout.Network`, ``None`` for one that it does not know
    :ivar actual: Neutron's network, ``None`` if there is none
    :ivar state: ``ok``, ``missing``, ``wrong``, ``unknown`` or ``extra``
    """

    id: str
    plan: object
    actual: object
    subnets: tuple = ()
    state: str = OK
    problem: str = ""

    @property
    def name(self):
        """What people call it."""
        return self.plan.name if self.plan else self.actual.name or self.actual.id

    @property
    def cidrs(self):
        """Its address ranges."""
        return tuple(subnet.cidr for subnet in self.subnets)


def match(layout, live):
    """A :class:`MatchedNetwork` for each network of the layout, in its order."""
    available = live.knows("neutron")
    by_name = {}
    for network in sorted(live.networks, key=operator.attrgetter("id")):
        by_name.setdefault(network.name.casefold(), network)
    subnets = _by_network(live.subnets)
    return [_matched(plan, by_name, subnets, available) for plan in layout.networks]


def unplanned(matched, live, attached):
    """A :class:`MatchedNetwork` for each network that servers are on though the layout has it not.

    :param attached: ids of Neutron's networks that servers are on
    """
    planned = {network.actual.id for network in matched if network.actual}
    subnets = _by_network(live.subnets)
    return [
        MatchedNetwork(f"neutron:{network.id}", None, network, subnets.get(network.id, ()), EXTRA)
        for network in sorted(live.networks, key=operator.attrgetter("name", "id"))
        if network.id in attached - planned
    ]


def described(network, place):
    """A network as the picture's data.

    :param place: its number among all, which gives colour and dash to one without a plan
    """
    plan, actual = network.plan, network.actual
    data = {
        "id": network.id,
        "name": network.name,
        "neutron_name": actual.name if actual else None,
        "neutron": actual.id if actual else None,
        "purpose": plan.purpose if plan else _("Not in the layout."),
        "vlan_type": plan.vlan_type if plan else _vlan_type(actual),
        "vlan": actual.vlan if actual else None,
        "cidr": ", ".join(network.cidrs) or None,
        "port": plan.ports if plan else None,
        "colour": plan.colour if plan else place % _EXTRA_COLOURS + 1,
        "dash": plan.dash if plan else f"3 {3 + place}",
        "region": plan.region if plan else None,
        "state": network.state,
        "problem": network.problem,
        "carries": [traffic.name for traffic in plan.carries] if plan else None,
    }
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def _by_network(subnets):
    groups = {}
    for subnet in subnets:
        groups.setdefault(subnet.network, []).append(subnet)
    return {
        key: tuple(sorted(group, key=operator.attrgetter("cidr"))) for key, group in groups.items()
    }


def _matched(plan, by_name, subnets, available):
    if not plan.neutron:
        return MatchedNetwork(plan.id, plan, None)  # it is none of Neutron's, such as Fibre Channel
    if not available:
        return MatchedNetwork(plan.id, plan, None, state=UNKNOWN)
    actual = next((by_name[name] for name in plan.neutron if name in by_name), None)
    if actual is None:
        problem = _("Neutron has no network named %s.") % " / ".join(plan.neutron)
        return MatchedNetwork(plan.id, plan, None, state=MISSING, problem=problem)
    problem = _problem(plan, actual)
    return MatchedNetwork(
        plan.id, plan, actual, subnets.get(actual.id, ()), WRONG if problem else OK, problem
    )


def _problem(plan, actual):
    if not actual.up:
        return _("Administratively down in Neutron.")
    if plan.vlan and actual.vlan != plan.vlan:
        have = actual.vlan or _("none")
        return _("VLAN is %(have)s in Neutron but %(want)s in the layout.") % {
            "have": have,
            "want": plan.vlan,
        }
    if plan.vlan_type == "tagged" and actual.kind == "flat":
        return _("Untagged in Neutron but tagged in the layout.")
    return ""


def _vlan_type(actual):
    return {"flat": "untagged", "vlan": "tagged"}.get(actual.kind)
