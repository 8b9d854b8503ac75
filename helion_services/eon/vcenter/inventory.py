"""The inventory of a vCenter: datacenters, clusters, hosts and datastores, read with one retrieval.

Each property is named. Whole summaries of hosts would take twenty times as long.
"""

import dataclasses

from pyVmomi import vim

from helion_services.eon import names
from helion_services.eon.vcenter import walk

_MIB = 1024**2
_GIB = 1024**3

_HOST = {
    "name": "name",
    "connection_state": "runtime.connectionState",
    "maintenance": "runtime.inMaintenanceMode",
    "power_state": "runtime.powerState",
    "version": "summary.config.product.version",
    "cores": "summary.hardware.numCpuCores",
    "mhz": "summary.hardware.cpuMhz",
    "memory": "summary.hardware.memorySize",
    "cpu_used": "summary.quickStats.overallCpuUsage",
    "memory_used": "summary.quickStats.overallMemoryUsage",
    "vms": "vm",
    "datastores": "datastore",
}
_CLUSTER = {
    "name": "name",
    "parent": "parent",
    "hosts": "host",
    "datastores": "datastore",
    "drs": "configurationEx.drsConfig.enabled",
    "ha": "configurationEx.dasConfig.enabled",
}
_DATASTORE = {
    "name": "name",
    "capacity": "summary.capacity",
    "free": "summary.freeSpace",
    "accessible": "summary.accessible",
    "maintenance": "summary.maintenanceMode",
}
_NAMED = {"name": "name", "parent": "parent"}
PROPERTIES = {
    vim.Datacenter: _NAMED,
    vim.Folder: {"parent": "parent"},
    vim.ClusterComputeResource: _CLUSTER,
    vim.HostSystem: _HOST,
    vim.Datastore: _DATASTORE,
    vim.Network: _NAMED,
    vim.DistributedVirtualSwitch: _NAMED
    | {
        "uplinks": "config.uplinkPortgroup",
        "groups": "portgroup",
    },
}
"""What is read: for each type our names and the paths of vSphere's."""

STRUCTURE = {
    vim.Datacenter: ("name",),
    vim.ClusterComputeResource: tuple(
        path for name, path in _CLUSTER.items() if name not in ("parent",)
    ),
    vim.HostSystem: ("name", "runtime.connectionState", "runtime.inMaintenanceMode"),
    vim.Network: ("name",),
}
"""What is waited for to change; usage changes all the time."""


@dataclasses.dataclass(frozen=True)
class Host:
    """An ESX host. CPU in MHz, memory in MiB; ``datastores`` are their moids.

    :ivar connection_state: ``connected``, ``disconnected`` or ``notResponding``
    :ivar vms: how many virtual machines are on it, running or not
    """

    moid: str
    name: str
    connection_state: str
    maintenance: bool
    power_state: str
    version: str | None
    cpu: int
    cpu_used: int
    memory: int
    memory_used: int
    vms: int
    datastores: tuple[str, ...]

    @property
    def is_connected(self):
        """Whether vCenter can use it at the moment."""
        return self.connection_state == "connected"


@dataclasses.dataclass(frozen=True)
class Datastore:
    """A datastore of a cluster. Sizes in GiB; ``shared``: all of its connected hosts have it.

    :ivar maintenance: whether it is in maintenance, or about to be: nothing new is put on it
    """

    moid: str
    name: str
    total: float
    free: float
    accessible: bool
    shared: bool
    maintenance: bool = False


@dataclasses.dataclass(frozen=True)
class Cluster:
    """A cluster. ``datacenter`` is the moid; ``drs`` and ``ha`` whether they are on."""

    moid: str
    name: str
    datacenter: str
    drs: bool
    ha: bool
    hosts: tuple[Host, ...]
    datastores: tuple[Datastore, ...]


@dataclasses.dataclass(frozen=True)
class PortGroup:
    """A network that virtual machines can be attached to.

    ``switch`` is the name of its distributed switch, None for a network of the hosts' own.
    """

    moid: str | None
    name: str
    switch: str | None


@dataclasses.dataclass(frozen=True)
class Datacenter:
    """A datacenter with its networks and the names of its distributed switches.

    ``networks`` are the names of ``port_groups``.
    """

    moid: str
    name: str
    networks: tuple[str, ...]
    switches: tuple[str, ...]
    port_groups: tuple[PortGroup, ...] = ()


@dataclasses.dataclass(frozen=True)
class Inventory:
    """All of a vCenter."""

    datacenters: tuple[Datacenter, ...]
    clusters: tuple[Cluster, ...]

    def cluster(self, moid):
        """The cluster of that moid, None if there is none."""
        return next((cluster for cluster in self.clusters if cluster.moid == moid), None)


