"""The database: SQLite in one file by default, PostgreSQL, MariaDB or MySQL by URL.

Rows are changed in :meth:`Database.session`, a short transaction that must not wait for anything:
there is a single writer at a time.
"""

import contextlib
import os
import pathlib
import threading

import sqlalchemy as sa
from alembic import command, config, migration, script
from sqlalchemy import event, orm
from sqlalchemy.dialects import mysql

from helion_services.base import service

_MIGRATIONS = pathlib.Path(__file__).parent / "migrations"
_BRANCH = "base"  # of what all services share
_VERSION_TABLE = "helion_alembic_version"
# Before each service had a branch of its own, two revisions of the one chain were services'. The
# revisions of their branches leave alone the tables that are there.
_FORMER = {"0003": "0002", "0004": "0002"}
_BUSY_TIMEOUT = 15_000  # milliseconds
_LARGEST_WAL = 4 * 1024**2  # bytes that SQLite's log keeps after a larger write
_LOCK = 4_354_606  # an advisory lock's number in PostgreSQL: any, but always the same
_PATIENCE = 300  # seconds

# MySQL's plain types end at 64 KiB.
LargeText = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")
LargeBinary = sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb")


class Base(orm.DeclarativeBase):
    """The base of all models. Constraints have names, so that migrations can change them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class WriteLock(Base):
    """One row, which every writer locks first: they take turns, as SQLite's writers always do."""

    __tablename__ = "write_lock"

    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)


class DatabaseError(Exception):
    """The database cannot be used; the text gives the reason in one line, without the password."""


class Database:
    """One engine, and sessions on it.

    :ivar engine: SQLAlchemy's; on SQLite each writing transaction starts with the write lock
    """

    def __init__(self, url):
        self.engine = _engine(url)
        self._writing = threading.local()
        self._takes_turns = not is_sqlite(url)
        reading = self.engine.execution_options(helion_read_only=True)
        self._writers = orm.sessionmaker(self.engine, expire_on_commit=False)
        self._readers = orm.sessionmaker(reading, expire_on_commit=False)

    @contextlib.contextmanager
    def session(self):
        """A session that is committed at the end, or rolled back if something is raised.

        Nobody else changes what it reads until it ends. A thread has one session at a time: a
        second one would wait for the first forever.
        """
        if getattr(self._writing, "now", False):
            raise RuntimeError("this thread has a session open already")
        self._writing.now = True
        try:
            with self._writers.begin() as session:
                if self._takes_turns:
                    session.execute(sa.select(WriteLock.id).with_for_update())
                yield session
        finally:
            self._writing.now = False

    @contextlib.contextmanager
    def reader(self):
        """A session to read with; on SQLite it waits for no writer. Nothing is committed."""
        with self._readers() as session:
            yield session

    @contextlib.contextmanager
    def alone(self):
        """The only process that creates or changes tables, until the end of the block."""
        with self.engine.connect() as connection, _alone(connection):
            yield

    def close(self):
        """Close all connections."""
        self.engine.dispose()


def upgrade(url):
    """Create the tables or bring them up to date. Raises :class:`DatabaseError`."""
    with _migrating(url, alone=True) as (alembic, connection):
        alembic.attributes["connection"] = connection
        _rename_revision(connection)
        command.upgrade(alembic, "heads")


def check(url):
    """What is missing in the database, as sentences; empty if it is up to date.

    Raises :class:`DatabaseError` if it cannot be read.
    """
    path = _file(url)
    if path and not path.exists():
        return [f"The file {path} does not exist."]
    with _migrating(url) as (alembic, connection):
        steps = script.ScriptDirectory.from_config(alembic)
        context = migration.MigrationContext.configure(
            connection, opts={"version_table": _VERSION_TABLE}
        )
        heads = [_FORMER.get(head, head) for head in context.get_current_heads()]
        revisions = list(reversed(list(steps.walk_revisions("base", "heads"))))
        revisions.sort(key=lambda each: _BRANCH not in each.branch_labels)
        unknown = set(heads) - {each.revision for each in revisions}
        if unknown:
            return [f"The tables belong to a newer release: revision {min(unknown)}."]
        applied = {each.revision for head in heads for each in steps.walk_revisions("base", head)}
        return [
            f"Revision {each.revision} is missing: {each.doc}"
            for each in revisions
            if each.revision not in applied
        ]


def unknown_revisions(revisions):
    """Those of ``revisions`` that this release does not have: they are of a newer one."""
    steps = script.ScriptDirectory.from_config(_configuration())
    ours = {each.revision for each in steps.walk_revisions("base", "heads")}
    return sorted({_FORMER.get(each, each) for each in revisions} - ours)


