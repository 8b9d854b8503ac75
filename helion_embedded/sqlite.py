"""SQLite for services with many threads: write-ahead log, and writers that take the lock first.

oslo.db starts every transaction with a deferred ``BEGIN``. One that reads and then writes gets
``SQLITE_BUSY`` immediately if another thread has written meanwhile (no busy timeout applies to
a lock upgrade): "database is locked". Here enginefacade's writers say ``BEGIN IMMEDIATE`` and wait
their turn; readers never wait.
"""

import contextlib
import re
import threading

_mode = threading.local()
_BUSY_TIMEOUT = 60_000  # milliseconds


def connection_url(path):
    """The SQLAlchemy URL of the database file ``path``."""
    return f"sqlite:///{path}?timeout={_BUSY_TIMEOUT // 1000}"


def apply():
    """Change oslo.db in this process; call it before the first engine is made."""
    import sqlalchemy
    from oslo_db.sqlalchemy import enginefacade, engines

    for method in ("_session", "_connection"):
        _remember_mode(enginefacade._TransactionContext, method)
    readers = (enginefacade._READER, enginefacade._ASYNC_READER)

    # The registry calls every entry for a dialect: ours must replace the stock one, not follow it.
    engines._init_events.reg["sqlite"]["*"].clear()

    @engines._init_events.dispatch_for("sqlite")
    def init_events(engine, sqlite_fk=False, **_unused):
        sqlalchemy.event.listen(engine, "connect", _connect(sqlite_fk))
        sqlalchemy.event.listen(engine, "begin", _begin(sqlalchemy.text, readers))
        sqlalchemy.event.listen(engine, "rollback", _end)
        sqlalchemy.event.listen(engine, "commit", _end)


def _remember_mode(cls, method):
    original = getattr(cls, method)

    @contextlib.contextmanager
    def wrapped(self, *args, **kwargs):
        before, _mode.value = getattr(_mode, "value", None), self.mode
        try:
            with original(self, *args, **kwargs) as resource:
                yield resource
        finally:
            _mode.value = before

    setattr(cls, method, wrapped)


def _connect(foreign_keys):
    def connect(connection, _record):
        connection.create_function("regexp", 2, _regexp)
        connection.isolation_level = None  # we say BEGIN ourselves
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT}")
        connection.execute("PRAGMA journal_mode = WAL")
        # A crash of a process loses nothing; only one of the machine could, and this is a demo.
        connection.execute("PRAGMA synchronous = OFF")
        if foreign_keys:
            connection.execute("PRAGMA foreign_keys = ON")

    return connect


def _regexp(expression, item):
    return re.search(expression, str(item)) is not None


def _begin(text, readers):
    def begin(connection):
        if "in_transaction" not in connection.info:
            reads = getattr(_mode, "value", None) in readers
            connection.execute(text("BEGIN" if reads else "BEGIN IMMEDIATE"))
            connection.info["in_transaction"] = True

    return begin


def _end(connection):
    connection.info.pop("in_transaction", None)
