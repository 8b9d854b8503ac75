"""Rows of the picture: a role with its servers, counted, and which of them are drawn singly."""

import collections
import copy
import dataclasses
import itertools
import json

from helion_dashboard.kit.topology import health, wires

SMALL = 60
"""A row of at most so many servers is open by itself, the smallest first: so many in all."""
FEW = 120
"""Where there are no more servers than this, all small rows are open by themselves."""
PAGE = 200
"""Servers of an opened row at once."""
SINGLES = 60
"""Servers drawn individually, in all closed rows together."""
_SINGLES_ROOM = 4_000  # bytes that rows which are open by themselves leave to these
_LINKS = {"ironic": "node", "eon.vcenters": "vcenter"}


@dataclasses.dataclass
class Row:
    """A role in the picture.

    :ivar role: the :class:`~.layout.Role`, or anything with its ``id``, ``title``, ``kind``,
        ``region`` and ``networks``
    :ivar group: what its servers stand in, in words
    :ivar members: :class:`~.members.Member` each; ``None`` where a service that knows them is down
    :ivar count: how many there are, where ``members`` are not all
    :ivar counted: data of the row, where it was counted by somebody else
    :ivar sums: the same, where it was counted already and has not changed since
    :ivar start: place of the first member among all
    :ivar turns: markers of pages, where ``members`` are one page of several
    :ivar unlisted: failed servers that are not among ``members``
    """

    role: object
    group: str
    members: list | None
    count: int | None = None
    counted: dict = dataclasses.field(default_factory=dict)
    sums: dict = dataclasses.field(default_factory=dict)
    start: int = 0
    turns: dict = dataclasses.field(default_factory=dict)
    unlisted: int = 0

    def __post_init__(self):
        if self.members is not None:
            self.members.sort(key=lambda member: member.order)
            if self.count is None:
                self.count = len(self.members)

    def copy(self):
        """The same row with servers of its own, which may be changed."""
        members = self.members
        if members is not None:
            members = [copy.copy(member) for member in members]
        return dataclasses.replace(self, members=members, sums={})

    def add(self, member):
        """Take another server in, at its place."""
        self.members.append(member)
        self.members.sort(key=lambda other: other.order)
        self.count += 1

    def remove(self, member):
        """Let a server go."""
        self.members.remove(member)
        self.count -= 1

    def is_requested(self, query):
        """Whether somebody wants its servers drawn one by one."""
        if self.role.id in query.opened:
            return True
        return bool(query.node) and any(member.id == query.node for member in self.members)


def described(rows, query, networks, room):
    """The rows as the picture's data.

    :param networks: :class:`~.networks.MatchedNetwork` by id
    :param room: bytes that they may take, as long as nobody asks for more
    """
    heads = {row.role.id: _head(row, networks) for row in rows}
    room -= sum(map(size, heads.values()))
    small = _small(rows, query, room - _SINGLES_ROOM)
    room -= sum(map(size, small.values()))
    requested = {
        row.role.id: _page(row, query)
        for row in rows
        if row.members is not None and row.role.id not in small and row.is_requested(query)
    }
    pages = {
        ident: page for ident, page in (small | requested).items() if ident not in query.closed
    }
    closed = [row for row in rows if row.role.id not in pages]
    # Where there are few servers, those that are open may have taken all of it.
    singles = _singles(closed, max(room, _SINGLES_ROOM))
    return [
        _without_empty(heads[row.role.id] | (pages.get(row.role.id) or _closed(row, singles)))
        for row in rows
    ]


def _small(rows, query, room):
    """The pages of the rows that are open initially, by their ids."""
    counted = [row for row in rows if row.members is not None]
    if sum(row.count for row in counted) <= FEW:
        room = None
    opened, total = {}, 0
    for row in sorted(counted, key=lambda row: row.count):
        total += row.count
        if row.count > SMALL or (room is not None and total > SMALL):
            break
        page = _page(row, query, small=True)
        if room is not None:
            room -= size(page)
            if room < 0:
                break
        opened[row.role.id] = page
    return opened


