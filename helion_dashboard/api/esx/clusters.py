"""Clusters of a vCenter, with their hosts and datastores, and what Nova has of them."""

import dataclasses

from helion_dashboard.api import messages
from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.api.operations.records import Failure, failure
from helion_dashboard.api.records import record, records


@dataclasses.dataclass(frozen=True)
class Datacenter:
    """A datacenter; ``networks`` and ``switches`` are names."""

    moid: str
    name: str
    networks: tuple = ()
    switches: tuple = ()


@dataclasses.dataclass(frozen=True)
class Usage:
    """How much there is, and how much of it is used: MHz, MiB or GiB."""

    total: float = 0
    used: float = 0
    free: float = 0


@dataclasses.dataclass(frozen=True)
class HostCounts:
    """How many hosts a cluster has."""

    total: int = 0
    connected: int = 0
    maintenance: int = 0


@dataclasses.dataclass(frozen=True)
class Host:
    """An ESX host; ``cpu`` and ``memory`` are :class:`Usage` or ``None``.

    :ivar cluster: the moid of its cluster; lists of one cluster leave it out
    """

    moid: str
    name: str
    cluster: str = ""
    connection_state: str = ""
    maintenance: bool = False
    power_state: str = ""
    vms: int = 0
    cpu: Usage | None = None
    memory: Usage | None = None
    version: str = ""

    @property
    def connected(self):
        """Whether its vCenter reaches it."""
        return self.connection_state == "connected"

    @property
    def fit(self):
        """Whether it can do its work."""
        return self.connected and not self.maintenance


@dataclasses.dataclass(frozen=True)
class Nic:
    """A physical NIC.

    :ivar speed: of its link in Mbit/s, ``None`` without one
    :ivar switch: the switch that has it, or ``None``
    """

    device: str
    mac: str | None = None
    speed: int | None = None
    switch: str | None = None


@dataclasses.dataclass(frozen=True)
class HostNics:
    """A host with its :class:`Nic` list."""

    moid: str
    name: str
    nics: tuple = ()


@dataclasses.dataclass(frozen=True)
class Datastore:
    """A datastore; ``total`` and ``free`` in GiB."""

    moid: str
    name: str
    total: float = 0
    free: float = 0
    accessible: bool = True
    shared: bool = False

    @property
    def usage(self):
        """The same as :class:`Usage`."""
        return Usage(self.total, self.total - self.free, self.free)


@dataclasses.dataclass(frozen=True)
class Cluster:
    """A cluster, imported or not.

    :ivar moid: its managed object id, such as ``domain-c21``
    :ivar resource: its id once it is imported, or ``None``
    :ivar state: a key of :data:`~.esx.states.CLUSTER`
    :ivar error: the :class:`~.operations.Failure` of the last operation, until the next one begins
    :ivar gone: it no longer exists in vCenter
    :ivar vcenter: the id of its vCenter; ``vcenter_name`` only in an inventory of all of them
    :ivar drs: whether DRS is on; ``ha`` likewise
    :ivar cpu: :class:`Usage` in MHz, ``memory`` in MiB, ``disk`` in GiB
    :ivar obstacles: sentences: what keeps it from being activated
    :ivar host_list: :class:`Host` each, and ``datastores``; lists of clusters leave them out
    """

    moid: str
    name: str
    datacenter: Datacenter
    resource: str | None = None
    state: str = esx_states.NOT_IMPORTED
    error: Failure | None = None
    operation_id: str | None = None
    gone: bool = False
    drs: bool = False
    ha: bool = False
    hosts: HostCounts = HostCounts()
    vms: int = 0
    cpu: Usage = Usage()
    memory: Usage = Usage()
    disk: Usage = Usage()
    obstacles: tuple = ()
    host_list: tuple = ()
    datastores: tuple = ()
    vcenter: str = ""
    vcenter_name: str = ""

    @property
    def id(self):
        """Unique over all vCenters: as Nova calls its compute host."""
        return f"{self.moid}.{self.vcenter}"

    @property
    def active(self):
        """Whether it is a compute host of the overcloud."""
        return self.state == esx_states.ACTIVATED

    @property
    def moving(self):
        """Whether it changes without anybody doing anything."""
        return esx_states.cluster_state(self.state).moving


