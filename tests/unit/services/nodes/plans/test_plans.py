"""Plans through the API: their sentences as data, their requests, and what they depend on."""

import dataclasses
import datetime

import pytest
from keystone.common.password_hashers.scrypt import Scrypt

from helion_services.base.operations.models import Operation
from helion_services.base.times import now
from helion_services.nodes import compute_hosts
from helion_services.nodes.flows import requests
from helion_services.nodes.models import Plan
from helion_services.nodes.plans import template_values
from helion_services.nodes.stack.models import FormParameter
from helion_services.overcloud.vms import Vm
from tests.unit.services.nodes.plans import conftest

HOST = "overcloud-compute-1"
NEW = {
    "name": "rack9-u09",
    "role": "compute",
    "driver": "redfish",
    "driver_info": {
        "redfish_address": "https://10.0.0.9",
        "redfish_username": "admin",
        "redfish_password": "very-secret",
    },
    "ports": [{"address": "94:18:82:0a:00:09"}],
    "properties": {"cpus": 2},
}


def check(plan, name):
    return next(check for check in plan["checks"] if check["name"] == name)


def changes(answer):
    """The changes of a refusal as ``{(kind, name or code): (before, after)}``."""
    status, problem = answer
    assert (status, problem["code"]) == (409, "plan-outdated")
    return {
        (change["kind"], change["subject"].get("name") or change["subject"]["code"]): (
            change["before"],
            change["after"],
        )
        for change in problem["changes"]
    }


def test_sentences_are_data(plan):
    draft = plan("scale_out", role="compute", count=3)
    assert draft["title"] == "Scale Compute from 2 to 3"
    assert draft["title_fact"] == {
        "code": "plan-scale-out",
        "params": {"role": "Compute", "before": 2, "count": 3},
    }
    nodes = check(draft, "nodes")
    assert (nodes["code"], nodes["params"]) == ("nodes-found", {"nodes": ["free-0"]})
    assert nodes["detail"] == nodes["reason"] == "free-0 will be used."
    assert nodes["title_fact"] == {"code": "check-nodes", "params": {"role": "Compute"}}
    (change,) = draft["changes"]
    assert change == {
        "code": "server-deployed",
        "params": {"server": "overcloud-compute-2", "node": "free-0"},
        "detail": "overcloud-compute-2: deployed on free-0.",
        "text": "overcloud-compute-2: deployed on free-0.",
    }
    assert draft["steps"][0]["title_fact"]["code"] == "wait-schedulable"


def test_hardware_findings_of_a_node_are_one_check(plan):
    draft = plan(
        "scale_out",
        role="compute",
        count=3,
        new_nodes=[NEW | {"properties": {"cpus": 2, "memory_mb": 16}}],
    )
    hardware = check(draft, "hardware")
    assert hardware["result"] == "warn"
    assert hardware["title"] == "Hardware of rack9-u09"
    assert [finding["code"] for finding in hardware["params"]["findings"]] == [
        "cpus-too-few",
        "memory-too-small",
    ]


def test_a_plan_has_its_author_and_its_request(admin, plan):
    draft = plan("scale_in", nodes=[HOST], after="retire", migration="cold")
    assert draft["created_by"] == "somebody"
    assert draft["request"] == {
        "action": "scale_in",
        "nodes": [HOST],
        "after": "retire",
        "migration": "cold",
        "stranded_vms": "block",
    }
    assert draft["secret_parameters"] == draft["new_nodes"] == []
    assert admin.get(f"/nodes/v1/plans/{draft['id']}").json == draft


def test_the_request_can_be_sent_again(admin, plan, undercloud):
    draft = plan("replace", node=HOST, **{"with": "free-1"})
    request = admin.get(f"/nodes/v1/plans/{draft['id']}").json["request"]
    assert request["with"] == "free-1"
    again = admin.post("/nodes/v1/plans", json=request)
    assert again.status_code == 201
    assert again.json["title"] == draft["title"]


