"""What belongs to a volume type besides itself: its encryption, and who may use a private one."""

import dataclasses

from helion_dashboard.api import errors
from helion_dashboard.api.cinder.client import SERVICE, cinder

CONTROL_LOCATIONS = ("front-end", "back-end")
"""Where volumes are encrypted: on the compute host, or by the array."""


@dataclasses.dataclass(frozen=True)
class Encryption:
    """The encryption of a volume type; ``provider`` is ``luks``, ``luks2``, ``plain`` or a class.

    :ivar key_size: bits, or ``None`` for the provider's own
    :ivar control_location: one of :data:`CONTROL_LOCATIONS`
    """

    provider: str
    cipher: str = ""
    key_size: int | None = None
    control_location: str = "front-end"


def encryption(request, ident):
    """The :class:`Encryption` of a volume type, or ``None``."""
    with errors.border(SERVICE):
        row = cinder(request).volume_encryption_types.get(ident)
    if not getattr(row, "encryption_id", None):
        return None
    return Encryption(row.provider, row.cipher or "", row.key_size, row.control_location)


def create_encryption(request, ident, record):
    """Encrypt the volumes of a type from now on; Cinder refuses it while there are volumes."""
    with errors.border(SERVICE):
        cinder(request).volume_encryption_types.create(ident, _body(record))


def update_encryption(request, ident, record):
    """Change the encryption of a type; Cinder refuses it while there are volumes."""
    with errors.border(SERVICE):
        cinder(request).volume_encryption_types.update(ident, _body(record))


def delete_encryption(request, ident):
    """No longer encrypt volumes of a type; Cinder refuses it while there are volumes."""
    with errors.border(SERVICE):
        cinder(request).volume_encryption_types.delete(ident)


def project_ids(request, ident):
    """Ids of the projects that may use a private volume type."""
    with errors.border(SERVICE):
        rows = cinder(request).volume_type_access.list(ident)
    return sorted(row.project_id for row in rows)


def add_project(request, ident, project):
    """Let a project use a private volume type."""
    with errors.border(SERVICE):
        cinder(request).volume_type_access.add_project_access(ident, project)


def remove_project(request, ident, project):
    """No longer let a project use a private volume type."""
    with errors.border(SERVICE):
        cinder(request).volume_type_access.remove_project_access(ident, project)


def _body(record):
    body = dataclasses.asdict(record)
    return {name: value if value != "" else None for name, value in body.items()}
