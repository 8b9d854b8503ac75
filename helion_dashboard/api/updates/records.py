"""Sources, catalogue entries, content and publications, as small frozen dataclasses.

Sizes are in bytes.
"""

import dataclasses
import datetime

from helion_dashboard.api import messages
from helion_dashboard.api.records import record, records
from helion_dashboard.api.states import lookup
from helion_dashboard.api.updates import states
from helion_dashboard.api.wire import moment


@dataclasses.dataclass(frozen=True)
class Source:
    """A signed repository, or a mirror of public cloud images, that content comes from.

    :ivar kind: one of :data:`.states.SOURCE_KINDS`
    :ivar fingerprint: of its trusted root metadata; empty for a mirror
    :ivar keyring: OpenPGP public keys that sign the indexes of a mirror; empty: unsigned. Only a
        source that was read by its id has it, as ``root``
    :ivar entries: how many it lists now
    :ivar expires_at: when the first of its metadata expires
    :ivar refreshed_at: when it was read last; ``attempted_at`` when that was tried last
    :ivar versions: of its metadata, by role
    :ivar ca_pem: certificates to trust for it; empty for those of the system
    """

    id: str
    name: str
    kind: str = states.TUF
    url: str = ""
    username: str = ""
    proxy: str = ""
    enabled: bool = True
    fingerprint: str = ""
    state: object = None
    state_reason: str = ""
    entries: int = 0
    root: str = ""
    keyring: str = ""
    ca_pem: str = ""
    versions: dict = dataclasses.field(default_factory=dict)
    expires_at: datetime.datetime | None = None
    refreshed_at: datetime.datetime | None = None
    attempted_at: datetime.datetime | None = None

    @property
    def kind_words(self):
        """Its kind, in words."""
        return states.SOURCE_KINDS.get(self.kind, self.kind)

    @property
    def is_mirror(self):
        """Whether it mirrors public cloud images: it has no trusted root."""
        return self.kind == states.SIMPLESTREAMS


@dataclasses.dataclass(frozen=True)
class Anchor:
    """Root metadata: its SHA-256 fingerprint, and how many of its keys have to sign."""

    fingerprint: str
    version: int = 1
    threshold: int = 1
    keys: tuple = ()
    expires_at: datetime.datetime | None = None


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
class Version:
    """A version of the name of an entry."""

    id: str
    version: str
    status: object = None
    content_id: str = ""
    published_at: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Entry(Described):
    """An entry of the catalogue.

    :ivar status: what its source says of it: ``available``, ``suspended`` or ``withdrawn``
    :ivar state: one of :data:`~.states.ENTRY`: the status, or what was done with it here
    :ivar content_id: of the local file, if it is downloaded
    :ivar operation_id: of the operation that works on it
    :ivar current_version: the version of this name that is published
    :ivar replaces: the same, if this entry is newer
    """

    status: str = ""
    state: object = None
    content_id: str = ""
    operation_id: str = ""
    current_version: str = ""
    replaces: str = ""
    versions: tuple = ()

    @property
    def moving(self):
        """Whether an operation works on it."""
        return bool(self.operation_id)


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


@dataclasses.dataclass(frozen=True)
class Offer:
    """A version that a publication can be rolled back to.

    :ivar where: ``published`` (hidden in Glance), ``local``, or ``catalogue``: downloaded first
    """

    version: str
    where: str = ""
    published_at: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Publication(Named):
    """Content in Glance, in the template store or in the object store.

    :ivar path: of an object: its container and name
    """

    id: str
    name: str
    version: str = ""
    kind: str = ""
    build_no: str = ""
    content_id: str = ""
    state: object = None
    object_id: str = ""
    path: str = ""
    visibility: str = ""
    project_id: str = ""
    published_by: str = ""
    operation_id: str = ""
    roll_back_to: tuple = ()
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None

    @property
    def moving(self):
        """Whether an operation works on it."""
        return bool(self.operation_id) or self.state.moving

    @property
    def visibility_label(self):
        """Who sees the image, in words."""
        return states.VISIBILITIES.get(self.visibility, self.visibility)


