"""The room that a restore takes: for its scratch folder, and beside what it replaces."""

import os
import pathlib
import shutil

from helion_services.base.messages import Message

_MIB = 1 << 20


class NoRoom(Exception):
    """A file system is too small for a restore; ``message`` names it."""

    def __init__(self, *shortage):
        self.message = message(*shortage)
        super().__init__(self.message.detail)


def size_of(path):
    """The bytes of a file, or of the files in a folder; 0 if it does not exist."""
    path = pathlib.Path(path)
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.lstat().st_size for each in files if each.is_file() and not each.is_symlink())


def of_scratch(conf, selection, total=0):
    """``{path: bytes}`` of the scratch folder.

    :param selection: the parts of the manifest that are restored
    :param total: the bytes of the whole backup, for a manifest without the sizes of its parts
    """
    if all("sizes" in part for part in selection):
        total = sum(sum(part["sizes"].values()) for part in selection)
    return {conf.state_dir: total}


def of_targets(selection, targets):
    """``{path: bytes}`` beside what is replaced.

    :param targets: the :class:`~.parts.Database` of now by name
    """
    needs = {}
    for part in selection:
        sizes = part.get("sizes", {})
        for each in part["databases"]:
            target = targets.get(each["name"])
            if target is not None and target.dialect == "sqlite":
                needs[target.url.database] = sizes.get(each["name"], 0)
        for path in part["files"]:
            if not os.path.exists(path):  # others are replaced file by file
                needs[path] = sizes.get(path, 0)
    return needs


def shortages(needs):
    """``(path, bytes needed, bytes free)`` of each file system without room for its ``needs``."""
    devices = {}
    for path, size in needs.items():
        place = _existing(pathlib.Path(path))
        device = place.stat().st_dev
        first, total = devices.get(device, (place, 0))
        devices[device] = (first, total + size)
    return [
        (str(place), total, free)
        for place, total in devices.values()
        if total > (free := shutil.disk_usage(place).free)
    ]


def ensure(needs):
    """Raise :class:`NoRoom` if a file system is too small."""
    for shortage in shortages(needs):
        raise NoRoom(*shortage)


def message(place, needed, free):
    """What a shortage says."""
    return Message(
        "restore-no-room",
        "The restore needs {needed} MiB in {folder}; {free} MiB are free.",
        needed=-(-needed // _MIB),
        folder=place,
        free=free // _MIB,
    )


def _existing(path):
    """The path, or the nearest folder above it that exists."""
    return next(each for each in (path, *path.absolute().parents) if each.exists())
