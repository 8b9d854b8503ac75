"""Local content, and its housekeeping."""

import dataclasses
import datetime

from helion_dashboard.api.records import record
from helion_dashboard.api.states import lookup
from helion_dashboard.api.updates import states
from helion_dashboard.api.updates.records import Described, Named, described, moments


@dataclasses.dataclass(frozen=True)
class Place:
    """Where content is published: the id of the image or template is ``object_id``."""

    id: str
    state: object = None
    object_id: str = ""
    visibility: str = ""


@dataclasses.dataclass(frozen=True)
class Content(Described):
    """A verified local file; ``publications`` are :class:`Place` each."""

    entry_id: str = ""
    origin: str = ""
    state: object = None
    operation_id: str = ""
    publications: tuple = ()

    @property
    def moving(self):
        """Whether an operation works on it."""
        return bool(self.operation_id)

    @property
    def origin_label(self):
        """How it came here, in words."""
        return states.ORIGINS.get(self.origin, self.origin)


@dataclasses.dataclass(frozen=True)
class Disk:
    """What content takes on the disk, what is free, and what downloads leave free."""

    content_bytes: int = 0
    free_bytes: int = 0
    reserve_bytes: int = 0


@dataclasses.dataclass(frozen=True)
class Removable(Named):
    """Content that may go; ``reason`` is one of :data:`.states.REASONS`."""

    id: str
    name: str
    version: str = ""
    kind: str = ""
    size: int = 0
    reason: str = ""
    created_at: datetime.datetime | None = None

    @property
    def reason_words(self):
        """Why it may go, in words."""
        return states.REASONS.get(self.reason, self.reason)


@dataclasses.dataclass(frozen=True)
class Housekeeping:
    """What the service's options let go of the content.

    :ivar content: :class:`Removable` each, the oldest first; ``bytes`` is the size of all
    :ivar keep_versions, keep_days, keep_mib: the options; 0 stands for unlimited
    """

    content: tuple = ()
    bytes: int = 0
    disk: Disk = Disk()
    keep_versions: int = 0
    keep_days: int = 0
    keep_mib: int = 0

    @property
    def limited(self):
        """Whether content goes without anybody deleting it."""
        return bool(self.keep_versions or self.keep_days or self.keep_mib)


def content(body):
    """The :class:`Content` from its JSON."""
    places = tuple(_place(each) for each in body.get("publications") or ())
    state = body.get("state")
    if body.get("operation_id"):
        state = "working"
    elif state == "available" and any(place.state.name == "published" for place in places):
        state = "published"
    return record(
        Content,
        body,
        state=lookup(states.CONTENT, state),
        publications=places,
        **described(body),
    )


def disk(body):
    """The :class:`Disk` from its JSON."""
    return record(Disk, body or {})


def housekeeping(body):
    """The :class:`Housekeeping` from its JSON."""
    content = tuple(
        record(Removable, each, **moments(each, "created_at")) for each in body["content"]
    )
    return record(Housekeeping, body, content=content, disk=disk(body.get("disk")))


def _place(body):
    return record(Place, body, state=lookup(states.PUBLICATION, body.get("state")))
