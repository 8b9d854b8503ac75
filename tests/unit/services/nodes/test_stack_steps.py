"""Steps that change the stack: what they do when Heat refuses, and how they are undone."""

import itertools
import types

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.problems import Unavailable
from helion_services.nodes import stack
from helion_services.nodes.flows import stack as steps
from helion_services.nodes.stack import models
from tests.unit.services.nodes import nova
from tests.unit.services.nodes.heat import GONE, Heat, group, member, resource, shown

BEFORE = {"ComputeCount": "2", "ComputeRemovalPolicies": "[]", "ComputePlacement": "{}"}
CHANGES = {"ComputeCount": 1, "ComputeRemovalPolicies": [{"resource_list": ["1"]}]}
AFTER = BEFORE | {"ComputeCount": "1", "ComputeRemovalPolicies": '[{"resource_list": ["1"]}]'}
TITLE = Message("remove-servers", "Remove the servers from the stack")


class Work(nova.Work):
    """Work whose cloud has a Heat alone; ``no_return`` is whether there is a way back."""

    def __init__(self, heat, notes=None):
        super().__init__(types.SimpleNamespace(before=lambda: None, api=heat.api), notes)
        self._nova.tick = lambda: None
        self.no_return = False
        self.runtime.conf = types.SimpleNamespace(
            nodes=types.SimpleNamespace(roles_file=None, stack_stall=0)
        )

    def disallow_cancel(self):
        self.no_return = True

    def allow_cancel(self):
        self.no_return = False


def two_servers(status="UPDATE_COMPLETE"):
    return {
        "resources": [
            group("Compute"),
            *member("Compute", "0", "UPDATE_COMPLETE", "CREATE_COMPLETE", "s0"),
            *member("Compute", "1", status, status.replace("UPDATE", "CREATE"), "s1"),
        ]
    }


def shrink():
    return steps.Shrink("overcloud", ["s1"], BEFORE, CHANGES, TITLE)


@pytest.mark.parametrize(
    "refusal",
    [
        keystoneauth.BadRequest("Updating a stack when it is suspended is not supported."),
        keystoneauth.Forbidden(),
        keystoneauth.Conflict("busy"),
        keystoneauth.InternalServerError(),
        Unavailable("cloud", Message("away", "Heat cannot be reached.")),
    ],
)
def test_a_refused_removal_has_a_way_back(refusal):
    heat = Heat(stack=shown(**BEFORE), patch=refusal)
    work = Work(heat)
    with pytest.raises(type(refusal)):
        shrink().run(work)
    assert not work.no_return
    assert [verb for verb, *_ in heat.sent] == ["patch"]
    shrink().undo(work)
    assert [verb for verb, *_ in heat.sent] == ["patch"], "there is nothing to put back"


@pytest.mark.parametrize(
    "parameters",
    [
        BEFORE | {"ComputeCount": "3"},
        BEFORE | {"ComputeRemovalPolicies": '[{"resource_list": ["0"]}]'},
    ],
)
def test_a_stack_that_somebody_else_changed_is_left_alone(parameters):
    heat = Heat(stack=shown(**parameters))
    work = Work(heat)
    with pytest.raises(models.ScaleError, match="has changed since"):
        shrink().run(work)
    assert heat.sent == []
    assert not work.no_return


def test_a_parameter_that_had_no_value_is_not_compared():
    heat = Heat(stack=shown(**BEFORE), patch=keystoneauth.Forbidden())
    before = BEFORE | {"ComputeCount": None}
    with pytest.raises(keystoneauth.Forbidden):
        steps.Shrink("overcloud", ["s1"], before, CHANGES, TITLE).run(Work(heat))


def test_a_stack_that_is_busy_otherwise_has_not_begun():
    work = Work(Heat(stack=shown("UPDATE_IN_PROGRESS", **BEFORE)))
    with pytest.raises(models.StackBusy):
        shrink().run(work)
    assert not work.no_return


