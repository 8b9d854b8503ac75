"""Arrays, CPGs, clusters and back ends, as small frozen dataclasses. Capacities are in MiB."""

import dataclasses
import datetime
import typing

from helion_dashboard.api import messages
from helion_dashboard.api.records import record, records
from helion_dashboard.api.states import lookup
from helion_dashboard.api.storage import states
from helion_dashboard.api.wire import moment


class Amount(typing.NamedTuple):
    """How much of a capacity is used, in GiB."""

    used: float
    total: float


@dataclasses.dataclass(frozen=True)
class System:
    """What an array says of itself."""

    name: str = ""
    model: str = ""
    serial: str = ""
    firmware: str = ""
    nodes: int = 0
    nodes_online: int = 0
    total_mib: int = 0
    free_mib: int = 0
    failed_mib: int = 0

    @property
    def usage(self):
        """The :class:`Amount` of the whole array."""
        return amount(self.total_mib - self.free_mib, self.total_mib)


@dataclasses.dataclass(frozen=True)
class CpgCounts:
    """How many CPGs an array has, and how many of them are registered."""

    on_array: int = 0
    registered: int = 0


@dataclasses.dataclass(frozen=True)
class Port:
    """A port of an array: ``position`` is ``node:slot:port``, ``address`` its WWN or IP address."""

    position: str
    protocol: str
    address: str = ""
    name: str = ""
    up: bool = False


@dataclasses.dataclass(frozen=True)
class StoreServ:
    """A registered array.

    :ivar device_type: ``fc`` or ``iscsi``
    :ivar read_at: when it was read last
    :ivar ca_pem: certificates to trust for it; empty for those of the system
    :ivar fingerprint: SHA-256 of the first of them
    """

    id: str
    name: str
    hostname: str = ""
    port: int = 8080
    username: str = ""
    san_ip: str = ""
    san_username: str = ""
    device_type: str = "fc"
    iscsi_ips: tuple = ()
    state: object = None
    state_reason: str = ""
    system: System = System()
    cpgs: CpgCounts = CpgCounts()
    ports: tuple = ()
    licences: tuple = ()
    ca_pem: str = ""
    fingerprint: str = ""
    read_at: datetime.datetime | None = None
    created_at: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Cpg:
    """A CPG of an array; ``backend`` is the name of the back end that has it."""

    id: str
    name: str
    storeserv_id: str
    storeserv: str
    status: object
    domain: str = ""
    health: str = ""
    raid: str = ""
    used_mib: int = 0
    total_mib: int = 0
    limit_mib: int | None = None
    free_mib: int = 0
    volumes: int = 0
    backend: str = ""
    backend_id: str = ""

    @property
    def usage(self):
        """Its :class:`Amount`, with what it may grow by."""
        return amount(self.used_mib, self.used_mib + self.free_mib)


@dataclasses.dataclass(frozen=True)
class VirtualIp:
    """A virtual IP address of a cluster, with the mask of its subnet."""

    address: str
    netmask: str = ""


@dataclasses.dataclass(frozen=True)
class StoreVirtual:
    """A registered StoreVirtual cluster; ``backend`` is the name of the back end that has it.

    :ivar hostname: its virtual IP address; ``subnet`` is the mask
    :ivar managers: how many its management group runs; None if nobody entered it
    :ivar modules: addresses of its storage systems
    :ivar read_at: when it was read last
    :ivar ca_pem: certificates to trust for it; empty for those of the system
    :ivar fingerprint: SHA-256 of the first of them
    """

    id: str
    name: str
    hostname: str = ""
    subnet: str = ""
    port: int = 8081
    ssh_port: int = 16022
    managers: int | None = None
    username: str = ""
    state: object = None
    state_reason: str = ""
    status: object = None
    backend: str = ""
    backend_id: str = ""
    module_count: int = 0
    modules: tuple = ()
    virtual_ips: tuple = ()
    total_mib: int = 0
    free_mib: int = 0
    api_version: str = ""
    ca_pem: str = ""
    fingerprint: str = ""
    read_at: datetime.datetime | None = None
    created_at: datetime.datetime | None = None

    @property
    def quorum(self):
        """How many managers must run: more than half."""
        return self.managers and self.managers // 2 + 1

    @property
    def has_even_managers(self):
        """Whether there is a half of the managers, which is not a majority."""
        return bool(self.managers) and self.managers % 2 == 0

    @property
    def usage(self):
        """Its :class:`Amount`."""
        return amount(self.total_mib - self.free_mib, self.total_mib)


