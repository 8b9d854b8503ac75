"""Hosts and services of the monitoring, as small frozen dataclasses."""

import dataclasses
import datetime

from helion_dashboard.api import messages
from helion_dashboard.api.monitoring import states
from helion_dashboard.api.records import record
from helion_dashboard.api.states import lookup
from helion_dashboard.api.wire import moment


@dataclasses.dataclass(frozen=True)
class Performance:
    """A measured value; thresholds are ``None`` where there are none."""

    label: str
    value: float
    unit: str = ""
    warning: float | None = None
    critical: float | None = None
    minimum: float | None = None
    maximum: float | None = None

    @property
    def amount(self):
        """The value with its unit."""
        return f"{self.value:g} {self.unit}".strip()

    def chart(self):
        """Percent of a chart's width: of the value and of the thresholds, by name."""
        low = min(self.minimum or 0, self.value)
        high = max(
            value
            for value in (self.maximum, self.critical, self.warning, self.value, low + 1e-9)
            if value is not None
        )
        marks = {"value": self.value, "warning": self.warning, "critical": self.critical}
        return {
            name: round(100 * (value - low) / (high - low), 2)
            for name, value in marks.items()
            if value is not None and low <= value <= high
        }

    @property
    def look(self):
        """The name of the threshold that is reached, or empty."""
        if self.critical is not None and self.value >= self.critical:
            return "critical"
        return "warning" if self.warning is not None and self.value >= self.warning else ""


@dataclasses.dataclass(frozen=True)
class Note:
    """A comment or a downtime."""

    author: str
    text: str
    at: datetime.datetime | None = None
    until: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Change:
    """A change of state."""

    state: object
    at: datetime.datetime | None = None
    output: str = ""


@dataclasses.dataclass(frozen=True)
class Object:
    """A host or a service.

    :ivar type: ``host`` or ``service``
    :ivar label: what people call it; ``host`` is that of its host
    :ivar node: UUID of the bare-metal node that it is or runs on
    :ivar output: the first line, ``text`` all of it
    :ivar token_at: when the token of a server was issued; ``None`` without
    """

    id: str
    label: str
    type: str = "host"
    host_id: str = ""
    host: str = ""
    state: object = None
    is_problem: bool = False
    handled: bool = False
    acknowledged: bool = False
    in_downtime: bool = False
    reachable: bool = True
    kind: str = ""
    node: str = ""
    role: str = ""
    rack: str = ""
    origin: str = ""
    output: str = ""
    text: str = ""
    since: datetime.datetime | None = None
    token_at: datetime.datetime | None = None
    checked_at: datetime.datetime | None = None
    performance: tuple = ()
    comments: tuple = ()
    downtimes: tuple = ()
    history: tuple = ()

    @property
    def kind_label(self):
        """The kind of its host in words."""
        return states.KINDS.get(self.kind, "")

    @property
    def moving(self):
        """Whether it may change soon."""
        return self.is_problem


@dataclasses.dataclass(frozen=True)
class Receiver:
    """Who gets messages; secrets are never shown.

    :ivar host: of the webhook or of the mail server
    :ivar port: 0 for the usual one
    :ivar state_reason: why the last message was not delivered; empty if it was
    """

    id: str
    name: str
    kind: str = states.WEBHOOK
    events: tuple = ()
    enabled: bool = True
    host: str = ""
    port: int = 0
    security: str = ""
    username: str = ""
    sender: str = ""
    recipients: tuple = ()
    ca_pem: str = ""
    state: object = None
    state_reason: str = ""

    @property
    def kind_label(self):
        """Its kind in words."""
        return states.RECEIVER_KINDS.get(self.kind, self.kind)

    @property
    def event_labels(self):
        """What it hears of, in words."""
        return [states.EVENTS.get(event, event) for event in self.events]


@dataclasses.dataclass(frozen=True)
class Page:
    """A page of a list; ``next`` is the marker of the following one, or empty."""

    records: tuple
    next: str = ""
    total: int = 0


@dataclasses.dataclass(frozen=True)
class Status:
    """Whether Icinga answers.

    :ivar state: ``ready``, or what is wrong
    :ivar reason: the same as a sentence; empty if nothing is
    :ivar counts: numbers by state, and ``problems`` and ``unhandled``
    :ivar notices: sentences of what the last round could not find out
    """

    state: str
    reason: str = ""
    counts: dict = dataclasses.field(default_factory=dict)
    notices: tuple = ()

    @property
    def ready(self):
        """Whether it works."""
        return self.state == "ready"


def monitored(body):
    """An :class:`Object` of the service's JSON."""
    notes = {
        name: tuple(
            record(Note, each, at=moment(each.get("at")), until=moment(each.get("until")))
            for each in body.get(name) or ()
        )
        for name in ("comments", "downtimes")
    }
    return record(
        Object,
        body,
        state=lookup(states.OBJECT, body.get("state")),
        since=moment(body.get("since")),
        token_at=moment(body.get("token_at")),
        checked_at=moment(body.get("checked_at")),
        performance=tuple(record(Performance, each) for each in body.get("performance") or ()),
        history=tuple(
            Change(lookup(states.OBJECT, each["state"]), moment(each["at"]), each["output"])
            for each in body.get("history") or ()
        ),
        **notes,
    )


def page(body):
    """A :class:`Page` of the service's JSON."""
    rows = tuple(monitored(each) for each in body["objects"])
    return Page(rows, body.get("next_marker") or "", body.get("total") or 0)


def status(body):
    """A :class:`Status` of the service's JSON."""
    problem = body.get("problem")
    listed = (body.get("round") or {}).get("problems") or ()
    return Status(
        body["state"],
        messages.flat(problem) if problem else "",
        body.get("counts") or {},
        tuple(messages.flat(each) for each in listed),
    )


def receiver(body):
    """A :class:`Receiver` of the service's JSON."""
    return record(
        Receiver,
        body,
        state=lookup(states.RECEIVER, body["state"] if body["enabled"] else "disabled"),
        state_reason=messages.twin(body, "state_reason"),
    )