def _singles(closed, room):
    """Ids of the servers that are drawn singly in closed rows: the worst of all."""
    singles = [member for row in closed for member in row.members or () if member.single]
    singles.sort(key=lambda member: (member.weight, member.order))
    sizes = itertools.accumulate(size(member.shortly()) for member in singles[:SINGLES])
    return {member.id for member, total in zip(singles, sizes, strict=False) if total <= room}


def size(data):
    """Bytes of data as JSON."""
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def _head(row, networks):
    """What a row says of itself and of all its servers."""
    role = row.role
    data = {"id": role.id, "title": role.title, "kind": role.kind, "region": role.region}
    data |= {"group": row.group, "link": _LINKS.get(role.source), "nodes": []}
    if row.members is None:
        data |= {"state": "unknown", "attachments": _plan(role, networks)}
    else:
        data |= {"count": row.count, **(row.counted or row.sums or sums(row, networks))}
    return _without_empty(data)


def _closed(row, singles):
    """Those of its servers that are drawn singly, and how many more should be."""
    marked = [member for member in row.members or () if member.single]
    shown = [member.shortly() for member in marked if member.id in singles]
    return {"nodes": shown, "more": len(marked) - len(shown) + row.unlisted}


def sums(row, networks):
    """What a row says of its servers in numbers.

    :param networks: :class:`~.networks.MatchedNetwork` by id
    """
    changes = collections.Counter(member.change for member in row.members)
    healths = collections.Counter(member.health for member in row.members)
    return {
        "health": dict(healths),
        "moving": sum(1 for member in row.members if member.moving),
        "free": sum(1 for member in row.members if member.free),
        "attachments": attachments(row.role, networks, row.members),
        "added": changes["added"],
        "removed": changes["removed"],
    }


def attachments(role, networks, members):
    """How many servers are on each network, by the state of their wires."""
    counts = {}
    for member in members:
        for wire in member.wires:
            count = counts.setdefault(wire.network, collections.Counter())
            count[wire.state] += 1
            if wire.bound and wire.state == wires.PLANNED:
                count["bound"] += 1
    result = []
    for data in _plan(role, networks):
        count = counts.pop(data["network"], {})
        result.append(data | dict(count))
    order = {ident: place for place, ident in enumerate(networks)}
    for ident in sorted(counts, key=lambda network_id: order[network_id]):
        result.append({"network": ident} | dict(counts[ident]))
    return result


def _plan(role, networks):
    """The attachments of the plan, in the order of the networks."""
    by_network = {attachment.network: attachment for attachment in role.networks}
    result = []
    for ident, network in networks.items():
        attachment = by_network.get(ident)
        if attachment is None:
            continue
        data = {
            "network": ident,
            "tagged": network.plan.tagged,
            "nic": attachment.nic or network.plan.port,
            "optional": attachment.optional,
        }
        result.append({key: value for key, value in data.items() if value})
    return result


def _page(row, query, small=False):
    """The servers of an open row, or a page of them.

    :param small: whether it is open initially
    """
    shown = row.members
    if query.problems:
        shown = [
            candidate
            for candidate in shown
            if candidate.single or candidate.health == health.WARNING
        ]
    start = _start(shown, row.role.id, query)
    page = shown[start : start + PAGE]
    data = {"open": True, "fixed": small}
    data |= _with_shared_wires([member.described() for member in page])
    data["from"] = row.start + start
    if start + PAGE < len(shown):
        data["next"] = page[-1].id
    if start:
        data["previous"] = shown[start - PAGE - 1].id if start > PAGE else ""
    return data | row.turns


def _with_shared_wires(nodes):
    """Most servers of a row are wired alike: what they have in common is there once."""
    places, wirings = {}, []
    for node in nodes:
        if "wires" in node:
            key = json.dumps(node["wires"])
            if key not in places:
                places[key] = len(wirings)
                wirings.append(node["wires"])
            node["wires"] = places[key]
    return {"nodes": nodes, "wirings": wirings}


def _start(shown, ident, query):
    """Index of the first server of the page; page boundaries do not depend on the query."""
    places = {member.id: place for place, member in enumerate(shown)}
    if query.node in places:
        return places[query.node] // PAGE * PAGE
    marker = query.after.get(ident)
    return places[marker] + 1 if marker in places else 0


def _without_empty(data):
    kept = ("nodes", "count", "previous", "attachments")
    return {key: value for key, value in data.items() if value or key in kept}
