"""All services are asked in parallel: one that fails loses its own layer only."""

import re
from unittest import mock

import pytest

from helion_dashboard import policy
from helion_dashboard.api import errors, short_cache
from helion_dashboard.api.ironic import client as ironic_client
from helion_dashboard.api.ironic import wiring
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.kit import nodes
from helion_dashboard.kit.topology import collect

from .. import conftest
from .wire import CATALOG, EON, NEUTRON, NOVA, ironic_wire

MONITORING = "http://watch.test/monitoring/v1"
CONNECTORS = ("/volume/connectors",)
NODE = {"uuid": "n1", "provision_state": "active", "driver_info": {"ipmi_address": "10.0.0.1"}}


class TestGathering:
    @pytest.fixture
    def clock(self, monkeypatch):
        """Seconds, as short_cache sees them; advanced by hand."""
        monotonic = mock.Mock(return_value=100.0)
        monkeypatch.setattr(short_cache.time, "monotonic", monotonic)
        return monotonic

    @pytest.fixture
    def world(self, request_, services, monkeypatch):
        """All services answer; Ironic's answers are given without its versions."""
        ironic = {
            "/nodes": {"nodes": [NODE]},
            "/ports": {"ports": []},
            "/portgroups": {"portgroups": []},
            "/volume/connectors": {"connectors": []},
        }
        requests = []

        def get(request, path, filters=None):
            requests.append(path)
            if isinstance(ironic[path], Exception):
                raise ironic[path]
            return ironic[path]

        for module in (ironic_client, wiring):
            monkeypatch.setattr(module, "WIRE", ironic_wire(get))
        services.get(f"{EON}/v2/resource_mgrs", json=[])
        net = {"id": "n", "name": "x", "provider:network_type": "flat"}
        services.get(f"{NEUTRON}/v2.0/networks", json={"networks": [net]})
        services.get(f"{NEUTRON}/v2.0/subnets", json={"subnets": []})
        services.get(f"{NEUTRON}/v2.0/ports", json={"ports": []})
        services.get(re.compile(f"{NOVA}/servers"), json={"servers": []})
        return ironic, services, requests

    def states(self, live):
        return {name: layer.available for name, layer in live.layers.items()}

    def test_all_answer(self, request_, world):
        live = collect.everything(request_)
        assert self.states(live) == dict.fromkeys(("neutron", "ironic", "nova", "eon"), True)
        assert (len(live.nodes), len(live.networks)) == (1, 1)

    def test_one_that_fails_takes_its_layer_only(self, request_, world):
        world[1].get(f"{NEUTRON}/v2.0/subnets", status_code=500, json={})
        live = collect.everything(request_)
        assert self.states(live) == {"neutron": False, "ironic": True, "nova": True, "eon": True}
        assert live.networks == ()
        assert live.layers["neutron"].reason

    def test_connectors_may_be_kept_from_the_user(self, request_, world):
        world[0]["/volume/connectors"] = errors.Refused("baremetal", "Not you.", 403)
        live = collect.everything(request_)
        assert live.knows("ironic")
        assert live.adapters is None

    def test_a_refusal_says_who_can_help_and_names_no_rule_of_the_service(self, request_, world):
        sentence = "Policy doesn't allow os_compute_api:servers:index to be performed."
        answer = {"forbidden": {"code": 403, "message": sentence}}
        world[1].get(re.compile(f"{NOVA}/servers"), status_code=403, json=answer)
        reason = collect.everything(request_).layers["nova"].reason
        assert reason == "Your roles do not allow you to see this. Ask a cloud administrator."

    def test_an_answer_that_makes_no_sense(self, request_, world):
        world[1].get(f"{NEUTRON}/v2.0/ports", text="<html>")
        live = collect.everything(request_)
        assert live.layers["neutron"].reason == "The answer cannot be read."

    def test_the_same_moment_is_asked_about_once(self, request_, world):
        assert collect.recently(request_) is collect.recently(request_)
        nodes.sweep(request_)
        assert sorted(world[2]) == ["/nodes", "/portgroups", "/ports", *CONNECTORS]

    def test_what_is_large_is_the_same_a_moment_later(self, request_, world):
        first, second = (collect.everything(request_) for _time in range(2))
        for name in ("nodes", "nics", "bonds", "ports", "servers", "adapters"):
            assert getattr(first, name) is getattr(second, name), name

    def test_of_a_later_moment_only_the_nodes_are_asked(self, request_, world, clock):
        collect.recently(request_)
        world[2].clear()
        clock.return_value += 20
        collect.recently(request_)
        assert world[2] == ["/nodes"]
        clock.return_value += 60
        collect.recently(request_)
        assert world[2].count("/ports") == 1

    def test_a_node_that_is_new_brings_its_wiring(self, request_, world, clock):
        collect.recently(request_)
        new = {"uuid": "n2", "provision_state": "enroll", "driver_info": {"ipmi_address": "x"}}
        world[0]["/nodes"] = {"nodes": [new]}
        clock.return_value += 20
        assert collect.recently(request_).nodes[0].driver_info == {"ipmi_address": "x"}
        assert world[2].count("/ports") == 2
        clock.return_value += 20
        collect.recently(request_)
        assert world[2].count("/ports") == 2

    @pytest.fixture
    def watched(self, make_request):
        """A request of a user whose catalog has the monitoring."""
        endpoint = CATALOG[-1]["endpoints"][0] | {"url": MONITORING}
        catalog = [*CATALOG, {"type": monitoring.SERVICE, "name": "", "endpoints": [endpoint]}]
        return make_request(user=conftest.make_user(catalog=catalog))

    def test_alarms_of_all_nodes_are_one_more_question(self, watched, world, monkeypatch):
        monkeypatch.setattr(policy, "allowed", lambda request, rule: True)
        rows = [{"value": "n1", "states": {"down": 1}}]
        answer = world[1].get(f"{MONITORING}/problems/counts", json={"counts": rows})
        for _time in range(2):
            assert collect.everything(watched).alarms == {"n1": {"down": 1}}
        assert answer.call_count == 1
        assert answer.last_request.qs == {"by": ["node"]}

    def test_an_icinga_that_is_away_takes_its_layer_only(self, watched, world, monkeypatch):
        monkeypatch.setattr(policy, "allowed", lambda request, rule: True)
        world[1].get(f"{MONITORING}/problems/counts", status_code=503, json={})
        live = collect.everything(watched)
        assert not live.knows("monitoring")
        assert live.layers["monitoring"].reason
        assert (live.alarms, len(live.nodes), live.knows("nova")) == ({}, 1, True)

    def test_who_may_not_see_alarms_asks_nobody(self, watched, world, monkeypatch):
        monkeypatch.setattr(policy, "allowed", lambda request, rule: rule != "monitoring:see")
        assert "monitoring" not in collect.everything(watched).layers

    def test_after_an_action_all_is_asked_again(self, request_, world):
        collect.recently(request_)
        nodes.forget_sweeps(request_)
        collect.recently(request_)
        assert [world[2].count(path) for path in ("/nodes", "/ports")] == [2, 2]

    def test_another_user_gets_answers_of_his_own(self, make_request, world):
        for name in ("alice", "bob"):
            user = conftest.make_user(name, catalog=CATALOG)
            collect.recently(make_request(user=user))
        assert [world[2].count(path) for path in ("/nodes", "/ports")] == [2, 2]

    def test_refused_nodes_take_the_layer(self, request_, world):
        refused = errors.Refused("baremetal", "Not you.", 403)
        world[0]["/nodes"] = refused
        live = collect.recently(request_)
        assert not live.knows("ironic")
        assert "Ask a cloud administrator." in live.layers["ironic"].reason

    def test_without_eon_in_the_catalog(self, make_request, world):
        catalog = [item for item in CATALOG if item["type"] != "esx_onboarder"]
        live = collect.everything(make_request(user=conftest.make_user(catalog=catalog)))
        assert not live.knows("eon")
        assert "catalog" in live.layers["eon"].reason


