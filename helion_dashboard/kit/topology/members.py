"""The servers of a picture, whatever service knows them."""

import dataclasses

from helion_dashboard.kit.natural import natural
from helion_dashboard.kit.topology import health, wires

_BRIEF = 72  # characters of a problem where there is little room


@dataclasses.dataclass(slots=True)
class Member:
    """A server, cluster, host or vCenter of a row.

    :ivar group: what it stands in: a rack, cluster or vCenter
    :ivar unit: its place there, or empty
    :ivar state: in words; ``brief`` is what matters most of it
    :ivar link: which page it has, a key of the picture's ``links``, or empty for that of its row
    :ivar page: what stands for it in the address of that page, where it is not its id
    :ivar free: a node of bare metal without a server on it
    :ivar spare: NICs that carry no network of the picture
    :ivar change: what a plan does to it: ``added``, ``removed``, or empty
    """

    id: str
    name: str
    group: str = ""
    unit: str = ""
    health: str = health.UNKNOWN
    state: str = ""
    brief: str = ""
    problem: str = ""
    moving: bool = False
    server: str = ""
    link: str = ""
    page: str = ""
    parent: str = ""
    free: bool = False
    spare: int = 0
    change: str = ""
    wires: tuple = ()

    @property
    def single(self):
        """Whether it is drawn individually even in a closed row."""
        return (
            bool(self.change)
            or self.health == health.FAILED
            or any(wire.bad for wire in self.wires)
        )

    @property
    def order(self):
        """Where it stands in its row, whatever becomes of it."""
        return (natural(self.group), natural(self.unit), natural(self.name), self.id)

    @property
    def weight(self):
        """How bad it is; the lowest is the worst."""
        worst = min((wires.STATES.index(wire.state) for wire in self.wires), default=99)
        return (not self.change, health.HEALTHS.index(self.health), worst)

    def described(self, *, full=False):
        """As the picture's data, without what is empty.

        :param full: with all that is known of each wire
        """
        data = {"id": self.id, "name": self.name, "rack": self.group, "unit": self.unit}
        data |= {"health": self.health, "state": self.state, "moving": self.moving}
        data |= {"problem": self.problem, "server": self.server, "link": self.link}
        data |= {"page": self.page}
        data |= {"parent": self.parent, "spare": self.spare, "change": self.change}
        data["wires"] = [self._wire(wire, full) for wire in self.wires]
        return {key: value for key, value in data.items() if value}

    def shortly(self):
        """The same as briefly as it can be: for a server of a closed row.

        Of its wires only those are there that are not as planned.
        """
        data = {"id": self.id, "name": self.name, "rack": self.group, "unit": self.unit}
        data |= {"health": self.health, "state": self.brief or self.state, "moving": self.moving}
        data |= {"problem": _cut(self.problem), "parent": self.parent, "change": self.change}
        data |= {"link": self.link, "page": self.page}
        data["wires"] = [self._wire(wire, False) for wire in self.wires if wire.bad]
        return {key: value for key, value in data.items() if value}

    def _wire(self, wire, full):
        data = wire.described(full=full)
        if data.get("problem") and wire.problem == self.problem:
            del data["problem"]  # it is that of the server
        elif data.get("problem") and not full:
            data["problem"] = _cut(wire.problem)
        return data


def _cut(text):
    return text if len(text) <= _BRIEF else f"{text[: _BRIEF - 1]}…"
