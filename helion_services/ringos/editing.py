"""Builders that are changed: once each, by Swift's own code, and never over a foreign change.

What is about to be written is noted before it is: a conductor that takes over after another one
died knows whether the file is as it was, as it was to be, or as somebody else wrote it.
"""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil
import stat
import time

from helion_services.base.messages import Message
from helion_services.ringos import builders

_BACKUPS = "backups"  # as swift-ring-builder calls it


class RingEdited(Exception):
    """Somebody else changed a ring meanwhile; the first argument is a message."""


def digest(folder, name):
    """The MD5 of a builder file."""
    content = pathlib.Path(folder, f"{name}{builders.SUFFIX}").read_bytes()
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def change(work, name, key, act):
    """Let ``act(builder)`` change a builder, write it and the ring made of it; returns the builder.

    With the ``key`` of the last change nothing is changed again.

    Raises :class:`RingEdited` if the file is not as this operation left it.
    """
    folder = work.runtime.conf.ringos.rings_dir
    with _locked(folder):
        note, now = work.recall(_note(name)), digest(folder, name)
        is_done = note is not None and note["key"] == key and now == note["after"]
        if not is_done:
            _check(work, name, key, note, now)
        builder = builders.load_again(folder, name)
        if not is_done:
            act(builder)
            _replace(work, folder, name, key, builder, now)
        ring = pathlib.Path(folder, f".{name}.ring.gz.new")
        builder.get_ring().save(str(ring))
        ring.replace(pathlib.Path(folder, f"{name}.ring.gz"))
    return builder


def is_changed(work, name):
    """Whether this operation has written, or was about to write, a builder."""
    return work.recall(_note(name)) is not None


def check_devices(builder, name, devices):
    """Raise :class:`RingEdited` unless the devices of a ring are those that were planned."""
    for device in devices:
        rows = builder.devs
        row = rows[device["id"]] if device["id"] < len(rows) else None
        if row is None or (row["ip"], row["device"]) != (device["ip"], device["device"]):
            raise RingEdited(edited(name))


def _check(work, name, key, note, now):
    if note is None:
        expected = {work.request.digests[name]}
    else:
        expected = {note["after"]} | ({note["before"]} if note["key"] == key else set())
    if now not in expected and not (note and _is_unwritten(work, note, now)):
        raise RingEdited(edited(name))


def _is_unwritten(work, note, now):
    """Whether the conductor died between its note and the file."""
    return work.undoing and now == note["before"]


def _replace(work, folder, name, key, builder, before):
    path = pathlib.Path(folder, f"{name}{builders.SUFFIX}")
    new = pathlib.Path(folder, f".{name}{builders.SUFFIX}.new")
    builder.save(str(new))
    _imitate(path, new)
    with new.open("rb") as file:
        os.fsync(file.fileno())
    after = hashlib.md5(new.read_bytes(), usedforsecurity=False).hexdigest()
    work.note(_note(name), {"key": key, "before": before, "after": after})
    backups = pathlib.Path(folder, _BACKUPS)
    backups.mkdir(mode=0o700, exist_ok=True)
    shutil.copy2(path, backups / f"{int(time.time())}.{path.name}")
    new.replace(path)


def _imitate(model, new):
    """Give a new file the owner and the mode of the one that it replaces."""
    status = model.stat()
    if os.geteuid() == 0:
        os.chown(new, status.st_uid, status.st_gid)
    new.chmod(stat.S_IMODE(status.st_mode))


@contextlib.contextmanager
def _locked(folder):
    """Whoever else changes the rings waits; swift-ring-builder takes the same lock."""
    handle = os.open(pathlib.Path(folder, ".lock"), os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _note(name):
    return f"ring/{name}"


def edited(name):
    """That somebody else changed a ring."""
    return Message(
        "ring-edited",
        "Somebody else changed the ring {ring} meanwhile. It stays as it is: check weights and"
        " devices, and start the operation anew.",
        ring=name,
    )
