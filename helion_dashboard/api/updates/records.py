"""What several records have in common. Sizes are in bytes."""

import dataclasses
import datetime

from helion_dashboard.api.updates import states
from helion_dashboard.api.wire import moment


class Named:
    """What has a name, a version and a kind, in words."""

    @property
    def label(self):
        """Its name and version."""
        return f"{self.name} {self.version}".strip()

    @property
    def kind_label(self):
        """Its kind in words."""
        return states.KINDS.get(self.kind, self.kind)


@dataclasses.dataclass(frozen=True)
class Described(Named):
    """What the publisher writes about a file.

    :ivar reboot: whether servers have to boot again
    :ivar needs: what must be there before
    :ivar hashes: hexadecimal digests by algorithm
    """

    id: str
    name: str
    version: str = ""
    kind: str = ""
    provider: str = ""
    size: int = 0
    build_no: str = ""
    priority: str = "normal"
    reboot: bool = False
    source_id: str = ""
    source: str = ""
    target: str = ""
    notes: str = ""
    disk_format: str = ""
    needs: tuple = ()
    hashes: dict = dataclasses.field(default_factory=dict)
    published_at: datetime.datetime | None = None
    created_at: datetime.datetime | None = None

    @property
    def priority_label(self):
        """Its priority in words."""
        return states.PRIORITIES.get(self.priority, self.priority)


@dataclasses.dataclass(frozen=True)
class Page:
    """A page of a list; ``next`` is the marker of the page after it."""

    records: tuple
    next: str | None = None


def described(body):
    """What :class:`Described` has besides plain values."""
    needs = tuple(body.get("needs") or ())
    return {"needs": needs, **moments(body, "published_at", "created_at")}


def moments(body, *names):
    """The moments with these names."""
    return {name: moment(body.get(name)) for name in names}