def test_new_nodes_are_in_the_request_without_their_secrets(admin, plan):
    draft = plan("scale_out", role="compute", count=3, new_nodes=[NEW])
    answer = admin.get(f"/nodes/v1/plans/{draft['id']}")
    assert answer.json["new_nodes"] == ["rack9-u09"]
    (node,) = answer.json["request"]["new_nodes"]
    assert node["driver_info"] == {
        "redfish_address": "https://10.0.0.9",
        "redfish_username": "admin",
    }
    assert "very-secret" not in answer.text


def test_an_import_stays_a_token_in_the_request(admin, plan):
    text = "94:18:82:0a:00:01,admin,s3cret,10.20.9.71,16,131072,500,OvercloudCompute,IPMI\n"
    token = admin.post("/nodes/v1/imports", json={"text": text}).json["token"]
    draft = plan("scale_out", role="compute", count=3, **{"import": token})
    answer = admin.get(f"/nodes/v1/plans/{draft['id']}")
    assert answer.json["request"]["import"] == token
    assert "new_nodes" not in answer.json["request"]
    assert answer.json["new_nodes"] == ["compute-0a0001"]
    assert "s3cret" not in answer.text
    assert admin.post("/nodes/v1/plans", json=answer.json["request"]).status_code == 201


def parameter(name, default, hidden=False, role=None, purpose=None, **constraints):
    return FormParameter(
        name, name, None, "string", default, "", constraints, None, hidden, False, role, purpose
    )


@pytest.fixture
def undeployed(undercloud, monkeypatch, template):
    undercloud.deployed = False
    monkeypatch.setattr(template_values.stack, "parameters", lambda heat, rolemap: template)
    monkeypatch.setattr(template_values.undercloud, "heat", lambda clouds: None)
    monkeypatch.setattr(template_values, "_let_heat_validate", lambda *args: None)


@pytest.fixture
def template(undercloud):
    """The parameters of the overcloud's template, to be changed."""
    return [
        parameter("AdminPassword", None, hidden=True),
        parameter("Region", "one"),
        parameter("NtpServers", "", items="host"),
        parameter("DnsServers", "", items="address"),
        *(
            parameter(
                role.count,
                1 if role.name == "compute" else 0,
                role=role.name,
                purpose="count",
                max=10_000,
            )
            for role in undercloud.rolemap.roles
        ),
    ]


@pytest.mark.usefixtures("undeployed")
def test_of_secret_parameters_only_the_names_are_shown(admin, plan, apply, runtime):
    values = {"AdminPassword": "very-secret", "Region": "two"}
    draft = plan("deploy", parameters=values)
    answer = admin.get(f"/nodes/v1/plans/{draft['id']}")
    assert answer.json["secret_parameters"] == ["AdminPassword"]
    assert answer.json["request"]["parameters"] == {"Region": "two"}
    assert "very-secret" not in answer.text
    draft["id"], state = draft["id"], draft["state"]
    assert state == "blocked"  # no controllers
    assert apply(draft)[1]["code"] == "plan-blocked"


@pytest.mark.usefixtures("undeployed")
def test_a_missing_parameter_is_an_error_of_its_field(admin):
    answer = admin.post("/nodes/v1/plans", json={"action": "deploy", "parameters": {"X": 1}})
    assert answer.status_code == 422
    assert answer.json["error_facts"] == {
        "parameters.X": [{"code": "template-parameter-unknown", "params": {}}],
        "parameters.AdminPassword": [{"code": "template-parameter-required", "params": {}}],
    }


