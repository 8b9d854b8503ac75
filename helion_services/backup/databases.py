"""Databases: a consistent copy, its check, and the copy back in place.

SQLite is copied by its backup API, MariaDB, MySQL and PostgreSQL by their own programs. Passwords
go to these in files that only we read, never over the command line.
"""

import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

import sqlalchemy as sa

from helion_services.base.messages import Message

_BUSY = 60.0  # seconds to wait for a lock of SQLite's
_PRIVATE = 0o600


class DatabaseFailure(Exception):
    """A database could not be copied, read or written; ``message`` has the reason."""

    def __init__(self, code, text, **params):
        self.message = Message(code, text, **params)
        super().__init__(self.message.detail)


def copy(database, path):
    """Write a consistent copy of ``database`` to ``path``, which only its owner may read.

    A copy of an SQLite file that did not change since is left as it is. Raises
    :class:`DatabaseFailure`.
    """
    if database.dialect == "sqlite":
        _copy_sqlite(database, pathlib.Path(path))
        return
    part = pathlib.Path(f"{path}.part")
    with _login(database) as (arguments, environment), part.open("wb") as output:
        os.fchmod(output.fileno(), _PRIVATE)
        _run(database, _DUMP[database.dialect], arguments, environment, stdout=output)
    part.replace(path)


def check(database, path):
    """Raise :class:`DatabaseFailure` unless a copy is whole."""
    if database.dialect == "sqlite":
        problem = _sqlite_problem(path)
        if problem:
            raise _damaged(database.name, problem)
    elif not _ends_well(database.dialect, path):
        raise _damaged(database.name, "the dump is not complete")


def put_back(database, path, *, scratch=False):
    """Replace the content of ``database`` by a copy. Nobody may use it meanwhile.

    :param scratch: the server lacks the users who have privileges in the copy
    """
    if database.dialect == "sqlite":
        _put_sqlite(path, pathlib.Path(database.url.database))
        return
    with _login(database) as (arguments, environment), open(path, "rb") as source:
        options = _WITHOUT_PRIVILEGES[database.dialect] if scratch else ()
        command = (*_LOAD[database.dialect], *options)
        _run(database, command, arguments, environment, stdin=source)


@contextlib.contextmanager
def reading(database, path=None):
    """A connection to read a copy of SQLite, or with no ``path`` the database itself."""
    url = database.url
    if database.dialect == "sqlite":
        file = pathlib.Path(path or url.database).absolute()
        url = f"sqlite:///file:{file}?mode=ro&uri=true" + ("&immutable=1" if path else "")
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    except sa.exc.SQLAlchemyError as exc:
        reason = str(getattr(exc, "orig", None) or exc).splitlines()[0]
        raise _unreadable(database.name, reason) from exc
    finally:
        engine.dispose()


def _copy_sqlite(database, path):
    source = pathlib.Path(database.url.database)
    mark = path.with_suffix(".mark")
    state = _state_of(source, database.name)
    if path.exists() and mark.exists() and mark.read_text() == state:
        return
    mark.unlink(missing_ok=True)
    part = pathlib.Path(f"{path}.part")
    part.unlink(missing_ok=True)
    part.touch(_PRIVATE)
    try:
        with (
            contextlib.closing(_open(source, "mode=ro")) as live,
            contextlib.closing(sqlite3.connect(part)) as target,
        ):
            # All pages together: the copy is of one moment, whoever writes meanwhile.
            live.backup(target, pages=-1)
    except sqlite3.Error as exc:
        part.unlink(missing_ok=True)
        raise _unreadable(database.name, str(exc)) from exc
    part.replace(path)
    mark.write_text(state)


def _open(path, query):
    return sqlite3.connect(f"file:{path.absolute()}?{query}", uri=True, timeout=_BUSY)


def _state_of(path, name):
    """What changes whenever an SQLite database does."""
    if not path.is_file():
        raise _unreadable(name, f"{path} does not exist")
    parts = []
    for each in (path, path.with_name(path.name + "-wal")):
        with contextlib.suppress(FileNotFoundError):
            about = each.stat()
            parts.append(f"{about.st_ino} {about.st_size} {about.st_mtime_ns}")
    return "\n".join(parts)


