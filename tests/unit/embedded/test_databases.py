"""Databases on their way through the cache, and what is corrected in a copy."""

import contextlib
import sqlite3

import pytest

from helion_embedded import autoincrement, cache, databases
from helion_embedded.openstack import catalogue
from helion_embedded.openstack.base import Service
from helion_embedded.openstack.keystone import Keystone
from helion_embedded.openstack.nova import Nova
from helion_embedded.openstack.overcloud import Overcloud

SCHEMA = """
CREATE TABLE things (
    id INTEGER NOT NULL,
    name VARCHAR(10),
    PRIMARY KEY (id)
);
CREATE INDEX things_name ON things (name);
CREATE TABLE parts (
    id INTEGER NOT NULL, thing INTEGER REFERENCES things (id),
    CONSTRAINT pk PRIMARY KEY (id)
);
CREATE TABLE named (id VARCHAR(36) NOT NULL, PRIMARY KEY (id));
INSERT INTO things VALUES (7, 'seven');
INSERT INTO parts VALUES (1, 7);
"""


class Toy(Service):
    name = "toy"
    databases = ("toy",)
    keys = ("toykeys",)


def execute(path, *statements):
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        return [connection.execute(statement).fetchall() for statement in statements]


@pytest.fixture
def toy(instance):
    path = instance.state.database("toy")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
    (instance.state.keys / "toykeys").mkdir()
    (instance.state.keys / "toykeys" / "0").write_text("key")
    return Toy()


def test_numbers_are_not_used_twice(instance, toy):
    path = instance.state.database("toy")
    assert autoincrement.apply(path) == 2
    execute(
        path,
        "INSERT INTO things (name) VALUES ('eight')",
        "DELETE FROM things WHERE id = 8",
        "INSERT INTO things (name) VALUES ('nine')",
    )
    rows, index, references = execute(
        path,
        "SELECT id, name FROM things ORDER BY id",
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'things'",
        "PRAGMA foreign_key_list(parts)",
    )
    assert rows == [(7, "seven"), (9, "nine")]
    assert ("things_name",) in index
    assert references[0][2] == "things"


def test_a_second_pass_finds_nothing_to_do(instance, toy):
    path = instance.state.database("toy")
    autoincrement.apply(path)
    assert autoincrement.apply(path) == 0


def test_a_snapshot_comes_back(instance, toy):
    databases.snapshot(instance, toy)
    databases.discard(instance, toy)
    assert not instance.state.database("toy").exists()
    assert databases.restore(instance, toy)
    assert execute(instance.state.database("toy"), "SELECT name FROM things") == [[("seven",)]]
    assert (instance.state.keys / "toykeys" / "0").read_text() == "key"


def test_without_a_cache_there_is_nothing_to_restore(instance, toy, monkeypatch):
    assert not databases.restore(instance, toy)
    monkeypatch.setenv(cache.ENVIRONMENT_VARIABLE, "/proc/no/such/place")
    databases.snapshot(instance, toy)
    assert not databases.restore(instance, toy)


def test_interrupted_databases_are_not_complete(instance, toy):
    assert not databases.is_complete(instance, toy)
    databases.mark_complete(instance, toy)
    assert databases.is_complete(instance, toy)


def test_old_entries_leave_the_cache():
    for number in range(4):
        cache.store("databases", f"nova-{number}", lambda path: (path / "x").touch(), keep=2)
    cache.store("databases", "heat-1", lambda path: (path / "x").touch(), keep=2)
    kept = {entry.name for entry in cache.directory("databases").iterdir()}
    assert "heat-1" in kept
    assert len([name for name in kept if name.startswith("nova-")]) == 2


def test_an_entry_that_fails_is_not_there():
    def fail(path):
        (path / "half").touch()
        raise OSError("disk full")

    cache.store("databases", "nova-1", fail)
    assert cache.find("databases", "nova-1") is None
    assert list(cache.directory("databases").iterdir()) == []


