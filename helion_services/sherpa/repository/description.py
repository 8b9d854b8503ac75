"""What a publisher writes about a target: the field ``custom`` of its metadata.

It is signed, but written by others: what does not fit is left out, and no field hides an entry.
"""

import pathlib
import uuid

from apiflask import Schema
from apiflask.fields import Boolean, DateTime, Integer, List, Nested, String
from apiflask.validators import Length, OneOf, Range, Regexp
from marshmallow import EXCLUDE

from helion_services.sherpa import states
from helion_services.sherpa.models import LONGEST_TARGET

SPACE = uuid.UUID("6f0a6c0e-1d0c-4c3e-9a77-6a1a4f2b9c11")
DIGESTS = ("sha512", "sha384", "sha256")
"""Algorithms that are trusted, the strongest first."""

_KINDS_BY_SUFFIX = {
    ".qcow2": states.IMAGE,
    ".raw": states.IMAGE,
    ".img": states.IMAGE,
    ".iso": states.IMAGE,
    ".yaml": states.TEMPLATE,
    ".hot": states.TEMPLATE,
    ".fw": states.FIRMWARE,
}
_FORMATS = ("raw", "qcow2", "iso", "vmdk", "vhd", "vhdx", "vdi", "ami", "aki", "ari", "ploop")


class Rollout(Schema):
    """How a publisher advises to roll an image out to servers."""

    class Meta:
        unknown = EXCLUDE

    role = String(validate=Regexp(r"[a-z][a-z0-9-]{0,63}\Z"))
    servers_at_a_time = Integer(strict=True, validate=Range(1, 1000))


class Custom(Schema):
    """The field ``custom`` of a target."""

    class Meta:
        unknown = EXCLUDE

    name = String(validate=Length(1, 255))
    version = String(validate=Regexp(r"[A-Za-z0-9][\w.+~:-]{0,63}\Z"))
    kind = String(validate=OneOf(states.KINDS))
    provider = String(validate=Length(max=255))
    status = String(validate=OneOf([states.AVAILABLE, states.SUSPENDED]))
    build_no = String(validate=Length(1, 64))
    priority = String(validate=OneOf(states.PRIORITIES))
    reboot = Boolean()
    needs = List(String(validate=Length(1, 255)), validate=Length(max=64))
    notes = String(validate=Length(max=20_000))
    disk_format = String(validate=OneOf(_FORMATS))
    published = DateTime(format="iso")
    rollout = Nested(Rollout)


def entry(source_id, path, target):
    """The columns of an :class:`~helion_services.sherpa.models.Entry` but its times; None for a
    target that no file can be, or that has no digest we trust.

    :param target: python-tuf's ``TargetFile``
    """
    hashes = {name: target.hashes[name] for name in DIGESTS if name in target.hashes}
    if not hashes or not 0 < len(path) <= LONGEST_TARGET or "\0" in path:
        return None
    custom = _read(target.custom or {})
    suffix = pathlib.PurePosixPath(path).suffix.lower()
    priority = custom.get("priority", states.NORMAL)
    published = custom.get("published")
    columns = {
        "id": entry_id(source_id, path),
        "source_id": source_id,
        "target": path,
        "name": custom.get("name") or pathlib.PurePosixPath(path).name[:255],
        "version": custom.get("version", "0"),
        "kind": custom.get("kind") or _KINDS_BY_SUFFIX.get(suffix, states.UPDATE),
        "provider": custom.get("provider", ""),
        "size": target.length,
        "hashes": hashes,
        "build_no": custom.get("build_no"),
        "priority": priority,
        "rank": states.PRIORITIES.index(priority),
        "reboot": custom.get("reboot", False),
        "needs": custom.get("needs", []),
        "notes": custom.get("notes", ""),
        "disk_format": custom.get("disk_format") or _format(suffix),
        "rollout": custom.get("rollout"),
        "published_at": published if published and published.tzinfo else None,
        "status": custom.get("status", states.AVAILABLE),
    }
    texts = (columns[name] for name in ("name", "version", "provider", "notes", "target"))
    return columns | {"words": "\n".join(texts).lower()}


def entry_id(source_id, path):
    """The id of an entry: the same for the same path of a source."""
    return str(uuid.uuid5(SPACE, f"{source_id}\n{path}"))


def content_id(entry_id, hashes):
    """The id of the content with the bytes of an entry."""
    return str(uuid.uuid5(SPACE, f"{entry_id}\n{digest(hashes)[1]}"))


def digest(hashes):
    """``(algorithm, hexadecimal digest)``, the strongest."""
    return next((name, hashes[name]) for name in DIGESTS if name in hashes)


def _format(suffix):
    return suffix[1:] if suffix[1:] in _FORMATS else "raw"


def _read(custom):
    """The fields that are valid."""
    if not isinstance(custom, dict):
        return {}
    schema = Custom()
    errors = schema.validate(custom)
    return schema.load({name: value for name, value in custom.items() if name not in errors})
