"""Domains, groups and role assignments as Keystone has them."""

import dataclasses

LDAP = "ldap"


@dataclasses.dataclass(frozen=True)
class Domain:
    """A domain of Keystone's.

    :ivar driver: ``ldap`` or ``sql``; empty: the one of Keystone's configuration file
    :ivar options: of the group ``ldap`` of its configuration; never the password
    """

    id: str
    name: str
    enabled: bool = True
    description: str = ""
    driver: str = ""
    options: dict = dataclasses.field(default_factory=dict)

    @property
    def has_directory(self):
        """Whether its users are in a directory."""
        return self.driver == LDAP

    @property
    def url(self):
        """Where the directory is."""
        return self.options.get("url", "")


@dataclasses.dataclass(frozen=True)
class Choice:
    """Something to select: a group, a role or a project."""

    id: str
    name: str


@dataclasses.dataclass(frozen=True)
class Assignment:
    """A role that a group or a user of a domain has.

    :ivar kind: ``group`` or ``user``
    :ivar actor: the group or user
    :ivar place: the project or domain; None: the system
    :ivar place_kind: ``project``, ``domain`` or ``system``
    :ivar inherited: whether it holds in the projects below ``place`` only
    """

    kind: str
    actor: Choice
    role: Choice
    place_kind: str
    place: Choice | None = None
    inherited: bool = False

    @property
    def id(self):
        """All that Keystone needs to take it away."""
        place = self.place.id if self.place else "all"
        inherited = "inherited" if self.inherited else ""
        return "|".join((self.actor.id, self.role.id, self.place_kind, place, inherited))

    @property
    def name(self):
        """What it is called."""
        return f"{self.actor.name}: {self.role.name}"
