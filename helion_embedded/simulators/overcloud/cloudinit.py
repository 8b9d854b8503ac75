"""What a virtual machine on VMware finds about itself when it boots: cloud-init's ``guestinfo``.

Of a user data document only ``write_files`` matters here.
"""

import base64
import binascii
import gzip
import zlib

import yaml

METADATA, USERDATA = "guestinfo.metadata", "guestinfo.userdata"
_HEAD = "#cloud-config"
_ENCODINGS = {
    "": (),
    "text/plain": (),
    "base64": ("base64",),
    "b64": ("base64",),
    "gzip": ("gzip",),
    "gz": ("gzip",),
    "gzip+base64": ("base64", "gzip"),
    "gz+base64": ("base64", "gzip"),
    "gz+b64": ("base64", "gzip"),
}


class BootError(Exception):
    """The machine does not get as far as its services; the text says why."""


def instance(guestinfo):
    """The instance id in the options of a machine (a dict of strings), or None.

    A machine that has booted with this id before does not look at its user data again. Raises
    :class:`BootError` for what cloud-init would not understand.
    """
    try:
        document = yaml.safe_load(_decoded(guestinfo, METADATA)) or {}
        return document.get("instance-id")
    except (yaml.YAMLError, AttributeError) as error:
        raise BootError(f"the metadata cannot be read: {error!r}") from error


def files(guestinfo):
    """The files that a machine with these options writes at its first boot: path to text.

    Raises :class:`BootError` for a document that cloud-init would not understand.
    """
    text = _decoded(guestinfo, USERDATA)
    if not text.startswith(_HEAD):
        raise BootError(f"the user data does not begin with {_HEAD}")
    try:
        document = yaml.safe_load(text) or {}
        entries = document.get("write_files") or []
        return {
            entry["path"]: _plain(entry.get("content", "").encode(), entry.get("encoding"))
            for entry in entries
        }
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise BootError(f"the user data cannot be read: {error!r}") from error


def _decoded(guestinfo, key):
    return _plain(guestinfo.get(key, "").encode(), guestinfo.get(f"{key}.encoding"))


def _plain(content, encoding):
    steps = _ENCODINGS.get((encoding or "").strip().lower())
    if steps is None:
        raise BootError(f"unknown encoding: {encoding}")
    try:
        for step in steps:
            content = (
                base64.b64decode(content, validate=True)
                if step == "base64"
                else gzip.decompress(content)
            )
        return content.decode()
    except (binascii.Error, OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise BootError(f"not what its encoding says: {error}") from error
