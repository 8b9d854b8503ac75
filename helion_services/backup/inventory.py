"""What is in the databases: rows that are counted, and those whose names are noted.

The same look is taken at the copies when a backup is taken and at the restored copies when it is
verified.
"""

import contextlib
import dataclasses
import json

import sqlalchemy as sa
from cryptography import fernet

MOST = 20_000
"""Rows of a kind whose ids and names are noted in a backup; the rest is only counted."""

_REVISIONS = ("alembic_version", "helion_alembic_version", "migrate_version")


@dataclasses.dataclass(frozen=True)
class Kind:
    """Rows of a table.

    :ivar database: the name of the database
    :ivar where: the SQL condition of those that count
    :ivar columns: of id, name and state; empty: they are only counted
    """

    name: str
    database: str
    table: str
    where: str = "1 = 1"
    columns: tuple[str, ...] = ()


KINDS = (
    Kind("nodes", "ironic", "nodes", columns=("uuid", "name", "provision_state")),
    Kind("ports", "ironic", "ports"),
    Kind(
        "servers",
        "nova",
        "instances",
        "deleted = 0",
        columns=("uuid", "display_name", "vm_state"),
    ),
    Kind(
        "stacks",
        "heat",
        "stack",
        "deleted_at IS NULL AND owner_id IS NULL",
        columns=("id", "name", "status"),
    ),
    Kind("users", "keystone", "user", columns=("id", "id", "enabled")),
    Kind("projects", "keystone", "project", columns=("id", "name", "enabled")),
    Kind("images", "glance", "images", "deleted = '0'", columns=("id", "name", "status")),
    Kind("volumes", "cinder", "volumes", "deleted = '0'", columns=("id", "display_name", "status")),
    Kind("networks", "neutron", "networks", columns=("id", "name", "status")),
    Kind("operations", "helion", "operations"),
    Kind("secrets", "helion", "secrets"),
)
NAMES = tuple(kind.name for kind in KINDS)


def counts(database, connection):
    """``{kind: number of rows}`` of one database; kinds whose tables it lacks are left out."""
    return {
        kind.name: connection.scalar(_select(kind, sa.func.count()))
        for kind in _kinds(database, connection)
    }


def rows(database, connection):
    """``{kind: [[id, name, state], ...]}`` of one database."""
    listed = {}
    for kind in _kinds(database, connection):
        if kind.columns:
            columns = [sa.column(name) for name in kind.columns]
            query = _select(kind, *columns).order_by(columns[0]).limit(MOST)
            listed[kind.name] = [
                [None if value is None else str(value) for value in row]
                for row in connection.execute(query)
            ]
    return listed


def revisions(connection):
    """The revisions of the tables: ``{table of them: sorted texts}``."""
    inspector = sa.inspect(connection)
    listed = {}
    for table in _REVISIONS:
        if inspector.has_table(table):
            query = sa.select(sa.text("*")).select_from(sa.table(table))
            listed[table] = sorted(str(row[0]) for row in connection.execute(query))
    return listed


def readable_secrets(connection, box):
    """How many secrets a ``MultiFernet`` decrypts."""
    if not sa.inspect(connection).has_table("secrets"):
        return 0
    number = 0
    for (payload,) in connection.execute(sa.text("SELECT payload FROM secrets")):
        with contextlib.suppress(fernet.InvalidToken, ValueError):
            json.loads(box.decrypt(payload.encode()))
            number += 1
    return number


def _kinds(database, connection):
    inspector = sa.inspect(connection)
    return [k for k in KINDS if k.database == database and inspector.has_table(k.table)]


def _select(kind, *columns):
    return sa.select(*columns).select_from(sa.table(kind.table)).where(sa.text(kind.where))
