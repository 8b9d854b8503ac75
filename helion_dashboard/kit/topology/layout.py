"""A layout: networks, roles, and which role is on which network."""

import dataclasses

VLAN_TYPES = ("tagged", "untagged")
MEANS = ("bmc", "nic", "hba")
"""What connects a server: its management processor, a NIC, or a Fibre Channel adapter."""

SOURCES = ("nowhere", "ironic", "eon.vcenters", "eon.clusters", "eon.hosts", "eon.proxies")
"""Which service knows the servers of a role."""

KINDS = (
    *("controller", "compute", "object", "block", "proxy", "seed", "undercloud"),
    *("vcenter", "cluster", "host", "appliance", "other"),
)
COLOURS = 12
"""Places of the palette."""


@dataclasses.dataclass(frozen=True)
class Region:
    """A part of the cloud that has roles and networks of its own."""

    id: str
    title: str


@dataclasses.dataclass(frozen=True)
class Traffic:
    """A physical network that a logical one carries."""

    name: str
    purpose: str
    vlan_type: str | None
    port: str | None


@dataclasses.dataclass(frozen=True)
class Network:
    """A logical network.

    :ivar vlan_type: ``tagged``, ``untagged``, or ``None`` where the documents do not say
    :ivar port: the server port, such as ``eth0``; ``bond`` is its name where ports are bonded
    :ivar means: one of :data:`MEANS`
    :ivar colour: place in the palette, 1 to :data:`COLOURS`
    :ivar dash: of the line, as SVG's ``stroke-dasharray``
    :ivar region: id of the :class:`Region` it belongs to; ``None`` for one that all share
    :ivar boots: servers boot from it
    :ivar floating: floating addresses come from it
    :ivar private: neither shared nor external in Neutron
    :ivar neutron: what it may be called in Neutron, in lower case; the first that is there counts
    :ivar reserved: the name of the Neutron port that stands for a server which tags this network
        itself, with ``{server}``; ``None`` where servers always have a port of their own
    :ivar vlan: the VLAN it must have, or ``None`` for any
    :ivar carries: :class:`Traffic` of several kinds that share it
    """

    id: str
    name: str
    purpose: str
    vlan_type: str | None
    port: str | None
    means: str
    colour: int
    dash: str
    bond: str | None = None
    region: str | None = None
    boots: bool = False
    floating: bool = False
    private: bool = False
    neutron: tuple = ()
    reserved: str | None = None
    vlan: int | None = None
    carries: tuple = ()

    @property
    def tagged(self):
        """Whether servers see its tag."""
        return self.vlan_type == "tagged"

    @property
    def ports(self):
        """The server port in words: ``eth0 or bond0``."""
        return " or ".join(name for name in (self.port, self.bond) if name)


@dataclasses.dataclass(frozen=True)
class Attachment:
    """A role on a network; ``optional`` if a server may lack it."""

    network: str
    nic: str | None = None
    optional: bool = False


@dataclasses.dataclass(frozen=True)
class Role:
    """A role, with how its servers are told from others.

    :ivar kind: one of :data:`KINDS`
    :ivar source: one of :data:`SOURCES`
    :ivar servers: patterns of the names that Nova has for its servers
    :ivar profiles: values of Ironic's capability ``profile``
    :ivar resource_classes: Ironic's, of nodes that have neither
    """

    id: str
    title: str
    kind: str
    source: str
    networks: tuple
    region: str | None = None
    servers: tuple = ()
    profiles: tuple = ()
    resource_classes: tuple = ()


@dataclasses.dataclass(frozen=True)
class Layout:
    """Networks and roles, each in the order in which they are drawn."""

    id: str
    title: str
    networks: tuple
    roles: tuple
    regions: tuple = ()

    def network(self, ident):
        """The network with this id."""
        return next(network for network in self.networks if network.id == ident)

    @property
    def sources(self):
        """The services that know its servers."""
        return {role.source.partition(".")[0] for role in self.roles} - {"nowhere"}
