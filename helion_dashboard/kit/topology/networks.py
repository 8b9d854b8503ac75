"""The networks of a layout as they are in Neutron."""

import dataclasses

from django.utils.translation import gettext as _

OK, MISSING, WRONG, UNKNOWN, EXTRA = "ok", "missing", "wrong", "unknown", "extra"
_EXTRA_COLOURS = 12


@dataclasses.dataclass(frozen=True)
class Found:
    """A network of the picture.

    :ivar plan: the layout's :class:`~.layout.Network`, ``None`` for one that it does not know
    :ivar here: Neutron's network, ``None`` if there is none
    :ivar state: ``ok``, ``missing``, ``wrong``, ``unknown`` or ``extra``
    """

    id: str
    plan: object
    here: object
    subnets: tuple = ()
    state: str = OK
    problem: str = ""

    @property
    def name(self):
        """What people call it."""
        return self.plan.name if self.plan else self.here.name or self.here.id

    @property
    def cidrs(self):
        """Its address ranges."""
        return tuple(subnet.cidr for subnet in self.subnets)


def match(layout, live):
    """A :class:`Found` for each network of the layout, in its order."""
    known = live.knows("neutron")
    by_name = {}
    for network in sorted(live.networks, key=lambda one: one.id):
        by_name.setdefault(network.name.casefold(), network)
    subnets = _by_network(live.subnets)
    return [_matched(plan, by_name, subnets, known) for plan in layout.networks]


def unplanned(found, live, attached):
    """A :class:`Found` for each network that servers are on though the layout has it not.

    :param attached: ids of Neutron's networks that servers are on
    """
    planned = {one.here.id for one in found if one.here}
    subnets = _by_network(live.subnets)
    return [
        Found(f"neutron:{network.id}", None, network, subnets.get(network.id, ()), EXTRA)
        for network in sorted(live.networks, key=lambda one: (one.name, one.id))
        if network.id in attached - planned
    ]


def described(found, place):
    """A network as the picture's data.

    :param place: its number among all, which gives colour and dash to one without a plan
    """
    plan, here = found.plan, found.here
    data = {
        "id": found.id,
        "name": found.name,
        "found": here.name if here else None,
        "neutron": here.id if here else None,
        "purpose": plan.purpose if plan else _("The layout does not have it."),
        "vlan_type": plan.vlan_type if plan else _vlan_type(here),
        "vlan": here.vlan if here else None,
        "cidr": ", ".join(found.cidrs) or None,
        "port": plan.ports if plan else None,
        "colour": plan.colour if plan else place % _EXTRA_COLOURS + 1,
        "dash": plan.dash if plan else f"3 {3 + place}",
        "region": plan.region if plan else None,
        "state": found.state,
        "problem": found.problem,
        "carries": [traffic.name for traffic in plan.carries] if plan else None,
    }
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def _by_network(subnets):
    found = {}
    for subnet in subnets:
        found.setdefault(subnet.network, []).append(subnet)
    return {key: tuple(sorted(some, key=lambda one: one.cidr)) for key, some in found.items()}


def _matched(plan, by_name, subnets, known):
    if not plan.neutron:
        return Found(plan.id, plan, None)  # it is none of Neutron's, such as Fibre Channel
    if not known:
        return Found(plan.id, plan, None, state=UNKNOWN)
    here = next((by_name[name] for name in plan.neutron if name in by_name), None)
    if here is None:
        said = _("Neutron has no network called %s.") % " / ".join(plan.neutron)
        return Found(plan.id, plan, None, state=MISSING, problem=said)
    problem = _problem(plan, here)
    return Found(plan.id, plan, here, subnets.get(here.id, ()), WRONG if problem else OK, problem)


def _problem(plan, here):
    if not here.up:
        return _("It is switched off in Neutron.")
    if plan.vlan and here.vlan != plan.vlan:
        have = here.vlan or _("none")
        return _("VLAN %(have)s in Neutron, %(want)s in the layout.") % {
            "have": have,
            "want": plan.vlan,
        }
    if plan.vlan_type == "tagged" and here.kind == "flat":
        return _("Untagged in Neutron, tagged in the layout.")
    return ""


def _vlan_type(here):
    return {"flat": "untagged", "vlan": "tagged"}.get(here.kind)
