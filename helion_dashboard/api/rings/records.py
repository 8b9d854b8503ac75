"""Rings, storage servers and their devices, as small frozen dataclasses. Sizes are in bytes."""

import dataclasses

from helion_dashboard.api import messages
from helion_dashboard.api.lifecycle.plans import Check
from helion_dashboard.api.operations.states import CHECK
from helion_dashboard.api.rings import states
from helion_dashboard.api.states import lookup

_RESULTS = {"ok": "pass", "warning": "warn", "error": "block"}


@dataclasses.dataclass(frozen=True)
class Share:
    """What a device has in a ring.

    :ivar id: its number there
    :ivar parts: that the ring gives it now
    :ivar target: that its weight asks for
    """

    ring: str
    id: int
    weight: float
    parts: int
    target: int


@dataclasses.dataclass(frozen=True)
class Device:
    """A disk of a server, in the rings that name it.

    :ivar server: the server's address
    :ivar shares: :class:`Share` each, in the order of the rings' names
    :ivar mounted: None if the server does not answer
    """

    server: str
    device: str
    region: int
    zone: int
    shares: tuple = ()
    mounted: bool | None = None
    size: int | None = None
    used: int | None = None

    @property
    def id(self):
        """Server and device."""
        return f"{self.server}/{self.device}"

    @property
    def name(self):
        """The same, as it is called."""
        return self.id

    @property
    def place(self):
        """Region and zone in short."""
        return f"r{self.region}z{self.zone}"

    @property
    def weight(self):
        """The largest of its weights."""
        return max((share.weight for share in self.shares), default=0)

    @property
    def parts(self):
        """Its parts in all rings."""
        return sum(share.parts for share in self.shares)

    @property
    def target(self):
        """The parts in all rings that its weights ask for."""
        return sum(share.target for share in self.shares)

    @property
    def state(self):
        """Its :class:`~helion_dashboard.api.states.State`."""
        if self.mounted is False:
            return states.DEVICE["unmounted"]
        if not self.weight:
            return states.DEVICE["changed" if self.parts else "drained"]
        return states.DEVICE["unknown" if self.mounted is None else "active"]


@dataclasses.dataclass(frozen=True)
class Server:
    """A storage server.

    :ivar answers: whether its recon does
    :ivar copies: ``{ring: state of its copy}``: ``current``, ``old`` or ``unknown``
    :ivar devices: :class:`Device` each
    """

    id: str
    answers: bool
    copies: dict
    devices: tuple = ()

    @property
    def name(self):
        """Its address."""
        return self.id

    @property
    def place(self):
        """Regions and zones of its devices in short."""
        return ", ".join(sorted({device.place for device in self.devices}))

    @property
    def old(self):
        """The rings whose copy is old."""
        return tuple(name for name, state in self.copies.items() if state == "old")

    @property
    def state(self):
        """Its :class:`~helion_dashboard.api.states.State`."""
        if not self.answers:
            return states.SERVER["silent"]
        return states.SERVER["old" if self.old else "up"]

    @property
    def parts(self):
        """The parts of all its devices."""
        return sum(device.parts for device in self.devices)

    @property
    def target(self):
        """The parts that the weights of its devices ask for."""
        return sum(device.target for device in self.devices)

    @property
    def size(self):
        """Of all its disks; None if none is known."""
        return _total(device.size for device in self.devices)

    @property
    def used(self):
        """Of all its disks; None if none is known."""
        return _total(device.used for device in self.devices)


@dataclasses.dataclass(frozen=True)
class Ring:
    """A ring.

    :ivar balance: percent by which the worst device misses its share; None without weights
    :ivar dispersion: percent of replicas that are closer together than need be
    :ivar wait: seconds until a rebalance may move a part again that was just moved
    :ivar state: of its copies on the servers
    """

    name: str
    parts: int = 0
    replicas: float = 0
    zones: int = 0
    servers: int = 0
    devices: int = 0
    balance: float | None = None
    dispersion: float = 0
    wait: int = 0
    min_part_hours: int = 0
    state: object = None

    @property
    def id(self):
        """Its name."""
        return self.name


@dataclasses.dataclass(frozen=True)
class Cluster:
    """All of an object store.

    :ivar rings: :class:`Ring` each
    :ivar servers: :class:`Server` each, in the order of the addresses
    """

    rings: tuple = ()
    servers: tuple = ()

    @property
    def devices(self):
        """Those of all servers."""
        return tuple(device for server in self.servers for device in server.devices)


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a drain or new devices would do.

    :ivar devices: ``{"ring", "id", "device", "weight", "parts"}`` each
    :ivar parts: replicas of parts that move
    :ivar share: percent of all of them
    :ivar remarks: :class:`~helion_dashboard.api.lifecycle.plans.Check` each, that have an objection
    :ivar passed: the others
    :ivar digest: to begin what was planned
    """

    devices: tuple
    parts: int
    share: float
    remarks: tuple
    passed: tuple
    possible: bool
    digest: str


def plan(body):
    """The :class:`Plan` from its JSON."""
    checks = [
        Check(each["code"], messages.flat(each), _RESULTS[each["level"]], code=each["code"])
        for each in body["checks"]
    ]
    return Plan(
        tuple(body["devices"]),
        body["parts"],
        body["share"],
        tuple(check for check in checks if CHECK[check.result].weight),
        tuple(check for check in checks if not CHECK[check.result].weight),
        body["possible"],
        body["digest"],
    )


def cluster(rings, devices, servers):
    """The :class:`Cluster` from the rows of the service's three lists."""
    reports = {body["id"]: body for body in servers}
    by_server = {}
    for device in _devices(devices, reports):
        by_server.setdefault(device.server, []).append(device)
    shown = tuple(
        Server(
            ident,
            body["state"] == "up",
            {row["name"]: row["state"] for row in body["rings"]},
            tuple(by_server.get(ident, ())),
        )
        for ident, body in reports.items()
    )
    return Cluster(tuple(_ring(body, shown) for body in rings), shown)


def _devices(rows, reports):
    """:class:`Device` each, of rows that each are of one ring."""
    disks = {
        (ident, disk["device"]): disk for ident, body in reports.items() for disk in body["disks"]
    }
    places, shares = {}, {}
    for row in rows:
        key = (row["server"], row["device"])
        places[key] = (row["region"], row["zone"])
        share = Share(row["ring"], row["id"], row["weight"], row["parts"], row["parts_wanted"])
        shares.setdefault(key, []).append(share)
    for key, place in places.items():
        disk = disks.get(key)
        answers = reports.get(key[0], {}).get("state") == "up"
        yield Device(
            *key,
            *place,
            tuple(shares[key]),
            bool(disk and disk["mounted"]) if answers else None,
            disk and disk["size"],
            disk and disk["used"],
        )


def _ring(body, servers):
    return Ring(
        body["name"],
        **{name: body[name] for name in ("parts", "replicas", "zones", "servers", "devices")},
        **{name: body[name] for name in ("balance", "dispersion", "min_part_hours")},
        wait=body["min_part_seconds_left"],
        state=lookup(states.RING, _ring_state(body, servers)),
    )


def _ring_state(body, servers):
    copies = {server.copies.get(body["name"]) for server in servers if server.answers}
    if "old" in copies:
        return "old"
    if body["changed"]:
        return "changed"
    return "current" if copies - {None} == {"current"} else "unknown"


def _total(numbers):
    numbers = [number for number in numbers if number is not None]
    return sum(numbers) if numbers else None
