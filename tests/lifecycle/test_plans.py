"""Plans: what they say, what they refuse, and when they do not hold any more."""

import pytest

from tests.node_lifecycle import Lifecycle, Refused, new_node


def check(plan, name):
    return next(row for row in plan["checks"] if row["name"] == name)


def refusal(lifecycle, *arguments, **more):
    with pytest.raises(Refused) as refused:
        lifecycle.plan(*arguments, **more)
    return refused.value.status, refused.value.problem


def refused_enrolment(lifecycle, nodes):
    with pytest.raises(Refused) as refused:
        lifecycle.call("POST", "/enrolments", {"nodes": nodes})
    return refused.value.status, refused.value.problem


class TestScaleOut:
    def test_reads_as_sentences_and_does_nothing(self, deployed, lifecycle):
        have = len(lifecycle.members("compute"))
        fresh = new_node("rack9-u09-plan", number=9)
        plan = lifecycle.plan("scale_out", role="compute", count=have + 1, new_nodes=[fresh])
        assert plan["state"] == "ready"
        assert plan["title"] == f"Scale Compute from {have} to {have + 1}"
        texts = [change["text"] for change in plan["changes"]]
        assert texts[0] == "rack9-u09-plan: enrolled, inspected, checked and cleaned."
        assert texts[1].endswith(": deployed on rack9-u09-plan.")
        assert [step["name"] for step in plan["steps"]][:2] == ["enrol", "manage"]
        assert "demo-ilo" not in str(plan)
        assert len(lifecycle.members("compute")) == have

    def test_too_few_nodes_block(self, deployed, lifecycle):
        have = len(lifecycle.members("object-storage"))
        plan = lifecycle.plan("scale_out", role="object-storage", count=have + 9)
        assert plan["state"] == "blocked"
        assert (
            "9 nodes of resource class object-storage are needed" in check(plan, "nodes")["reason"]
        )
        with pytest.raises(Refused) as refused:
            lifecycle.apply(plan)
        assert refused.value.problem["code"] == "plan-blocked"

    def test_errors_name_their_field(self, deployed, lifecycle):
        status, problem = refusal(lifecycle, "scale_out", role="compute", count=1)
        assert (status, list(problem["errors"])) == (422, ["count"])
        status, problem = refusal(lifecycle, "scale_out", role="nonsense", count=9)
        assert (status, list(problem["errors"])) == (422, ["role"])
        status, problem = refusal(lifecycle, "scale_out", count=9)
        assert (status, list(problem["errors"])) == (422, ["role"])
        status, problem = refusal(
            lifecycle, "scale_out", role="compute", count=9, nodes=["no-such-node"]
        )
        assert (status, list(problem["errors"])) == (422, ["nodes"])

    def test_conflicts_with_ironic_are_reported_first(self, deployed, undercloud, lifecycle):
        ironic = undercloud.connect("system").baremetal
        node = ironic.find_node(lifecycle.roles()["control"]["members"][0]["node_name"])
        port = next(ironic.ports(node=node.id))
        bmc = ironic.get_node(node.id).driver_info["bmc_address"]
        fresh = [
            new_node("rack9-u21-twice", number=21, bmc_address=bmc),
            new_node("rack9-u22-twice", number=22),
            new_node(node.name, number=23),
        ]
        fresh[1]["ports"][0]["address"] = port.address.upper()
        count = len(lifecycle.members("compute")) + 3
        sentences = [
            f"rack9-u21-twice: {node.name} has the management controller {bmc} already.",
            f"rack9-u22-twice: {node.name} has the MAC address {port.address} already.",
            f"There is a node {node.name} already.",
        ]
        for status, problem in (
            refusal(lifecycle, "scale_out", role="compute", count=count, new_nodes=fresh),
            refused_enrolment(lifecycle, fresh),
        ):
            assert status == 422
            assert [text.lower() for text in problem["errors"]["new_nodes"]] == [
                text.lower() for text in sentences
            ]

    def test_a_fourth_controller_is_refused(self, deployed, lifecycle):
        status, problem = refusal(lifecycle, "scale_out", role="control", count=4)
        assert status == 422
        assert "at most 3" in problem["errors"]["count"][0]


class TestLeaving:
    def test_the_title_names_few_and_counts_many(self, deployed, lifecycle):
        controllers = lifecycle.members("control")
        compute = lifecycle.members("compute")[0]
        plan = lifecycle.plan("scale_in", nodes=controllers[:2])
        assert plan["title"] == f"Remove {controllers[0]} and {controllers[1]}"
        plan = lifecycle.plan("scale_in", nodes=[*controllers, compute])
        assert plan["title"] == "Remove 4 servers (3 Controllers and 1 Compute)"

    def test_a_controller_may_not_leave(self, deployed, lifecycle):
        victim = lifecycle.members("control")[0]
        plan = lifecycle.plan("scale_in", nodes=[victim])
        assert plan["state"] == "blocked"
        assert "Replace it instead" in check(plan, "quorum.controllers")["reason"]

    def test_a_controller_may_be_replaced(self, deployed, lifecycle):
        victim = lifecycle.members("control")[0]
        fresh = new_node("rack9-u10-control", role="control", number=10)
        plan = lifecycle.plan("replace", node=victim, new_nodes=[fresh])
        assert plan["state"] == "ready"
        assert check(plan, "quorum.controllers")["result"] == "pass"

    def test_without_room_for_its_virtual_machines_a_compute_server_stays(
        self, deployed, lifecycle, guests
    ):
        victims = lifecycle.members("compute")
        guests.boot(victims[0], 1)
        plan = lifecycle.plan("scale_in", nodes=victims)
        assert plan["state"] == "blocked"
        assert check(plan, "room.fits")["result"] == "block"

    def test_a_protected_node_stays(self, deployed, undercloud, lifecycle):
        victim = lifecycle.roles()["compute"]["members"][0]
        baremetal = undercloud.connect("system").baremetal
        baremetal.update_node(victim["node"], is_protected=True, protected_reason="payroll")
        try:
            plan = lifecycle.plan("scale_in", nodes=[victim["name"]])
            assert plan["state"] == "blocked"
            assert "payroll" in check(plan, "node.free_to_leave")["reason"]
        finally:
            baremetal.update_node(victim["node"], is_protected=False)

    def test_the_name_must_be_typed_to_undeploy(self, deployed, lifecycle):
        status, problem = refusal(lifecycle, "undeploy", name="overclod")
        assert (status, list(problem["errors"])) == (422, ["name"])


