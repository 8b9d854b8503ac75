"""The services' own database restored while they run: row by row, in one transaction.

What stays as it is: this operation, so that it can go on; repositories and backups, for restic is
the truth; the audit trail, to which the backup's events are added.
"""

import contextlib

import sqlalchemy as sa

from helion_services.backup import scratch_servers
from helion_services.base import database
from helion_services.base.messages import Message
from helion_services.base.operations import states
from helion_services.base.times import now

_STAY = ("backup_", "helion_alembic_version", "alembic_version", "write_lock")
_RESTORED = Message(
    "operation-restored", "The undercloud was restored from a backup taken while this ran."
)


def replace(runtime, stored, path, operation):
    """Replace the rows of our database by those of a copy of it.

    :param stored: the :class:`~.parts.Database` of the copy
    :param path: of the copy: a file of SQLite, or a dump, which is loaded into a scratch server
    :param operation: the id of the operation that does so

    Raises :class:`~helion_services.base.database.DatabaseError` for a newer copy, and
    :class:`~.databases.DatabaseFailure` for a dump that cannot be loaded.
    """
    with _opened(stored, path) as url:
        database.upgrade(url)
        end_all(url)
        source = sa.create_engine(url, poolclass=sa.pool.NullPool)
        try:
            tables = sa.MetaData()
            tables.reflect(runtime.db.engine)
            with source.connect() as copy, runtime.db.session() as session:
                _replace(copy, session.connection(), tables, operation)
        finally:
            source.dispose()


@contextlib.contextmanager
def _opened(stored, path):
    """The URL of a copy that can be read."""
    if stored.dialect == "sqlite":
        yield f"sqlite:///{path}"
        return
    with scratch_servers.loaded(stored, path, path.parent) as server:
        yield server.url.render_as_string(hide_password=False)


def end_all(url):
    """End the operations that ran when the database at ``url`` was copied: they must not go on,
    the world is another now."""
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    try:
        tables = sa.MetaData()
        tables.reflect(engine)
        with engine.begin() as connection:
            _end_active(connection, tables)
    finally:
        engine.dispose()


def _replace(copy, connection, tables, operation):
    present = sa.inspect(copy)
    listed = [
        table
        for table in tables.sorted_tables
        if not table.name.startswith(_STAY) and present.has_table(table.name)
    ]
    kept = _kept(connection, tables, operation)
    for table in reversed(listed):
        if table.name != "audit_events":
            condition = kept.get(table.name)
            connection.execute(
                sa.delete(table).where(sa.not_(condition))
                if condition is not None
                else sa.delete(table)
            )
    for table in listed:
        _insert(copy, connection, table)


def _kept(connection, tables, operation):
    """``{table: condition}`` of the rows that stay."""
    named = tables.tables

    def of(table, column, values):
        return {table: named[table].c[column].in_(values)} if table in named else {}

    flows = named["flowdetails"]
    ours = sa.select(flows.c.uuid).where(flows.c.parent_uuid == operation)
    details = list(connection.scalars(ours))
    secrets = list(connection.scalars(sa.select(named["backup_repositories"].c.secret_id)))
    return {
        **of("operations", "id", [operation]),
        **of("operation_steps", "operation_id", [operation]),
        **of("operation_lines", "operation_id", [operation]),
        **of("operation_resources", "operation_id", [operation]),
        **of("logbooks", "uuid", [operation]),
        **of("flowdetails", "parent_uuid", [operation]),
        **of("atomdetails", "parent_uuid", details),
        **of("secrets", "id", secrets),
    }


def _insert(copy, connection, table):
    """Add the rows of the copy whose key is not there."""
    keys = [column.name for column in table.primary_key]
    present = {tuple(row) for row in connection.execute(sa.select(*(table.c[k] for k in keys)))}
    # Lines are numbered in the order in which they come.
    numbered = table.name == "operation_lines"
    columns = {column["name"] for column in sa.inspect(copy).get_columns(table.name)}
    shared = [column for column in table.c if column.name in columns]
    rows = []
    for row in copy.execute(sa.select(*shared)).mappings():
        values = dict(row)
        if numbered:
            del values["id"]
        elif tuple(values[key] for key in keys) in present:
            continue
        rows.append(values)
    if rows:
        connection.execute(sa.insert(table), rows)


def _end_active(connection, tables):
    operations, resources = tables.tables["operations"], tables.tables["operation_resources"]
    query = sa.select(operations.c.id).where(operations.c.state.in_(states.ACTIVE))
    idents = list(connection.scalars(query))
    error = {**_RESTORED.fact(), "message": _RESTORED.detail, "step": None}
    # MariaDB's columns of JSON are read as texts.
    error = sa.type_coerce(error, sa.JSON())
    connection.execute(
        sa.update(operations)
        .where(operations.c.id.in_(idents))
        .values(
            state=states.FAILED,
            error=error,
            owner=None,
            finished_at=now().replace(tzinfo=None),
        )
    )
    # The one that took the backup: the backup is there.
    took = sa.and_(operations.c.service == "backup", operations.c.kind == "take")
    connection.execute(
        sa.update(operations)
        .where(operations.c.id.in_(idents), took)
        .values(state=states.SUCCEEDED, progress=100, error=None)
    )
    connection.execute(
        sa.update(resources).where(resources.c.operation_id.in_(idents)).values(held=None)
    )
