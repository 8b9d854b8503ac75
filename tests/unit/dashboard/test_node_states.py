"""Our table of states and verbs against Ironic's own state machine."""

import pytest
from ironic.common import state_machine, states

from helion_dashboard.admin.nodes.actions import node_actions
from helion_dashboard.api.ironic import states as node_states
from helion_dashboard.api.ironic.states import Kind

# Events of these names also end a step inside Ironic; nobody may ask for them there: Ironic holds
# the node's lock while it is in those states.
_INTERNAL = {("cleaning", "manage"), ("deleting", "clean")}


def _possible(state, target):
    machine = state_machine.machine.copy()
    machine.initialize(start_state=state)
    return machine.is_actionable_event(states.VERBS.get(target, target))


def _targets():
    # "deploy" and "undeploy" are Ironic's second names of "active" and "deleted".
    return (set(states.VERBS) | {"rebuild"}) - {"deploy", "undeploy"}


def test_every_state_of_ironic_is_known():
    assert set(node_states.STATES) == {state for state in state_machine.machine.states if state}


@pytest.mark.parametrize("state", sorted(node_states.STATES))
def test_verbs_are_those_that_ironic_takes(state):
    allowed = {t for t in _targets() if _possible(state, t) and (state, t) not in _INTERNAL}
    assert set(node_states.STATES[state].verbs) == allowed


def test_every_verb_has_an_action():
    assert _targets() <= set(node_actions().by_name)


def test_moving_states_are_those_that_change_by_themselves():
    ours = {s.name for s in node_states.STATES.values() if s.kind is Kind.MOVING}
    assert ours == set(states.UNSTABLE_STATES)


def test_failed_states_are_ironics():
    ours = {s.name for s in node_states.STATES.values() if s.kind is Kind.FAILED}
    assert ours == set(states.FAILURE_STATES) | {states.ERROR}


def test_deletable_states_are_ironics():
    assert set(node_states.DELETABLE) == {*states.DELETE_ALLOWED_STATES, states.AVAILABLE}


def test_power_words_cover_ironics_states():
    ours = {v for k, v in vars(states).items() if k in ("POWER_ON", "POWER_OFF", "REBOOT")}
    assert ours | {states.SOFT_REBOOT, states.SOFT_POWER_OFF} <= set(node_states.POWER)


def test_a_state_of_a_newer_ironic_reads_as_it_is():
    assert node_states.state_of("defragmenting").label == "defragmenting"
