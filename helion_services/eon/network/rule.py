"""Faults of network properties: where, and a message."""

import dataclasses
from collections.abc import Callable, Iterable

from helion_services.base.messages import Message

DVS, OVSVAPP = PROFILES = ("dvs", "ovsvapp")
"""Distributed switches whose port groups today's Nova finds; HP's OVSvApp appliances."""


@dataclasses.dataclass(frozen=True)
class Fault:
    """A fault.

    :ivar path: where, such as ``portGroups.1.vlan``
    :ivar message: a message whose code is the name of the broken rule after ``network-``
    """

    path: str
    message: Message

    @property
    def rule(self):
        """The name of the broken rule."""
        return self.message.code.removeprefix("network-")

    @property
    def text(self):
        """The English sentence."""
        return self.message.detail


@dataclasses.dataclass(frozen=True)
class Rule:
    """A rule of network properties.

    :ivar name: such as ``nic-device``
    :ivar where: the paths that it may be broken at, with ``*`` for each of a list
    :ivar text: the English template where it is broken, with ``{names}`` for values
    :ivar find: finds the places in a :class:`~helion_services.eon.network.document.Network` where
        it is broken: pairs of a path and the values
    :ivar profiles: the profiles in which it holds
    """

    name: str
    where: tuple[str, ...]
    text: str
    find: Callable[[object], Iterable[tuple[str, dict]]]
    profiles: tuple[str, ...] = PROFILES

    def faults(self, network):
        """Yield a :class:`Fault` for each place where the rule is broken."""
        for path, values in self.find(network):
            yield Fault(path, self.message(values))

    def message(self, values):
        """The message for a place with these values."""
        params = {
            name: value if isinstance(value, int | list) else str(value)
            for name, value in values.items()
        }
        return Message(f"network-{self.name}", self.text, **params)


def repeated(items, key):
    """Yield the items whose ``key(item)`` an earlier one has, if it is not empty."""
    earlier = set()
    for item in items:
        value = key(item)
        if value and value in earlier:
            yield item
        earlier.add(value)
