"""Steps that enrol nodes, against an Ironic that moves them from state to state."""

import itertools
import types
from unittest import mock

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.operations.patience import PatientAdapter
from helion_services.base.operations.work import TimedOut
from helion_services.base.problems import Conflict
from helion_services.nodes import hardware
from helion_services.nodes.flows import kinds, removal, requests, retries
from helion_services.nodes.flows.batch import NodesLeftOut
from helion_services.nodes.flows.ironic_states import NodeFailed
from tests.unit.services.nodes import nova
from tests.unit.services.nodes.ironic import Ironic


class Work(nova.Work):
    """Work whose cloud has an Ironic alone, with adapters as the real one's."""

    def __init__(self, ironic, notes=None):
        super().__init__(types.SimpleNamespace(before=lambda: None, api=None), notes)
        self._nova.tick = lambda: None
        self.no_return = False
        api = PatientAdapter(self, ironic.api)
        self.clouds = types.SimpleNamespace(adapter=lambda *args, **options: api)
        self.runtime.clouds = types.SimpleNamespace(adapter=lambda *args, **options: ironic.api)
        self.runtime.conf = types.SimpleNamespace(
            nodes=types.SimpleNamespace(network_interface=None)
        )

    def secret(self):
        return {}

    def disallow_cancel(self):
        self.no_return = True

    def until(self, look, what, timeout, every=1.0):
        for _ in range(50):
            if look():
                return
            self.check()
        raise TimedOut(what)


@pytest.fixture
def ironic():
    return Ironic()


@pytest.fixture(autouse=True)
def fit(monkeypatch):
    """The hardware of each node fits."""
    monkeypatch.setattr(hardware, "check", lambda *args, **options: [])


def request(*names, **values):
    """The request of an enrolment."""
    new = [
        {"uuid": f"{name}-uuid", "name": name, "driver": "ipmi", "driver_info": {},
         "properties": {}, "ports": [{"address": f"94:18:82:00:00:{number:02x}"}]}
        for number, name in enumerate(names)
    ]  # fmt: skip
    profiles = {row["uuid"]: "compute" for row in new}
    return requests.Enrol(**{"enrol": new, "profiles": profiles, "separate": True} | values)


def run(kind, request_, work):
    """Run the steps of an operation as the runner does; returns what ended it, or None."""
    steps = next(each for each in kinds.kinds() if each.name == kind).steps(request_)
    for number, step in enumerate(steps):
        try:
            step.run(work)
        except Exception as error:
            if not work.no_return:
                for done in reversed(steps[: number + 1]):
                    done.undo(work)
            return error
    return None


SIX = ("n1", "n2", "n3", "n4", "n5", "n6")


def test_all_become_available(ironic):
    assert run("enrol", request(*SIX), Work(ironic)) is None
    assert set(ironic.states().values()) == {"available"}


@pytest.mark.parametrize(
    ("state", "rests"),
    [("verifying", "enroll"), ("inspecting", "inspect failed"), ("cleaning", "clean failed")],
)
def test_one_bad_server_does_not_undo_the_others(ironic, state, rests):
    ironic.fails["n4-uuid"] = state
    work = Work(ironic)
    error = run("enrol", request(*SIX), work)
    assert isinstance(error, NodesLeftOut)
    assert str(error).startswith("1 of 6 nodes failed, the others are available. n4 is “")
    assert f"It broke in {state}." in str(error)
    assert ironic.states().pop("n4-uuid") == rests
    assert sorted(ironic.states().values()).count("available") == 5
    assert work.no_return


@pytest.mark.parametrize("state", ["verifying", "inspecting", "cleaning"])
def test_a_retry_works_on_those_left_only(ironic, state):
    ironic.fails["n4-uuid"] = state
    run("enrol", request(*SIX), Work(ironic))
    ironic.fails.clear()
    before = len(ironic.requests)
    work = Work(ironic)
    again = retries.enrol(work.runtime, request(*SIX))
    assert [row["name"] for row in again.enrol] == ["n4"]
    assert list(again.profiles) == ["n4-uuid"]
    assert run("enrol", again, work) is None
    assert set(ironic.states().values()) == {"available"}
    assert not ironic.nodes["n4-uuid"]["maintenance"]
    changes = [path for verb, path in ironic.requests[before:] if verb != "get"]
    assert all("n4-uuid" in path for path in changes)
    with pytest.raises(Conflict, match="All of these nodes are available"):
        retries.enrol(work.runtime, request(*SIX))


