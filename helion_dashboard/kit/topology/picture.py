"""The picture: a layout with what is there laid over it, as plain data for JSON."""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.kit.topology import (
    alarms,
    esx,
    esx_hosts,
    metal_rows,
    networks,
    rows,
    wires,
)
from helion_dashboard.kit.topology.members import Member
from helion_dashboard.kit.topology.query import NOTHING
from helion_dashboard.kit.topology.rows import Row

_VCENTER = gettext_lazy("vCenter")
_GROUPS = {
    "eon.hosts": gettext_lazy("Cluster"),
    "eon.vcenters": "",
    "eon.clusters": _VCENTER,
    "eon.proxies": _VCENTER,
}


_ROOM = 19_000  # bytes: who opens the page over a slow line looks at the sum first


@dataclasses.dataclass
class Picture:
    """All there is to draw, before it is decided what is shown of it.

    :ivar networks: :class:`~.networks.MatchedNetwork` by id, in the order of drawing
    :ivar rows: :class:`~.rows.Row` each
    """

    layout: object
    live: object
    networks: dict
    rows: list

    def find(self, ident):
        """``(row, member)`` with this id, or ``(None, None)``."""
        for row in self.rows:
            for member in row.members or ():
                if member.id == ident:
                    return row, member
        return None, None

    def only(self, source):
        """The picture with only the rows that ``source`` knows, and the networks of these."""
        shown = [row for row in self.rows if row.role.source.partition(".")[0] == source]
        shown = [row for row in shown if row.members is None or row.count]
        used = {attachment.network for row in shown for attachment in row.role.networks}
        carrying = {name: network for name, network in self.networks.items() if name in used}
        return Picture(self.layout, self.live, carrying, shown)

    def members(self):
        """``(row, member)`` of every server."""
        return [(row, member) for row in self.rows for member in row.members or ()]


def draw(layout, live, query=NOTHING, *, hosts=None):
    """The :class:`Picture` of a layout and a :class:`~.live.Live`.

    :param query: the :class:`~.query.Query`: rows and networks of other regions than its own are
        left out
    :param hosts: ``hosts(clusters)`` -> members of the hosts of ESX clusters, a list for each;
        without it hosts are only counted
    """
    metal = metal_rows.of(layout, live)
    drawn_rows = [_row(role, live, metal.rows, hosts, query) for role in layout.roles]
    if None in metal.rows:
        drawn_rows.append(metal.rows[None])
    region = query.region
    shown = {
        ident: network
        for ident, network in metal.networks.items()
        if _of(region, network.plan.region if network.plan else None)
    }
    drawn_rows = [row for row in drawn_rows if _of(region, row.role.region)]
    if region:
        drawn_rows = [row.copy() for row in drawn_rows]
        _drop_wires(drawn_rows, shown)
    metal_rows.say_the_plan((row for row in drawn_rows if row not in metal), shown)
    return Picture(layout, live, shown, drawn_rows)


def described(picture, query):
    """The picture as data; see the contributor's guide for its shape."""
    layout, live = picture.layout, picture.live
    data = {
        "layout": layout.id,
        "title": layout.title,
        "regions": [dataclasses.asdict(region) for region in layout.regions],
        "layers": [layer.described() for layer in _layers(layout, live)],
        "networks": [
            networks.described(network, place)
            for place, network in enumerate(picture.networks.values())
        ],
    }
    data["rows"] = rows.described(
        picture.rows, query, picture.networks, room=_ROOM - rows.size(data)
    )
    alarms.lay(data, picture)
    data["moving"] = any(row.get("moving") for row in data["rows"])
    if query.node and picture.find(query.node)[1]:
        data["focus"] = query.node
    return data


def _row(role, live, metal, hosts, query):
    group = str(_GROUPS.get(role.source, metal_rows.RACK))
    source = role.source.partition(".")[0]
    if source == "nowhere":
        return Row(role, group, [_unseen(role)])
    if not live.knows(source):
        return Row(role, group, None)
    if source == "ironic":
        return metal[role.id]
    if role.source == "eon.hosts":
        return esx_hosts.row(role, group, live.esx, hosts, query)
    return Row(role, group, esx.members(role, live.esx))


def _unseen(role):
    return Member(
        role.id,
        role.title,
        state=_("Not monitored."),
        wires=tuple(wires.Wire(attachment.network, wires.UNKNOWN) for attachment in role.networks),
    )


def _drop_wires(drawn_rows, shown):
    for row in drawn_rows:
        for member in row.members or ():
            member.wires = tuple(wire for wire in member.wires if wire.network in shown)


def _of(region, mine):
    return not region or mine in (None, region)


def _layers(layout, live):
    """The layers that this layout shows; EON's only where it has such servers."""
    shown = {"neutron", "nova", alarms.LAYER} | layout.sources
    return [layer for name, layer in live.layers.items() if name in shown]
