"""Whatever happens to an operation, it finishes or is taken back, and nothing is left over.

The default run has one of each kind.
"""

import contextlib
import datetime
import re
import uuid

import pytest

from tests.node_lifecycle import Refused, new_node, step
from tests.world import settled

LIVE_SECONDS = 3
TOKEN_SECONDS = 40  # keystoneauth takes a new one half a minute before the old one ends


def kill_at_every_step(lifecycle, operation):
    """``kill -9`` the conductor once in each step; returns the operation at its end."""
    for entry in operation["steps"]:
        status = lifecycle.wait_for_step(operation, entry["name"])
        if status["finished_at"]:
            break
        lifecycle.kill()
    return lifecycle.wait(operation)


def names(operation):
    return [entry["name"] for entry in operation["steps"]]


class TestKill:
    def test_scale_out_with_a_new_server_goes_on_after_each_kill(
        self, deployed, undercloud, lifecycle
    ):
        before = settled(undercloud)
        fresh = new_node("rack9-u01-kill", number=1)
        count = len(lifecycle.members("compute")) + 1
        plan = lifecycle.plan("scale_out", role="compute", count=count, new_nodes=[fresh])
        ended = kill_at_every_step(lifecycle, lifecycle.apply(plan))
        assert ended["state"] == "succeeded", ended["error"]
        after = settled(undercloud)
        assert after["nodes"].pop("rack9-u01-kill") == ("active", False, False, True)
        assert after["nodes"] == before["nodes"]
        assert len(after["servers"]) == len(before["servers"]) + 1
        assert len(after["computes"]) == len(before["computes"]) + 1
        assert len(after["providers"]) == len(before["providers"]) + 1

    @pytest.mark.faults
    def test_scale_in_with_virtual_machines_goes_on_after_each_kill(
        self, deployed, undercloud, lifecycle, guests
    ):
        before = settled(undercloud)
        victim = lifecycle.members("compute")[-1]
        ids = guests.boot(victim, 3)
        with guests.host(victim, seconds=LIVE_SECONDS):
            plan = lifecycle.plan("scale_in", nodes=[victim])
            ended = kill_at_every_step(lifecycle, lifecycle.apply(plan))
        assert ended["state"] == "succeeded", ended["error"]
        assert victim not in guests.hosts(ids)
        after = settled(undercloud)
        assert len(after["servers"]) == len(before["servers"]) - 1
        assert victim not in [host for host, _ in after["computes"]]
        assert victim not in after["providers"]

    @pytest.mark.faults
    def test_a_revert_goes_on_after_a_kill(self, deployed, undercloud, lifecycle):
        before = settled(undercloud)
        fresh = new_node("rack9-u02-faulty", number=2, fail_on="deploy")
        count = len(lifecycle.members("compute")) + 1
        plan = lifecycle.plan("scale_out", role="compute", count=count, new_nodes=[fresh])
        operation = lifecycle.apply(plan)
        lifecycle.wait(operation, lambda status: status["state"] == "reverting")
        lifecycle.kill()
        ended = lifecycle.wait(operation)
        assert ended["state"] == "reverted", ended["error"]
        assert settled(undercloud) == before

    @pytest.mark.faults
    def test_replacing_a_controller_goes_on_after_each_kill(self, deployed, undercloud, lifecycle):
        before = settled(undercloud)
        victim = lifecycle.members("control")[0]
        fresh = new_node("rack9-u05-control", role="control", number=5)
        plan = lifecycle.plan("replace", node=victim, new_nodes=[fresh], after="delete")
        ended = kill_at_every_step(lifecycle, lifecycle.apply(plan))
        assert ended["state"] == "succeeded", ended["error"]
        after = settled(undercloud)
        assert len(after["servers"]) == len(before["servers"])
        assert len(after["nodes"]) == len(before["nodes"])
        assert victim not in after["servers"]

    @pytest.mark.faults
    def test_undeploying_and_deploying_go_on_after_each_kill(self, deployed, undercloud, lifecycle):
        plan = lifecycle.plan("undeploy", name="overcloud")
        ended = kill_at_every_step(lifecycle, lifecycle.apply(plan))
        assert ended["state"] == "succeeded", ended["error"]
        empty = settled(undercloud)
        assert (empty["servers"], empty["computes"], empty["providers"]) == ([], [], [])
        parameters = {"AdminPassword": "a-long-password", "ComputeCount": 1}
        parameters |= {"ObjectStorageCount": 0, "BlockStorageCount": 0}
        plan = lifecycle.plan("deploy", parameters=parameters)
        ended = kill_at_every_step(lifecycle, lifecycle.apply(plan))
        assert ended["state"] == "succeeded", ended["error"]
        assert len(settled(undercloud)["servers"]) == 4


