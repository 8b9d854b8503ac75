"""The simulated arrays of the undercloud: logins, certificate, server and faults."""

import contextlib
import json
import socket
import stat
import threading

import pytest
import requests
import yaml
from cryptography import x509

from helion_embedded import openstack, ports, report
from helion_embedded.simulators.storeserv.api import application
from helion_embedded.simulators.storeserv.configuration import ISSUER, StoreServ
from helion_embedded.simulators.storeserv.state import State

SERVICE = openstack.SERVICES["storeserv"]


@pytest.fixture
def setup(tmp_path):
    return StoreServ("s1", "CZ3212ZQVE", tmp_path / "s1", "S3cret")


@contextlib.contextmanager
def running(setup):
    """A session for its server, which trusts its authority, and the URL of WSAPI."""
    server = setup.server(application(setup.array(), setup.username, setup.password))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with requests.Session() as session:
            session.verify, session.trust_env = str(setup.ca), False
            yield session, f"https://127.0.0.1:{server.port}/api"
    finally:
        server.shutdown()
        server.server_close()


def test_how_to_log_in(instance):
    SERVICE.write_configuration(instance)
    first, second = yaml.safe_load(instance.state.storeserv.read_text())
    assert (first["name"], second["name"]) == ("s401", "s402")
    assert first["port"] == second["port"] == instance.ports["storeserv"]
    assert first["address"] != second["address"]
    assert first["ca_file"] == second["ca_file"] == str(SERVICE.ca(instance))
    assert stat.S_IMODE(instance.state.storeserv.stat().st_mode) == 0o600
    text = "\n".join(report.login_lines(instance))
    for part in (first["address"], second["address"], first["username"], first["ca_file"]):
        assert part in text


def test_without_it_nothing_is_said(make_instance):
    assert not any("array" in line for line in report.login_lines(make_instance(("keystone",))))


def test_each_is_an_array_of_its_own(instance):
    first, second = (setup.array() for setup in SERVICE.arrays(instance))
    assert first.serial != second.serial
    wwns = [{port.get("portWWN") for port in array.ports} - {None} for array in (first, second)]
    assert not wwns[0] & wwns[1]
    first.volumes.create({"name": "v", "cpg": "FC_r5", "sizeMiB": 1024})
    assert second.volumes.members() == []
    again, _ = (setup.array() for setup in SERVICE.arrays(instance))
    assert [volume["name"] for volume in again.volumes.members()] == ["v"]


def test_the_certificate_is_for_both_addresses(setup):
    with running(setup) as (session, url):
        assert session.get(url).ok
        assert session.get(url.replace("127.0.0.1", "localhost")).ok
    root = x509.load_pem_x509_certificate(setup.ca.read_bytes())
    assert ISSUER in root.subject.rfc4514_string()


def test_who_connects_and_is_silent_holds_nobody_up(setup):
    with running(setup) as (session, url):
        port = int(url.split(":")[2].partition("/")[0])
        with socket.create_connection((ports.HOST, port)):
            assert session.get(url, timeout=30).ok


def test_faults_in_a_file(setup):
    file = setup.folder / "faults.json"
    with running(setup) as (session, url):
        file.write_text(json.dumps({"down": True}))
        assert session.get(url).status_code == 503
        file.write_text(json.dumps({"refuse": {"POST /credentials": "INV_USER_PASS"}}))
        assert session.get(url).ok
        assert session.post(f"{url}/v1/credentials", json={}).json()["code"] == 5
        file.write_text("half of a fi")
        assert session.get(url).ok


def test_what_has_not_changed_is_not_written(tmp_path):
    state = State(tmp_path)
    with state:
        state.rows("hosts")["h"] = {}
    before = (tmp_path / "array.json").stat().st_mtime_ns
    with state:
        assert State(tmp_path).rows("hosts") == {"h": {}}
    assert (tmp_path / "array.json").stat().st_mtime_ns == before