@pytest.mark.usefixtures("undeployed")
class TestDeployment:
    PASSWORD = {"AdminPassword": "very-secret"}

    def test_only_the_hash_of_a_password_is_stored_and_sent(self, plan, runtime, template):
        template[0] = dataclasses.replace(template[0], hashed=True)
        draft = plan("deploy", parameters=self.PASSWORD)
        with runtime.db.reader() as session:
            secret = session.get(Plan, draft["id"]).secret_id
        stored = runtime.secrets.get(secret)["parameters"]["AdminPassword"]
        assert Scrypt.verify(b"very-secret", stored)

    def test_the_title_counts_what_is_requested(self, plan):
        draft = plan("deploy", parameters=self.PASSWORD | {"ComputeCount": 12})
        assert draft["title"] == "Deploy overcloud with 12 servers; nodes for 2"
        assert check(draft, "limits.servers")["params"]["number"]["params"] == {"count": 12}

    def test_the_title_with_nodes_for_all(self, plan):
        draft = plan("deploy", parameters=self.PASSWORD | {"ComputeCount": 2})
        assert draft["title"] == "Deploy overcloud with 2 servers"

    def test_the_parameters_are_shown_without_secrets(self, plan):
        draft = plan("deploy", parameters=self.PASSWORD | {"Region": "two", "ControlCount": 3})
        rows = {row["name"]: (row["value"], row["hidden"]) for row in draft["parameters"]}
        assert rows["Region"] == ("two", False)
        assert rows["NtpServers"] == ("", False)
        assert rows["AdminPassword"] == (None, True)

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("NtpServers", "not a host!!", "items-not-hosts"),
            ("NtpServers", "10.0.0.1, 8.8.8", "items-not-hosts"),
            ("NtpServers", ["a..b"], "items-not-hosts"),
            ("DnsServers", "8.8.8", "items-not-addresses"),
            ("DnsServers", "dns.example.org", "items-not-addresses"),
            ("ComputeCount", 10_001, "number-too-large"),
            ("ComputeCount", 10**30, "number-too-large"),
            ("ComputeCount", -1, "number-negative"),
            ("ComputeCount", "many", "not-a-number"),
        ],
    )
    def test_a_wrong_value_is_an_error_of_its_field(self, admin, name, value, code):
        request = {"action": "deploy", "parameters": self.PASSWORD | {name: value}}
        answer = admin.post("/nodes/v1/plans", json=request)
        assert answer.status_code == 422
        (fault,) = answer.json["error_facts"][f"parameters.{name}"]
        assert fault["code"] == code

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("NtpServers", "ntp.example.org, 10.0.0.1,2001:db8::1"),
            ("NtpServers", ["0.pool.ntp.org", "ntp"]),
            ("DnsServers", "8.8.8.8,2001:db8::1"),
        ],
    )
    def test_good_values(self, plan, name, value):
        plan("deploy", parameters=self.PASSWORD | {name: value})


def test_an_applied_plan_is_an_operation_with_the_same_title(plan, apply):
    draft = plan("scale_in", nodes=[HOST])
    status, operation = apply(draft)
    assert status == 202
    assert (operation["title"], operation["title_fact"]) == (draft["title"], draft["title_fact"])
    assert apply(draft)[1]["id"] == operation["id"]


def test_a_plan_says_how_long_the_last_of_its_kind_took(admin, plan, apply, runtime):
    draft = plan("scale_in", nodes=[HOST])
    assert draft["last_duration"] is None
    status, operation = apply(draft)
    assert status == 202
    with runtime.db.session() as session:
        row = session.get(Operation, operation["id"])
        row.state, row.started_at = "succeeded", now()
        row.finished_at = row.started_at + datetime.timedelta(seconds=44)
    assert admin.get(f"/nodes/v1/plans/{draft['id']}").json["last_duration"] == 44


def test_an_expired_plan_is_not_applied(admin, plan, apply, runtime):
    draft = plan("scale_in", nodes=[HOST])
    with runtime.db.session() as session:
        session.get(Plan, draft["id"]).expires_at = now() - datetime.timedelta(seconds=1)
    status, problem = apply(draft)
    assert (status, problem["code"]) == (409, "plan-expired")
    assert admin.get(f"/nodes/v1/plans/{draft['id']}").json["operation"] is None


def test_a_check_whose_result_flips_is_data(plan, apply, undercloud):
    draft = plan("scale_out", role="compute", count=3)
    del undercloud.nodes["free-0"], undercloud.nodes["free-1"]
    answer = apply(draft)
    check = next(change for change in answer[1]["changes"] if change["kind"] == "check")
    assert check == {
        "kind": "check",
        "subject": {
            "code": "check-nodes",
            "params": {"role": "Compute"},
            "detail": "Free nodes for Compute",
        },
        "before": "pass",
        "after": "block",
    }
    assert changes(answer)["change", "server-deployed"] == (True, None)
    assert changes(answer)["node", "free-0"][1] is None


