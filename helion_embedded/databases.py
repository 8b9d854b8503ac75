"""The databases of the services: created once by their own tools, then copied from the cache."""

import contextlib
import hashlib
import pathlib
import shutil
import sqlite3

from helion_embedded import autoincrement, cache, distributions

_KIND = "databases"
_PACKAGE = pathlib.Path(__file__).resolve().parent
# What decides what is in the databases; with the versions installed it makes the cache's key.
_SOURCES = ("openstack/*.py", "autoincrement.py", "databases.py", "identity.py", "logins.py")


def is_complete(instance, service):
    """Whether the service's databases were made to the end."""
    return _mark(instance, service).exists()


def mark_complete(instance, service):
    """Remember that the databases were made to the end."""
    _mark(instance, service).touch()


def create(instance, service):
    """Make the databases of ``service`` from nothing. Runs in a child process."""
    discard(instance, service)
    service.create_databases(instance)
    for name in service.databases:
        autoincrement.apply(instance.state.database(name))


def discard(instance, service):
    """Remove the remains of an interrupted start."""
    for name in service.databases:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path = instance.state.database(name)
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    for name in service.keys:
        shutil.rmtree(instance.state.keys / name, ignore_errors=True)


def restore(instance, service):
    """Copy the databases of ``service`` from the cache; returns whether it had them."""
    entry = cache.find(_KIND, _key(service))
    if entry is None:
        return False
    discard(instance, service)
    try:
        for name in service.databases:
            path = instance.state.database(name)
            shutil.copyfile(entry / path.name, path)
        for name in service.keys:
            shutil.copytree(entry / name, instance.state.keys / name)
    except OSError:  # somebody clears the cache at this moment
        return False
    return True


def snapshot(instance, service):
    """Put the databases of ``service`` into the cache. They may be in use."""

    def fill(folder):
        for name in service.databases:
            path = instance.state.database(name)
            with (
                contextlib.closing(sqlite3.connect(path)) as source,
                contextlib.closing(sqlite3.connect(folder / path.name)) as target,
            ):
                source.backup(target)
        for name in service.keys:
            shutil.copytree(instance.state.keys / name, folder / name)

    cache.store(_KIND, _key(service), fill)


def _mark(instance, service):
    return instance.state.databases / f"{service.name}.complete"


def _key(service):
    digest = hashlib.sha256(distributions.fingerprint().encode())
    for pattern in _SOURCES:
        for path in sorted(_PACKAGE.glob(pattern)):
            digest.update(path.read_bytes())
    return f"{service.name}-{digest.hexdigest()[:16]}"
