"""What the object store's servers are told, and the rings that they share."""

import configparser
import hashlib
import os

import pytest
from swift.common.middleware import recon
from swift.common.ring import RingBuilder

from helion_embedded import openstack
from helion_embedded.openstack import swift
from helion_embedded.swift import rings, server, settings

SERVICES = [openstack.SERVICES[name] for name in ("swift", *settings.SERVERS)]


@pytest.fixture
def configured(instance):
    for service in SERVICES:
        service.write_configuration(instance)
    return instance


def sections(path):
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    assert parser.read(path)
    return parser


def digests(instance, kind):
    return {
        hashlib.sha256((folder / f"{kind}.ring.gz").read_bytes()).hexdigest()
        for folder in rings.folders(instance)
    }


@pytest.mark.parametrize("name", settings.SERVERS)
def test_a_server_listens_at_its_own_address(configured, name):
    service = openstack.SERVICES[name]
    for kind in settings.KINDS:
        conf = sections(service.folder(configured) / f"{kind}-server.conf")
        assert conf["DEFAULT"]["bind_ip"] == settings.SERVERS[name]
        assert int(conf["DEFAULT"]["bind_port"]) == configured.ports[settings.port_name(kind)]
        assert conf["DEFAULT"]["devices"].startswith(str(configured.state.root))


@pytest.mark.skipif(os.geteuid() != 0, reason="rsync changes its user only as root")
def test_replicators_of_others_may_write(instance):
    lines = settings.rsyncd(instance, "127.0.0.21").splitlines()
    assert {"uid = 0", "gid = 0"} <= set(lines[: lines.index("[account]")])


def test_every_object_is_on_both_servers(configured):
    rings.make(configured)
    for kind in settings.KINDS:
        builder = RingBuilder.load(str(rings.builders(configured) / f"{kind}.builder"))
        for part in range(builder.parts):
            addresses = {device["ip"] for device in builder.get_part_devices(part)}
            assert addresses == set(settings.SERVERS.values())
        assert len(digests(configured, kind)) == 1


def test_rings_stay_as_they_are_but_for_their_ports(configured):
    rings.make(configured)
    path = str(rings.builders(configured) / "object.builder")
    before = RingBuilder.load(path)
    configured.ports[settings.port_name("object")] += 1
    rings.make(configured)
    after = RingBuilder.load(path)
    assert [device["port"] for device in after.devs] == [
        device["port"] + 1 for device in before.devs
    ]
    assert [list(parts) for parts in after._replica2part2dev] == [
        list(parts) for parts in before._replica2part2dev
    ]


@pytest.mark.parametrize(
    ("programs", "package"), [((), "Debian package rsync"), (("rsync",), "Python package swift")]
)
def test_what_is_missing_is_named(monkeypatch, programs, package):
    monkeypatch.setattr(swift.shutil, "which", {name: f"/bin/{name}" for name in programs}.get)
    monkeypatch.setattr(swift.importlib.util, "find_spec", lambda _name: None)
    assert package in swift.missing()


def test_one_line_says_it_of_all_three(monkeypatch):
    monkeypatch.setattr(swift.shutil, "which", lambda _name: None)
    _services, lines = openstack.possible([service.name for service in SERVICES])
    assert lines == [swift.missing()]


def test_ready_does_not_wait_for_it():
    assert not any(service.awaited for service in SERVICES)


def test_recon_reports_folders_as_disks(tmp_path, monkeypatch):
    usage = recon.ReconMiddleware.get_diskusage
    monkeypatch.setattr(recon.ReconMiddleware, "get_diskusage", usage)  # it is put back
    (tmp_path / "d1" / "objects").mkdir(parents=True)
    (tmp_path / "d1" / "objects" / "o").write_bytes(bytes(100_000))
    middleware = recon.ReconMiddleware(None, {"devices": str(tmp_path)})
    assert [disk["mounted"] for disk in middleware.get_diskusage()] == [False]
    server.take_folders_for_disks()
    (disk,) = middleware.get_diskusage()
    assert (disk["device"], disk["mounted"]) == ("d1", True)
    assert 100_000 <= disk["used"] < 200_000 < disk["size"]


def test_a_start_leaves_builders_alone_that_need_nothing(configured):
    """An operation that continues would take another file for somebody else's change."""
    rings.make(configured)
    path = rings.builders(configured) / "object.builder"
    before = path.stat().st_ino, path.stat().st_mtime_ns
    rings.make(configured)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == before