def test_one_that_ironic_refuses(ironic):
    ironic.refuses["n2"] = keystoneauth.BadRequest("No conductor supports driver pxe_ipmitool.")
    error = run("enrol", request(*SIX), Work(ironic))
    assert "n2 cannot be enrolled. " in str(error)
    assert "No conductor supports driver pxe_ipmitool." in str(error)
    assert set(ironic.states().values()) == {"available"}
    assert len(ironic.nodes) == 5


def test_one_that_is_late(ironic):
    ironic.stays.add("n3-uuid")
    error = run("enrol", request(*SIX), Work(ironic))
    assert "n3 is still “verifying”." in str(error)
    assert sorted(ironic.states().values()).count("available") == 5


def test_one_that_does_not_fit(ironic, monkeypatch):
    def check(profile, declared, *args, **options):
        fault = types.SimpleNamespace(result=hardware.BLOCK, message="It has no disk.")
        return [fault] if next(calls) == 1 else []

    calls = itertools.count()
    monkeypatch.setattr(hardware, "check", check)
    error = run("enrol", request(*SIX), Work(ironic))
    assert "n2: It has no disk." in str(error)
    assert ironic.states()["n2-uuid"] == "manageable"


def test_if_all_fail_all_are_deleted(ironic):
    ironic.fails |= {"n1-uuid": "inspecting", "n2-uuid": "cleaning"}
    error = run("enrol", request("n1", "n2"), Work(ironic))
    assert isinstance(error, NodeFailed)
    assert "n1 is “" in str(error)
    assert "n2 is “" in str(error)
    assert ironic.nodes == {}


def test_nodes_that_belong_together_fail_together(ironic):
    ironic.fails["n2-uuid"] = "inspecting"
    values = vars(request("n1", "n2", separate=False))
    whole = requests.Deploy(stack="overcloud", parameters={}, computes=[], **values)
    assert isinstance(run("deploy", whole, Work(ironic)), NodeFailed)
    assert ironic.nodes == {}


def test_an_operation_of_an_earlier_release_fails_as_a_whole(ironic):
    ironic.fails["n2-uuid"] = "inspecting"
    stored = request("n1", "n2").dump()
    del stored["separate"]
    assert isinstance(run("enrol", requests.Enrol.load(stored), Work(ironic)), NodeFailed)
    assert ironic.nodes == {}


@pytest.mark.parametrize(
    "state",
    ["inspect wait", "clean wait", "inspect failed", "clean failed", "available", "enroll"],
)
def test_a_node_is_deleted_from_each_state(ironic, state):
    ironic.add("n1", state)
    enrol = next(each for each in kinds.kinds() if each.name == "enrol")
    enrol.steps(request("n1"))[0].undo(Work(ironic))
    assert ironic.nodes == {}


def test_one_that_cannot_be_deleted_does_not_stop_the_others(ironic):
    for name in ("n1", "n2", "n3"):
        ironic.add(name, "manageable")
    ironic.refuses["n2-uuid"] = keystoneauth.Conflict("Node n2 is associated with an instance.")
    enrol = next(each for each in kinds.kinds() if each.name == "enrol").steps(
        request("n1", "n2", "n3")
    )[0]
    with pytest.raises(NodeFailed, match=r"n2: Ironic refused .* associated with an instance\."):
        enrol.undo(Work(ironic))
    assert list(ironic.nodes) == ["n2-uuid"]


@pytest.mark.parametrize(
    ("state", "after"),
    [
        ("inspect wait", "manageable"),
        ("clean wait", "manageable"),
        ("available", "manageable"),
        ("inspect failed", "inspect failed"),
    ],
)
def test_nodes_that_were_enrolled_before_become_manageable(ironic, state, after):
    ironic.add("n1", state)
    prepare = requests.Enrol(prepare=["n1-uuid"])
    steps = next(each for each in kinds.kinds() if each.name == "enrol").steps(prepare)
    for step in reversed(steps):
        step.undo(Work(ironic))
    assert ironic.states() == {"n1-uuid": after}