def test_of_two_checks_only_the_changed_is_listed(plan, apply, undercloud):
    draft = plan("scale_in", nodes=[HOST])
    undercloud.change("compute-node-1", protected=True)
    differences = changes(apply(draft))
    assert differences["check", "check-node-may-leave"] == ("pass", "block")
    before, after = differences["node", "compute-node-1"]
    assert (before["protected"], after["protected"]) == (False, True)
    assert len(differences) == 2


def test_another_node_and_status_are_listed(plan, apply, undercloud):
    draft = plan("scale_out", role="compute", count=3)
    undercloud.change("free-0", maintenance=True)
    undercloud.status = "UPDATE_COMPLETE"
    status, problem = apply(draft)
    assert {
        change["subject"]["params"]["node"]: (change["before"], change["after"])
        for change in problem["changes"]
        if change["kind"] == "change"
    } == {"free-0": (True, None), "free-1": (None, True)}
    assert changes((status, problem))["stack", "overcloud"] == (
        {"status": "CREATE_COMPLETE", "changed_at": "2026-01-01T00:00:00Z"},
        {"status": "UPDATE_COMPLETE", "changed_at": "2026-01-01T00:00:00Z"},
    )


def test_new_virtual_machines_are_listed(plan, apply, undercloud):
    draft = plan("scale_in", nodes=[HOST])
    undercloud.vms[HOST] = [Vm("1", "web", "ACTIVE", 1, 512, 1)]
    differences = changes(apply(draft))
    assert differences["vms", HOST] == ([], ["web"])
    assert differences["check", "check-room"] == ("pass", "block")


def test_a_plan_that_became_impossible_has_the_reason(plan, apply, undercloud):
    draft = plan("scale_in", nodes=[HOST])
    undercloud.servers.pop()
    ((_kind, code), (before, after)) = next(iter(changes(apply(draft)).items()))
    assert (code, before) == ("plan-remove", None)
    assert after == [
        {
            "code": "server-unknown",
            "params": {"name": HOST},
            "detail": f"{HOST} is not a server of the overcloud.",
        }
    ]


def test_unknown_plans_are_not_found(admin, undercloud):
    answer = admin.get("/nodes/v1/plans/nonsense")
    assert (answer.status_code, answer.json["code"]) == (404, "plan-not-found")
    assert answer.json["params"] == {"plan": "nonsense"}


@pytest.mark.parametrize(
    ("request_", "field", "code"),
    [
        ({"action": "scale_out", "role": "compute", "count": 1}, "count", "count-too-small"),
        ({"action": "scale_out", "role": "control", "count": 4}, "count", "count-too-large"),
        ({"action": "scale_out", "role": "x", "count": 4}, "role", "role-unknown"),
        (
            {"action": "scale_out", "role": "compute", "count": 3, "nodes": ["x"]},
            "nodes",
            "node-unknown",
        ),
        ({"action": "scale_in", "nodes": ["x"]}, "nodes", "server-unknown"),
        ({"action": "undeploy", "name": "overclod"}, "name", "name-not-typed"),
    ],
)
def test_errors_of_fields_are_data(admin, undercloud, request_, field, code):
    answer = admin.post("/nodes/v1/plans", json=request_)
    assert answer.status_code == 422
    assert [fact["code"] for fact in answer.json["error_facts"][field]] == [code]


def test_a_deployed_overcloud_is_not_deployed_again(admin, undercloud):
    answer = admin.post("/nodes/v1/plans", json={"action": "deploy"})
    assert (answer.status_code, answer.json["code"]) == (409, "deployed")


def test_errors_of_an_import_are_data(admin):
    answer = admin.post("/nodes/v1/imports", json={"text": "nonsense,a,b,c,1,1,1,Role\n"})
    for error in answer.json["errors"]:
        assert error["code"]
        assert error["detail"] == error["message"]
    assert {error["code"] for error in answer.json["errors"]} >= {
        "value-not-mac",
        "value-role-unknown",
    }


VMS = [
    Vm("1", "web", "ACTIVE", 1, 512, 20),
    Vm("2", "db", "ACTIVE", 1, 512, 0, boots_from_volume=True),
]


@pytest.fixture
def down(undercloud):
    """A compute server with two virtual machines whose service is down."""
    undercloud.vms[HOST] = VMS
    undercloud.down = {HOST}
    undercloud.room = [compute_hosts.Host("overcloud-compute-0", 8, 8192, 100)]