@pytest.mark.parametrize("after", [shown("UPDATE_IN_PROGRESS", **AFTER), GONE])
def test_a_removal_that_heat_accepted_has_no_way_back(after):
    work = Work(Heat(stack=[shown(**BEFORE)] * 2 + [after], patch=keystoneauth.BadGateway()))
    with pytest.raises(keystoneauth.BadGateway):
        shrink().run(work)
    assert work.no_return


def test_a_heat_that_is_silent_leaves_no_way_back():
    away = Unavailable("cloud", Message("away", "Heat cannot be reached."))
    work = Work(Heat(stack=[shown(**BEFORE)] * 2 + [away], patch=away))
    with pytest.raises(Unavailable):
        shrink().run(work)
    assert work.no_return


@pytest.mark.parametrize(
    ("status", "back"), [("UPDATE_COMPLETE", True), ("DELETE_IN_PROGRESS", False)]
)
def test_a_removal_that_fails_with_all_servers_there_is_put_back(status, back):
    looks = [shown(**BEFORE)] * 2 + [shown("UPDATE_FAILED", **AFTER)]
    heat = Heat(stack=looks, resources=two_servers(status))
    work = Work(heat)
    with pytest.raises(stack.StackFailed):
        shrink().run(work)
    assert work.no_return != back
    assert bool(work.recall("put back")) == back


def test_a_refused_deletion_has_a_way_back():
    refusal = keystoneauth.Forbidden("No.")
    work = Work(Heat(stack=shown(), delete=refusal))
    with pytest.raises(keystoneauth.Forbidden):
        steps.Delete("overcloud").run(work)
    assert not work.no_return
    work = Work(Heat(stack=[shown(), shown(), shown("DELETE_IN_PROGRESS")], delete=refusal))
    with pytest.raises(keystoneauth.Forbidden):
        steps.Delete("overcloud").run(work)
    assert work.no_return


class TestStall:
    """A Heat whose engine was restarted in the middle of an update."""

    def heat(self, *after):
        looks = [shown(**BEFORE)] * 2 + [shown("UPDATE_IN_PROGRESS", **AFTER)] * 2
        return Heat(stack=[*looks, *after], resources=two_servers())

    def run(self, heat, monkeypatch, stall=1e-9, building=()):
        work = Work(heat)
        work.runtime.conf.nodes.stack_stall = stall
        servers = {str(number): row for number, row in enumerate(building)}
        monkeypatch.setattr(steps.undercloud, "servers", lambda api, prefix: servers)
        shrink().run(work)
        return work

    def test_the_update_is_stopped_and_requested_again(self, monkeypatch):
        under_way = shown("UPDATE_IN_PROGRESS", **AFTER)
        stopped = shown("UPDATE_FAILED", **AFTER)
        heat = self.heat(under_way, under_way, *[stopped] * 3, shown(**AFTER))
        work = self.run(heat, monkeypatch)
        assert [verb for verb, *_ in heat.sent] == ["patch", "post", "patch"]
        assert heat.sent[1][2] == {"cancel_without_rollback": None}
        assert "has made no progress" in work.log[0]
        assert work.no_return

    @pytest.mark.parametrize(
        "server",
        [{"status": "BUILD"}, {"status": "ACTIVE", "OS-EXT-STS:task_state": "deleting"}],
    )
    def test_a_server_that_is_deployed_or_deleted_is_waited_for(self, monkeypatch, server):
        heat = self.heat(shown("UPDATE_IN_PROGRESS", **AFTER), shown(**AFTER))
        work = self.run(heat, monkeypatch, building=[server])
        assert [verb for verb, *_ in heat.sent] == ["patch"]
        assert work.log == []

    def test_it_can_be_switched_off(self, monkeypatch):
        heat = self.heat(shown("UPDATE_IN_PROGRESS", **AFTER), shown(**AFTER))
        assert self.run(heat, monkeypatch, stall=0).log == []

    def test_what_has_its_own_time_is_waited_for(self, monkeypatch):
        heat = self.heat(shown("UPDATE_IN_PROGRESS", **AFTER), shown(**AFTER))
        kind = "OS::Heat::SoftwareDeployment"
        own = resource("Deployment", "CREATE_IN_PROGRESS", "Compute-0", kind=kind)
        looks = {"resources": two_servers()["resources"] + [own]}
        heat.answers["resources"] = itertools.repeat(looks)
        assert self.run(heat, monkeypatch).log == []


