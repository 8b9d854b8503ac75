"""The simulated StoreVirtual cluster of the undercloud: login, certificate, server and faults."""

import json
import stat

import pytest
import requests
import yaml

from helion_embedded import openstack, probe, report
from tests import storeserv

SERVICE = openstack.SERVICES["storevirtual"]


@pytest.fixture
def session(instance):
    """A session that trusts its authority, while it serves."""
    instance.ports[SERVICE.name] = 0
    server = SERVICE.server(instance)
    instance.ports[SERVICE.name] = server.port
    with storeserv.served(server), requests.Session() as http:
        http.verify, http.trust_env = str(SERVICE.ca(instance)), False
        yield http


def test_how_to_log_in(instance):
    SERVICE.write_configuration(instance)
    (login,) = yaml.safe_load(instance.state.storevirtual.read_text())
    assert login["port"] == instance.ports["storevirtual"]
    assert login["ca_file"] == str(SERVICE.ca(instance))
    assert stat.S_IMODE(instance.state.storevirtual.stat().st_mode) == 0o600
    text = "\n".join(report.login_lines(instance))
    for part in (login["name"], login["address"], str(login["port"])):
        assert part in text


def test_without_it_nothing_is_said(make_instance):
    lines = report.login_lines(make_instance(("keystone",)))
    assert not any("StoreVirtual" in line for line in lines)


def test_it_answers_as_its_login_has_it(instance, session):
    assert probe.answers_now(SERVICE.health(instance), SERVICE.ca(instance))
    login, url = SERVICE.login(instance), f"{SERVICE.url(instance)}/lhos"
    body = {"user": login["username"], "password": login["password"]}
    token = session.post(f"{url}/credentials", json=body).json()["authToken"]
    session.headers["Authorization"] = token
    cluster = session.get(f"{url}/clusters", params={"name": login["name"]}).json()
    assert cluster["moduleCount"] == 3


def test_faults_in_a_file(instance, session):
    file = instance.state.var(SERVICE.name) / "faults.json"
    file.write_text(json.dumps({"down": True}))
    assert session.get(SERVICE.health(instance)).status_code == 503
    file.write_text("half of a fi")
    assert session.get(SERVICE.health(instance)).status_code == 401
