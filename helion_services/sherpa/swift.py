"""Objects in an object store: put whole, compared by its ETag, deleted.

A PUT of Swift is one act: nobody sees the object before all of it is there and has the ETag that
was sent with it.
"""

import hashlib
import urllib.parse

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.operations.patience import patiently
from helion_services.sherpa import glance

OURS = "X-Object-Meta-Helion-Publication"
"""The header by which the object of a publication is known."""
LARGEST = 5 << 30
"""Bytes of an object, by Swift's default."""

_READ = 1 << 20


class ObjectRefused(Exception):
    """An object cannot be stored, or is not what was sent; the first argument is a message."""


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


def digests(path, algorithms):
    """Hexadecimal digests of a file by algorithm."""
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    with path.open("rb") as file:
        while piece := file.read(_READ):
            for each in hashes.values():
                each.update(piece)
    return {name: each.hexdigest() for name, each in hashes.items()}


def put(work, api, path, publication, file, md5, progress):
    """Store a file under ``path``, unless it is there.

    Raises :class:`ObjectRefused` if it is too large, the path is taken, or what arrived differs.
    """
    if file.stat().st_size > LARGEST:
        message = "The object store takes files of at most {most} MiB."
        raise ObjectRefused(Message("object-too-large", message, most=LARGEST >> 20))
    patiently(work, lambda: _put(api, path, publication, file, md5, progress))
    stored = head(api, path)
    if stored is None or stored.get("ETag", "").strip('"') != md5:
        message = (
            "The object store does not have the file that was sent: the ETag of {path} differs."
        )
        raise ObjectRefused(Message("object-differs", message, path=path))


def _put(api, path, publication, file, md5, progress):
    present = head(api, path)
    if present is not None:
        if present.get(OURS) != publication:
            message = "The object store has another object at {path}."
            raise ObjectRefused(Message("object-exists", message, path=path))
        if present.get("ETag", "").strip('"') == md5:
            return
    api.put(f"/{path.partition('/')[0]}", log=False)  # the container, unless it is there
    reader = glance.Reader(file, (), progress)
    headers = {"ETag": md5, OURS: publication, "Content-Type": "application/octet-stream"}
    try:
        api.put(f"/{path}", data=reader, headers=headers, log=False)
    finally:
        reader.close()


def head(api, path):
    """The headers of an object, None if there is none."""
    try:
        return api.head(f"/{path}").headers
    except keystoneauth.NotFound:
        return None


def delete(api, path, publication):
    """Delete the object of a publication, if it is there."""
    present = head(api, path)
    if present is None or present.get(OURS) != publication:
        return
    try:
        api.delete(f"/{path}")
    except keystoneauth.NotFound:
        return
