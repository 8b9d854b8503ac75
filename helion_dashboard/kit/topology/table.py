"""A picture as tables: all that it says, for whoever does not see it."""

import dataclasses
from urllib.parse import quote

from django.utils.translation import gettext as _

from helion_dashboard.kit.topology import texts

_CHANGES = {"added": texts.TEXTS["isAdded"], "removed": texts.TEXTS["isRemoved"]}


@dataclasses.dataclass(frozen=True)
class Cell:
    """A wire, or some wires that are alike.

    :ivar state: a key of :data:`~.texts.WIRES`
    :ivar text: what the cell says
    :ivar title: why
    """

    state: str
    text: str
    title: str = ""


@dataclasses.dataclass(frozen=True)
class NodeLine:
    """A server: its data, its row's, and a list of :class:`Cell` for each network."""

    node: dict
    row: dict
    cells: tuple
    url: str = ""

    @property
    def health(self):
        """Its health in words."""
        return texts.HEALTH.get(self.node.get("health"), texts.HEALTH["unknown"])

    @property
    def change(self):
        """What a plan does to it, in words."""
        return _CHANGES.get(self.node.get("change"), "")


@dataclasses.dataclass(frozen=True)
class RowLine:
    """A row: its data, and a list of :class:`Cell` for each network."""

    row: dict
    cells: tuple

    @property
    def available(self):
        """Whether the service that knows its servers answered."""
        return self.row.get("state") != "unknown"

    @property
    def count(self):
        """How many servers it has, and how many free nodes, in words."""
        return texts.count(self.row)

    @property
    def healths(self):
        """``(look, text)`` for each health of its servers."""
        return [
            (name, _("%(n)d %(what)s") % {"n": number, "what": texts.HEALTH[name]})
            for name, number in self.row.get("health", {}).items()
        ]


@dataclasses.dataclass(frozen=True)
class Table:
    """The tables of a picture."""

    networks: tuple
    rows: tuple
    nodes: tuple
    more: int


def table(data):
    """The :class:`Table` of a picture's data."""
    networks = data["networks"]
    pages = data.get("links") or {}
    return Table(
        tuple(network | {"says": _says(network), "tag": _tag(network)} for network in networks),
        tuple(_row_line(row, networks) for row in data["rows"]),
        tuple(
            _node_line(node, row, networks, pages) for row in data["rows"] for node in row["nodes"]
        ),
        sum(row.get("more", 0) for row in data["rows"]),
    )


def wires_of(node, row):
    """The wires of a node of a picture's data, which its row may have for all that are alike."""
    node_wires = node.get("wires", ())
    return row["wirings"][node_wires] if isinstance(node_wires, int) else node_wires


def _says(network):
    return network.get("problem") or str(texts.NETWORKS[network["state"]])


def _tag(network):
    if network.get("vlan"):
        return str(network["vlan"])
    kind = network.get("vlan_type")
    return str(texts.TEXTS[kind]) if kind else ""


def _row_line(row, networks):
    counts = {attachment["network"]: attachment for attachment in row["attachments"]}
    return RowLine(row, tuple(_counted(counts.get(network["id"])) for network in networks))


def _counted(attachment):
    if attachment is None:
        return ()
    cells = [
        Cell(state, _("%(n)d %(what)s") % {"n": attachment[state], "what": words})
        for state, words in texts.WIRES.items()
        if attachment.get(state)
    ]
    if not cells:
        words = _("optional") if attachment.get("optional") else _("planned")
        return (Cell("planned", words),)
    return tuple(cells)


def _node_line(node, row, networks, pages):
    wires = {}
    for wire in wires_of(node, row):
        wires.setdefault(wire["network"], []).append(wire)
    if not row.get("open"):
        # Of a server in a closed row only what is not as planned is there.
        for attachment in row["attachments"]:
            if not attachment.get("optional") and set(attachment) & {
                "planned",
                "missing",
                "wrong_vlan",
                "down",
            }:
                wires.setdefault(
                    attachment["network"], [{"network": attachment["network"], "bound": True}]
                )
    cells = tuple(tuple(map(_wire, wires.get(net["id"], ()))) for net in networks)
    pattern = pages.get(node.get("link", row.get("link")))
    url = pattern.replace("ID", quote(node.get("page", node["id"]), safe="")) if pattern else ""
    return NodeLine(node, row, cells, url)


def _wire(wire):
    state = wire.get("state", "planned")
    words = texts.WIRES.get(state, texts.WIRES["unknown"])
    if state == "planned" and not wire.get("bound"):
        words = texts.TEXTS["idle"]
    if state == "planned" and wire.get("other"):
        words = _("%(state)s, on another port: %(port)s") % {
            "state": words,
            "port": wire.get("bond") or wire["nic"],
        }
    return Cell(state, str(words), wire.get("problem", ""))


@dataclasses.dataclass(frozen=True)
class WireLine:
    """A wire of a server: its data, its network's, and the :class:`Cell` that says how it is."""

    wire: dict
    network: dict
    cell: Cell


def wires(data):
    """A :class:`WireLine` for each wire of the only server in a picture's data."""
    networks = {network["id"]: network for network in data["networks"]}
    node = data["rows"][0]["nodes"][0]
    lines = []
    for wire in node.get("wires", ()):
        network = networks[wire["network"]]
        lines.append(WireLine(wire, network | {"tag": _tag(network)}, _wire(wire)))
    return tuple(lines)
