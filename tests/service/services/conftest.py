"""Conductors in processes of their own, over a database in a file, with Redis or without."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa

from helion_services.base.context import Context
from helion_services.base.operations import states, store
from tests import databases
from tests.service.services import file_kind, runtimes

ROOT = pathlib.Path(__file__).parents[3]
WHO = Context("user-id", "somebody", "project-id", ("admin",), None, "req-1")
_PATIENCE = 120  # seconds


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    """A Redis on loopback that keeps nothing."""
    program = shutil.which("redis-server")
    if not program:
        pytest.fail("The tests of the jobboard need the Debian package redis-server.")
    folder = tmp_path_factory.mktemp("redis")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {"bind": "127.0.0.1", "port": port, "save": "", "appendonly": "no", "dir": folder}
    command = [
        program,
        *(word for name, value in options.items() for word in (f"--{name}", str(value))),
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        eventually(lambda: _answers(port), "Redis to answer")
        yield f"redis://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


@pytest.fixture(params=["local", "redis"])
def board(request):
    """The address of the jobboard, empty for the local one."""
    return request.getfixturevalue("redis_url") if request.param == "redis" else ""


@pytest.fixture(scope="session")
def launcher():
    """The process that starts conductors."""
    command = [sys.executable, "-m", "tests.service.services.conductor_process"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, text=True)
    yield process
    process.stdin.close()
    process.wait()


@pytest.fixture
def service_env(tmp_path, board, launcher):
    with contextlib.closing(ServiceEnv(tmp_path, board, launcher)) as env:
        yield env


class ServiceEnv:
    """A database, a jobboard, and conductors that work with them.

    :ivar operations: the same operations as seen by this process, which runs none
    """

    def __init__(self, folder, board, launcher):
        self.folder = folder
        self.board = board
        self._url = databases.filled(folder)
        self._processes = []
        self._launcher = launcher
        self._runtime = runtimes.make(**self._settings(15))
        self.operations = self._runtime.operations

    def _settings(self, expiry):
        # A Redis of many tests: each has a jobboard of its own.
        return {
            "url": self._url,
            "jobboard": self.board,
            "namespace": self.folder.name,
            "expiry": expiry,
        }

    def begin(self, mode, name="files"):
        """Start an operation on a folder of its own; returns its id and the folder."""
        path = self.folder / name
        path.mkdir()
        request = {"mode": mode, "folder": str(path)}
        resources = [f"folder:{name}"]
        operation = self.operations.begin("tests", "files", f"Make {name}", request, resources, WHO)
        return operation, file_kind.Folder(path)

    def conductor(self, name, expiry, **orders):
        """Start a conductor's process; it begins when told to."""
        orders |= {"name": name, "folder": str(self.folder), "runtime": self._settings(expiry)}
        process = Process(self._launcher, self.folder, name, orders)
        self._processes.append(process)
        return process

    def rows(self, query):
        """The rows of a query in SQL, as tuples."""
        with self._runtime.db.reader() as session:
            return session.execute(sa.text(query)).all()

    def get(self, operation_id):
        with self._runtime.db.reader() as session:
            return store.get(session, operation_id)

    def ended(self, operation_id):
        """The operation, as soon as it has ended."""

        def look():
            operation = self.get(operation_id)
            return operation if operation.state not in states.ACTIVE else None

        return eventually(look, "the operation to end")

    def jobs(self):
        """How many jobs are on the board."""
        return self.operations.board.job_count if self.board else 0

    def close(self):
        for process in self._processes:
            process.close()
        self._runtime.db.close()


class Process:
    """A conductor in a process of its own, see :mod:`conductor_process`."""

    def __init__(self, launcher, folder, name, orders):
        self._folder = folder
        self._name = name
        launcher.stdin.write(json.dumps(orders) + "\n")
        launcher.stdin.flush()
        self.pid = int(eventually(lambda: self._text("pid"), f"{name} to be there"))

    def tell(self, word):
        self._path(word).touch()

    def wait_for(self, word):
        def look():
            assert self._text("exit") is None, self._log()
            return self._text(word) is not None

        eventually(look, f"{self._name} to be {word}", self._log)

    def wait_for_line(self, text):
        eventually(lambda: text in self._log(), f"the line {text}", self._log)

    def send(self, number):
        os.kill(self.pid, number)

    def ends(self):
        """Its exit status, as soon as it has one."""
        return int(eventually(lambda: self._text("exit"), f"{self._name} to end", self._log))

    def ends_well(self):
        """End it as an operator would; whether that worked."""
        self.send(signal.SIGTERM)
        return self.ends() == 0

    def close(self):
        if self._text("exit") is None:
            self.send(signal.SIGKILL)
            self.ends()

    def _text(self, word):
        path = self._path(word)
        return path.read_text() if path.exists() else None

    def _log(self):
        return self._text("log") or ""

    def _path(self, word):
        return self._folder / f"{self._name}.{word}"


def eventually(look, what, why=str):
    """The result of ``look()`` as soon as it is true; ``why()`` explains a failure."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        result = look()
        if result:
            return result
        time.sleep(0.05)
    raise AssertionError(f"waited for {what}\n{why()}")
