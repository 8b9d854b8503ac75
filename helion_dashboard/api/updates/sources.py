"""Sources, and the root metadata that they are trusted by."""

import dataclasses
import datetime

from helion_dashboard.api import messages
from helion_dashboard.api.records import record
from helion_dashboard.api.states import lookup
from helion_dashboard.api.updates import states
from helion_dashboard.api.updates.records import moments


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


@dataclasses.dataclass(frozen=True)
class ShippedRoot:
    """Root metadata that came with the service: the text of root.json, and its fingerprint."""

    name: str
    root: str
    fingerprint: str


def source(body):
    """The :class:`Source` from its JSON."""
    return record(
        Source,
        body,
        state=lookup(states.SOURCE, body.get("state")),
        state_reason=messages.twin(body, "state_reason"),
        **moments(body, "expires_at", "refreshed_at", "attempted_at"),
    )


def shipped_root(body):
    """The :class:`ShippedRoot` from its JSON."""
    return record(ShippedRoot, body)


def anchor(body):
    """The :class:`Anchor` from its JSON."""
    keys = tuple(body.get("keys") or ())
    return record(Anchor, body, keys=keys, **moments(body, "expires_at"))
