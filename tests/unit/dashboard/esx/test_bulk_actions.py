"""One answer for each vCenter, cluster and host, and a clear one for what makes no sense."""

import pathlib

import pytest
import yaml

import helion_dashboard
from helion_dashboard import policy
from helion_dashboard.admin.esx import actions
from helion_dashboard.api.esx import states as esx_states
from helion_services.eon.api import policies as service_policies

from .conftest import RESOURCE, VC, a_cluster, a_resource, a_vcenter, clusters, refusal, view

POLICY = pathlib.Path(helion_dashboard.__file__).parent / "policies" / "helion_default.yaml"
MANAGER = f"/v2/resource_mgrs/{VC}"
OTHER = "0f9f1c8e-0000-4000-8000-000000000002"


def on_clusters(send, action, *moids):
    return send(view("act_clusters"), VC, data={"action": action, "ids": list(moids)})


def two(eon):
    first, second = a_cluster(21), a_cluster(22, resource=OTHER)
    eon("GET", f"{MANAGER}/clusters", clusters(first, second, a_cluster(23, resource=None)))


class TestVCenters:
    def act(self, send, action, *idents):
        return send(view("act"), data={"action": action, "ids": list(idents)})

    def test_each_that_is_unregistered_is_answered_for(self, eon, send):
        results = [
            {"id": VC, "name": "a", "ok": True, "code": None, "reason": None},
            {"id": "b", "name": "b", "ok": False, "code": "in-use", "reason": "It is in use."},
        ]
        sent = eon("POST", "/v2/resource_mgrs/unregister", {"results": results})
        status, messages = self.act(send, "unregister", VC, "b", "c")
        assert status == 200
        assert sent.last_request.json() == {"ids": [VC, "b", "c"]}
        assert messages["results"] == [
            {"id": VC, "ok": True, "reason": ""},
            {"id": "b", "ok": False, "reason": "It is in use."},
            {"id": "c", "ok": False, "reason": "The service returned no result."},
        ]

    def test_a_refused_login_is_tried_again_on_request(self, eon, send):
        sent = eon("POST", f"{MANAGER}/retry_login", a_vcenter())
        _status, messages = self.act(send, "retry_login", VC)
        assert messages["results"] == [{"id": VC, "ok": True, "reason": ""}]
        assert sent.call_count == 1

    def test_proxies_are_restored_and_what_failed_is_named(self, eon, send):
        results = [
            {"id": "1", "name": "Cluster1", "ok": True},
            {"id": "2", "name": "Cluster2", "ok": False, "reason": "Busy."},
        ]
        eon("POST", f"{MANAGER}/restore_proxy", {"results": results})
        _status, messages = self.act(send, "restore_proxies", VC)
        assert messages["results"] == [{"id": VC, "ok": False, "reason": "Cluster2: Busy."}]

    def test_a_vcenter_without_activated_clusters_has_no_proxy(self, eon, send):
        eon("POST", f"{MANAGER}/restore_proxy", {"results": []})
        _status, messages = self.act(send, "restore_proxies", VC)
        assert messages["results"][0]["ok"] is False

    def test_a_failed_service_is_said(self, eon, send):
        eon("POST", "/v2/resource_mgrs/unregister", {"detail": "It broke."}, 500)
        assert self.act(send, "unregister", VC) == (502, {"error": "It broke."})

    def test_who_may_not_is_told_the_rule(self, eon, send):
        eon.refused = {"vcenter:delete"}
        status, messages = self.act(send, "unregister", VC)
        assert status == 403
        assert "helion:vcenter:delete" in messages["error"]

    @pytest.mark.parametrize("action", ["explode", "edit"])
    def test_what_cannot_be_done_here(self, eon, send, action):
        assert self.act(send, action, VC)[0] == 400

    def test_nothing_selected(self, eon, send):
        assert self.act(send, "unregister") == (400, {"error": "Nothing is selected."})


