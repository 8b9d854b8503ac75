"""Trusted root metadata: what is entered, and what it is recognised by.

The fingerprint is the SHA-256 of the signed part in canonical form: white space and signatures do
not change it.
"""

import dataclasses
import datetime
import hashlib

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root
from tuf.api.serialization import DeserializationError

from helion_services.sherpa import problems


@dataclasses.dataclass(frozen=True)
class Anchor:
    """Root metadata that signs itself.

    :ivar fingerprint: ``AB:CD:...``
    :ivar keys: ids of the keys that sign root metadata; ``threshold`` of them have to
    """

    fingerprint: str
    version: int
    expires_at: datetime.datetime
    keys: tuple[str, ...]
    threshold: int


def inspect(text):
    """The :class:`Anchor` in a text; raises :class:`~helion_services.base.problems.Invalid`."""
    try:
        metadata = Metadata[Root].from_bytes(text.encode())
        if metadata.signed.type != Root.type:
            raise problems.root_invalid()
        metadata.verify_delegate(Root.type, metadata)
    except (DeserializationError, RepositoryError, ValueError, KeyError, TypeError) as exc:
        raise problems.root_invalid() from exc
    role = metadata.signed.roles[Root.type]
    return Anchor(
        fingerprint(metadata),
        metadata.signed.version,
        metadata.signed.expires.replace(tzinfo=datetime.UTC),
        tuple(role.keyids),
        role.threshold,
    )


def fingerprint(metadata):
    """The fingerprint of metadata of the role root."""
    return hashlib.sha256(metadata.signed_bytes).digest().hex(":").upper()
