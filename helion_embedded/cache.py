"""A cache of results that are expensive to compute; everything works without it, only slower."""

import os
import pathlib
import shutil
import sys
import tempfile

ENVIRONMENT_VARIABLE = "HELION_EMBEDDED_CACHE"


def root():
    """The cache directory: ``$HELION_EMBEDDED_CACHE``, else below the user's XDG cache."""
    folder = os.environ.get(ENVIRONMENT_VARIABLE)
    if folder:
        return pathlib.Path(folder).absolute()
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "helion-embedded"


def directory(*parts):
    """A directory of the cache, made if it is missing, or None where that is not possible.

    It belongs to one user: it holds token keys.
    """
    path = root()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = path.joinpath(*parts)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    if path.stat().st_uid != os.getuid() or not os.access(path, os.W_OK):
        return None
    return path


def find(kind, key):
    """The entry ``key`` (a directory) of a kind, or None."""
    folder = directory(kind)
    entry = folder / key if folder else None
    return entry if entry and entry.is_dir() else None


def store(kind, key, fill, keep=4):
    """Make the entry ``key``: ``fill(path)`` writes its content into an empty directory.

    The entry appears complete or not at all, whoever else stores the same. Older entries beyond
    ``keep`` with the same first part of the key (up to ``-``) are removed. Never raises for a
    cache that cannot be written.
    """
    folder = directory(kind)
    if folder is None or (folder / key).is_dir():
        return
    try:
        temporary = pathlib.Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        try:
            fill(temporary)
            temporary.rename(folder / key)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        _forget_old(folder, key.partition("-")[0], keep)
    except OSError as error:
        print(f"not cached: {error}", file=sys.stderr)


def _forget_old(folder, family, keep):
    entries = sorted(folder.glob(f"{family}-*"), key=lambda entry: entry.stat().st_mtime)
    for entry in entries[:-keep]:
        shutil.rmtree(entry, ignore_errors=True)
