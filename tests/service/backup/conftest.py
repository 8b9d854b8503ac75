"""The Backup service over a database of its own, and a small undercloud on SQLite to back up."""

import contextlib
import pathlib
import shutil
import sqlite3
import time

import pytest
import yaml

from tests import databases
from tests.service.service_env import ServiceEnv, write_configuration

ROOT = "/backup/v1"
PASSWORDS = {"password": "correct horse", "keys_password": "battery staple"}
OPTIONS = """[operations]
poll = 0.1
[backup]
parts_file = {folder}/backup.yaml
state_dir = {folder}/state
allowed_folders = {folder}/store
stop_command = {stop}
start_command = {start}
ironic_snippet = {folder}/ironic/restore.conf
"""
_TABLES = {
    "ironic": (
        "CREATE TABLE nodes (uuid TEXT, name TEXT, provision_state TEXT)",
        "CREATE TABLE ports (uuid TEXT)",
        "CREATE TABLE alembic_version (version_num TEXT)",
        "INSERT INTO alembic_version VALUES ('abc')",
    ),
    "keystone": ("CREATE TABLE user (id TEXT, enabled INTEGER)",),
    "heat": (
        "CREATE TABLE stack (id TEXT, name TEXT, status TEXT, deleted_at TEXT, owner_id TEXT)",
    ),
}


def pytest_collection_modifyitems(items):
    for item in items:
        if "service/backup" in str(item.path) and not shutil.which("restic"):
            item.add_marker(pytest.mark.skip(reason="restic is not installed"))


class SmallCloud:
    """The databases and files that are backed up.

    :ivar folder: where they are
    """

    def __init__(self, folder):
        self.folder = folder
        for name, statements in _TABLES.items():
            (folder / name).mkdir()
            (folder / name / f"{name}.conf").write_text(
                f"[DEFAULT]\n[database]\nconnection = sqlite:///{self.path(name)}\n"
            )
            self.execute(name, "PRAGMA journal_mode = WAL", *statements)
        for number in range(3):
            self.add_node(f"node-{number}")
        self.execute("keystone", "INSERT INTO user VALUES ('u1', 1)")
        images = folder / "images"
        images.mkdir()
        (images / "image-1").write_bytes(b"i" * 100_000)
        parts = [
            {
                "name": name,
                "service": name,
                "databases": [{"name": name, "config": f"{folder}/{name}/{name}.conf"}],
                "files": [f"{folder}/{name}/{name}.conf"],
            }
            for name in _TABLES
        ]
        parts += [
            {"name": "glance", "files": [str(images)]},
            {"name": "helion", "own": True},
            {"name": "keys", "files": [f"{folder}/keys"], "apart": True},
        ]
        (folder / "backup.yaml").write_text(yaml.safe_dump(parts))

    def path(self, name):
        """The file of a database."""
        return self.folder / name / f"{name}.sqlite"

    def execute(self, database, *statements, **values):
        """Execute SQL in a database; the rows of the last statement."""
        with contextlib.closing(sqlite3.connect(self.path(database))) as connection, connection:
            for statement in statements:
                rows = connection.execute(statement, values).fetchall()
        return rows

    def add_node(self, name):
        """A node and its port."""
        self.execute(
            "ironic",
            "INSERT INTO nodes VALUES ('uuid-' || :name, :name, 'available')",
            "INSERT INTO ports VALUES ('port-' || :name)",
            name=name,
        )

    def nodes(self):
        """The names of the nodes."""
        return [row[0] for row in self.execute("ironic", "SELECT name FROM nodes ORDER BY name")]


@pytest.fixture
def cloud(tmp_path):
    return SmallCloud(tmp_path)


@pytest.fixture
def folder(tmp_path, cloud):
    store = tmp_path / "store"
    store.mkdir()
    scripts = {}
    for verb in ("stop", "start"):
        script = tmp_path / f"{verb}.sh"
        script.write_text(f'#!/bin/sh\necho {verb} "$@" >> {tmp_path}/hooks\n')
        script.chmod(0o700)
        scripts[verb] = script
    options = OPTIONS.format(folder=tmp_path, **scripts)
    write_configuration(tmp_path, databases.filled(tmp_path), "backup", options)
    return tmp_path


@pytest.fixture
def env(folder):
    env = ServiceEnv(folder)
    yield env
    env.close()


def values(folder, name="main"):
    """The body that registers a repository."""
    store = pathlib.Path(folder) / "store"
    return {
        "name": name,
        "location": f"{store}/{name}",
        "keys_location": f"{store}/{name}-keys",
        **PASSWORDS,
    }


@pytest.fixture
def repository(env, folder):
    answer = env.system_admin.post(f"{ROOT}/repositories", json=values(folder))
    assert answer.status_code == 201, answer.json
    return answer.json


class Steps:
    """What tests do with the service.

    :ivar env: the :class:`ServiceEnv`
    """

    def __init__(self, env, repository):
        self.env = env
        self.repository = repository

    def ended(self, answer):
        """The operation that an answer names, when it has ended."""
        assert answer.status_code == 202, answer.json
        return self.wait(answer.json["operation_id"])

    def wait(self, ident, ready=lambda operation: operation["finished_at"]):
        """An operation as soon as it is ``ready``."""
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            operation = self.env.system_admin.get(f"{ROOT}/operations/{ident}").json
            if ready(operation):
                return operation
            time.sleep(0.05)
        raise AssertionError(operation)

    def begin(self, verify=True):
        """Begin a backup; the answer."""
        body = {"repository_id": self.repository["id"], "verify": verify}
        return self.env.system_admin.post(f"{ROOT}/backups", json=body)

    def take(self, verify=True):
        """Take a backup; returns it."""
        operation = self.ended(self.begin(verify))
        assert operation["state"] == "succeeded", operation["error"]
        return self.backups()[0]

    def backups(self):
        """All backups, the newest first."""
        return self.env.reader.get(f"{ROOT}/backups").json["backups"]

    def detail(self, backup):
        """A backup with all that is told of it."""
        return self.env.reader.get(f"{ROOT}/backups/{backup['id']}").json

    def verify(self, backup):
        """Verify a backup; returns the operation."""
        return self.ended(self.env.system_admin.post(f"{ROOT}/backups/{backup['id']}/verify"))


@pytest.fixture
def steps(env, repository):
    env.runtime.operations.start()
    return Steps(env, repository)