class TestCancel:
    def test_in_the_middle_of_a_deployment(self, deployed, undercloud, lifecycle):
        before = settled(undercloud)
        fresh = new_node("rack9-u03-cancel", number=3)
        count = len(lifecycle.members("compute")) + 1
        plan = lifecycle.plan("scale_out", role="compute", count=count, new_nodes=[fresh])
        operation = lifecycle.apply(plan)
        lifecycle.wait_for_step(operation, "stack")
        lifecycle.call("POST", f"/operations/{operation['id']}/cancel")
        ended = lifecycle.wait(operation)
        assert ended["state"] == "cancelled", ended["error"]
        assert settled(undercloud) == before

    @pytest.mark.faults
    def test_a_retry_deploys_the_same_node(self, deployed, undercloud, lifecycle):
        before = settled(undercloud)
        fresh = new_node("rack9-u07-retry", number=7)
        count = len(lifecycle.members("compute")) + 1
        plan = lifecycle.plan("scale_out", role="compute", count=count, new_nodes=[fresh])
        operation = lifecycle.apply(plan)
        lifecycle.wait(operation, lambda status: step(status, "stack")["progress"] > 0)
        lifecycle.call("POST", f"/operations/{operation['id']}/cancel")
        assert lifecycle.wait(operation)["state"] == "cancelled"
        assert settled(undercloud) == before
        retry = lifecycle.call("POST", f"/operations/{operation['id']}/retry")
        ended = lifecycle.wait(retry)
        assert ended["state"] == "succeeded", ended["error"]
        after = settled(undercloud)
        assert after["nodes"].pop("rack9-u07-retry") == ("active", False, False, True)
        assert after["nodes"] == before["nodes"]
        assert len(after["servers"]) == len(before["servers"]) + 1

    @pytest.mark.faults
    @pytest.mark.parametrize("name", ["enrol", "manage", "inspect", "provide", "schedulable"])
    def test_before_the_deployment(self, deployed, undercloud, lifecycle, name):
        before = settled(undercloud)
        fresh = new_node(f"rack9-u06-{name}", number=6)
        count = len(lifecycle.members("compute")) + 1
        plan = lifecycle.plan("scale_out", role="compute", count=count, new_nodes=[fresh])
        operation = lifecycle.apply(plan)
        lifecycle.wait_for_step(operation, name)
        lifecycle.call("POST", f"/operations/{operation['id']}/cancel")
        assert lifecycle.wait(operation)["state"] == "cancelled"
        assert settled(undercloud) == before

    @pytest.mark.faults
    @pytest.mark.parametrize("name", ["disable", "move", "empty", "retire"])
    def test_before_a_server_leaves(self, deployed, undercloud, lifecycle, guests, name):
        before = settled(undercloud)
        victim = lifecycle.members("compute")[0]
        ids = guests.boot(victim, 2)
        plan = lifecycle.plan("scale_in", nodes=[victim], after="retire")
        with guests.host(victim, seconds=LIVE_SECONDS):
            operation = lifecycle.apply(plan)
            lifecycle.wait_for_step(operation, name)
            lifecycle.call("POST", f"/operations/{operation['id']}/cancel")
            assert lifecycle.wait(operation)["state"] == "cancelled"
        assert guests.hosts(ids) == [victim] * 2
        assert settled(undercloud) == before


