"""Objects in an object store: put whole, compared by its ETag, deleted.

A PUT of Swift is one act: nobody sees the object before all of it is there and has the ETag that
was sent with it. Larger files are static large objects: their segments are in a container of their
own, and the PUT of the manifest, which names them with their ETags, is the one act.
"""

import dataclasses
import hashlib
import json
import urllib.parse

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.operations.patience import patiently
from helion_services.sherpa import glance

OURS = "X-Object-Meta-Helion-Publication"
"""The header by which the object of a publication is known."""
_READ = 1 << 20
_BYTES = {"Content-Type": "application/octet-stream"}


class ObjectRefused(Exception):
    """An object cannot be stored, or is not what was sent; the first argument is a message."""


@dataclasses.dataclass(frozen=True)
class Segment:
    """A piece of a file: bytes from ``start`` on, and their MD5, hexadecimal."""

    start: int
    size: int
    md5: str


def connect(clouds):
    """The adapter of the object store."""
    return clouds.adapter(glance.CLOUD, "object-store")


def offered(clouds):
    """Whether the catalog has an object store; raises keystoneauth's exceptions."""
    return bool(connect(clouds).get_endpoint())


def path_of(container, content):
    """The path of content in the object store: ``container/name/version/file``."""
    file = content.target.rpartition("/")[2]
    parts = (container, content.name, content.version, file)
    return "/".join(urllib.parse.quote(part, safe="") for part in parts)


def segments(path, algorithm, most):
    """``(digest, segments)`` of a file.

    :param algorithm: of the hexadecimal digest of the whole file
    :param most: bytes of a :class:`Segment`; a file that is not larger has one
    """
    whole, pieces, size = hashlib.new(algorithm), [], path.stat().st_size
    with path.open("rb") as file:
        for start in range(0, max(size, 1), most):
            left = length = min(most, size - start)
            md5 = hashlib.md5(usedforsecurity=False)
            while chunk := file.read(min(_READ, left)):
                left -= len(chunk)
                whole.update(chunk)
                md5.update(chunk)
            pieces.append(Segment(start, length, md5.hexdigest()))
    return whole.hexdigest(), pieces


def put(work, api, path, publication, file, pieces, progress):
    """Store a file under ``path``, unless it is there: whole, or as a static large object.

    :param pieces: its :func:`segments`

    Raises :class:`ObjectRefused` if the path is taken, or what arrived differs.
    """
    if len(pieces) == 1:
        etag = pieces[0].md5
        patiently(work, lambda: _put(api, path, publication, file, pieces[0], progress))
    else:
        etag = _etag(pieces)
        _put_segments(work, api, path, publication, file, pieces, progress)
        patiently(work, lambda: _put_manifest(api, path, publication, pieces))
    stored = patiently(work, lambda: head(api, path))
    if stored is None or stored.get("ETag", "").strip('"') != etag:
        message = (
            "The object store does not have the file that was sent: the ETag of {path} differs."
        )
        raise ObjectRefused(Message("object-differs", message, path=path))


def check(api, path, publication):
    """Raise :class:`ObjectRefused` unless the object of a publication is there."""
    present = head(api, path)
    if present is None or present.get(OURS) != publication:
        message = "The object store no longer has the object {path}."
        raise ObjectRefused(Message("object-missing", message, path=path))


def head(api, path):
    """The headers of an object, None if there is none."""
    try:
        return api.head(f"/{path}").headers
    except keystoneauth.NotFound:
        return None


def delete(api, path, publication):
    """Delete the object of a publication with its segments, as far as they are there."""
    present = head(api, path)
    if present is not None and present.get(OURS) == publication:
        _delete(api, path)
    count = 0
    while head(api, _segment_path(path, publication, count)) is not None:
        count += 1
    # The last one first: whoever continues this counts those that are left.
    for number in reversed(range(count)):
        _delete(api, _segment_path(path, publication, number))


def _put_segments(work, api, path, publication, file, pieces, progress):
    patiently(work, lambda: _is_stored(api, path, publication, None))  # before much is sent
    for number, piece in enumerate(pieces):
        place = _segment_path(path, publication, number)

        def act(place=place, piece=piece):
            _put(api, place, publication, file, piece, lambda n: progress(piece.start + n))

        patiently(work, act)


def _put_manifest(api, path, publication, pieces):
    """The object: what it consists of. It is there with all its bytes, or not at all."""
    etag = _etag(pieces)
    if _is_stored(api, path, publication, etag):
        return
    _make_container(api, path)
    manifest = [
        {
            "path": f"/{urllib.parse.unquote(_segment_path(path, publication, number))}",
            "etag": piece.md5,
            "size_bytes": piece.size,
        }
        for number, piece in enumerate(pieces)
    ]
    headers = {"ETag": etag, OURS: publication, **_BYTES}
    data = json.dumps(manifest).encode()
    api.put(f"/{path}?multipart-manifest=put", data=data, headers=headers)


def _put(api, path, publication, file, piece, progress):
    """Store one piece of a file, or all of it, under ``path``."""
    if _is_stored(api, path, publication, piece.md5):
        return
    _make_container(api, path)
    headers = {"ETag": piece.md5, OURS: publication, **_BYTES}
    data = glance.Reader(file, (), progress, piece.start, piece.size)
    api.put(f"/{path}", data=data, headers=headers, log=False)


def _is_stored(api, path, publication, etag):
    """Whether an object is there with an ETag; raises :class:`ObjectRefused` for a foreign one."""
    present = head(api, path)
    if present is None:
        return False
    if present.get(OURS) != publication:
        message = "The object store has another object at {path}."
        raise ObjectRefused(Message("object-exists", message, path=path))
    return present.get("ETag", "").strip('"') == etag


def _make_container(api, path):
    """Make the container of an object, unless it is there."""
    api.put(f"/{path.partition('/')[0]}", log=False)


def _segment_path(path, publication, number):
    """Where a segment is: in a container of their own, so that lists show whole objects only."""
    return f"{path.partition('/')[0]}-segments/{publication}/{number:08}"


def _etag(pieces):
    """The ETag that Swift gives a static large object."""
    text = "".join(piece.md5 for piece in pieces)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _delete(api, path):
    try:
        api.delete(f"/{path}")
    except keystoneauth.NotFound:
        return
