"""The picture: a layout with what is there laid over it, as plain data for JSON."""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.kit.topology import esx, esx_hosts, links, metal, networks, rows, wires
from helion_dashboard.kit.topology.asked import NOTHING
from helion_dashboard.kit.topology.layout import Role
from helion_dashboard.kit.topology.members import Member
from helion_dashboard.kit.topology.rows import Row

_RACK, _VCENTER = gettext_lazy("Rack"), gettext_lazy("vCenter")
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

    :ivar networks: :class:`~.networks.Found` by id, in the order of drawing
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
        shown = [row for row in self.rows if row.role.seen.partition(".")[0] == source]
        shown = [row for row in shown if row.members is None or row.count]
        used = {one.network for row in shown for one in row.role.networks}
        networks_ = {name: one for name, one in self.networks.items() if name in used}
        return Picture(self.layout, self.live, networks_, shown)

    def members(self):
        """``(row, member)`` of every server."""
        return [(row, member) for row in self.rows for member in row.members or ()]


def draw(layout, live, asked=NOTHING, *, hosts=None):
    """The :class:`Picture` of a layout and a :class:`~.live.Live`.

    :param asked: the :class:`~.asked.Asked`: rows and networks of other regions than its own are
        left out
    :param hosts: ``hosts(clusters)`` -> members of the hosts of ESX clusters, a list for each;
        without it hosts are only counted
    """
    found = networks.match(layout, live)
    found += networks.unplanned(found, live, _attached(live))
    index = links.Index(live, found)
    by_role = metal.by_role(layout, live, index)
    made = [_row(role, live, by_role, hosts, asked) for role in layout.roles]
    if by_role.get(None):
        made.append(Row(_without_role(), str(_RACK), by_role[None]))
    region = asked.region
    shown = {one.id: one for one in found if _of(region, one.plan.region if one.plan else None)}
    made = [row for row in made if _of(region, row.role.region)]
    if region:
        _drop_wires(made, shown)
    _say_the_plan(made, shown)
    return Picture(layout, live, shown, made)


def described(picture, asked):
    """The picture as data; see the contributor's guide for its shape."""
    layout, live = picture.layout, picture.live
    data = {
        "layout": layout.id,
        "title": layout.title,
        "regions": [dataclasses.asdict(region) for region in layout.regions],
        "layers": [_layer(layer) for layer in _layers(layout, live)],
        "networks": [
            networks.described(one, place) for place, one in enumerate(picture.networks.values())
        ],
    }
    data["rows"] = rows.described(
        picture.rows, asked, picture.networks, room=_ROOM - rows.size(data)
    )
    data["moving"] = any(row.get("moving") for row in data["rows"])
    if asked.node and picture.find(asked.node)[1]:
        data["focus"] = asked.node
    return data


def _row(role, live, by_role, hosts, asked):
    group = str(_GROUPS.get(role.seen, _RACK))
    source = role.seen.partition(".")[0]
    if source == "nowhere":
        return Row(role, group, [_unseen(role)])
    if not live.knows(source):
        return Row(role, group, None)
    if source == "ironic":
        return Row(role, group, by_role[role.id])
    if role.seen == "eon.hosts":
        return esx_hosts.row(role, group, live.esx, hosts, asked)
    return Row(role, group, esx.members(role, live.esx))


def _unseen(role):
    return Member(
        role.id,
        role.title,
        state=_("Nothing looks at it from here."),
        wires=tuple(wires.Wire(one.network, wires.UNKNOWN) for one in role.networks),
    )


def _without_role():
    return Role("other", _("Without a role"), "other", "ironic", ())


def _say_the_plan(made, found):
    """Wires that nobody could look at still say what is planned."""
    for row in made:
        for member in row.members or ():
            for wire in member.wires:
                plan = found[wire.network].plan
                if plan:
                    wire.tagged = wire.tagged or plan.tagged
                    wire.nic = wire.nic or plan.port or ""


def _drop_wires(made, shown):
    for row in made:
        for member in row.members or ():
            member.wires = tuple(wire for wire in member.wires if wire.network in shown)


def _of(region, mine):
    return not region or mine in (None, region)


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


def _layers(layout, live):
    """The layers that this layout shows; EON's only where it has such servers."""
    shown = {"neutron", "nova"} | layout.sources
    return [layer for name, layer in live.layers.items() if name in shown]


def _layer(layer):
    data = {"name": layer.name, "title": layer.title}
    data["state"] = "known" if layer.known else "unknown"
    return data | ({"reason": layer.reason} if layer.reason else {})