def test_one_node_is_asked_about_alone(request_, services, monkeypatch):
    node = {
        "uuid": "n1",
        "name": "one",
        "provision_state": "active",
        "instance_uuid": "i1",
    }
    port = {"node_uuid": "n1", "address": "aa:bb:cc:00:00:01", "uuid": "u1", "pxe_enabled": True}
    answers = {
        "/nodes/n1": node,
        "/ports": {"ports": [port]},
        "/portgroups": {"portgroups": []},
        "/volume/connectors": {"connectors": []},
    }
    queries = []

    def get(request, path, filters=None):
        queries.append((path, filters.get("node")))
        return answers[path]

    monkeypatch.setattr(wiring, "WIRE", ironic_wire(get))
    services.get(f"{EON}/v2/resource_mgrs", json=[])
    net = {"id": "n", "name": "x", "provider:network_type": "flat"}
    parent = {
        "id": "p1",
        "network_id": "n",
        "trunk_details": {"sub_ports": [{"port_id": "p2", "segmentation_id": 5}]},
    }
    services.get(f"{NEUTRON}/v2.0/networks", json={"networks": [net]})
    services.get(f"{NEUTRON}/v2.0/subnets", json={"subnets": []})
    services.get(f"{NEUTRON}/v2.0/ports", json={"ports": [parent]})
    services.get(f"{NOVA}/servers/i1", json={"server": {"id": "i1", "name": "server-1"}})
    live = collect.about(request_, "n1", lambda server: [f"{server}-external"])
    assert live.servers == {"i1": "server-1"}
    assert all(node == "n1" for path, node in queries if path != "/nodes/n1")
    port_queries = [call.qs for call in services.request_history if call.path == "/v2.0/ports"]
    assert {tuple(sorted(query)) for query in port_queries} == {
        ("fields", "mac_address"),
        ("device_id", "fields"),
        ("binding:host_id", "fields"),
        ("fields", "id"),
        ("fields", "name"),
    }
    assert ["server-1-external"] in [query.get("name") for query in port_queries]