class TestClusters:
    @pytest.mark.parametrize("action", ["import", "unimport"])
    def test_several_are_one_request(self, eon, send, action):
        results = [
            {"moid": "domain-c21", "name": "a", "ok": True},
            {"moid": "domain-c22", "name": "b", "ok": False, "code": "x", "reason": "No."},
        ]
        sent = eon("POST", f"{MANAGER}/{action}", {"results": results})
        _status, messages = on_clusters(send, action, "domain-c21", "domain-c22")
        assert sent.last_request.json() == {"clusters": ["domain-c21", "domain-c22"]}
        assert [result["ok"] for result in messages["results"]] == [True, False]

    def test_deactivated_by_their_resources(self, eon, send):
        two(eon)
        first = eon("DELETE", f"/v2/resources/{RESOURCE}/deactivate/", a_resource())
        params = {"count": 2, "cluster": "Compute-B", "vms": ["web-1", "web-2"]}
        refused = refusal("vms-running", "VMs", params=params)
        second = eon("DELETE", f"/v2/resources/{OTHER}/deactivate/", refused, 409)
        _status, messages = on_clusters(
            send, "deactivate", "domain-c21", "domain-c22", "domain-c23"
        )
        assert first.last_request.body is None
        assert second.called
        outcome_value = {result["id"]: result for result in messages["results"]}
        assert outcome_value["domain-c21"]["ok"]
        reason = outcome_value["domain-c22"]["reason"]
        assert "2 virtual machines on Compute-B: web-1 and web-2. Migrate" in reason
        assert outcome_value["domain-c23"]["reason"] == "The cluster is not imported."

    def test_by_force(self, eon, send):
        two(eon)
        sent = eon("DELETE", f"/v2/resources/{RESOURCE}/deactivate/", a_resource())
        on_clusters(send, "force", "domain-c21")
        assert sent.last_request.json() == {"forced": True}

    def test_hosts_of_whole_clusters(self, eon, send):
        two(eon)
        sent = eon("PUT", f"/v2/resources/{RESOURCE}", a_resource())
        on_clusters(send, "add_host", "domain-c21")
        assert sent.last_request.json() == {"action": "add_host"}

    def test_a_refusal_is_the_services_own(self, eon, send):
        two(eon)
        refused = refusal("odd", "It is odd.")
        eon("DELETE", f"/v2/resources/{RESOURCE}/deactivate/", refused, 409)
        _status, messages = on_clusters(send, "deactivate", "domain-c21")
        assert messages["results"][0]["reason"] == "It is odd."

    def test_the_proxy_is_restored(self, eon, send):
        two(eon)
        operation = {"id": "o", "kind": "restore_proxy", "title": "x", "state": "queued"}
        eon("POST", f"/v2/resources/{RESOURCE}/restore_proxy", operation, 202)
        _status, messages = on_clusters(send, "restore_proxy", "domain-c21")
        assert messages["results"] == [{"id": "domain-c21", "ok": True, "reason": ""}]


class TestHosts:
    def act(self, send, *hosts):
        data = {"action": "remove_host", "ids": list(hosts)}
        return send(view("act_hosts"), VC, "domain-c21", data=data)

    def test_chosen_ones_are_one_operation(self, eon, send):
        eon("GET", f"{MANAGER}/clusters/domain-c21", a_cluster())
        sent = eon("PUT", f"/v2/resources/{RESOURCE}", a_resource())
        _status, messages = self.act(send, "host-1", "host-2")
        assert sent.last_request.json() == {
            "action": "remove_host",
            "hosts": ["host-1", "host-2"],
        }
        assert [result["ok"] for result in messages["results"]] == [True, True]

    def test_of_a_cluster_that_is_not_imported(self, eon, send):
        eon("GET", f"{MANAGER}/clusters/domain-c21", a_cluster(resource=None))
        _status, messages = self.act(send, "host-1")
        assert messages["results"][0]["reason"] == "The cluster is not imported."

    def test_what_the_service_refuses(self, eon, send):
        eon("GET", f"{MANAGER}/clusters/domain-c21", a_cluster())
        eon("PUT", f"/v2/resources/{RESOURCE}", refusal("invalid-state", "Not now."), 409)
        assert self.act(send, "host-1") == (409, {"error": "Not now."})


def all_actions(table):
    return [action for group in table.groups for action in group.actions]


class TestTables:
    @pytest.mark.parametrize("table", [actions.VCENTER, actions.CLUSTER])
    def test_every_action_is_on_the_menu_once(self, table):
        names = [action.name for action in all_actions(table)]
        assert sorted(names) == sorted(table.by_name)

    @pytest.mark.parametrize(
        "action", [*all_actions(actions.VCENTER), *all_actions(actions.CLUSTER)]
    )
    def test_every_action_is_done_in_one_way(self, action):
        assert sum(map(bool, (action.run, action.bulk, action.link))) == 1
        assert action.text or action.link

    def test_every_rule_is_the_services_for_the_same_requests(self):
        ours = {
            rule["name"]: {
                (operation["method"], operation["path"]) for operation in rule["operations"]
            }
            for rule in yaml.safe_load(POLICY.read_text())
            if rule["name"].startswith(("vcenter:", "esx_"))
        }
        theirs = {
            rule.name: {(operation["method"], operation["path"]) for operation in rule.operations}
            for rule in service_policies.RULES
        }
        tables = (*all_actions(actions.VCENTER), *all_actions(actions.CLUSTER))
        assert {action.rule for action in tables} <= set(ours)
        assert ours == {name: theirs[name] for name in ours}

    def test_its_states_are_known(self):
        for action in all_actions(actions.CLUSTER):
            (need,) = action.needs
            assert need.field == "state"
            assert set(need.values) <= set(esx_states.CLUSTER)

    def test_what_comes_next_is_possible(self):
        for state, names in actions.CLUSTER.next.items():
            for name in names:
                (need,) = actions.CLUSTER.by_name[name].needs
                assert state in need.values

    def test_an_action_says_whether_the_user_may(self, request_, monkeypatch):
        monkeypatch.setattr(policy, "allowed", lambda request, rule: rule != "esx_cluster:import")
        table = actions.CLUSTER.as_json(request_, actions.cluster_links("v1"))
        by_name = {item["name"]: item for group in table["groups"] for item in group["actions"]}
        assert by_name["import"]["allowed"] is False
        assert by_name["activate"]["allowed"] is True
        assert by_name["force"]["destroys"] is True
        assert by_name["activate"]["link"] == "/admin/uc_esx/v1/activate"
        assert by_name["proxy"]["link"] == "/admin/uc_esx/v1/{id}/proxy"
