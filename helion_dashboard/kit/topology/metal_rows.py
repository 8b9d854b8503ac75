"""The rows of bare metal and all networks: most of what a picture of thousands takes to draw.

They are remembered as long as nothing of what they are drawn from is another: a page that is
refreshed, and rows that are opened in it, take a fraction then.
"""

import dataclasses
import threading

import cachetools
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.kit.topology import baremetal, networks, port_index, rows
from helion_dashboard.kit.topology.layout import Role
from helion_dashboard.kit.topology.rows import Row

RACK = gettext_lazy("Rack")

_MANY = 200  # nodes: fewer are drawn as quickly as they are looked up
# What is there once for all, and compared by being the same; the rest is small.
_LARGE = ("nodes", "nics", "bonds", "ports", "adapters", "servers")
_SMALL = ("networks", "subnets", "layers")

_lock = threading.Lock()
_latest = cachetools.LRUCache(4)


@dataclasses.dataclass(frozen=True)
class Metal:
    """What is drawn of bare metal; others may have the same: it must not be changed.

    :ivar networks: :class:`~.networks.MatchedNetwork` by id, in the order of drawing
    :ivar rows: :class:`~.rows.Row` by the role's id; ``None`` has the nodes of no role, if any
    """

    layout: object
    live: object
    networks: dict
    rows: dict

    def __contains__(self, row):
        return any(row is own for own in self.rows.values())

    def is_of(self, layout, live):
        """Whether it would be the same of these."""
        return (
            self.layout is layout
            and all(_same(getattr(self.live, name), getattr(live, name)) for name in _LARGE)
            and all(getattr(self.live, name) == getattr(live, name) for name in _SMALL)
        )


def of(layout, live):
    """The :class:`Metal` of a layout and a :class:`~.live.Live`."""
    if len(live.nodes) < _MANY:
        return _drawn(layout, live)
    key = (layout.id, translation.get_language(), id(live.nodes))
    with _lock:
        metal = _latest.get(key)
    if metal is None or not metal.is_of(layout, live):
        metal = _drawn(layout, live)
        with _lock:
            _latest[key] = metal
    return metal


def say_the_plan(drawn_rows, matched):
    """Wires that nobody could look at still say what is planned.

    :param matched: :class:`~.networks.MatchedNetwork` by id
    """
    for row in drawn_rows:
        for member in row.members or ():
            for wire in member.wires:
                plan = matched[wire.network].plan
                if plan:
                    wire.tagged = wire.tagged or plan.tagged
                    wire.nic = wire.nic or plan.port or ""


def _drawn(layout, live):
    matched = networks.match(layout, live)
    matched += networks.unplanned(matched, live, _attached(live))
    by_id = {network.id: network for network in matched}
    members = baremetal.by_role(layout, live, port_index.Index(live, matched))
    roles = {role.id: role for role in layout.roles}
    drawn = {
        ident: Row(roles[ident] if ident else _without_role(), str(RACK), of_role)
        for ident, of_role in members.items()
    }
    say_the_plan(drawn.values(), by_id)
    for row in drawn.values():
        row.sums = rows.sums(row, by_id)
    return Metal(layout, live, by_id, drawn)


def _same(large, other):
    return large is other or (not large and large == other)


def _without_role():
    return Role("other", _("No role"), "other", "ironic", ())


def _attached(live):
    """Ids of Neutron's networks that nodes of Ironic are on."""
    nodes = {node.uuid for node in live.nodes}
    servers = {node.instance_uuid for node in live.nodes if node.instance_uuid}
    macs = {nic.mac for nic in live.nics}
    return {
        port.network
        for port in live.ports
        if port.owner != "baremetal:none"
        and (port.host in nodes or port.device in servers or port.mac in macs)
    }
