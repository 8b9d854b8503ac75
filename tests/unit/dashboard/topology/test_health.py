"""How a server of metal does, from all that Ironic and its wires say."""

import pytest

from helion_dashboard.kit.topology import health
from helion_dashboard.kit.topology.wires import Wire

from .world import node

STEP = (
    "Node node-1 failed step {'interface': 'deploy', 'step': 'erase_devices', 'args': {'a': 1},"
    " 'abortable': True}: drive 2 does not answer"
)
MISSING = Wire("external", "missing", problem="The server has no port on this network.")


@pytest.mark.parametrize(
    ("more", "expected", "problem"),
    [
        ({}, "ok", ""),
        ({"provision_state": "clean failed", "last_error": "Drive."}, "failed", "Drive."),
        ({"provision_state": "clean failed"}, "failed", "Cleaning failed"),
        ({"provision_state": "error", "last_error": "Node node-1 failed."}, "failed", "Failed."),
        (
            {"provision_state": "clean failed", "last_error": STEP},
            "failed",
            "Step erase_devices failed: drive 2 does not answer",
        ),
        (
            {"maintenance": True, "maintenance_reason": STEP},
            "warning",
            "Step erase_devices failed: drive 2 does not answer",
        ),
        ({"fault": "power failure"}, "failed", "Ironic reports a fault: power failure."),
        ({"power_state": "error"}, "failed", "The power state is unknown."),
        ({"maintenance": True, "maintenance_reason": "RAID."}, "warning", "RAID."),
        ({"maintenance": True}, "warning", "In maintenance."),
        ({"last_error": "Last time it failed."}, "warning", "Last time it failed."),
        ({"power_state": "power off"}, "warning", "Deployed, but powered off."),
        ({"power_state": "power off", "provision_state": "available"}, "ok", ""),
        ({"power_state": None, "provision_state": "enroll"}, "unknown", ""),
        ({"power_state": None, "provision_state": "verifying"}, "ok", ""),
        ({"provision_state": "a new one"}, "ok", ""),
    ],
)
def test_by_what_ironic_says(more, expected, problem):
    condition = health.of_node(node(**more), [])
    assert (condition.name, condition.problem) == (expected, problem)


def test_a_bad_wire_is_a_warning():
    condition = health.of_node(node(), [Wire("management"), MISSING])
    assert (condition.name, condition.problem) == ("warning", MISSING.problem)


def test_what_ironic_says_comes_first():
    condition = health.of_node(node(provision_state="clean failed", last_error="Drive."), [MISSING])
    assert condition.problem == "Drive."


@pytest.mark.parametrize("state", ["unknown", "planned"])
def test_what_is_not_known_is_no_fault(state):
    assert health.of_node(node(), [Wire("management", state)]).name == "ok"


def test_words():
    assert health.words(node()) == "Active · power: on"
    assert health.words(node(power_state=None)) == "Active · power: unknown"
