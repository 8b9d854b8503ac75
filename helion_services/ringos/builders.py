"""Swift's builder files, read by Swift's own RingBuilder.

A builder file is a pickle, which is a program. It is read only from the configured folder, and only
if nobody but root and the service's user may write it.
"""

import functools
import hashlib
import os
import pathlib
import stat

from helion_services.ringos import problems

SUFFIX = ".builder"
_OTHERS = stat.S_IWGRP | stat.S_IWOTH
KINDS = ("account", "container", "object")


class Refused(Exception):
    """Others may write this file."""


def load(folder):
    """``{name: RingBuilder}`` of all builder files in ``folder``, in the order of the names.

    :raises Problem: when there is none, or one cannot or must not be read
    """
    if not folder:
        raise problems.not_configured()
    paths = sorted(pathlib.Path(folder).glob(f"*{SUFFIX}"))
    if not paths:
        raise problems.no_builders(folder)
    return {path.name.removesuffix(SUFFIX): _load(path) for path in paths}


def load_again(folder, name):
    """The RingBuilder of a ring, from its file: it may be changed.

    :raises Problem: when it cannot or must not be read
    """
    return _guarded(pathlib.Path(folder, f"{name}{SUFFIX}"), _read)


def kind_of(name):
    """``account``, ``container`` or ``object``, of a ring such as ``object-1``."""
    return name.partition("-")[0]


def ring_md5(folder, name):
    """The MD5 of the ring made of a builder as 32 hexadecimal digits; None if there is none.

    Swift's recon reports the same of the ring that a server has.
    """
    try:
        with pathlib.Path(folder, f"{name}.ring.gz").open("rb") as file:
            return hashlib.file_digest(
                file, functools.partial(hashlib.md5, usedforsecurity=False)
            ).hexdigest()
    except OSError:
        return None


def _load(path):
    def remembered(path):
        status = path.stat()
        return _cached(path, status.st_ctime_ns, status.st_ino)

    return _guarded(path, remembered)


def _guarded(path, read):
    try:
        return read(path)
    except ImportError as exc:
        raise problems.swift_missing() from exc
    except Refused as exc:
        raise problems.writable(path) from exc
    except Exception as exc:  # an unpickled file of another origin fails in any way
        raise problems.unreadable(path, exc) from exc


@functools.lru_cache(maxsize=16)
def _cached(path, _changed, _inode):
    # The change of the inode, unlike that of the content, tells of new permissions as well.
    return _read(path)


def _read(path):
    # Swift is optional, and slow to import.
    from swift.common.ring.builder import RingBuilder

    return RingBuilder.load(str(path), open=_open)


def _open(path, mode):
    """A file that only its owner may write, as may its folder; both belong to root or to us."""
    file = open(path, mode)  # noqa: SIM115  (the caller closes it)
    try:
        for status in (os.fstat(file.fileno()), os.stat(os.path.dirname(path))):
            if status.st_uid not in (0, os.geteuid()) or status.st_mode & _OTHERS:
                raise Refused(path)
    except BaseException:
        file.close()
        raise
    return file
