"""vCenters."""

import dataclasses
import datetime

from helion_dashboard.api import messages
from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.api.records import record
from helion_dashboard.api.wire import moment


@dataclasses.dataclass(frozen=True)
class Counts:
    """How many clusters a vCenter has: ``active`` are those in any state but imported."""

    total: int = 0
    imported: int = 0
    activated: int = 0
    active: int = 0


@dataclasses.dataclass(frozen=True)
class VCenter:
    """A registered vCenter.

    :ivar id: its own instanceUuid, letter by letter
    :ivar state: a key of :data:`~.esx.states.VCENTER`; ``state_reason`` says what to do
    :ivar fingerprint: SHA-256 of the certificate that it presented when it was registered
    :ivar pinned: whether it is trusted by a certificate of its own instead of the system's
    :ivar read_at: when its inventory was last read, ``None`` if never
    :ivar networks: JSON text of the network properties, by datacenter name
    """

    id: str
    name: str
    ip_address: str = ""
    port: str = "443"
    username: str = ""
    state: str = ""
    state_reason: str = ""
    version: str = ""
    build: str = ""
    auto_import: bool = False
    fingerprint: str = ""
    pinned: bool = False
    clusters: Counts = Counts()
    networks: dict = dataclasses.field(default_factory=dict)
    last_contact: datetime.datetime | None = None
    read_at: datetime.datetime | None = None
    created_at: datetime.datetime | None = None

    @property
    def place(self):
        """Its address, with the port if that is not the usual one, as in a URL."""
        if self.port == "443":
            return self.ip_address
        host = f"[{self.ip_address}]" if ":" in self.ip_address else self.ip_address
        return f"{host}:{self.port}"

    @property
    def moving(self):
        """Whether it changes without anybody doing anything."""
        return esx_states.vcenter_state(self.state).moving or self.read_at is None


@dataclasses.dataclass(frozen=True)
class Result:
    """How it went with one of several things; ``id`` is a vCenter's, or a cluster's moid."""

    id: str
    name: str = ""
    ok: bool = False
    code: str = ""
    reason: str = ""


_TIMES = ("last_contact", "read_at", "created_at")


def vcenter(body):
    """The :class:`VCenter` from its JSON."""
    counts = body.get("clusters") or {}
    kept = {datum["name"]: datum.get("value") for datum in body.get("meta_data") or ()}
    return record(
        VCenter,
        body,
        port=str(body.get("port") or "443"),
        state_reason=messages.twin(body, "state_reason"),
        clusters=record(Counts, counts, total=counts.get("seen") or 0),
        networks={name: text for name, text in kept.items() if name != "state" and text},
        **{name: moment(body.get(name)) for name in _TIMES},
    )


def results(body):
    """A :class:`Result` for each of several things."""
    return tuple(
        record(
            Result,
            item,
            id=item.get("id") or item["moid"],
            reason=messages.flat(item, "reason"),
        )
        for item in body["results"]
    )