class TestStalledDeletionAndCreation:
    """Heat is told again to delete; a creation can only be waited for."""

    @pytest.fixture(autouse=True)
    def idle(self, monkeypatch):
        monkeypatch.setattr(steps.undercloud, "servers", lambda api, prefix: {})

    def work(self, heat, stall=1e-9):
        work = Work(heat)
        work.runtime.conf.nodes.stack_stall = stall
        work.secret = dict
        return work

    def delete(self, *looks, stall=1e-9):
        heat = Heat(stack=[shown()] * 2 + [*looks, GONE], resources=two_servers())
        work = self.work(heat, stall)
        steps.Delete("overcloud").run(work)
        return heat, work

    def test_a_deletion_is_requested_again(self):
        heat, work = self.delete(*[shown("DELETE_IN_PROGRESS")] * 2)
        assert [verb for verb, *_ in heat.sent] == ["delete", "delete"]
        assert work.log == [
            "The stack “overcloud” has made no progress for 1e-09 s, and Nova is working on none of"
            " its servers. The deletion is requested again."
        ]

    def test_a_deletion_is_not_requested_again_for_ever(self):
        heat, work = self.delete(*[shown("DELETE_IN_PROGRESS")] * 40)
        assert [verb for verb, *_ in heat.sent] == ["delete"] * 4
        assert len(work.log) == 3

    def test_a_server_that_nova_deletes_is_waited_for(self, monkeypatch):
        busy = {"1": {"status": "ACTIVE", "OS-EXT-STS:task_state": "deleting"}}
        monkeypatch.setattr(steps.undercloud, "servers", lambda api, prefix: busy)
        heat, work = self.delete(*[shown("DELETE_IN_PROGRESS")] * 9)
        assert ([verb for verb, *_ in heat.sent], work.log) == (["delete"], [])

    def test_it_can_be_switched_off(self):
        heat, work = self.delete(*[shown("DELETE_IN_PROGRESS")] * 9, stall=0)
        assert ([verb for verb, *_ in heat.sent], work.log) == (["delete"], [])

    def create(self, *looks):
        heat = Heat(stack=list(looks), resources=two_servers())
        work = self.work(heat)
        steps.Create("overcloud", {"ComputeCount": 2}).run(work)
        return heat, work

    def test_a_creation_is_waited_for(self):
        creating = shown("CREATE_IN_PROGRESS", **BEFORE)
        heat, work = self.create(GONE, *[creating] * 9, shown("CREATE_COMPLETE", **BEFORE))
        assert [verb for verb, *_ in heat.sent] == ["post"]
        (line,) = work.log
        assert line.endswith(
            "Heat cannot stop the creation of a stack. Wait, or cancel the operation: that deletes"
            " the stack."
        )

    def test_a_creation_that_is_resumed_is_requested_again(self):
        under_way, failed = shown("UPDATE_IN_PROGRESS", **BEFORE), shown("UPDATE_FAILED", **BEFORE)
        looks = [failed, under_way, *[under_way] * 4, *[failed] * 2, under_way, shown(**BEFORE)]
        heat, work = self.create(*looks)
        assert [verb for verb, *_ in heat.sent] == ["patch", "post", "patch"]
        assert "requested again" in work.log[0]


def test_a_stack_that_vanishes_while_it_settles_is_not_waited_for():
    heat = Heat(stack=[shown("UPDATE_IN_PROGRESS", **BEFORE)] * 2 + [GONE])
    assert steps.stack_changes.settle(Work(heat), heat.api, "overcloud") is None


def test_a_removal_from_a_stack_that_is_gone_says_so():
    with pytest.raises(stack.StackFailed, match="no longer exists"):
        shrink().run(Work(Heat(stack=GONE)))
