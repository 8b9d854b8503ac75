"""Rollouts whose rebuilds fail, or whose conductor is killed."""

import dataclasses

import pytest

from helion_services.base.operations.work import Work
from helion_services.nodes import clusters
from helion_services.nodes.clusters import Survey
from helion_services.nodes.clusters.records import Cluster, Member
from helion_services.nodes.flows import requests
from tests.faults.operation import Operation
from tests.faults.rig import Rig
from tests.faults.scenes import EMPTY, SCENES, rollout, row
from tests.faults.wire import Fault

SCENE = next(scene for scene in SCENES if scene.kind == ("nodes", "rollout"))
FIRST, SECOND = "overcloud-compute-0", "overcloud-compute-1"


class Kill(Fault):
    """The conductor is gone; the request was done."""

    class Killed(BaseException):
        """Nobody catches it."""

    def strike(self, wire, request, serve):
        serve()
        raise self.Killed


@pytest.fixture(scope="module")
def rig(tmp_path_factory):
    with pytest.MonkeyPatch.context() as monkeypatch:
        rig = Rig(tmp_path_factory.mktemp("rig"), monkeypatch)
        yield rig
        rig.close()


def failing(*names, **values):
    """The scene in which servers called ``names`` do not bear the new image."""

    def prepare(rig):
        request = rollout(rig, **values)
        cloud, activate = rig.cloud, rig.cloud.activate

        def fail(identity):
            server = cloud.servers[identity]
            if server["name"] not in names or server["image"]["id"] != "new":
                activate(identity)
                return
            server |= {"status": "ERROR", "fault": {"message": "No disk"}}
            cloud.heat.status = "UPDATE_FAILED"
            cloud.heat._plan.clear()

        cloud.activate = fail
        return request

    return dataclasses.replace(SCENE, prepare=prepare)


def images(world):
    return {name: image for name, _status, image in world["servers"]}


def test_a_batch_that_fails_is_put_back_and_the_others_follow(rig):
    ended = rig.run(failing(FIRST, maximum_failures=1))
    assert (ended.state, ended.error["code"]) == ("failed", "rollout-incomplete")
    assert images(ended.after) == {FIRST: "old", SECOND: "new"}
    assert ended.after["compute services"] == ended.before["compute services"]
    assert {status for _name, status, _image in ended.after["servers"]} == {"ACTIVE"}


def test_too_many_failures_stop_it(rig):
    ended = rig.run(failing(FIRST))
    assert ended.state == "reverted", ended
    assert ended.error["message"] == f"{FIRST} did not get its image: No disk"
    assert ended.after == ended.before


def test_what_is_done_stays_when_it_stops(rig):
    ended = rig.run(failing(SECOND))
    assert (ended.state, ended.error["code"]) == ("failed", "rollout-stopped")
    assert images(ended.after) == {FIRST: "new", SECOND: "old"}
    assert ended.after["compute services"] == ended.before["compute services"]


def killed(rig, every):
    """Kill at one request of each ``every``; returns what is wrong, and how often it was killed."""
    usual = rig.run(SCENE)
    wrong, count = [], 0
    for service in SCENE.services:
        total = sum(name == service for name, *_ in usual.requests)
        for number in range(0, total, every):
            ended, is_killed = rig.kill(SCENE, Kill(service, number))
            count += is_killed
            if ended.state != "succeeded" or images(ended.after) != images(usual.after):
                wrong.append(f"{service} {number}: {ended}")
            elif ended.after["compute services"] != usual.after["compute services"]:
                wrong.append(f"{service} {number}: {ended.after}")
    return wrong, count


def test_another_conductor_goes_on(rig):
    wrong, count = killed(rig, 40)
    assert not wrong, "\n".join(wrong)
    assert count


@pytest.mark.faults
def test_another_conductor_goes_on_after_every_request(rig):
    wrong, _count = killed(rig, 1)
    assert not wrong, "\n".join(wrong)


CONTROLLERS = [f"overcloud-control-{index}" for index in range(3)]
_CATCHING_UP = 3  # looks at the clusters until a member that was rebuilt is in sync


