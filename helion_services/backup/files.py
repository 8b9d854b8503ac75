"""Files and keys put back from a scratch folder."""

import contextlib
import os
import pathlib
import shutil

from helion_services.backup import layout
from helion_services.base.keys import KeyRepository


def put_back(scratch, path, check=lambda: None):
    """Put a file or folder of a backup back in place. What is not in the backup stays."""
    source, target = layout.below(scratch, path), pathlib.Path(path)
    if not source.exists():
        return
    if source.is_file():
        _put(source, target)
        return
    for folder, _folders, names in os.walk(source):
        check()
        place = target / pathlib.Path(folder).relative_to(source)
        if not place.is_dir():
            place.mkdir(parents=True)
            _like(folder, place)
        for name in names:
            _put(pathlib.Path(folder) / name, place / name)


def merge_keys(scratch, path, former):
    """Add the keys of a backup to those of our secrets: none is overwritten.

    :param path: the folder of our keys
    :param former: the folder that they had in the backup
    """
    source = layout.below(scratch, former)
    if not source.is_dir():
        return
    keys = KeyRepository(path)
    keys.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    present = {file.read_bytes().strip() for file in keys.path.iterdir() if file.is_file()}
    for file in sorted(source.iterdir()):
        content = file.read_bytes().strip()
        if content in present:
            continue
        name = file.name if not (keys.path / file.name).exists() else _free(keys.path)
        _put(file, keys.path / name)


def set_aside(path, folder):
    """Copy a file, or an SQLite database with its journal, into ``folder``, if it is there."""
    for suffix in ("", "-wal"):
        source = pathlib.Path(f"{path}{suffix}")
        if source.is_file():
            shutil.copy2(source, pathlib.Path(folder) / source.name)


def _free(folder):
    numbers = [int(file.name) for file in folder.iterdir() if file.name.isdecimal()]
    return str(max(numbers, default=0) + 1)


def _put(source, target):
    part = target.with_name(f".{target.name}.restore")
    target.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    if source.is_symlink():
        part.symlink_to(os.readlink(source))
    else:
        shutil.copy2(source, part)
        _like(source, part)
    part.replace(target)


def _like(source, target):
    about = os.stat(source)
    os.chmod(target, about.st_mode & 0o7777)
    with contextlib.suppress(PermissionError):
        os.chown(target, about.st_uid, about.st_gid)
