"""The embedded Icinga: what it may do, where it listens, and that it comes and goes whole."""

import os
import pathlib
import shutil
import signal

import psutil
import pytest
import requests

from helion_embedded import icinga2, openstack
from tests import icinga


@pytest.fixture
def without_icinga(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _command: None)
    monkeypatch.setattr(icinga2, "_PROGRAM", "/nowhere/icinga2")


@pytest.fixture
def daemon(tmp_path):
    with icinga.running(tmp_path) as running:
        yield running


def processes(folder):
    mark = str(folder / "icinga2.conf")
    return [p for p in psutil.process_iter(["cmdline"]) if mark in (p.info["cmdline"] or ())]


def get(daemon, path, password=icinga.PASSWORD):
    login = (icinga2.USER, password)
    return requests.get(f"{daemon.url}/v1/{path}", auth=login, verify=daemon.ca, timeout=10)


def test_without_it_the_demo_starts_and_says_what_to_install(without_icinga):
    names, notes = openstack.possible(("keystone", "icinga"))
    assert names == ("keystone",)
    assert "icinga2-bin" in notes[0]
    assert "\n" not in notes[0]


def test_its_files_are_its_owners_alone_and_it_listens_on_loopback(tmp_path):
    setup = icinga2.Icinga(tmp_path, 25665, "S3cret")
    setup.write()
    file = tmp_path / "icinga2.conf"
    assert file.stat().st_mode & 0o077 == 0
    assert 'bind_host = "127.0.0.1"' in file.read_text()
    assert '"*"' not in file.read_text()
    assert all(not name.endswith("*") for name in icinga2.PERMISSIONS)


def test_the_user_may_only_do_what_the_service_does(daemon, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    assert get(daemon, "status/CIB").status_code == 200
    assert get(daemon, "objects/hosts").status_code == 200
    assert get(daemon, "status/CIB", "wrong").status_code == 401
    assert get(daemon, "config/packages").status_code in (403, 404)
    assert get(daemon, "objects/apiusers").status_code in (403, 404)


def test_it_ends_with_all_that_it_started(daemon):
    assert processes(daemon.setup.folder)
    daemon.end()
    psutil.wait_procs(processes(daemon.setup.folder), 10)
    assert not processes(daemon.setup.folder)


def test_workers_of_a_killed_daemon_do_not_hold_the_port(daemon):
    os.kill(daemon.pid, signal.SIGKILL)
    daemon._process.wait(10)
    daemon.setup.end_leftovers()
    assert not processes(daemon.setup.folder)
    daemon.start()
    assert get(daemon, "status/CIB").status_code == 200


def test_the_command_needs_no_other_user(tmp_path):
    setup = icinga2.Icinga(tmp_path, 25665, "S3cret")
    assert setup.environment()["ICINGA2_USER"]
    assert pathlib.Path(setup.command()[0]).name == "icinga2"