@dataclasses.dataclass(frozen=True)
class TemplateVersion:
    """A version of a template; its id is also that of its publication."""

    id: str
    version: str
    state: object = None
    created_at: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Template:
    """A published Heat template.

    :ivar body: its text
    :ivar versions: :class:`TemplateVersion` each, the newest first
    :ivar needs: what must be there before, as its publisher writes it
    :ivar needed_by: ``{"content_id", "name", "version"}`` of local content that needs it
    :ivar includes: names of the files and templates that its text refers to
    """

    id: str
    name: str
    version: str = ""
    description: str = ""
    sha256: str = ""
    body: str = ""
    versions: tuple = ()
    needs: tuple = ()
    needed_by: tuple = ()
    includes: tuple = ()


@dataclasses.dataclass(frozen=True)
class User:
    """A server or a stack that uses an image."""

    id: str
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Usage:
    """What uses an image; ``complete`` is false if there may be more."""

    servers: tuple = ()
    stacks: tuple = ()
    complete: bool = True


@dataclasses.dataclass(frozen=True)
class Page:
    """A page of a list; ``next`` is the marker of the page after it."""

    records: tuple
    next: str | None = None


def source(body):
    """The :class:`Source` from its JSON."""
    return record(
        Source,
        body,
        state=lookup(states.SOURCE, body.get("state")),
        state_reason=messages.twin(body, "state_reason"),
        **_moments(body, "expires_at", "refreshed_at", "attempted_at"),
    )


def anchor(body):
    """The :class:`Anchor` from its JSON."""
    keys = tuple(body.get("keys") or ())
    return record(Anchor, body, keys=keys, **_moments(body, "expires_at"))


def entry(body):
    """The :class:`Entry` from its JSON."""
    return record(
        Entry,
        body,
        state=lookup(states.ENTRY, _entry_state(body)),
        versions=tuple(_version(each) for each in body.get("versions") or ()),
        **_described(body),
    )


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
        **_described(body),
    )


def disk(body):
    """The :class:`Disk` from its JSON."""
    return record(Disk, body or {})


def housekeeping(body):
    """The :class:`Housekeeping` from its JSON."""
    content = tuple(
        record(Removable, each, **_moments(each, "created_at")) for each in body["content"]
    )
    return record(Housekeeping, body, content=content, disk=disk(body.get("disk")))


def publication(body):
    """The :class:`Publication` from its JSON."""
    offers = tuple(
        record(Offer, each, **_moments(each, "published_at"))
        for each in body.get("roll_back_to") or ()
    )
    return record(
        Publication,
        body,
        state=lookup(states.PUBLICATION, body.get("state")),
        roll_back_to=offers,
        **_moments(body, "created_at", "updated_at"),
    )


def template(body):
    """The :class:`Template` from its JSON."""
    versions = tuple(
        record(
            TemplateVersion,
            each,
            state=lookup(states.PUBLICATION, each.get("state")),
            **_moments(each, "created_at"),
        )
        for each in body.get("versions") or ()
    )
    lists = {name: tuple(body.get(name) or ()) for name in ("needs", "needed_by", "includes")}
    return record(Template, body, versions=versions, **lists)


def usage(body):
    """The :class:`Usage` from its JSON."""
    servers, stacks = records(User, body.get("servers")), records(User, body.get("stacks"))
    return Usage(servers, stacks, bool(body.get("complete")))


def _entry_state(body):
    if body.get("operation_id"):
        return "working"
    if body.get("status") != "available":
        return body.get("status")
    if body.get("current_version") == body.get("version"):
        return "published"
    return "local" if body.get("content_id") else "available"


def _version(body):
    return record(
        Version,
        body,
        status=lookup(states.ENTRY, body.get("status")),
        **_moments(body, "published_at"),
    )


def _place(body):
    return record(Place, body, state=lookup(states.PUBLICATION, body.get("state")))


def _described(body):
    needs = tuple(body.get("needs") or ())
    return {"needs": needs, **_moments(body, "published_at", "created_at")}


def _moments(body, *names):
    return {name: moment(body.get(name)) for name in names}