class TestLost:
    """Ironic's thread has died: the state stays, and the lock is gone."""

    @pytest.fixture(autouse=True)
    def soon(self, monkeypatch):
        monkeypatch.setattr("helion_services.nodes.flows.lost_nodes._LONGEST", 0.0)

    def steps(self, kind, request_):
        return next(each for each in kinds.kinds() if each.name == kind).steps(request_)

    @pytest.mark.parametrize("state", ["verifying", "inspecting", "cleaning"])
    def test_one_that_is_being_enrolled_is_given_up_and_deleted(self, ironic, state):
        ironic.loses["n2-uuid"] = state
        whole = request("n1", "n2", separate=False)
        error = run("enrol", whole, Work(ironic))
        assert str(error).startswith(f"Ironic has stopped working on n2, which is still “{state}”")
        assert "Keystone was away. To free the node" in str(error)
        assert ironic.nodes == {}

    def test_one_that_was_enrolled_before_is_named(self, ironic):
        ironic.add("n1", "cleaning")
        ironic.add("n2", "available")
        prepare = requests.Enrol(prepare=["n1-uuid", "n2-uuid"])
        provide = next(step for step in self.steps("enrol", prepare) if step.name == "provide")
        with pytest.raises(NodeFailed, match="n1, which is still “cleaning”: no reason is known"):
            provide.undo(Work(ironic))
        assert ironic.states() == {"n1-uuid": "cleaning", "n2-uuid": "manageable"}

    def test_one_that_leaves_the_overcloud_is_named(self, ironic):
        ironic.add("n1", "cleaning")
        with pytest.raises(NodeFailed, match="n1, which is still “cleaning”"):
            removal.WaitCleaned(["n1-uuid"]).run(Work(ironic))

    def test_one_that_a_conductor_has_is_waited_for(self, ironic):
        ironic.add("n1", "cleaning", reservation="conductor-1")
        with pytest.raises(TimedOut):
            removal.WaitCleaned(["n1-uuid"]).run(Work(ironic))


LOCKED = "Node n1 is locked by host c1."
ONCE = {
    "refused": lambda: keystoneauth.ConnectFailure("refused"),
    "reset": lambda: (None, keystoneauth.ConnectFailure("reset")),
    "hang": lambda: keystoneauth.ConnectTimeout("late"),
    "500": lambda: keystoneauth.InternalServerError("Broken"),
    "done, but 500": lambda: (None, keystoneauth.InternalServerError("Broken")),
    "503": lambda: keystoneauth.ServiceUnavailable("Broken"),
    "429": lambda: keystoneauth.TooManyRequests("Slow"),
    "409": lambda: keystoneauth.Conflict(LOCKED),
}


def _count(kind, request_):
    """How many requests an operation sends that nothing disturbs."""
    ironic = Ironic()
    assert run(kind, request_, Work(ironic)) is None
    return next(ironic.counter)


@pytest.mark.parametrize("fault", ONCE)
def test_a_fault_at_each_request_changes_nothing(fault):
    for number in range(_count("enrol", request("n1", "n2"))):
        ironic = Ironic()
        ironic.faults[number] = ONCE[fault]()
        work = Work(ironic)
        with mock.patch.object(work, "sleep"):
            assert run("enrol", request("n1", "n2"), work) is None, number
        assert ironic.states() == {"n1-uuid": "available", "n2-uuid": "available"}
        assert {uuid: len(rows) for uuid, rows in ironic.ports.items()} == {
            "n1-uuid": 1,
            "n2-uuid": 1,
        }


@pytest.mark.parametrize("fault", ONCE)
def test_a_fault_at_each_request_of_a_rollback_leaves_nothing(fault):
    def undo(ironic, *numbers):
        ironic.add("n1", "available")
        ironic.add("n2", "clean wait")
        work = Work(ironic)
        for number in numbers:
            ironic.faults[number] = ONCE[fault]()
        with mock.patch.object(work, "sleep"):
            kinds.kinds()[0].steps(request("n1", "n2"))[0].undo(work)
        assert ironic.nodes == {}, numbers
        return next(ironic.counter)

    for number in range(undo(Ironic())):
        undo(Ironic(), number)