class Galera:
    """The members on the controllers: after a rebuild each needs some time to be in sync.

    :ivar waits: looks at which somebody had to wait
    """

    def __init__(self, cloud):
        self.waits, self._cloud, self._behind = 0, cloud, {}
        rebuild = cloud.rebuild

        def rebuilt(identity, image):
            name = cloud.servers[identity]["name"]
            assert not set(self._behind) - {name}, f"{self._behind} are behind"
            self._behind[name] = _CATCHING_UP
            rebuild(identity, image)

        cloud.rebuild = rebuilt

    def take(self, _conf):
        """The survey of a moment; :func:`helion_services.nodes.clusters.take`."""
        states = {name: "impaired" if name in self._behind else "ready" for name in CONTROLLERS}
        self.waits += bool(self._behind)
        self._behind = {name: left - 1 for name, left in self._behind.items() if left > 1}
        members = tuple(Member(name, state) for name, state in states.items())
        return Survey((Cluster("galera", "Galera", 2, members),))


def controllers(rig):
    """A rollout to three controllers, one after the other."""
    nodes = [f"c{index}" for index in range(3)]
    for name in nodes:
        rig.cloud.ironic.add(name, "available")
    rig.cloud.heat.begin(
        **EMPTY
        | {
            "ControlCount": 3,
            "ControlPlacement": {str(n): f"{name}-uuid" for n, name in enumerate(nodes)},
            "ControlImage": "old",
            "ControlImages": {},
        }
    )
    batches = [[row("control", str(index), rig.cloud.heat.members)] for index in range(3)]
    return requests.Rollout(stack="overcloud", role="control", kind="controller", batches=batches)


def test_controllers_are_rebuilt_when_their_clusters_can_spare_them(rig, monkeypatch):
    galera = None

    def prepare(rig):
        nonlocal galera
        request = controllers(rig)
        galera = Galera(rig.cloud)
        monkeypatch.setattr(clusters, "take", galera.take)
        return request

    ended = rig.run(dataclasses.replace(SCENE, prepare=prepare))
    assert ended.state == "succeeded", ended
    assert images(ended.after) == dict.fromkeys(CONTROLLERS, "new")
    assert galera.waits == 2 * _CATCHING_UP


class Person:
    """Acts on an operation each time that it waits."""

    def __init__(self, rig, monkeypatch, act):
        self.waits, self._rig = [], rig
        hold = Work.hold

        def spied(work, message):
            if work.pause_requested:
                self.waits.append(message.code)
                act(work._operation)
            hold(work, message)

        monkeypatch.setattr(Work, "hold", spied)


def go_on(operation):
    operation.pause_requested = False


def confirmed(rig):
    return dataclasses.replace(SCENE, prepare=lambda rig: rollout(rig, confirm_first_batch=True))


def test_it_asks_after_the_first_batch(rig, monkeypatch):
    person = Person(rig, monkeypatch, go_on)
    ended = rig.run(confirmed(rig))
    assert ended.state == "succeeded", ended
    assert person.waits == ["rollout-asks"]
    assert images(ended.after) == {FIRST: "new", SECOND: "new"}


def test_it_is_cancelled_when_it_asks(rig, monkeypatch):
    person = Person(rig, monkeypatch, lambda operation: (go_on(operation), operation.cancel()))
    ended = rig.run(confirmed(rig))
    assert person.waits == ["rollout-asks"]
    assert (ended.state, ended.error["code"]) == ("failed", "rollout-stopped")
    assert images(ended.after) == {FIRST: "new", SECOND: "old"}
    assert ended.after["compute services"] == ended.before["compute services"]


def test_it_is_paused_before_its_first_batch_and_cancelled(rig, monkeypatch):
    person = Person(rig, monkeypatch, lambda operation: (go_on(operation), operation.cancel()))
    original = Operation.__init__

    def paused(operation, kind, request):
        original(operation, kind, request)
        operation.pause_requested = True

    monkeypatch.setattr(Operation, "__init__", paused)
    ended = rig.run(SCENE)
    assert person.waits == ["rollout-paused"]
    assert (ended.state, ended.after) == ("cancelled", ended.before)


def test_a_killed_conductor_is_no_answer(rig, monkeypatch):
    kills = []

    def act(operation):
        if kills:
            go_on(operation)
        kills.append(operation)
        if len(kills) == 1:
            raise Kill.Killed

    person = Person(rig, monkeypatch, act)
    ended, is_killed = rig.kill(confirmed(rig), Kill("nowhere", 0))
    assert is_killed
    assert len(person.waits) == 2
    assert ended.state == "succeeded", ended
    assert images(ended.after) == {FIRST: "new", SECOND: "new"}


def test_the_request_of_an_earlier_release_is_read():
    stored = {"stack": "overcloud", "role": "compute", "kind": "compute", "batches": []}
    assert not requests.Rollout.load(stored).confirm_first_batch