def test_a_copied_catalogue_gets_todays_ports_and_services(make_instance):
    instance = make_instance(("keystone", "ironic"))
    path = instance.state.database("keystone")
    execute(
        path,
        "CREATE TABLE service (id, type, enabled)",
        "CREATE TABLE endpoint (service_id, region_id, url, enabled)",
        "INSERT INTO service VALUES (1, 'baremetal', 0), (2, 'compute', 1), (3, 'custom', 1)",
        "INSERT INTO endpoint VALUES (1, 'RegionOne', 'http://old', 0),"
        " (2, 'RegionOne', 'http://old', 1), (3, 'RegionOne', 'http://theirs', 1)",
    )
    Keystone().relocate(instance)
    services, endpoints = execute(
        path,
        "SELECT type, enabled FROM service ORDER BY id",
        "SELECT url, enabled FROM endpoint ORDER BY service_id",
    )
    assert services == [("baremetal", 1), ("compute", 0), ("custom", 1)]
    assert endpoints == [
        (instance.url("ironic"), 1),
        (instance.url("nova") + "/v2.1", 0),
        ("http://theirs", 1),
    ]


@pytest.mark.parametrize(
    ("services", "compute", "states"),
    [
        (("keystone", "nova", "overcloud"), 1, [1, 1, 1, 1]),
        (("keystone", "overcloud"), 1, [1, 0, 1, 1]),
        (("keystone", "nova"), 1, [1, 1, 0, 0]),
        (("keystone",), 0, [1, 0, 0, 0]),
    ],
)
def test_each_region_has_the_ports_of_its_own_services(make_instance, services, compute, states):
    instance = make_instance(services)
    path = instance.state.database("keystone")
    execute(
        path,
        "CREATE TABLE service (id, type, enabled)",
        "CREATE TABLE endpoint (service_id, region_id, url, enabled)",
        "INSERT INTO service VALUES (1, 'identity', 1), (2, 'compute', 1)",
        "INSERT INTO endpoint VALUES (1, 'RegionOne', '', 1), (2, 'RegionOne', '', 1),"
        " (1, 'overcloud', '', 1), (2, 'overcloud', '', 1)",
    )
    Keystone().relocate(instance)
    enabled, endpoints = execute(
        path,
        "SELECT enabled FROM service WHERE type = 'compute'",
        "SELECT url, enabled FROM endpoint ORDER BY rowid",
    )
    assert enabled == [(compute,)]
    urls = [instance.auth_url, instance.url("nova") + "/v2.1"]
    urls += [instance.auth_url, instance.url("overcloud") + "/v2.1"]
    assert endpoints == list(zip(urls, states, strict=True))


def test_a_catalogue_of_an_older_version_lacks_something(instance):
    path = instance.state.database("keystone")
    execute(
        path,
        "CREATE TABLE service (id, type)",
        "CREATE TABLE endpoint (service_id, region_id)",
    )
    assert not catalogue.is_registered(instance)
    places = [(entry.region, entry.service_type) for entry in catalogue.endpoints(instance)]
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        for number, (region, service_type) in enumerate(places):
            connection.execute("INSERT INTO service VALUES (?, ?)", (number, service_type))
            connection.execute("INSERT INTO endpoint VALUES (?, ?)", (number, region))
    assert catalogue.is_registered(instance)


@pytest.mark.parametrize("service", [Nova(), Overcloud()], ids=lambda service: service.name)
def test_copied_cells_point_to_this_state(instance, service):
    name = service.name
    path = instance.state.database(f"{name}_api")
    execute(
        path,
        "CREATE TABLE cell_mappings (name, database_connection)",
        "INSERT INTO cell_mappings VALUES ('cell0', 'old'), ('cell1', 'old')",
    )
    service.relocate(instance)
    (cells,) = execute(path, "SELECT database_connection FROM cell_mappings ORDER BY name")
    root = instance.state.databases
    assert [url.partition("?")[0] for (url,) in cells] == [
        f"sqlite:///{root}/{name}_cell0.db",
        f"sqlite:///{root}/{name}.db",
    ]