class TestOutdated:
    def test_a_change_in_between_is_shown(self, deployed, undercloud, lifecycle):
        victim = lifecycle.roles()["compute"]["members"][0]
        plan = lifecycle.plan("scale_in", nodes=[victim["name"]])
        baremetal = undercloud.connect("system").baremetal
        baremetal.set_node_maintenance(victim["node"], reason="fan")
        try:
            with pytest.raises(Refused) as refused:
                lifecycle.apply(plan)
        finally:
            baremetal.unset_node_maintenance(victim["node"])
        problem = refused.value.problem
        assert problem["code"] == "plan-outdated"
        changes = {
            (change["kind"], change["subject"].get("name") or change["subject"]["code"]): change
            for change in problem["changes"]
        }
        node = changes["node", victim["node_name"]]
        assert (node["before"]["maintenance"], node["after"]["maintenance"]) == (False, True)
        check = changes["check", "check-node-may-leave"]
        assert check["subject"]["params"] == {"node": victim["node_name"]}
        assert (check["before"], check["after"]) == ("pass", "warn")

    def test_a_check_that_blocks_now_is_shown(self, deployed, undercloud, lifecycle):
        victim = lifecycle.roles()["compute"]["members"][0]
        plan = lifecycle.plan("scale_in", nodes=[victim["name"]])
        baremetal = undercloud.connect("system").baremetal
        baremetal.update_node(victim["node"], is_protected=True)
        try:
            with pytest.raises(Refused) as refused:
                lifecycle.apply(plan)
        finally:
            baremetal.update_node(victim["node"], is_protected=False)
        check = next(
            change for change in refused.value.problem["changes"] if change["kind"] == "check"
        )
        assert check == {
            "kind": "check",
            "subject": {
                "code": "check-node-may-leave",
                "params": {"node": victim["node_name"]},
                "detail": f"{victim['node_name']} may leave",
            },
            "before": "pass",
            "after": "block",
        }


class TestImports:
    def test_all_errors_and_no_password(self, lifecycle):
        text = (
            "94:18:82:0a:00:01,admin,s3cret,10.20.9.71,16,131072,500,OvercloudCompute,IPMI\n"
            "not-a-mac,admin,s3cret,10.20.9.72,sixteen,131072,500,Nonsense,IPMI\n"
        )
        answer = lifecycle.call("POST", "/imports", {"text": text})
        assert {error["row"] for error in answer["errors"]} == {2}
        assert len(answer["errors"]) >= 3
        assert answer["token"] is None
        assert "s3cret" not in str(answer)

    def test_a_token_stands_for_the_nodes(self, deployed, lifecycle):
        text = "94:18:82:0a:00:01,admin,s3cret,10.20.9.71,16,131072,500,OvercloudCompute,IPMI\n"
        answer = lifecycle.call("POST", "/imports", {"text": text})
        assert answer["errors"] == []
        count = len(lifecycle.members("compute")) + 1
        plan = lifecycle.plan(
            "scale_out", role="compute", count=count, **{"import": answer["token"]}
        )
        assert answer["nodes"][0]["name"] in plan["changes"][0]["text"]


class TestRights:
    def test_a_tenant_sees_nothing(self, undercloud):
        with pytest.raises(Refused) as refused:
            Lifecycle(undercloud, "tenant").roles()
        assert refused.value.status == 403

    def test_an_administrator_of_a_project_hears_which_role_is_missing(self, undercloud):
        project = Lifecycle(undercloud, "admin")
        for request in (project.roles, lambda: project.plan("undeploy", name="overcloud")):
            with pytest.raises(Refused) as refused:
                request()
            assert refused.value.status == 403
            assert refused.value.problem["code"] == "system-role-needed"

    def test_a_reader_of_the_system_reads_and_does_nothing(self, undercloud):
        reader = Lifecycle(undercloud, "watcher")
        assert "compute" in reader.roles()
        with pytest.raises(Refused) as refused:
            reader.plan("scale_out", role="compute", count=99)
        assert refused.value.status == 403


class TestEnrolment:
    def test_a_node_that_fails_its_inspection_is_taken_back(self, undercloud, lifecycle):
        fresh = new_node("rack9-u11-blind", number=11, fail_on="inspect")
        operation = lifecycle.call("POST", "/enrolments", {"nodes": [fresh]})
        ended = lifecycle.wait(operation)
        assert ended["state"] == "reverted"
        assert ended["error"]["step"] == "inspect"
        names = [node.name for node in undercloud.connect("system").baremetal.nodes()]
        assert "rack9-u11-blind" not in names
