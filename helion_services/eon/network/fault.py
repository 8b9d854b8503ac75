"""What is wrong with network properties: where, and in words."""

import dataclasses
from collections.abc import Callable, Iterable

DVS, OVSVAPP = PROFILES = ("dvs", "ovsvapp")
"""Distributed switches whose port groups today's Nova finds; HP's OVSvApp appliances."""


@dataclasses.dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    :ivar path: where, such as ``portGroups[1].vlan``
    :ivar text: a sentence for people
    :ivar rule: the name of the rule that is broken
    """

    path: str
    text: str
    rule: str


@dataclasses.dataclass(frozen=True)
class Rule:
    """A rule that network properties must keep.

    :ivar name: a word for programs
    :ivar where: the paths that it may be broken at, with ``[]`` for each of a list
    :ivar text: the sentence that is said where it is broken; ``{names}`` stand for values
    :ivar find: finds the places in a :class:`~helion_services.eon.network.document.Network` where
        it is broken: pairs of a path and the values
    :ivar profiles: where the rule holds
    """

    name: str
    where: tuple[str, ...]
    text: str
    find: Callable[[object], Iterable[tuple[str, dict]]]
    profiles: tuple[str, ...] = PROFILES

    def faults(self, network):
        """Yield a :class:`Fault` for each place where the rule is broken."""
        for path, values in self.find(network):
            yield Fault(path, self.text.format(**values), self.name)
