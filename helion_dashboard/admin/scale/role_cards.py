"""The roles of the overcloud and their servers, as the page Scale shows them."""

import collections
import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helion_dashboard.api.lifecycle import member_states
from helion_dashboard.api.lifecycle.roles import Member, Role
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.lists import Count


@dataclasses.dataclass(frozen=True)
class ServerSlot:
    """A server and its role."""

    role: Role
    member: Member

    @property
    def ident(self):
        """The server's name in requests: one that Nova has not created has no UUID yet."""
        return self.member.server or self.member.name


@dataclasses.dataclass(frozen=True)
class Selection:
    """Servers that a user selected, and names that belong to no server."""

    slots: tuple
    unknown: tuple

    @property
    def drains(self):
        """Whether there can be virtual machines on them."""
        return any(slot.role.kind == "compute" for slot in self.slots)


@dataclasses.dataclass(frozen=True)
class Row:
    """A server of a role; ``key`` is unique on the page."""

    key: str
    member: Member
    can_leave: bool
    can_be_replaced: bool

    @property
    def replace_url(self):
        """The page that replaces it, ``None`` if it cannot be replaced."""
        view = "horizon:admin:uc_scale:replace"
        return url_or_none(view, self.member.name) if self.can_be_replaced else None


@dataclasses.dataclass(frozen=True)
class Card:
    """A role.

    :ivar full: why it cannot get more servers, or empty
    :ivar smallest: why none of its servers can leave without a replacement, or empty
    """

    role: Role

    @property
    def rows(self):
        """A :class:`Row` for each server."""
        return [
            Row(
                key=f"{self.role.name}-{member.index}",
                member=member,
                can_leave=not self.smallest and member.state != "deleting",
                can_be_replaced=member.state != "deleting",
            )
            for member in self.role.members
        ]

    @property
    def full(self):
        most = self.role.maximum
        if most is None or self.role.count < most:
            return ""
        return _("At most %d servers") % most

    @property
    def smallest(self):
        fewest = self.role.minimum
        if self.role.count > fewest or not self.role.members:
            return ""
        return _("At least %d are needed: replace a server instead of removing it.") % fewest

    @property
    def shares(self):
        """``(look, number)`` of each part of the bar."""
        role = self.role
        missing = role.count - role.deployed - role.deploying - role.error
        return [
            ("ready", role.deployed),
            ("moving", role.deploying),
            ("failed", role.error),
            ("missing", max(0, missing)),
        ]

    @property
    def moving(self):
        """Whether it changes without anybody doing anything."""
        return any(member_states.member_state(member.state).moving for member in self.role.members)


def without_bound(selection):
    """``(selection, [(slot, reason), ...])``: those that may leave together, and the others.

    A role keeps its smallest number of servers: if too many of it are selected, all of them stay.
    """
    numbers = collections.Counter(slot.role.name for slot in selection.slots)
    leaving, staying = [], []
    for slot in selection.slots:
        fewest = slot.role.minimum
        if slot.role.count - numbers[slot.role.name] >= fewest:
            leaving.append(slot)
        else:
            reason = ngettext(
                "%(role)s keeps at least %(n)d server.",
                "%(role)s keeps at least %(n)d servers.",
                fewest,
            )
            staying.append((slot, reason % {"role": slot.role.title, "n": fewest}))
    return dataclasses.replace(selection, slots=tuple(leaving)), staying


def cards(roles):
    """A :class:`Card` for each role of :class:`~.lifecycle.roles.Roles`."""
    return [Card(role) for role in roles.roles]


def counts(roles):
    """Servers of all roles in one line: :class:`~.lists.Count` each."""
    names = [member.state for role in roles.roles for member in role.members]
    states = [member_states.member_state(name) for name in names]
    failed = sum(state.failed for state in states)
    moving = sum(state.moving for state in states)
    pieces = [Count(ngettext("%d server", "%d servers", len(states)) % len(states))]
    if failed:
        pieces.append(Count(ngettext("%d failed", "%d failed", failed) % failed))
    if moving:
        pieces.append(Count(ngettext("%d changing", "%d changing", moving) % moving))
    return pieces


def select(roles, idents):
    """The :class:`Selection` for names or UUIDs of servers, or UUIDs of their nodes."""
    by_ident = {}
    for role in roles.roles:
        for member in role.members:
            for ident in filter(None, (member.server, member.node, member.name)):
                by_ident[ident] = ServerSlot(role, member)
    slots = {by_ident[ident].ident: by_ident[ident] for ident in idents if ident in by_ident}
    unknown = [ident for ident in dict.fromkeys(idents) if ident not in by_ident]
    return Selection(tuple(slots.values()), tuple(unknown))