@pytest.mark.usefixtures("down")
class TestHostDown:
    @pytest.mark.parametrize(
        ("action", "request_"), [("scale_in", {"nodes": [HOST]}), ("replace", {"node": HOST})]
    )
    def test_it_blocks(self, plan, action, request_):
        draft = plan(action, **request_)
        assert draft["state"] == "blocked"
        service = check(draft, "compute.service")
        assert (service["code"], service["params"]) == (
            "host-down",
            {"host": HOST, "vms": ["web", "db"]},
        )

    def test_evacuation_names_what_is_lost(self, plan):
        draft = plan("scale_in", nodes=[HOST], stranded_vms="evacuate")
        assert draft["state"] == "ready"
        service = check(draft, "compute.service")
        assert (service["result"], service["code"]) == ("warn", "host-down-vms-evacuated")
        assert service["params"]["vms"] == ["web"]
        assert draft["changes"][0]["code"] == "vms-evacuated-from-host"
        assert [step["name"] for step in draft["steps"]][:3] == ["disable", "evacuate", "empty"]

    def test_evacuation_needs_room(self, plan, undercloud):
        undercloud.room = []
        draft = plan("scale_in", nodes=[HOST], stranded_vms="evacuate")
        assert check(draft, "room.fits")["result"] == "block"

    def test_volumes_are_not_lost(self, plan, undercloud):
        undercloud.vms[HOST] = VMS[1:]
        draft = plan("scale_in", nodes=[HOST], stranded_vms="evacuate")
        assert check(draft, "compute.service")["code"] == "host-down-vms-on-volumes"

    def test_without_its_virtual_machines_it_can_leave(self, plan, undercloud):
        undercloud.room = []
        draft = plan("scale_in", nodes=[HOST], stranded_vms="delete")
        assert draft["state"] == "ready"
        assert check(draft, "compute.service")["code"] == "host-down-vms-deleted"
        assert draft["changes"][0]["code"] == "vms-deleted-with-host"
        assert [step["name"] for step in draft["steps"]][:2] == ["disable", "stack"]

    def test_an_empty_host_may_be_down(self, plan, undercloud):
        undercloud.vms = {}
        draft = plan("scale_in", nodes=[HOST])
        assert draft["state"] == "ready"
        assert check(draft, "compute.service")["code"] == "host-down-empty"

    def test_a_host_that_came_back_is_planned_again(self, plan, apply, undercloud):
        draft = plan("scale_in", nodes=[HOST], stranded_vms="delete")
        undercloud.down = set()
        differences = changes(apply(draft))
        assert differences["check", "check-compute-service"] == ("warn", "pass")
        assert differences["change", "vms-deleted-with-host"] == (True, None)


def test_of_several_hosts_those_that_are_up_are_drained(plan, undercloud):
    other = "overcloud-compute-0"
    undercloud.vms = {HOST: VMS[:1], other: VMS[1:]}
    undercloud.down = {HOST}
    draft = plan("scale_in", nodes=[HOST, other], stranded_vms="delete")
    assert [change["code"] for change in draft["changes"]][:2] == [
        "vms-deleted-with-host",
        "vms-leave-host",
    ]
    assert check(draft, "room.fits")["params"]["vms"] == ["db"]
    titles = {step["name"]: step["title"] for step in draft["steps"]}
    assert titles["move"].endswith(f"away from {other}")
    assert titles["empty"] == f"Verify that {other} is empty"