@dataclasses.dataclass(frozen=True)
class Clusters:
    """All clusters that a vCenter has, and its datacenters."""

    datacenters: tuple
    clusters: tuple


@dataclasses.dataclass(frozen=True)
class Resource:
    """An imported cluster, as EON's interface has it.

    :ivar vcenter: the id of its vCenter
    :ivar moid: its managed object id there
    :ivar network: its network properties as JSON text, or empty
    """

    id: str
    name: str
    state: str
    vcenter: str
    moid: str = ""
    network: str = ""
    error: Failure | None = None
    operation_id: str | None = None
    hypervisor: str = ""

    @property
    def moving(self):
        """Whether it changes without anybody doing anything."""
        return esx_states.cluster_state(self.state).moving


@dataclasses.dataclass(frozen=True)
class Server:
    """A virtual machine on a hypervisor."""

    id: str
    name: str
    status: str = ""
    project_id: str = ""


@dataclasses.dataclass(frozen=True)
class Hypervisor:
    """What Nova has of a cluster.

    :ivar host: the compute host's name, which it has or would have
    :ivar exists: whether Nova has such a hypervisor
    :ivar state: ``up`` or ``down``; ``status`` is ``enabled`` or ``disabled``
    :ivar servers: :class:`Server` each; ``more`` says that there are further ones
    :ivar region: of that Nova, empty if the session's Keystone does not have it
    """

    host: str
    exists: bool = False
    id: str = ""
    hypervisor_hostname: str = ""
    state: str = ""
    status: str = ""
    disabled_reason: str = ""
    servers: tuple = ()
    more: bool = False
    region: str = ""


def clusters(body, vcenter):
    """The :class:`Clusters` of a vCenter, whose id is ``vcenter``."""
    return Clusters(
        tuple(_datacenter(item) for item in body.get("datacenters") or ()),
        tuple(cluster(item, vcenter) for item in body["clusters"]),
    )


def cluster(body, vcenter):
    """A :class:`Cluster` of a vCenter, whose id is ``vcenter``."""
    hosts = body.get("hosts") or {}
    return record(
        Cluster,
        body,
        datacenter=_datacenter(body["datacenter"]),
        error=failure(body.get("error")),
        hosts=record(HostCounts, hosts),
        **{name: record(Usage, body.get(name) or {}) for name in ("cpu", "memory", "disk")},
        obstacles=tuple(messages.twins(body.get("obstacles"), body.get("obstacle_facts"))),
        host_list=tuple(_host(item) for item in hosts.get("list") or ()),
        datastores=records(Datastore, body.get("datastores")),
        vcenter=vcenter,
    )


def hosts(body):
    """A list of :class:`Host`."""
    return [_host(item) for item in body["hosts"]]


def nics(body):
    """A tuple of :class:`HostNics`."""
    return tuple(
        record(HostNics, item, nics=records(Nic, item.get("nics"))) for item in body["hosts"]
    )


def resource(body):
    """The :class:`Resource` from its JSON."""
    kept = {datum["name"]: datum.get("value") for datum in body.get("meta_data") or ()}
    return record(
        Resource,
        body,
        vcenter=body["resource_mgr_id"],
        moid=kept.get("cluster_moid") or "",
        network=kept.get("network_properties") or "",
        error=failure(body.get("error")),
    )


def hypervisor(body):
    """The :class:`Hypervisor` from its JSON."""
    content = body.get("hypervisor") or {}
    return record(
        Hypervisor,
        content,
        host=body["host"],
        exists=bool(content),
        servers=records(Server, body.get("servers")),
        more=bool(body.get("more")),
    )


def _datacenter(body):
    names = {name: tuple(body.get(name) or ()) for name in ("networks", "switches")}
    return record(Datacenter, body, **names)


def _host(body):
    return record(Host, body, **{name: _usage(body.get(name)) for name in ("cpu", "memory")})


def _usage(amounts):
    return record(Usage, amounts) if isinstance(amounts, dict) else None