def _rename_revision(connection):
    """Read the revision of a database of an earlier release as today's; see :data:`_FORMER`."""
    if not sa.inspect(connection).has_table(_VERSION_TABLE):
        return
    table = sa.table(_VERSION_TABLE, sa.column("version_num"))
    for former, revision in _FORMER.items():
        connection.execute(
            sa.update(table).where(table.c.version_num == former).values(version_num=revision)
        )


def is_sqlite(url):
    """Whether the URL is of SQLite."""
    return _parsed(url).get_backend_name() == "sqlite"


@contextlib.contextmanager
def _migrating(url, alone=False):
    """Alembic's configuration and a connection in a transaction.

    :param alone: whether nobody else may migrate until the transaction is committed
    """
    # Foreign keys are off: SQLite changes a table by copying it, and would empty the tables
    # that refer to it.
    engine = _engine(url, foreign_keys=False)
    alembic = _configuration()
    try:
        with contextlib.ExitStack() as stack:
            if alone:
                # On a connection of its own, as it outlives the transaction: whoever has the lock
                # next must see the last revision.
                stack.enter_context(_alone(stack.enter_context(engine.connect())))
            yield alembic, stack.enter_context(engine.begin())
    except sa.exc.SQLAlchemyError as exc:
        raise DatabaseError(f"{_shown(url)}: {_reason(exc)}") from exc
    finally:
        engine.dispose()


def _configuration():
    """Alembic's configuration, with the revisions of all services."""
    alembic = config.Config()
    folders = [_MIGRATIONS / "versions", *service.migration_folders()]
    alembic.set_main_option("script_location", _escaped(_MIGRATIONS))
    alembic.set_main_option("path_separator", "os")
    alembic.set_main_option("version_locations", os.pathsep.join(map(_escaped, folders)))
    alembic.attributes["version_table"] = _VERSION_TABLE
    return alembic


def _escaped(path):
    return str(path).replace("%", "%%")


@contextlib.contextmanager
def _alone(connection):
    """The only one with this lock of the database's own; SQLite's transactions are alone anyway."""
    name = connection.engine.dialect.name
    if name == "postgresql":
        # Released with the transaction, or with the connection.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    elif name in ("mysql", "mariadb"):
        # Changes of tables end transactions here: the lock is the connection's.
        taken = connection.scalar(sa.select(sa.func.get_lock(f"helion-{_LOCK}", _PATIENCE)))
        if not taken:
            raise DatabaseError("Another process holds the migration lock.")
    try:
        yield
    finally:
        if name in ("mysql", "mariadb"):
            connection.execute(sa.select(sa.func.release_lock(f"helion-{_LOCK}")))


def _engine(url, foreign_keys=True):
    parsed = _parsed(url)
    try:
        engine = sa.create_engine(
            parsed,
            pool_pre_ping=parsed.get_backend_name() != "sqlite",
            hide_parameters=True,  # or errors in the log have them, secrets or not
        )
    except (sa.exc.ArgumentError, ImportError) as exc:
        raise DatabaseError(f"{_shown(url)}: {_reason(exc)}") from exc
    if parsed.get_backend_name() == "sqlite":
        _make_private(_file(url))
        _tune(engine, foreign_keys)
    return engine


def _parsed(url):
    try:
        return sa.engine.make_url(url)
    except sa.exc.ArgumentError as exc:
        raise DatabaseError("[database] connection is not an SQLAlchemy URL.") from exc


def _file(url):
    """The path of an SQLite file, None for other databases."""
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise DatabaseError("[database] connection: SQLite needs a file.")
    return pathlib.Path(parsed.database)


def _make_private(path):
    """Create an empty file that only its owner may read, or make one so that is there already.

    SQLite's other files get the same mode.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if os.fstat(descriptor).st_mode & 0o077:
                os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)
    except OSError as exc:
        raise DatabaseError(f"{path}: {exc.strerror}") from exc


def _tune(engine, foreign_keys):
    @event.listens_for(engine, "connect")
    def connected(connection, _record):
        connection.isolation_level = None  # or the driver begins transactions itself
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA journal_size_limit = {_LARGEST_WAL}")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(connection):
        # A transaction that reads first and writes later fails if another one wrote meanwhile.
        read_only = connection.get_execution_options().get("helion_read_only")
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _shown(url):
    return _parsed(url).render_as_string(hide_password=True)


def _reason(exc):
    return str(getattr(exc, "orig", None) or exc).splitlines()[0]
