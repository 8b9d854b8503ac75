"""The databases of tests: SQLite, or what ``HELION_TEST_DATABASE`` names of :data:`KINDS`.

A server is started when the first test wants a database of it, keeps all in a folder of its own
and ends with the run. ``python -m tests.databases [OPTIONS OF PYTEST]`` runs the tests of the
services on each.
"""

import atexit
import functools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid

import pytest
import sqlalchemy as sa
from alembic import autogenerate, migration

from helion_services.base import database

KINDS = ("postgresql", "mariadb")
_VARIABLE = "HELION_TEST_DATABASE"
_TESTS = ("tests/unit/services", "tests/service/services", "tests/service/eon")
_PATIENCE = 60  # seconds

only_sqlite = pytest.mark.skipif(_VARIABLE in os.environ, reason="is about files of SQLite")


def url(folder):
    """The URL of a new and empty database: with SQLite it is to be a file in ``folder``."""
    kind = os.environ.get(_VARIABLE)
    return on_server(kind) if kind else f"sqlite:///{folder}/services.db"


def on_server(kind):
    """The URL of a new and empty database on a server of one of :data:`KINDS`."""
    server = _server(kind)
    name = f"helion_{uuid.uuid4().hex}"
    _execute(server, f"CREATE DATABASE {name}")
    return sa.engine.make_url(server).set(database=name).render_as_string(hide_password=False)


def filled(folder):
    """The URL of a new database with all tables."""
    new = url(folder)
    fill(new)
    return new


def fill(empty):
    """Make all tables in the database with the URL ``empty``."""
    if database.is_sqlite(empty):
        shutil.copy(_filled(), sa.engine.make_url(empty).database)
    else:
        database.upgrade(empty)


def at_the_same_time(act, count=4):
    """Call ``act`` in threads; raises what one of them raised."""
    failures = []

    def guarded():
        try:
            act()
        except Exception as exc:
            failures.append(exc)

    threads = [threading.Thread(target=guarded) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def differences(db):
    """What the tables of a database have that the models do not say, or lack, as alembic finds."""
    ours = database.Base.metadata.tables

    def is_ours(thing, name, kind, _reflected, _compared):
        table = name if kind == "table" else thing.table.name
        return table in ours

    with db.engine.connect() as connection:
        context = migration.MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": is_ours}
        )
        return autogenerate.compare_metadata(context, database.Base.metadata)


@functools.cache
def _filled():
    """A file of SQLite with all tables; copying it is faster than making it."""
    folder = tempfile.mkdtemp(prefix="helion-database-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database.upgrade(f"sqlite:///{folder}/filled.db")
    return f"{folder}/filled.db"


@functools.cache
def _server(kind):
    """The URL of a server that runs until this process ends."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"helion-{kind}-"))
    folder.chmod(0o755)
    process, address = {"postgresql": _postgresql, "mariadb": _mariadb}[kind](folder)
    atexit.register(_end, process, folder)
    _wait(address, process)
    return address


def _postgresql(folder):
    binaries = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=_version)
    become = _owner(folder, "postgres")
    data = folder / "data"
    command = [*become, binaries / "initdb", "--auth=trust", "--username=helion", "-D", data]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    options = {
        "listen_addresses": "",
        "unix_socket_directories": folder,
        "fsync": "off",
        "max_connections": 300,
    }
    command = [*become, binaries / "postgres", "-D", data]
    command += [f"--{name}={value}" for name, value in options.items()]
    return _start(command, folder), f"postgresql+psycopg://helion@/postgres?host={folder}"


def _version(binaries):
    return int(binaries.parent.name)


def _mariadb(folder):
    become = _owner(folder, "mysql")
    data, socket = folder / "data", folder / "socket"
    command = [*become, "mariadb-install-db", f"--datadir={data}", "--skip-test-db"]
    command += ["--auth-root-authentication-method=normal", "--no-defaults"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    command = [*become, "mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={socket}"]
    command += ["--skip-networking", "--innodb-flush-log-at-trx-commit=0", "--max-connections=300"]
    command += ["--character-set-server=utf8mb4", "--collation-server=utf8mb4_bin"]
    address = f"mysql+pymysql://root@/mysql?unix_socket={socket}&charset=utf8mb4"
    return _start(command, folder), address


def _owner(folder, user):
    """What runs a command as somebody else than root, who owns ``folder`` then."""
    if os.geteuid():
        return []
    shutil.chown(folder, user, user)
    return ["runuser", "-u", user, "--"]


def _start(command, folder):
    with open(folder / "log", "wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)


def _end(process, folder):
    process.terminate()
    process.wait(_PATIENCE)
    shutil.rmtree(folder, ignore_errors=True)


def _wait(address, process):
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return _execute(address, "SELECT 1")
        except sa.exc.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)


def _execute(address, statement):
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)


def main(options):
    """Run the tests on each kind; returns what is to be said if some did not pass."""
    arguments = options or _TESTS
    failed = [
        kind
        for kind in KINDS
        if subprocess.run(
            [sys.executable, "-m", "pytest", *arguments], env=os.environ | {_VARIABLE: kind}
        ).returncode
    ]
    return f"failed on: {', '.join(failed)}" if failed else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
