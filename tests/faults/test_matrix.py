"""Every operation, every service that it talks to, every fault, at every request.

An operation bears what passes. What it does not bear leaves the world as it was; if there is no
way back, a retry does the rest.
"""

import collections
import functools

import pytest

from helion_services.base import service
from tests.faults import judge, wire
from tests.faults.rig import Rig
from tests.faults.scenes import SCENES

BORNE = (wire.Down, wire.Hang, wire.Broken, wire.Lost)
FAULTS = (*BORNE, wire.Locked, wire.Away, wire.Cancel)
ELSEWHERE = {"eon", "sherpa"}
TABLE = [(scene, service, fault) for scene in SCENES for service in scene.services
         for fault in FAULTS]  # fmt: skip


def is_borne(fault, service):
    """Whether an operation must succeed all the same."""
    return fault in BORNE or (fault is wire.Locked and service == "ironic")


@pytest.fixture(scope="module")
def rig(tmp_path_factory):
    with pytest.MonkeyPatch.context() as monkeypatch:
        rig = Rig(tmp_path_factory.mktemp("rig"), monkeypatch)
        yield rig
        rig.close()


@pytest.fixture(scope="module")
def undisturbed(rig):
    """The :class:`~tests.faults.operation.Ended` of a scene to which nothing happens."""
    return functools.cache(lambda scene, brief: rig.run(scene, brief=brief))


def strike(rig, undisturbed, scene, service, fault, choose):
    """Let a fault happen to one request after the other, of those that are chosen.

    ``choose(verbs)`` returns the numbers of these; returns what is wrong, and how many they were.
    """
    brief = "keystone" in service
    usual = undisturbed(scene, brief)
    assert usual.state == "succeeded", usual
    verbs = [verb for name, verb, _path in usual.requests if name == service]
    assert verbs, f"{scene} does not talk to {service}"
    numbers, wrong = choose(verbs), []
    for number in numbers:
        ended = rig.run(scene, fault(service, number), brief)
        texts = list(judge.faults(rig, scene, ended, usual, is_borne(fault, service)))
        wrong += [f"request {number} ({verbs[number]}): {text}" for text in texts]
    return wrong, len(numbers)


def test_every_kind_is_in_the_table():
    """A kind that is new needs a scene."""
    table = collections.defaultdict(set)
    for scene in SCENES:
        table[scene.kind[0]].add(scene.kind[1])
    for each in service.load(service.installed()):
        names = {kind.name for kind in each.kinds()}
        if names and each.name not in ELSEWHERE:
            assert table[each.name] == names


def test_a_scene_talks_to_the_services_of_the_table(rig, undisturbed):
    for scene in SCENES:
        assert {name for name, *_ in undisturbed(scene, False).requests} == set(scene.services)


def _first_change(verbs):
    """The first request that changes something, or the last one."""
    return [next((n for n, verb in enumerate(verbs) if verb != "GET"), len(verbs) - 1)]


@pytest.mark.parametrize(
    ("scene", "fault"), [(scene, fault) for scene in SCENES for fault in FAULTS],
    ids=lambda value: getattr(value, "__name__", None) or str(value),
)  # fmt: skip
def test_one_fault_of_each_service(rig, undisturbed, scene, fault):
    wrong = []
    for each in scene.services:
        wrong += strike(rig, undisturbed, scene, each, fault, _first_change)[0]
    assert not wrong, "\n".join(wrong)


@pytest.mark.faults
@pytest.mark.parametrize(
    ("scene", "service", "fault"), TABLE,
    ids=lambda value: getattr(value, "__name__", None) or str(value),
)  # fmt: skip
def test_a_fault_at_every_request(rig, undisturbed, record_property, scene, service, fault):
    wrong, count = strike(rig, undisturbed, scene, service, fault, lambda v: range(len(v)))
    record_property("cases", count)
    assert not wrong, "\n".join(wrong)