class TestImmovable:
    @pytest.fixture(autouse=True)
    def space(self, undercloud):
        undercloud.room = [compute_hosts.Host("other", 8, 8192, 100, "other")]

    @pytest.mark.parametrize("status", ["ERROR", "SUSPENDED", "RESCUE", "VERIFY_RESIZE"])
    def test_a_state_blocks(self, plan, undercloud, status):
        undercloud.vms[HOST] = [Vm("1", "web", status, 1, 512, 1)]
        draft = plan("scale_in", nodes=[HOST])
        assert draft["state"] == "blocked"
        assert f"web is {status}" in check(draft, "vms.states")["reason"]

    def test_one_that_nova_works_on_is_waited_for(self, plan, undercloud):
        undercloud.vms[HOST] = [Vm("1", "web", "RESIZE", 1, 512, 1, task_state="resize_prep")]
        assert plan("scale_in", nodes=[HOST])["state"] == "ready"

    def test_a_paused_one_migrates_live_only(self, plan, undercloud):
        undercloud.vms[HOST] = [Vm("1", "web", "PAUSED", 1, 512, 1)]
        assert plan("scale_in", nodes=[HOST], migration="live")["state"] == "ready"
        assert plan("scale_in", nodes=[HOST], migration="cold")["state"] == "blocked"

    @pytest.mark.parametrize(
        ("stranded", "state"), [("evacuate", "blocked"), ("delete", "ready"), ("block", "blocked")]
    )
    def test_on_a_host_that_is_down(self, plan, undercloud, stranded, state):
        undercloud.vms[HOST] = [Vm("1", "web", "SUSPENDED", 1, 512, 1)]
        undercloud.down = {HOST}
        assert plan("scale_in", nodes=[HOST], stranded_vms=stranded)["state"] == state

    def test_an_error_can_be_evacuated(self, plan, undercloud):
        undercloud.vms[HOST] = [Vm("1", "web", "ERROR", 1, 512, 1)]
        undercloud.down = {HOST}
        draft = plan("scale_in", nodes=[HOST], stranded_vms="evacuate")
        assert check(draft, "vms.states")["result"] == "pass"

    def test_anti_affinity_without_a_host_blocks(self, plan, undercloud):
        undercloud.vms[HOST] = [Vm("1", "web", "ACTIVE", 1, 512, 1)]
        undercloud.groups = [
            compute_hosts.Group("ha", "anti-affinity", 1, frozenset("12"), {"other": 1})
        ]
        room = check(plan("scale_in", nodes=[HOST]), "room.fits")
        assert (room["result"], room["code"]) == ("block", "no-host-apart")

    def test_affinity_blocks(self, plan, undercloud):
        undercloud.vms[HOST] = [Vm("1", "web", "ACTIVE", 1, 512, 1)]
        undercloud.groups = [compute_hosts.Group("pair", "affinity", 1, frozenset("12"), {})]
        assert check(plan("scale_in", nodes=[HOST]), "vms.affinity")["result"] == "block"

    def test_features_warn(self, plan, undercloud):
        needs = ("pci_passthrough:alias=gpu:1",)
        undercloud.vms[HOST] = [Vm("1", "web", "ACTIVE", 1, 512, 1, needs=needs)]
        draft = plan("scale_in", nodes=[HOST])
        assert draft["state"] == "ready"
        assert check(draft, "vms.features")["params"]["needs"] == list(needs)


@pytest.mark.parametrize("status", ["SUSPEND_COMPLETE", "DELETE_FAILED", "CHECK_IN_PROGRESS"])
def test_a_stack_that_heat_does_not_change_blocks(plan, undercloud, status):
    undercloud.status = status
    for action, request in {
        "scale_out": {"role": "compute", "count": 3},
        "scale_in": {"nodes": [HOST]},
        "replace": {"node": HOST},
    }.items():
        draft = plan(action, **request)
        assert draft["state"] == "blocked"
        assert status in check(draft, "stack.not_busy")["reason"]


@pytest.mark.parametrize(
    ("action", "request_"),
    [
        ("scale_out", {"role": "compute", "count": 3}),
        ("scale_in", {"nodes": [HOST]}),
        ("replace", {"node": HOST}),
    ],
)
def test_a_list_of_removed_servers_that_was_changed_by_hand(admin, undercloud, action, request_):
    undercloud.parameters["ComputeCount"] = 1  # Heat has the servers 0 and 1
    answer = admin.post("/nodes/v1/plans", json={"action": action, **request_})
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (409, "scale-parameters-differ")
    assert problem["detail"] == (
        "Compute: the parameters ComputeCount and ComputeRemovalPolicies of the stack “overcloud”"
        " do not match its servers. Update the stack with ComputeCount: 2 and"
        ' ComputeRemovalPolicies: [{"resource_list": []}], and plan again.'
    )


