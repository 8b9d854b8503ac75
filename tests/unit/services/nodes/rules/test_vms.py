"""Virtual machines that cannot migrate."""

import pytest

from helion_services.nodes.rules import vms
from helion_services.overcloud.vms import Vm


def vm(status="ACTIVE", needs=()):
    return Vm("1", "web", status, 1, 512, 1, needs=needs)


@pytest.mark.parametrize(
    ("status", "way_out"),
    [
        ("ERROR", "reset its state, or delete it"),
        ("SUSPENDED", "resume it"),
        ("PAUSED", "resume it"),
        ("RESCUE", "unrescue it"),
        ("VERIFY_RESIZE", "confirm or revert its resize"),
        ("SHELVED", "restore it, or delete it"),
        ("SOFT_DELETED", "restore it, or delete it"),
        ("PASSWORD", "cannot be migrated in this state"),
    ],
)
def test_each_state_has_its_way_out(status, way_out):
    check = vms.states([vm(status)])
    assert check.result == "block"
    assert check.reason.startswith(f"web is {status}: ")
    assert way_out in check.reason


def test_states_that_allow_it():
    assert vms.states([]).result == "pass"


def test_features():
    assert vms.features([vm()]) is None
    check = vms.features([vm(), vm(needs=("hw:cpu_policy=dedicated",))])
    assert check.result == "warn"
    assert check.message.params == {"vms": ["web"], "needs": ["hw:cpu_policy=dedicated"]}


def test_affinity():
    assert vms.affinity([vm()], []) is None
    check = vms.affinity([vm()], [{"name": "pair", "members": {"1", "2"}}])
    assert check.result == "block"
    assert "server group pair" in check.reason
