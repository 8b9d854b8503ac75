"""Databases on MariaDB and PostgreSQL: copied, proven by loading the copy, and put back."""

import pathlib
import shutil

import pytest
import sqlalchemy as sa

from helion_services.backup import databases, inventory, scratch_servers, verification
from helion_services.backup.parts import Database
from tests import databases as servers


@pytest.fixture(params=servers.KINDS)
def database(request):
    """A database called ironic with three nodes."""
    url = sa.engine.make_url(servers.on_server(request.param))
    if url.query.get("host"):
        url = url.set(host=url.query["host"]).difference_update_query(["host"])
    server_database = Database("ironic", url)
    execute(
        server_database,
        "CREATE TABLE nodes (uuid VARCHAR(36), name VARCHAR(255), provision_state VARCHAR(15))",
        "INSERT INTO nodes VALUES ('u0', 'node-é-0', 'active')",
        "INSERT INTO nodes VALUES ('u1', 'node-é-1', 'active')",
        "INSERT INTO nodes VALUES ('u2', 'node-é-2', 'active')",
    )
    return server_database


def execute(database, *statements):
    engine = sa.create_engine(database.url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def nodes(database):
    with databases.reading(database) as connection:
        return inventory.rows("ironic", connection).get("nodes")


@pytest.fixture
def copy(database, tmp_path):
    path = tmp_path / database.file
    databases.copy(database, path)
    return path


def test_a_copy_is_loaded_into_a_server_of_its_own(database, copy, tmp_path):
    assert copy.stat().st_mode & 0o077 == 0
    databases.check(database, copy)
    before = nodes(database)
    with scratch_servers.loaded(database, copy, tmp_path) as server:
        assert server.url != database.url
        assert nodes(server) == before
        execute(server, "DELETE FROM nodes")
    assert nodes(database) == before
    assert len(before) == 3
    assert sorted(tmp_path.iterdir()) == [copy]


def test_a_copy_that_cannot_be_loaded(database, copy, tmp_path):
    text = copy.read_bytes()
    copy.write_bytes(text.replace(b"CREATE TABLE", b"CREATE FABLE"))
    with (
        pytest.raises(databases.DatabaseFailure),
        scratch_servers.loaded(database, copy, tmp_path),
    ):
        raise AssertionError


def test_a_copy_without_its_end(database, copy):
    copy.write_bytes(copy.read_bytes()[:100])
    with pytest.raises(databases.DatabaseFailure) as caught:
        databases.check(database, copy)
    assert caught.value.message.code == "database-damaged"


def test_back_in_place(database, copy):
    execute(database, "DELETE FROM nodes", "CREATE TABLE later (x INTEGER)")
    databases.put_back(database, copy)
    assert [row[1] for row in nodes(database)] == ["node-é-0", "node-é-1", "node-é-2"]


def test_without_a_server_nobody_knows(database, copy, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(scratch_servers, "_BINARIES", pathlib.Path("/nowhere"))
    with (
        pytest.raises(scratch_servers.NotLoadable) as caught,
        scratch_servers.loaded(database, copy, tmp_path),
    ):
        raise AssertionError
    assert not verification.is_damaged([caught.value.message])
    assert verification.is_damaged([caught.value.message, caught.value.message, _other()])


def _other():
    return databases.DatabaseFailure("database-damaged", "x").message
