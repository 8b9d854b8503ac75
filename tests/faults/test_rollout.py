"""Rollouts whose rebuilds fail, or whose conductor is killed."""

import dataclasses

import pytest

from tests.faults.rig import Rig
from tests.faults.scenes import SCENES, rollout
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
