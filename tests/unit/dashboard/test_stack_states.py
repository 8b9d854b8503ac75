"""Every status that Heat knows has a word."""

import pytest

from helion_dashboard.api import stack_states


def test_they_are_heats_own():
    stack = pytest.importorskip("heat.engine.stack").Stack
    resource = pytest.importorskip("heat.engine.resource").Resource
    for kind, table in ((stack, stack_states.STACK), (resource, stack_states.RESOURCE)):
        theirs = {f"{action}_{status}" for action in kind.ACTIONS for status in kind.STATUSES}
        assert theirs <= set(table)


def test_what_moves_and_what_is_bad():
    assert stack_states.stack_status("UPDATE_IN_PROGRESS").moving
    assert stack_states.stack_status("DELETE_FAILED").bad
    done = stack_states.stack_status("CREATE_COMPLETE")
    assert (done.moving, done.bad, str(done.label)) == (False, False, "Deployed")
    assert str(stack_states.resource_status("CREATE_COMPLETE").label) == "Created"


def test_an_unknown_one_reads_as_heat_wrote_it():
    assert stack_states.stack_status("DANCE_COMPLETE").label == "DANCE_COMPLETE"
    assert str(stack_states.resource_status("").label) == "Unknown"
