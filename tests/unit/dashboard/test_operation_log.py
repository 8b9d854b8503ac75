"""What is logged of our pages: who did what, and no value that was sent."""

import json
import logging
from unittest import mock

import pytest

from helion_dashboard.admin.nodes.listing import Nodes
from helion_dashboard.admin.nodes.views import Enrol
from helion_dashboard.api import wire
from helion_dashboard.api.ironic import client as ironic

NODE = "11111111-1111-1111-1111-111111111111"


@pytest.fixture(autouse=True)
def _allowed(monkeypatch):
    monkeypatch.setattr("helion_dashboard.policy.allowed", lambda request, rule: True)
    monkeypatch.setattr("helion_dashboard.api.scopes.system_session", mock.Mock())
    monkeypatch.setattr(ironic, "drivers", lambda request: ["ipmi"])
    properties = {"ipmi_password": "Optional.", "ipmi_address": "Required."}
    monkeypatch.setattr(ironic, "driver_properties", lambda request, driver: properties)


def test_an_action_names_user_and_nodes(make_request, monkeypatch, caplog):
    monkeypatch.setattr(ironic, "set_provision_state", mock.Mock())
    request = make_request("/")
    request.method = "POST"
    body = {"action": "rescue", "ids": [NODE], "inputs": {"rescue_password": "Planted"}}
    request._body = json.dumps(body).encode()
    with caplog.at_level(logging.DEBUG):
        assert Nodes(request).answer_act().status_code == 200
    (line,) = [each for each in caplog.messages if "rescue" in each]
    assert "alice" in line
    assert NODE in line
    assert "done" in line
    assert "Planted" not in caplog.text


def test_a_form_has_none_of_its_values(make_request, caplog):
    request = make_request("/admin/uc_nodes/enrol/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    request.method = "POST"
    request.POST = {
        "name": "",
        "driver": "ipmi",
        "driver_info.ipmi_password": "Planted",
        "ports-TOTAL_FORMS": "0",
        "ports-INITIAL_FORMS": "0",
    }
    with caplog.at_level(logging.DEBUG):
        assert Enrol(request).answer().status_code == 422
    (line,) = [each for each in caplog.messages if each.startswith("enrol by user alice")]
    assert line.endswith("not done")
    assert "Planted" not in caplog.text


def test_the_wire_logs_no_body(make_request, monkeypatch):
    adapter = mock.create_autospec(wire.adapter.Adapter, instance=True)
    adapter.request.return_value = mock.Mock(status_code=200, content=b"{}", json=dict)
    monkeypatch.setattr(wire.Wire, "_adapter", lambda self, request: adapter)
    wire.Wire("x").post(make_request("/"), "/nodes", {"password": "Planted"})
    assert adapter.request.call_args.kwargs["log"] is False
    wire.Wire("x").get(make_request("/"), "/nodes")
    assert "log" not in adapter.request.call_args.kwargs