def read(si):
    """The :class:`Inventory` of the vCenter of a pyVmomi ServiceInstance."""
    content = si.content
    paths = {kind: tuple(properties.values()) for kind, properties in PROPERTIES.items()}
    rows = _Retrieved(walk.retrieve(content.propertyCollector, content.rootFolder, paths))
    return Inventory(
        tuple(_datacenter(rows, moid) for moid in rows.of(vim.Datacenter)),
        tuple(
            cluster
            for moid in rows.of(vim.ClusterComputeResource)
            if (cluster := _cluster(rows, moid)) is not None
        ),
    )


class _Retrieved:
    """What was retrieved, by moid, with our names."""

    def __init__(self, retrieved):
        self._kinds = {}
        self._values = {}
        for managed, values in retrieved:
            kind = _kind(managed)
            if kind is None:
                continue
            properties = PROPERTIES[kind]
            self._kinds.setdefault(kind, []).append(managed._moId)
            self._values[managed._moId] = {
                name: values[path] for name, path in properties.items() if path in values
            }
            if "name" in values:
                self._values[managed._moId]["name"] = names.plain(values["name"])

    def of(self, kind):
        """The moids of a type, in vCenter's order."""
        return self._kinds.get(kind, [])

    def get(self, moid):
        """The values of an object; empty if it no longer exists."""
        return self._values.get(moid, {})

    def datacenter_of(self, moid):
        """The moid of the datacenter that an object is in, through any folders."""
        for _ in range(64):  # deeper than any folder goes
            parent = self.get(moid).get("parent")
            if parent is None:
                return None
            if isinstance(parent, vim.Datacenter):
                return parent._moId
            moid = parent._moId
        return None


def _kind(managed):
    return next((kind for kind in PROPERTIES if isinstance(managed, kind)), None)


def _datacenter(rows, moid):
    def within(kind):
        return [each for each in rows.of(kind) if rows.datacenter_of(each) == moid]

    def name_of(moid):
        return rows.get(moid).get("name", moid)

    switches = within(vim.DistributedVirtualSwitch)
    # No virtual machine can be attached to these.
    uplinks = {each._moId for switch in switches for each in rows.get(switch).get("uplinks", ())}
    owners = {
        each._moId: name_of(switch)
        for switch in switches
        for each in rows.get(switch).get("groups", ())
    }
    groups = sorted(
        (PortGroup(each, name_of(each), owners.get(each)) for each in within(vim.Network)),
        key=lambda group: (group.name, group.moid),
    )
    groups = tuple(group for group in groups if group.moid not in uplinks)
    return Datacenter(
        moid,
        name_of(moid),
        tuple(group.name for group in groups),
        tuple(sorted(map(name_of, switches))),
        groups,
    )


def _cluster(rows, moid):
    values = rows.get(moid)
    datacenter = rows.datacenter_of(moid)
    if datacenter is None:  # it goes away just now
        return None
    hosts = tuple(
        _host(managed._moId, rows.get(managed._moId))
        for managed in values.get("hosts", ())
        if rows.get(managed._moId)
    )
    connected = [set(host.datastores) for host in hosts if host.is_connected]
    shared = set.intersection(*connected) if connected else set()
    return Cluster(
        moid,
        values.get("name", moid),
        datacenter,
        bool(values.get("drs")),
        bool(values.get("ha")),
        hosts,
        tuple(
            _datastore(managed._moId, rows.get(managed._moId), managed._moId in shared)
            for managed in values.get("datastores", ())
            if rows.get(managed._moId)
        ),
    )


def _host(moid, values):
    return Host(
        moid,
        values.get("name", moid),
        str(values.get("connection_state", "notResponding")),
        bool(values.get("maintenance")),
        str(values.get("power_state", "unknown")),
        values.get("version"),
        int(values.get("cores") or 0) * int(values.get("mhz") or 0),
        int(values.get("cpu_used") or 0),
        int(values.get("memory") or 0) // _MIB,
        int(values.get("memory_used") or 0),
        len(values.get("vms", ())),
        tuple(managed._moId for managed in values.get("datastores", ())),
    )


def _datastore(moid, values, shared):
    return Datastore(
        moid,
        values.get("name", moid),
        round(int(values.get("capacity") or 0) / _GIB, 1),
        round(int(values.get("free") or 0) / _GIB, 1),
        bool(values.get("accessible")),
        shared,
        values.get("maintenance", "normal") != "normal",
    )
