"""What the page Scale shows of each role."""

import dataclasses

from django.utils.translation import gettext as _

from helion_dashboard.api.lifecycle import member_states
from helion_dashboard.api.lifecycle.roles import Role


@dataclasses.dataclass(frozen=True)
class Row:
    """A server of a role; ``key`` is unique on the page."""

    key: str
    member: object
    can_leave: bool
    can_be_replaced: bool


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
        """Whether it changes by itself."""
        return any(member_states.member_state(one.state).moving for one in self.role.members)


@dataclasses.dataclass(frozen=True)
class Totals:
    """The one line of what matters now."""

    servers: int
    failed: int
    moving: int


def cards(found):
    """A :class:`Card` for each role of :class:`~.lifecycle.roles.Roles`."""
    return [Card(role) for role in found.roles]


def totals(found):
    """The :class:`Totals` over all roles."""
    states = [member.state for role in found.roles for member in role.members]
    kinds = [member_states.member_state(state) for state in states]
    return Totals(
        servers=len(states),
        failed=sum(kind.failed for kind in kinds),
        moving=sum(kind.moving for kind in kinds),
    )
