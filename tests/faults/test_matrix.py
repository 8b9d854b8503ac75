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
ELSEWHERE = {
    # tests/service/eon/flows/test_fault_matrix.py
    ("eon", "activate"),
    ("eon", "deactivate"),
    ("eon", "add_host"),
    ("eon", "remove_host"),
    ("eon", "restore_proxy"),
    # tests/service/sherpa: test_downloads.py, test_kill.py and test_disk_full.py
    ("sherpa", "download"),  # it talks to its source only
    ("sherpa", "import"),  # it talks to no service
    # tests/service/backup: test_faults.py and test_kill.py; they talk to restic
    ("backup", "take"),
    ("backup", "verify"),
    ("backup", "restore"),
    ("backup", "prune"),
    # tests/service/ringos/test_changes.py; they talk to the storage servers
    ("ringos", "drain"),
    ("ringos", "add"),
}
"""Kinds whose faults are tested elsewhere."""
_MOST = 4  # of the same request: it is repeated while something is waited for
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

    ``choose`` makes the numbers of these from a list of ``(verb, path)``; returns what is wrong.
    """
    brief = "keystone" in service
    usual = undisturbed(scene, brief)
    assert usual.state == "succeeded", usual
    calls = [(verb, path) for name, verb, path in usual.requests if name == service]
    assert calls, f"{scene} does not talk to {service}"
    wrong = []
    for number in choose(calls):
        ended = rig.run(scene, fault(service, number), brief)
        texts = judge.faults(rig, scene, ended, usual, is_borne(fault, service))
        wrong += [f"request {number} {calls[number]}: {text}" for text in texts]
    return wrong


def test_every_kind_is_in_the_table():
    """A kind that is new needs a scene."""
    kinds = {
        (each.name, kind.name)
        for each in service.load(service.installed())
        for kind in each.kinds()
    }
    assert {scene.kind for scene in SCENES} | ELSEWHERE == kinds


def test_a_scene_talks_to_the_services_of_the_table(rig, undisturbed):
    for scene in SCENES:
        assert {name for name, *_ in undisturbed(scene, False).requests} == set(scene.services)


def _first_change(requests):
    """The first request that changes something, or the last one."""
    changes = (number for number, (verb, _) in enumerate(requests) if verb != "GET")
    return [next(changes, len(requests) - 1)]


def _all_different(requests):
    """Each request, those that are repeated while something is waited for a few times only."""
    numbers = collections.defaultdict(list)
    for number, request in enumerate(requests):
        numbers[request].append(number)
    return sorted({each for row in numbers.values() for each in _a_few(row)})


def _a_few(row):
    return row[:: -(-len(row) // _MOST)] + row[-1:]


@pytest.mark.parametrize(
    ("scene", "fault"), [(scene, fault) for scene in SCENES for fault in FAULTS],
    ids=lambda value: getattr(value, "__name__", None) or str(value),
)  # fmt: skip
def test_one_fault_of_each_service(rig, undisturbed, scene, fault):
    wrong = []
    for each in scene.services:
        wrong += strike(rig, undisturbed, scene, each, fault, _first_change)
    assert not wrong, "\n".join(wrong)


@pytest.mark.faults
@pytest.mark.parametrize(
    ("scene", "service", "fault"), TABLE,
    ids=lambda value: getattr(value, "__name__", None) or str(value),
)  # fmt: skip
def test_a_fault_at_every_request(rig, undisturbed, scene, service, fault):
    wrong = strike(rig, undisturbed, scene, service, fault, _all_different)
    assert not wrong, "\n".join(wrong)
