"""Retries of operations on the stack, planned for the stack as it is by then."""

import dataclasses
import json
import types

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.problems import Conflict, Unavailable
from helion_services.nodes import roles, stack
from helion_services.nodes.flows import kinds, requests, retries
from helion_services.nodes.flows import stack as steps
from tests.unit.services.nodes.heat import GONE, Heat, group, member, shown
from tests.unit.services.nodes.plans.conftest import node
from tests.unit.services.nodes.test_stack_steps import Work

ROLE = roles.load().by_name["compute"]
KINDS = {kind.name: kind for kind in kinds.kinds()}


def parameters(count, removed=(), placement=None):
    """Of the role, as Heat gives them."""
    return {
        "ComputeCount": str(count),
        "ComputeRemovalPolicies": json.dumps([{"resource_list": list(removed)}] if removed else []),
        "ComputePlacement": json.dumps(placement or {}),
    }


def decoded(values):
    return {key: stack.read.decode(value) for key, value in values.items()}


def a_heat(values, servers, **answers):
    """A Heat with ``{index: server id}`` in the role."""
    listed = [group("Compute"), group("Control"), group("ObjectStorage"), group("BlockStorage")]
    for index, server in servers.items():
        listed += member("Compute", index, "UPDATE_COMPLETE", "CREATE_COMPLETE", server)
    return Heat(stack=shown(**values), resources={"resources": listed}, **answers)


def again(kind, request, heat):
    """The request of a retry."""
    clouds = types.SimpleNamespace(adapter=lambda *args, **options: heat.api)
    conf = types.SimpleNamespace(nodes=types.SimpleNamespace(roles_file=None))
    return KINDS[kind].again(types.SimpleNamespace(clouds=clouds, conf=conf), request)


def grown():
    """One server, a second was requested with index 1 on node n."""
    current = decoded(parameters(1))
    return requests.ScaleOut(
        stack="overcloud",
        role="compute",
        kind="compute",
        indices=["1"],
        servers=["overcloud-compute-1"],
        changes=stack.grow(current, ROLE, 2, {"1": "n"}),
    )


class TestScaleOut:
    def test_an_index_that_was_used_up_is_not_used_again(self):
        retry = again("scale_out", grown(), a_heat(parameters(1, ["1"]), {"0": "s0"}))
        assert retry.indices == ["2"]
        assert retry.servers == ["overcloud-compute-2"]
        assert retry.changes == {"ComputeCount": 2, "ComputePlacement": {"2": "n"}}

    def test_a_server_that_stayed_is_kept(self):
        values = parameters(2, placement={"1": "n"})
        retry = again("scale_out", grown(), a_heat(values, {"0": "s0", "1": "s1"}))
        assert retry.indices == ["1"]
        assert retry.changes == decoded({"ComputeCount": "2", "ComputePlacement": '{"1": "n"}'})

    def test_servers_of_others_are_kept(self):
        values = parameters(2, placement={"1": "other"})
        retry = again("scale_out", grown(), a_heat(values, {"0": "s0", "1": "s1"}))
        assert retry.indices == ["2"]
        assert retry.changes == {"ComputeCount": 3, "ComputePlacement": {"1": "other", "2": "n"}}

    def test_a_node_that_others_took(self):
        values = parameters(2, ["1"], {"2": "n"})
        with pytest.raises(Conflict, match="Make a new plan"):
            again("scale_out", grown(), a_heat(values, {"0": "s0", "2": "s2"}))

    def test_without_a_stack_or_heat(self):
        with pytest.raises(Conflict, match="no longer exists"):
            again("scale_out", grown(), Heat(stack=GONE))
        with pytest.raises(Unavailable, match="Heat cannot be reached"):
            again("scale_out", grown(), Heat(stack=keystoneauth.ConnectFailure("refused")))

    def test_an_index_that_was_used_up_is_refused_by_the_step(self):
        heat = a_heat(parameters(1, ["1"]), {"0": "s0"})
        request = grown()
        step = steps.Grow("overcloud", "compute", ["1"], request.changes, request.servers)
        with pytest.raises(stack.ScaleError, match="Make a new plan"):
            step.run(Work(heat))
        step.undo(Work(heat))
        assert heat.sent == []

    @pytest.mark.parametrize("notes", [{"servers before": ["0"]}, {}])
    def test_undoing_removes_what_was_not_there_before(self, notes):
        heat = a_heat(parameters(2, placement={"1": "n"}), {"0": "s0", "1": "s1"})
        steps.Grow("overcloud", "compute", ["1"], {}, []).undo(Work(heat, notes))
        (sent,) = heat.sent
        assert sent[2]["parameters"]["ComputeCount"] == 1
        assert sent[2]["parameters"]["ComputeRemovalPolicies"] == [{"resource_list": ["1"]}]

    def test_undoing_removes_a_server_with_another_index(self):
        heat = a_heat(parameters(2, ["1"], {"2": "n"}), {"0": "s0", "2": "s2"})
        step = steps.Grow("overcloud", "compute", ["1"], {}, [])
        step.undo(Work(heat, {"servers before": ["0"]}))
        removal = heat.sent[0][2]["parameters"]["ComputeRemovalPolicies"]
        assert removal == [{"resource_list": ["1", "2"]}]


