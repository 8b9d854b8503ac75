"""Our table of operations' states against the services' own list."""

import pytest

from helion_dashboard.api.operations import states as operation_states
from helion_dashboard.api.operations.states import CHECK, OPERATION, STEP
from helion_services.base.operations import states


def test_every_state_of_the_services_is_known():
    assert set(OPERATION) == set(states.ALL)
    assert set(STEP) == {value for name, value in vars(states.Step).items() if name.isupper()}


def test_moving_states_are_those_that_still_do_something():
    assert {name for name, state in OPERATION.items() if state.moving} == set(states.ACTIVE)


@pytest.mark.parametrize("table", [OPERATION, STEP])
def test_nothing_moves_that_has_ended(table):
    assert not [state.name for state in table.values() if state.moving and state.ended]
    assert all(state.ended for state in table.values() if state.failed)


def test_an_operation_moves_until_it_ends():
    assert all(state.moving != state.ended for state in OPERATION.values())


def test_what_is_bad():
    assert {name for name, state in OPERATION.items() if state.failed} == {"reverted", "failed"}
    assert {name for name, state in STEP.items() if state.failed} == {"failed"}


def test_what_prevents_weighs_most():
    assert sorted(CHECK, key=lambda name: -CHECK[name].weight) == ["block", "warn", "pass"]


@pytest.mark.parametrize("read", [operation_states.operation_state, operation_states.step_state])
def test_a_state_of_a_newer_service_reads_as_it_is(read):
    state = read("frozen")
    assert (state.label, state.moving, state.ended, state.failed) == ("frozen", False, False, False)
    assert str(read(None).label) == "Unknown"


def test_a_result_of_a_newer_service_is_not_passed_over():
    assert operation_states.check_result("stop").weight == CHECK["block"].weight