def test_a_node_that_the_stack_keeps_for_another_server(admin, undercloud):
    undercloud.parameters["ComputePlacement"] = {"0": "free-0-uuid"}
    answer = admin.post(
        "/nodes/v1/plans", json={"action": "scale_out", "role": "compute", "count": 3}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (409, "scale-node-twice")


class TestRunningOperation:
    @pytest.fixture(autouse=True)
    def running(self, plan, apply):
        assert apply(plan("scale_out", role="compute", count=3))[0] == 202

    @pytest.mark.parametrize(
        ("action", "request_"),
        [
            ("scale_in", {"nodes": [HOST]}),
            ("replace", {"node": HOST}),
            ("scale_out", {"role": "compute", "count": 3}),
            ("undeploy", {"name": "overcloud"}),
        ],
    )
    def test_it_blocks(self, plan, action, request_):
        draft = plan(action, **request_)
        assert draft["state"] == "blocked"
        idle = check(draft, "operations.idle")
        assert idle["result"] == "block"
        assert "“Scale Compute from 2 to 3” is in progress on " in idle["reason"]

    def test_nodes_are_named(self, plan):
        reason = check(plan("scale_out", role="compute", count=3), "operations.idle")["reason"]
        assert "in progress on free-0 and overcloud" in reason
        assert "free-0-uuid" not in reason


def test_the_operation_of_a_plan_is_refused_with_names(plan, apply, runtime):
    draft = plan("scale_in", nodes=[HOST])
    request = requests.Enrol(prepare=["x"])
    runtime.operations.begin(
        "nodes", "enrol", "Enrol", request, ["node:compute-node-1-uuid"], conftest.WHO
    )
    status, problem = apply(draft)
    assert (status, problem["code"]) == (409, "resource-busy")
    assert problem["params"] == {"operation": "Enrol", "resource": "compute-node-1"}
    assert problem["resource"] == "node:compute-node-1-uuid"


def test_undeploy_checks_the_stack(plan, undercloud):
    undercloud.status = "UPDATE_IN_PROGRESS"
    draft = plan("undeploy", name="overcloud")
    assert draft["state"] == "ready"
    assert check(draft, "stack.not_busy")["code"] == "stack-interrupted"
    assert check(draft, "operations.idle")["result"] == "pass"


class TestNodesOfTheRole:
    def test_a_node_that_failed_before_is_a_warning(self, plan, undercloud):
        undercloud.change("free-0", last_error="Drive 1I:1:3 has failed.")
        draft = plan("scale_out", role="compute", count=3)
        assert draft["state"] == "ready"
        error = check(draft, "node.last_error")
        assert (error["result"], error["params"]) == (
            "warn",
            {"node": "free-0", "error": "Drive 1I:1:3 has failed"},
        )

    def test_so_is_one_that_must_be_prepared(self, plan, undercloud):
        undercloud.change("free-0", provision_state="manageable", last_error="It is broken")
        draft = plan("scale_out", role="compute", count=3, nodes=["free-0"])
        assert check(draft, "node.last_error")["result"] == "warn"

    def test_those_in_maintenance_are_named_where_nodes_are_missing(self, plan, undercloud):
        undercloud.change("free-0", maintenance=True, maintenance_reason="fan broken")
        undercloud.change("free-1", retired=True)
        nodes = check(plan("scale_out", role="compute", count=4), "nodes")
        assert nodes["code"] == "nodes-missing-others-withheld"
        assert "free-0 is in maintenance (fan broken). free-1 is retired." in nodes["reason"]

    def test_an_outdated_plan_has_the_reason_of_the_maintenance(self, plan, apply, undercloud):
        draft = plan("scale_out", role="compute", count=3)
        undercloud.change("free-0", maintenance=True, maintenance_reason="fan broken")
        before, after = changes(apply(draft))["node", "free-0"]
        assert not before["maintenance"]
        assert (after["maintenance"], after["maintenance_reason"]) == (True, "fan broken")

    def test_a_node_that_is_only_no_longer_the_first_has_no_state(self, plan, apply, undercloud):
        draft = plan("scale_out", role="compute", count=3)
        undercloud.nodes["a-0"] = conftest.node("a-0")
        before, after = changes(apply(draft))["node", "free-0"]
        assert (before["provision_state"], after) == ("available", None)