class TestScaleIn:
    def request(self):
        before = decoded(parameters(2))
        return requests.ScaleIn(
            stack="overcloud", servers=["s1"], nodes=["n1"], hosts=["overcloud-compute-1"],
            after="keep", migration="live", before=before,
            changes=stack.shrink(before, ROLE, ["1"]),
        )  # fmt: skip

    def test_servers_that_came_since_stay(self):
        heat = a_heat(parameters(3, (), {"2": "n"}), {"0": "s0", "1": "s1", "2": "s2"})
        retry = again("scale_in", self.request(), heat)
        assert retry.changes == {
            "ComputeCount": 2,
            "ComputeRemovalPolicies": [{"resource_list": ["1"]}],
            "ComputePlacement": {"2": "n"},
        }
        assert retry.before == decoded(parameters(3, (), {"2": "n"}))

    def test_what_heat_is_at_is_not_changed(self):
        retry = again("scale_in", self.request(), a_heat(parameters(1, ["1"]), {"0": "s0"}))
        assert retry.changes == decoded(parameters(1, ["1"]))

    def test_another_server_with_that_index(self):
        with pytest.raises(Conflict, match="Make a new plan"):
            again("scale_in", self.request(), a_heat(parameters(2), {"0": "s0", "1": "other"}))


class TestReplace:
    def request(self):
        before = decoded(parameters(2))
        return requests.Replace(
            stack="overcloud", servers=["s1"], nodes=["n1"], hosts=["overcloud-compute-1"],
            after="keep", migration="live", before=before, role="compute", kind="compute",
            new_servers=["overcloud-compute-2"], changes=stack.swap(before, ROLE, "1", "n"),
        )  # fmt: skip

    def test_the_new_server_gets_a_new_index(self):
        retry = again(
            "replace", self.request(), a_heat(parameters(2, ["2"]), {"0": "s0", "1": "s1"})
        )
        assert retry.new_servers == ["overcloud-compute-3"]
        assert retry.changes["ComputePlacement"] == {"3": "n"}
        assert retry.changes["ComputeRemovalPolicies"] == [{"resource_list": ["2", "1"]}]
        assert retry.before == decoded(parameters(2, ["2"]))

    @pytest.mark.parametrize(("server", "kept"), [("s2", []), (None, ["n"])])
    def test_a_node_that_has_become_the_new_server_is_not_prepared_again(
        self, monkeypatch, server, kept
    ):
        """A roll back would delete it."""
        nodes = {"n": node("n", instance_uuid=server)}
        monkeypatch.setattr(retries.ironic, "nodes_by_uuid", lambda api, uuids: nodes)
        about = {"enrol": [{"uuid": "n"}], "targets": {"n": "compute"}, "profiles": {"n": "x"}}
        request = dataclasses.replace(self.request(), **about)
        heat = a_heat(parameters(2, ["1"], {"2": "n"}), {"0": "s0", "2": "s2"})
        retry = again("replace", request, heat)
        assert [row["uuid"] for row in retry.enrol] == kept
        assert list(retry.targets) == list(retry.profiles) == kept
        assert retry.new_servers == ["overcloud-compute-2"]

    def test_what_heat_is_at_is_not_changed(self):
        values = parameters(2, ["1"], {"2": "n"})
        retry = again("replace", self.request(), a_heat(values, {"0": "s0", "2": "s2"}))
        assert retry.changes == decoded(values)
        assert retry.new_servers == ["overcloud-compute-2"]


class TestNameOf:
    def name(self, resource, answer, monkeypatch):
        def node(api, uuid):
            assert uuid == "n1"
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(retries.ironic, "node", node)
        clouds = types.SimpleNamespace(adapter=lambda *args, **options: None)
        return KINDS["enrol"].name_of(types.SimpleNamespace(clouds=clouds), resource)

    def test_a_node_has_one(self, monkeypatch):
        box = types.SimpleNamespace(label="rack1-u01")
        assert self.name("node:n1", box, monkeypatch) == "rack1-u01"

    @pytest.mark.parametrize("answer", [None, keystoneauth.ConnectFailure("refused")])
    def test_without_an_answer_there_is_none(self, answer, monkeypatch):
        assert self.name("node:n1", answer, monkeypatch) is None

    def test_a_stack_is_called_by_its_name_anyway(self, monkeypatch):
        assert self.name("stack:overcloud", None, monkeypatch) is None
