"""Rows of the picture: a role with its servers, counted, and which of them are drawn singly."""

import collections
import dataclasses
import itertools
import json

from helion_dashboard.widgets.topology import health, wires

SMALL = 60
"""A row of at most so many servers is open by itself."""
PAGE = 200
"""Servers of an opened row at once."""
SINGLES = 60
"""Servers that are drawn singly, in all closed rows together."""
_ROOM = 15_000
"""Bytes that these may take: who opens the page over a slow line looks at the sum first."""
_LINKS = {"ironic": "node", "eon.vcenters": "vcenter"}


@dataclasses.dataclass
class Row:
    """A role in the picture.

    :ivar role: the :class:`~.layout.Role`, or anything with its ``id``, ``title``, ``kind``,
        ``region`` and ``networks``
    :ivar group: what its servers stand in, in words
    :ivar members: :class:`~.members.Member` each; ``None`` where a service that knows them is down
    :ivar count: how many there are, where not all of ``members`` were asked for
    :ivar counted: data of the row, where it was counted by somebody else
    :ivar start: place of the first member among all
    :ivar turns: markers of pages, where ``members`` are one page of several
    :ivar unlisted: failed servers that are not among ``members``
    """

    role: object
    group: str
    members: list | None
    count: int | None = None
    counted: dict = dataclasses.field(default_factory=dict)
    start: int = 0
    turns: dict = dataclasses.field(default_factory=dict)
    unlisted: int = 0

    def __post_init__(self):
        if self.members is not None:
            self.members.sort(key=lambda member: member.order)
            if self.count is None:
                self.count = len(self.members)

    def add(self, member):
        """Take another server in, at its place."""
        self.members.append(member)
        self.members.sort(key=lambda one: one.order)
        self.count += 1

    def remove(self, member):
        """Let a server go."""
        self.members.remove(member)
        self.count -= 1

    def is_open(self, asked):
        """Whether its servers are drawn one by one."""
        if self.role.id in asked.closed:
            return False
        if self.role.id in asked.opened or self.count <= SMALL:
            return True
        return bool(asked.node) and any(one.id == asked.node for one in self.members)


def described(rows, asked, networks):
    """The rows as the picture's data.

    :param networks: :class:`~.networks.Found` by id
    """
    budget = _singles(rows, asked)
    return [_row(row, asked, networks, budget) for row in rows]


def _singles(rows, asked):
    """Ids of the servers that are drawn singly in closed rows: the worst of all."""
    found = [
        member
        for row in rows
        if row.members is not None and not row.is_open(asked)
        for member in row.members
        if member.single
    ]
    found.sort(key=lambda member: (member.weight, member.order))
    sizes = itertools.accumulate(_size(member) for member in found[:SINGLES])
    return {member.id for member, size in zip(found, sizes, strict=False) if size <= _ROOM}


def _size(member):
    return len(json.dumps(member.shortly(), ensure_ascii=False).encode())


def _row(row, asked, networks, budget):
    role = row.role
    data = {"id": role.id, "title": role.title, "kind": role.kind, "region": role.region}
    data |= {"group": row.group, "link": _LINKS.get(role.seen)}
    if row.members is None:
        return _without_empty(
            data | {"state": "unknown", "attachments": _plan(role, networks), "nodes": []}
        )
    data |= {"count": row.count, **_counted(row, networks)}
    if row.is_open(asked):
        data |= _page(row, asked)
    else:
        singles = [member for member in row.members if member.id in budget]
        shown = [one.shortly() for one in singles]
        more = sum(1 for member in row.members if member.single) - len(singles)
        data |= {"nodes": shown, "more": more + row.unlisted}
    return _without_empty(data)


def _counted(row, networks):
    if row.counted:
        return row.counted
    changes = collections.Counter(member.change for member in row.members)
    healths = collections.Counter(member.health for member in row.members)
    return {
        "health": dict(healths),
        "moving": sum(1 for member in row.members if member.moving),
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
    found = []
    for data in _plan(role, networks):
        count = counts.pop(data["network"], {})
        found.append(data | dict(count))
    order = {ident: place for place, ident in enumerate(networks)}
    for ident in sorted(counts, key=lambda one: order[one]):
        found.append({"network": ident} | dict(counts[ident]))
    return found


def _plan(role, networks):
    """The attachments of the plan, in the order of the networks."""
    by_network = {attachment.network: attachment for attachment in role.networks}
    found = []
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
        found.append({key: value for key, value in data.items() if value})
    return found


def _page(row, asked):
    shown = row.members
    if asked.problems:
        shown = [one for one in shown if one.single or one.health == health.WARNING]
    start = _start(shown, row.role.id, asked)
    page = shown[start : start + PAGE]
    data = {"open": True, "fixed": row.count <= SMALL}
    data["nodes"] = [member.described() for member in page]
    data["from"] = row.start + start
    if start + PAGE < len(shown):
        data["next"] = page[-1].id
    if start:
        data["previous"] = shown[start - PAGE - 1].id if start > PAGE else ""
    return data | row.turns


def _start(shown, ident, asked):
    """Index of the first server of the page; pages do not move with what is asked for."""
    places = {member.id: place for place, member in enumerate(shown)}
    if asked.node in places:
        return places[asked.node] // PAGE * PAGE
    marker = asked.after.get(ident)
    return places[marker] + 1 if marker in places else 0


def _without_empty(data):
    kept = ("nodes", "count", "previous", "attachments")
    return {key: value for key, value in data.items() if value or key in kept}
