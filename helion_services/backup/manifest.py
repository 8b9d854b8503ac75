"""What a backup says about itself: a JSON file in it.

``{"format", "id", "cloud", "taken_at", "release", "parts": [{"name", "service", "own", "apart",
"files", "sizes": {path or database: bytes}, "databases": [{"name", "file", "dialect",
"revisions"}]}], "counts": {kind: number},
"rows": {kind: [[id, name, state], ...]}, "operations": [{"id", "title", "no_return"}],
"bundle"}``.
"""

import json
import socket

import sqlalchemy as sa

from helion_services import __version__
from helion_services.backup import databases, identity, inventory, layout, room
from helion_services.base.keys import KeyRepository
from helion_services.base.operations import states as operation_states
from helion_services.base.operations.models import Operation
from helion_services.base.times import iso, now

FORMAT = 1


def write(runtime, ident, parts, bundle, operation):
    """Copy all databases of ``parts`` into the folder ``bundle`` and describe them there.

    :param operation: the id of the operation that takes the backup: it does not count as running

    Returns the manifest, a dict.
    """
    folder = bundle / layout.DATABASES
    folder.mkdir(mode=0o700, exist_ok=True)
    files = {each.file for part in parts for each in part.databases}
    for path in folder.iterdir():
        if path.name.removesuffix(".part") not in files and path.suffix != ".mark":
            path.unlink()
    manifest = {
        "format": FORMAT,
        "id": ident,
        "cloud": identity.own(runtime.db),
        "taken_at": iso(now()),
        "release": __version__,
        "host": socket.gethostname(),
        "bundle": str(bundle),
        "key_repository": runtime.conf.secrets.key_repository,
        "operations": _running(runtime.db, operation),
        "parts": [],
        "counts": {},
        "rows": {},
    }
    for part in parts:
        described = [_copy(runtime, each, folder, manifest) for each in part.databases]
        manifest["parts"].append(
            {
                "name": part.name,
                "service": part.service,
                "own": part.own,
                "apart": part.apart,
                "files": list(part.files),
                "sizes": {path: room.size_of(path) for path in part.files}
                | {each.name: room.size_of(folder / each.file) for each in part.databases},
                "databases": described,
            }
        )
    path = bundle / layout.MANIFEST
    path.write_text(json.dumps(manifest))
    path.chmod(0o600)
    return manifest


def parse(text):
    """The manifest in a text; ValueError if it is of a newer release, or none."""
    manifest = json.loads(text)
    if manifest["format"] > FORMAT:
        raise ValueError(f"format {manifest['format']}")
    return manifest


def look(runtime, database, path, keys=None):
    """``(counts, rows, revisions)`` of a database or its copy.

    :param keys: the folder of the keys of our secrets, the configured one by default
    """
    with databases.reading(database, path) as connection:
        counts = inventory.counts(database.name, connection)
        rows = inventory.rows(database.name, connection)
        if counts.get("secrets"):
            repository = KeyRepository(keys or runtime.conf.secrets.key_repository)
            counts["secrets"] = inventory.readable_secrets(connection, repository.box())
        return counts, rows, inventory.revisions(connection)


def _copy(runtime, database, folder, manifest):
    path = folder / database.file
    databases.copy(database, path)
    source = path if database.dialect == "sqlite" else None
    counts, rows, revisions = look(runtime, database, source)
    manifest["counts"] |= counts
    manifest["rows"] |= rows
    return {
        "name": database.name,
        "file": database.file,
        "dialect": database.dialect,
        "revisions": revisions,
    }


def _running(db, operation):
    """The operations that run while the backup is taken."""
    query = sa.select(Operation).where(
        Operation.state.in_(operation_states.ACTIVE), Operation.id != operation
    )
    with db.reader() as session:
        return [
            {"id": row.id, "title": row.title, "no_return": row.no_return}
            for row in session.scalars(query)
        ]