@dataclasses.dataclass(frozen=True)
class Member:
    """A CPG or a cluster of a back end; ``section`` is its name in ``cinder.conf``.

    The array is that of a CPG; a cluster has none.
    """

    id: str
    name: str
    storeserv_id: str = ""
    storeserv: str = ""
    section: str = ""
    device_type: str = ""
    health: str = ""
    used_mib: int = 0
    free_mib: int = 0


@dataclasses.dataclass(frozen=True)
class Backend:
    """A back end of Cinder: a ``volume_backend_name`` with its members.

    :ivar options: further options of its sections, texts by their names
    """

    id: str
    name: str
    kind: str = ""
    members: tuple = ()
    options: dict = dataclasses.field(default_factory=dict)
    used_mib: int = 0
    free_mib: int = 0
    created_at: datetime.datetime | None = None

    @property
    def usage(self):
        """Its :class:`Amount`."""
        return amount(self.used_mib, self.used_mib + self.free_mib)


@dataclasses.dataclass(frozen=True)
class Configuration:
    """Cinder's configuration: ``sections`` as JSON, ``cinder_conf`` as a file."""

    sections: dict
    cinder_conf: str

    @property
    def backend_names(self):
        """The back ends whose sections these are."""
        names = (options.get("volume_backend_name") for options in self.sections.values())
        return sorted(set(filter(None, names)))

    def section(self, name):
        """The section ``name`` as ``cinder.conf`` has it, with the remark above it."""
        blocks = self.cinder_conf.split("\n\n")
        return next((block.strip() for block in blocks if f"[{name}]" in block.splitlines()), "")


def amount(used_mib, total_mib):
    """The :class:`Amount` of capacities in MiB."""
    return Amount(used_mib / 1024, total_mib / 1024)


def storeserv(body):
    """The :class:`StoreServ` from its JSON."""
    return record(
        StoreServ,
        body,
        iscsi_ips=tuple(body.get("iscsi_ips") or ()),
        state=lookup(states.ARRAY, body.get("state")),
        state_reason=messages.twin(body, "state_reason"),
        system=record(System, body.get("system") or {}),
        cpgs=record(CpgCounts, body.get("cpgs") or {}),
        ports=records(Port, body.get("ports")),
        licences=tuple(body.get("licences") or ()),
        read_at=moment(body.get("read_at")),
        created_at=moment(body.get("created_at")),
    )


def storevirtual(body):
    """The :class:`StoreVirtual` from its JSON."""
    return record(
        StoreVirtual,
        body,
        state=lookup(states.CLUSTER, body.get("state")),
        state_reason=messages.twin(body, "state_reason"),
        status=lookup(states.CPG, body.get("status")),
        modules=tuple(body.get("modules") or ()),
        virtual_ips=records(VirtualIp, body.get("virtual_ips")),
        read_at=moment(body.get("read_at")),
        created_at=moment(body.get("created_at")),
    )


def cpg(body):
    """The :class:`Cpg` from its JSON."""
    return record(Cpg, body, status=lookup(states.CPG, body.get("status")))


def backend(body):
    """The :class:`Backend` from its JSON."""
    return record(
        Backend,
        body,
        members=records(Member, body.get("members")),
        created_at=moment(body.get("created_at")),
    )


def configuration(body):
    """The :class:`Configuration` from its JSON."""
    return Configuration(body["configuration"], body["cinder_conf"])
