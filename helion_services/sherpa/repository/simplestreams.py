"""Reading a simplestreams mirror of public cloud images: index, products, versions, items.

What is verified: the certificate of the mirror, and the SHA-256 that an index states for each
file. With a keyring the indexes must be signed by one of its keys (``.sjson``), which gpgv
verifies. Nothing protects against an old index, as TUF does.
"""

import datetime
import json
import re
import time

from tuf.api.metadata import TargetFile

from helion_services.sherpa import states
from helion_services.sherpa.models import LONGEST_TARGET
from helion_services.sherpa.repository import failures, keyring
from helion_services.sherpa.repository.reading import Listing

INDEX = "streams/v1/index"
_FORMATS = {
    "disk1.img": "qcow2",
    "disk-kvm.img": "qcow2",
    "disk.img": "qcow2",
    "uefi1.img": "qcow2",
    "qcow2": "qcow2",
    "iso": "iso",
}
"""Files that Glance takes as they are, by ``ftype``: the first is that of the plain name."""
_LARGEST_INDEX, _LARGEST_PRODUCTS = 1 << 20, 64 << 20  # bytes
_MOST_FILES, _MOST_ITEMS = 16, 20_000
_SECONDS = 300.0  # for one index
_PATH = re.compile(r"[\w.~+@=,:-]+(/[\w.~+@=,:-]+)*", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LARGEST_FILE = 1 << 50


def read(wire, keys=None):
    """The :class:`~.reading.Listing` of a mirror.

    :param wire: an open :class:`~.wire.Wire`
    :param keys: the keyring whose keys sign the indexes, None: nothing is signed

    Raises :class:`failures.SourceError`.
    """
    suffix = ".sjson" if keys else ".json"
    index = _mapping(_load(wire, INDEX + suffix, _LARGEST_INDEX, keys).get("index"))
    targets = {}
    for content_id, about in list(index.items())[:_MOST_FILES]:
        about = _mapping(about)
        if about.get("format") != "products:1.0":
            continue
        path = about.get("path")
        if not _is_plain(path):
            raise failures.untrusted(
                "stream-path-refused",
                "The index names a path outside of the source: {path}.",
                path=str(path)[:255],
            )
        if keys:
            path = path.removesuffix(".json").removesuffix(".sjson") + suffix
        products = _load(wire, path, _LARGEST_PRODUCTS, keys)
        for target in _targets(content_id, products):
            if len(targets) >= _MOST_ITEMS:
                break
            targets.setdefault(target.path, target)
    return Listing(targets, {}, None)


def _targets(content_id, products):
    """A ``TargetFile`` for each image whose path, size and hash are as they must be."""
    provider = str(products.get("content_id") or content_id)[:255]
    for name, product in _mapping(products.get("products")).items():
        product = _mapping(product)
        for version, about in _mapping(product.get("versions")).items():
            about = _mapping(about)
            for item in _mapping(about.get("items")).values():
                # Fields are inherited from above.
                fields = {**products, **product, **about, **_mapping(item)}
                if _is_image(fields):
                    yield _target(name, version, provider, fields)


def _is_image(fields):
    size, digest = fields.get("size"), fields.get("sha256")
    return (
        fields.get("ftype") in _FORMATS
        and _is_plain(fields.get("path"))
        and isinstance(size, int)
        and not isinstance(size, bool)
        and 0 < size < _LARGEST_FILE
        and isinstance(digest, str)
        and bool(_DIGEST.fullmatch(digest))
    )


def _target(product, version, provider, fields):
    ftype = fields["ftype"]
    words = [str(fields[key]) for key in ("os", "release", "arch") if fields.get(key)]
    name = " ".join(words) if len(words) > 1 else product
    if ftype != next(iter(_FORMATS)):
        name = f"{name} {ftype}"
    notes = [str(fields[key]) for key in ("release_title", "pubname") if fields.get(key)]
    custom = {
        "name": name[:255],
        "version": version,
        "kind": states.IMAGE,
        "provider": provider,
        "notes": "\n".join(notes)[:20_000],
        "disk_format": _FORMATS[ftype],
        "published": _date(version),
    }
    about = {key: value for key, value in custom.items() if value}
    hashes = {"sha256": fields["sha256"]}
    return TargetFile(fields["size"], hashes, fields["path"], {"custom": about})


def _date(version):
    """The date that a version such as ``20260131.1`` begins with, None if it does not."""
    try:
        day = datetime.datetime.strptime(version[:8], "%Y%m%d")
    except ValueError:
        return None
    return day.replace(tzinfo=datetime.UTC).isoformat()


def _is_plain(path):
    """Whether a path stays below the source."""
    return (
        isinstance(path, str)
        and len(path) <= LONGEST_TARGET
        and bool(_PATH.fullmatch(path))
        and not {".", ".."} & set(path.split("/"))
    )


def _load(wire, path, most, keys):
    """The JSON object at ``path``, of at most ``most`` bytes."""
    data = _fetch(wire, path, most)
    if keys:
        data = keyring.signed_part(data, keys, path)
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise _unreadable(path) from exc
    if not isinstance(content, dict):
        raise _unreadable(path)
    return content


def _fetch(wire, path, most):
    with wire.opened(path) as answer:
        if answer.status in (401, 403):
            raise failures.login_refused(wire.address)
        if answer.status != 200:
            raise failures.refused(wire.address, answer.status)
        data = bytearray()
        for chunk in wire.chunks(answer, time.monotonic() + _SECONDS):
            data += chunk
            if len(data) > most:
                raise failures.untrusted(
                    "stream-endless",
                    "The index “{path}” is longer than {most} MiB.",
                    path=path,
                    most=most >> 20,
                )
    return bytes(data)


def _unreadable(path):
    return failures.untrusted(
        "stream-unreadable",
        "The index “{path}” cannot be read: the source is not a simplestreams mirror, or is"
        " damaged.",
        path=path,
    )


def _mapping(value):
    return value if isinstance(value, dict) else {}
