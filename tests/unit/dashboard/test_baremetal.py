"""The wire to Ironic, and what becomes of its errors."""

import datetime
import json
import time

import pytest
import requests

from helion_dashboard.api import errors, scopes
from helion_dashboard.api.ironic import client as ironic_client

ROOT = "http://bm.test:6385"
VERSION = {
    "id": "v1",
    "links": [{"href": f"{ROOT}/v1/", "rel": "self"}],
    "status": "CURRENT",
    "min_version": "1.1",
    "version": "1.91",
}
VERSIONS = {"name": "Ironic", "versions": [VERSION], "default_version": VERSION}
UUID = "11111111-1111-1111-1111-111111111111"


@pytest.fixture
def ironic(requests_mock, monkeypatch):
    entry = scopes._Entry("alice", "system-token", ["reader"], time.time() + 900)
    monkeypatch.setattr(scopes, "_entry", lambda request: entry)
    monkeypatch.setattr(scopes, "_DISCOVERY", {})
    requests_mock.get(f"{ROOT}/", json=VERSIONS)
    return requests_mock


@pytest.fixture
def calls(ironic):
    """What was asked, without the look at the versions."""
    return lambda: [call for call in ironic.request_history if call.path != "/"]


def fault(sentence):
    return {"error_message": json.dumps({"faultcode": "Client", "faultstring": sentence})}


def test_a_page_asks_for_one_row_more(request_, ironic):
    body = {"uuid": UUID, "name": None, "provision_state": "enroll", "maintenance": False}
    ironic.get(f"{ROOT}/v1/nodes", json={"nodes": [body, body, body]})
    nodes, more = ironic_client.list_nodes(request_, limit=2, resource_class="big")
    assert (len(nodes), more) == (2, True)
    query = ironic.last_request.qs
    assert query["limit"] == ["3"]
    assert query["resource_class"] == ["big"]
    assert "marker" not in query
    assert nodes[0].label == UUID
    # The service is older than this module: it is asked in its own newest version.
    assert ironic.last_request.headers["X-OpenStack-Ironic-API-Version"] == "1.91"


def test_a_sweep_follows_the_pages(request_, ironic):
    body = {"uuid": UUID, "name": "a", "provision_state": "enroll"}
    pages = [{"nodes": [body], "next": "x"}, {"nodes": [dict(body, uuid="2")]}]
    ironic.get(f"{ROOT}/v1/nodes", [{"json": body} for body in pages])
    assert [node.uuid for node in ironic_client.all_nodes(request_)] == [UUID, "2"]
    assert ironic.last_request.qs["marker"] == [UUID]


def test_details_read_times_and_interfaces(request_, ironic):
    body = {
        "uuid": UUID,
        "name": "a",
        "provision_state": "active",
        "driver": "ipmi",
        "power_interface": "ipmitool",
        "provision_updated_at": "2026-11-21T05:00:00+00:00",
        "created_at": "2026-11-21T05:00:00",
        "properties": {"capabilities": "boot_mode:uefi,profile:control"},
    }
    ironic.get(f"{ROOT}/v1/nodes/a", json=body)
    node = ironic_client.get_node(request_, "a")
    assert node.interfaces == {"power": "ipmitool"}
    assert node.created_at == datetime.datetime(2026, 11, 21, 5, tzinfo=datetime.UTC)
    assert node.capabilities == {"boot_mode": "uefi", "profile": "control"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.ServiceError),
        (403, errors.Refused),
        (404, errors.NotFound),
        (409, errors.Conflict),
        (503, errors.ServiceError),
    ],
)
def test_ironics_sentence_is_kept(request_, ironic, calls, status, kind):
    ironic.put(f"{ROOT}/v1/nodes/a/states/power", status_code=status, json=fault("It says so."))
    with pytest.raises(kind) as caught:
        ironic_client.set_power_state(request_, "a", "power on")
    assert (caught.value.reason, caught.value.status) == ("It says so.", status)
    assert len(calls()) == 1  # a locked node is not waited for


@pytest.mark.parametrize("problem", [requests.ConnectionError, requests.ConnectTimeout])
def test_no_answer_is_said_as_such(request_, ironic, problem):
    ironic.get(f"{ROOT}/v1/nodes", exc=problem)
    with pytest.raises(errors.Unreachable):
        ironic_client.list_nodes(request_, limit=1)


def test_a_refused_token_is_renewed_once(request_, ironic):
    ironic.get(f"{ROOT}/v1/drivers", [{"status_code": 401}, {"json": {"drivers": [{"name": "x"}]}}])
    assert ironic_client.drivers(request_) == ["x"]


def test_an_unknown_node_is_none(request_, ironic):
    ironic.get(f"{ROOT}/v1/nodes/a", status_code=404, json=fault("no"))
    assert ironic_client.find_node(request_, "a") is None


@pytest.mark.parametrize("ident", ["../drivers", "a/states", "", "?x", "%2e%2e", "a b"])
def test_a_name_never_becomes_another_url(request_, calls, ident):
    with pytest.raises(errors.NotFound):
        ironic_client.get_node(request_, ident)
    assert ironic_client.find_node(request_, ident) is None
    assert calls() == []


@pytest.mark.parametrize(
    "text",
    [
        "94:18:82:0a:1b:2c",
        "94-18-82-0A-1B-2C",
        "94.18.82.0a.1b.2c",
        "9418.820a.1b2c",
        "9418-820A-1B2C",
        "941882-0a1b2c",
        "9418820A1B2C",
        " 9418820a1b2c ",
    ],
)
def test_every_form_of_a_mac_is_recognised(text):
    assert ironic_client.mac_address(text) == "94:18:82:0a:1b:2c"


@pytest.mark.parametrize("text", ["94:18:82:aa:00", "94:18-82:0a:1b:2c", "9418820a1b2g", "rack1"])
def test_what_is_no_mac(text):
    assert ironic_client.mac_address(text) is None


def test_uuids_are_recognised():
    assert ironic_client.is_uuid(UUID)
    assert not ironic_client.is_uuid("rack1")
