"""Installed distributions: versions for cache keys, and the data files of OpenStack wheels."""

import functools
import hashlib
import importlib.metadata
import pathlib
import sys


def data_file(distribution, suffix):
    """Path of a data file of an installed distribution, e.g. ``nova``, ``etc/nova/api-paste.ini``.

    The record of the wheel is asked instead of ``sys.prefix``, so it also works where pip put data
    files elsewhere. Raises ``FileNotFoundError``.
    """
    for file in importlib.metadata.files(distribution) or ():
        if str(file).endswith(suffix):
            return pathlib.Path(file.locate()).resolve()
    raise FileNotFoundError(f"{distribution} has no {suffix}")


@functools.cache
def fingerprint():
    """A hash of the names and versions of all installed distributions.

    Taken from the names of their directories: reading 300 metadata files costs half a second.
    """
    installed = sorted(
        entry.name
        for folder in map(pathlib.Path, sys.path)
        if folder.is_dir()
        for entry in folder.glob("*.dist-info")
    )
    return hashlib.sha256("\n".join(installed).encode()).hexdigest()
