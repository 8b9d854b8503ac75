"""Servers of the overcloud, found by what they are called."""

import dataclasses

from helion_dashboard.api.lifecycle.roles import Member, Role


@dataclasses.dataclass(frozen=True)
class Place:
    """A server and its role."""

    role: Role
    member: Member

    @property
    def ident(self):
        """What the service knows it by: a server that was not made has no UUID yet."""
        return self.member.server or self.member.name


@dataclasses.dataclass(frozen=True)
class Found:
    """Servers that were looked for, and what is none."""

    places: tuple
    unknown: tuple

    @property
    def drains(self):
        """Whether there can be virtual machines on them."""
        return any(place.role.kind == "compute" for place in self.places)


def find(roles, idents):
    """The :class:`Found` for names or UUIDs of servers, or UUIDs of the nodes that they are on."""
    by_ident = {}
    for role in roles.roles:
        for member in role.members:
            for ident in filter(None, (member.server, member.node, member.name)):
                by_ident[ident] = Place(role, member)
    places = {by_ident[ident].ident: by_ident[ident] for ident in idents if ident in by_ident}
    unknown = [ident for ident in dict.fromkeys(idents) if ident not in by_ident]
    return Found(tuple(places.values()), tuple(unknown))