def _sqlite_problem(path):
    """What is wrong with a copy, None if it is whole."""
    try:
        with contextlib.closing(_open(pathlib.Path(path), "mode=ro&immutable=1")) as connection:
            lines = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    except sqlite3.Error as exc:
        return str(exc)
    return None if lines == ["ok"] else lines[0]


def _put_sqlite(path, target):
    part = target.with_name(target.name + ".restore")
    shutil.copyfile(path, part)
    if target.exists():
        about = target.stat()
        part.chmod(about.st_mode & 0o7777)
        with contextlib.suppress(PermissionError):
            os.chown(part, about.st_uid, about.st_gid)
    else:
        part.chmod(_PRIVATE)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    # What these hold belongs to the file that goes.
    for suffix in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    part.replace(target)


_DUMP = {
    "mysql": ("mariadb-dump", "--single-transaction", "--routines", "--triggers", "--hex-blob"),
    "postgresql": ("pg_dump", "--format=custom"),
}
_LOAD = {
    "mysql": ("mariadb",),
    "postgresql": ("pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner"),
}
_WITHOUT_PRIVILEGES = {"mysql": (), "postgresql": ("--no-privileges",)}
_PACKAGES = {"mysql": "mariadb-client", "postgresql": "postgresql-client"}


@contextlib.contextmanager
def _login(database):
    """The arguments and environment that let a program of the database's log in."""
    url = database.url
    with tempfile.TemporaryDirectory(prefix="helion-backup-") as folder:
        file = pathlib.Path(folder) / "login"
        file.touch(_PRIVATE)
        if database.dialect == "mysql":
            file.write_text(_mysql_login(url))
            yield [f"--defaults-extra-file={file}", url.database], {}
            return
        # The folder of a socket is in the query.
        host, port = (getattr(url, name) or url.query.get(name) for name in ("host", "port"))
        values = (host or "*", port or "*", "*", url.username or "*", url.password or "")
        file.write_text(":".join(_escaped(value) for value in values) + "\n")
        options = {"--host": host, "--port": port, "--username": url.username}
        arguments = [f"{name}={value}" for name, value in options.items() if value]
        yield [*arguments, f"--dbname={url.database}"], {"PGPASSFILE": str(file)}


def _mysql_login(url):
    values = {
        "host": url.host,
        "port": url.port,
        "user": url.username,
        "password": url.password,
        "socket": url.query.get("unix_socket"),
    }
    lines = [f'{name}="{_quoted(value)}"' for name, value in values.items() if value]
    return "\n".join(["[client]", *lines, ""])


def _quoted(value):
    return str(value).replace("\\", "\\\\").replace('"', '\\"')


def _escaped(value):
    return str(value).replace("\\", "\\\\").replace(":", "\\:")


def _run(database, command, arguments, environment, **pipes):
    """Run a program of the database's; what names a file of options must come first."""
    program, *options = command
    if shutil.which(program) is None:
        raise DatabaseFailure(
            "database-program-missing",
            "{program} is not installed. Install the Debian package {package}.",
            program=program,
            package=_PACKAGES[database.dialect],
        )
    files = [each for each in arguments if each.startswith("--defaults-extra-file")]
    rest = [each for each in arguments if each not in files]
    outcome = subprocess.run(
        [program, *files, *options, *rest],
        env={**os.environ, **environment},
        stderr=subprocess.PIPE,
        check=False,
        **pipes,
    )
    if outcome.returncode:
        reason = outcome.stderr.decode(errors="replace").strip().splitlines() or [program]
        raise _unreadable(database.name, reason[-1][:500])


def _ends_well(dialect, path):
    """Whether a dump has its end: programs that are killed leave a part."""
    if dialect == "postgresql":
        command = ["pg_restore", "--list", str(path)]
        return not subprocess.run(command, capture_output=True, check=False).returncode
    with open(path, "rb") as file:
        file.seek(max(0, os.path.getsize(path) - 200))
        return b"Dump completed" in file.read()


def _damaged(name, reason):
    return DatabaseFailure(
        "database-damaged",
        "The copy of {database} is damaged: {reason}",
        database=name,
        reason=reason,
    )


def _unreadable(name, reason):
    return DatabaseFailure(
        "database-unreadable",
        "The database {database} cannot be read: {reason}",
        database=name,
        reason=reason,
    )