class TestFailures:
    def test_one_of_five_virtual_machines_does_not_move(
        self, deployed, undercloud, lifecycle, guests
    ):
        before = settled(undercloud)
        victim = lifecycle.members("compute")[0]
        ids = guests.boot(victim, 5)
        plan = lifecycle.plan("scale_in", nodes=[victim])
        with guests.host(victim, seconds=LIVE_SECONDS):
            operation = lifecycle.apply(plan)
            # The first ones are on their way: the others will find that they cannot leave.
            lifecycle.wait(
                operation, lambda status: re.match("[1-9]", step(status, "move")["message"])
            )
            with guests.host(victim, seconds=LIVE_SECONDS, fail=["live_migration"]):
                lifecycle.wait(operation, lambda status: status["state"] == "reverting")
        ended = lifecycle.wait(operation)
        assert ended["state"] == "reverted", ended["error"]
        assert ended["error"]["step"] == "move"
        assert "vm-" in ended["error"]["message"]
        assert guests.hosts(ids) == [victim] * 5
        assert settled(undercloud) == before

    @pytest.mark.faults
    def test_ironic_refuses_to_deploy(self, deployed, undercloud, lifecycle):
        before = settled(undercloud)
        fresh = new_node("rack9-u04-broken", number=4, fail_on="deploy")
        count = len(lifecycle.members("compute")) + 1
        ended = lifecycle.do("scale_out", role="compute", count=count, new_nodes=[fresh])
        assert ended["state"] == "reverted"
        assert ended["error"]["step"] == "stack"
        assert "Compute" in ended["error"]["message"]
        assert settled(undercloud) == before

    @pytest.mark.faults
    def test_tokens_expire_while_it_runs(self, deployed, undercloud, lifecycle, guests):
        victim = lifecycle.members("compute")[-1]
        ids = guests.boot(victim, 2)
        with undercloud.configured("keystone", "token", "expiration", TOKEN_SECONDS):
            lifecycle.kill()  # it has none that lives longer
            plan = lifecycle.plan("scale_in", nodes=[victim])
            with guests.host(victim, seconds=2 * TOKEN_SECONDS):
                ended = lifecycle.wait(lifecycle.apply(plan))
        assert ended["state"] == "succeeded", ended["error"]
        times = [
            datetime.datetime.fromisoformat(ended[f"{what}_at"]) for what in ("started", "finished")
        ]
        assert (times[1] - times[0]).total_seconds() > 2 * TOKEN_SECONDS
        assert victim not in guests.hosts(ids)

    @pytest.mark.faults
    @pytest.mark.parametrize(
        ("service", "at"),
        [
            ("ironic", "inspect"),
            ("ironic", "provide"),
            ("placement", "schedulable"),
            ("heat", "provide"),
            ("keystone", "inspect"),
        ],
    )
    def test_a_service_is_away_for_a_while(self, deployed, undercloud, lifecycle, service, at):
        before = settled(undercloud)
        fresh = new_node(f"rack9-u08-{service}-{at}", number=8)
        count = len(lifecycle.members("compute")) + 1
        plan = lifecycle.plan("scale_out", role="compute", count=count, new_nodes=[fresh])
        operation = lifecycle.apply(plan)
        lifecycle.wait_for_step(operation, at)
        with undercloud.stopped(service):
            pass
        ended = lifecycle.wait(operation)
        if (ended["error"] or {}).get("code") == "node-failed" and "stopped working" in str(ended):
            # Ironic's own thread met the absence, and is gone: all is taken back and done anew.
            assert (service, ended["state"]) == ("keystone", "reverted"), ended["error"]
            assert settled(undercloud) == before
            ended = lifecycle.wait(lifecycle.call("POST", f"/operations/{operation['id']}/retry"))
        assert ended["state"] == "succeeded", ended["error"]
        lifecycle.do("scale_in", nodes=[lifecycle.members("compute")[-1]], after="delete")

    @pytest.mark.faults
    def test_the_overclouds_nova_is_away_for_a_while(self, deployed, undercloud, lifecycle, guests):
        victim = lifecycle.members("compute")[-1]
        ids = guests.boot(victim, 2)
        plan = lifecycle.plan("scale_in", nodes=[victim])
        with guests.host(victim, seconds=LIVE_SECONDS):
            operation = lifecycle.apply(plan)
            lifecycle.wait_for_step(operation, "move")
            with undercloud.stopped("overcloud"):
                pass
            ended = lifecycle.wait(operation)
        assert ended["state"] == "succeeded", ended["error"]
        assert victim not in guests.hosts(ids)


class TestTwoAtOnce:
    def test_a_plan_that_is_applied_twice_is_done_once(self, deployed, undercloud, lifecycle):
        victim = lifecycle.members("compute")[-1]
        plan = lifecycle.plan("scale_in", nodes=[victim])
        key = str(uuid.uuid4())
        first = lifecycle.apply(plan, key)
        assert lifecycle.apply(plan, key)["id"] == first["id"]
        assert lifecycle.apply(plan)["id"] == first["id"]
        other = lifecycle.plan("scale_in", nodes=[victim])
        with pytest.raises(Refused) as refused:
            lifecycle.apply(other)
        assert refused.value.status == 409
        with contextlib.suppress(Refused):  # it may be too late
            lifecycle.call("POST", f"/operations/{first['id']}/cancel")
        assert lifecycle.wait(first)["state"] in ("cancelled", "succeeded")
        settled(undercloud)

    @pytest.mark.faults
    def test_two_administrators_remove_the_same_server(self, deployed, undercloud, lifecycle):
        victim = lifecycle.members("compute")[-1]
        mine = lifecycle.plan("scale_in", nodes=[victim])
        theirs = lifecycle.plan("scale_in", nodes=[victim])
        operation = lifecycle.apply(mine)
        with pytest.raises(Refused) as refused:
            lifecycle.apply(theirs)
        assert refused.value.problem["code"] in ("resource-busy", "plan-outdated")
        assert lifecycle.wait(operation)["state"] == "succeeded"
        with pytest.raises(Refused) as refused:
            lifecycle.apply(theirs)
        assert refused.value.status in (409, 422)
