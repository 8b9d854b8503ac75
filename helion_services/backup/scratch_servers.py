"""A server of MariaDB or PostgreSQL for a moment: a dump is proven by loading it.

It keeps its data in the scratch folder of the backup, listens on a socket in a folder that only its
owner may enter, and on nothing else, and ends with the block, or with us.
"""

import contextlib
import dataclasses
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

import sqlalchemy as sa

from helion_services.backup import databases
from helion_services.backup.restic import tied

_PATIENCE = 60  # seconds until it answers
_ENDING = 10  # seconds until it has ended
_PORT = 5432  # names the socket
NOT_LOADABLE = "database-not-loadable"
_NAME = "scratch"
_PACKAGES = {"mysql": "mariadb-server", "postgresql": "postgresql"}
_BINARIES = pathlib.Path("/usr/lib/postgresql")  # Debian's: they are on nobody's path


class NotLoadable(databases.DatabaseFailure):
    """There is no server program here that could load a dump: whether it is whole is unknown."""

    def __init__(self, database):
        super().__init__(
            NOT_LOADABLE,
            "The copy of {database} cannot be loaded here. Install the Debian package {package}.",
            database=database.name,
            package=_PACKAGES[database.dialect],
        )


def loadable(database):
    """Whether a copy of ``database`` can be read here: SQLite always, dumps with their server."""
    if database.dialect == "mysql":
        return bool(shutil.which("mariadbd") and shutil.which("mariadb-install-db"))
    return database.dialect == "sqlite" or bool(_postgresql_folders())


@contextlib.contextmanager
def loaded(database, path, folder):
    """A copy of ``database`` on a server of its own, as another
    :class:`~helion_services.backup.parts.Database` of the same name.

    :param path: of the dump
    :param folder: for the server's data, which are deleted afterwards

    Raises :class:`~.databases.DatabaseFailure` if the dump cannot be loaded.
    """
    run = {"mysql": _mariadb, "postgresql": _postgresql}[database.dialect]
    is_root = os.geteuid() == 0
    # As root the server is somebody else, who may not enter our folders.
    data = pathlib.Path(tempfile.mkdtemp(prefix="helion-", dir=None if is_root else folder))
    # The path of a socket has 107 characters at most.
    sockets = pathlib.Path(tempfile.mkdtemp(prefix="helion-"))
    become = _BECOME[database.dialect] if is_root else ()
    for each in (data, sockets) if is_root else ():
        shutil.chown(each, become[2], become[2])
    try:
        with run(database, list(become), data / "data", sockets) as url:
            server = dataclasses.replace(database, url=url)
            databases.put_back(server, path, scratch=True)
            yield server
    finally:
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)


_BECOME = {
    "mysql": ("runuser", "-u", "mysql", "--"),
    "postgresql": ("runuser", "-u", "postgres", "--"),
}


@contextlib.contextmanager
def _mariadb(database, become, data, sockets):
    server, install = shutil.which("mariadbd"), shutil.which("mariadb-install-db")
    if not (server and install):
        raise NotLoadable(database)
    where = ["--no-defaults", f"--datadir={data}"]
    login = ["--auth-root-authentication-method=normal", "--skip-test-db"]
    _finish(database, [*become, install, *where, *login])
    socket = str(sockets / "s")
    options = ["--skip-networking", f"--socket={socket}", "--innodb-flush-log-at-trx-commit=0"]
    url = sa.engine.URL.create(
        "mysql+pymysql", "root", host="localhost", query={"unix_socket": socket}
    )
    with _running([*become, server, *where, *options]) as process:
        _create(database, url, process)
        yield url.set(database=_NAME)


def _postgresql_folders():
    """The folders with the programs of PostgreSQL's releases, the newest last."""
    return sorted(_BINARIES.glob("*/bin"), key=lambda path: float(path.parent.name))


@contextlib.contextmanager
def _postgresql(database, become, data, sockets):
    folders = _postgresql_folders()
    if not folders:
        raise NotLoadable(database)
    initdb, server = (str(folders[-1] / name) for name in ("initdb", "postgres"))
    login = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    _finish(database, [*become, initdb, f"--pgdata={data}", *login])
    options = [f"-k{sockets}", "-clisten_addresses=", "-cfsync=off"]
    query = {"host": str(sockets), "port": str(_PORT)}  # a host in the URL itself has no slash
    url = sa.engine.URL.create("postgresql+psycopg", "postgres", query=query)
    with _running([*become, server, f"-D{data}", f"-p{_PORT}", *options]) as process:
        _create(database, url.set(database="postgres"), process)
        yield url.set(database=_NAME)


def _finish(database, command):
    outcome = subprocess.run(command, capture_output=True, cwd="/", check=False)
    if outcome.returncode:
        raise _failed(database, outcome.stderr)


@contextlib.contextmanager
def _running(command):
    process = subprocess.Popen(
        [*tied(), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process):
    """End a server that is no longer needed: its data are worth nothing."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_ENDING)
            return


def _create(database, url, process):
    """Create an empty database as soon as the server answers."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {_NAME}")
                return
        except sa.exc.OperationalError as exc:
            if process.poll() is not None or time.monotonic() > until:
                raise _failed(database, str(exc.orig).encode()) from exc
            time.sleep(0.1)


def _failed(database, errors):
    lines = errors.decode(errors="replace").strip().splitlines() or ["?"]
    return databases.DatabaseFailure(
        "scratch-server-failed",
        "The server that was to load the copy of {database} did not start: {reason}",
        database=database.name,
        reason=lines[-1][:500],
    )
