"""The states of clusters: which follow which, and what goes with a change."""

import types

import pytest

from helion_services.base.problems import Problem
from helion_services.eon import notifications, states


class Session:
    def __init__(self):
        self.added = []

    def add(self, row):
        self.added.append(row)


def cluster(state, error=None):
    return types.SimpleNamespace(
        id="c1",
        name="Cluster1",
        manager_id="m1",
        moid="domain-c1",
        datacenter="DC1",
        state=state,
        error=error,
        updated_at=None,
    )


PATHS = {
    "activate": "imported provision-initiated provisioning provisioned activating activated",
    "activate again": "provisioned activation-initiated activating activated",
    "failure of networking": "provision-initiated imported",
    "failure of provisioning": "provisioning imported",
    "failure of activating": "activating provisioned",
    "deactivate": "activated deactivating imported",
    "clean up": "provisioned cleanup-initiated imported",
    "hosts": "activated host-commission-initiated host-commissioning activating activated",
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_paths(path):
    first, *others = path.split()
    row = cluster(first)
    for state in others:
        states.move(Session(), row, state)
        assert row.state == state


@pytest.mark.parametrize("state", states.CLUSTER)
def test_force_leads_out_of_any_and_back(state):
    row = cluster(state)
    states.move(Session(), row, states.DEACTIVATING)
    if state != states.DEACTIVATING:
        states.move(Session(), row, state)
        assert row.state == state


def test_what_may_not_follow():
    with pytest.raises(Problem) as raised:
        states.move(Session(), cluster("imported"), "activated")
    assert raised.value.status == 409
    assert raised.value.code == "invalid-state"
    assert raised.value.hpe.startswith("Invalid state 'imported' observed. expected : [")
    assert "'activating'" in raised.value.hpe
    assert "activating" in raised.value.message.params["expected"]


def test_a_move_to_where_it_is_does_nothing():
    session, row = Session(), cluster("activated")
    states.move(session, row, "activated")
    assert (session.added, row.updated_at) == ([], None)


def test_an_error_is_kept_until_the_next_beginning():
    session, row = Session(), cluster("provisioning")
    failure = {"code": "c", "params": {"n": 1}, "message": "m", "step": "s"}
    states.move(session, row, "imported", failure | {"left": []})
    assert row.error == failure
    states.move(session, row, "provision-initiated")
    assert row.error is None


@pytest.mark.parametrize(
    ("before", "after", "event"),
    [
        ("activating", "activated", notifications.ACTIVATED),
        ("deactivating", "imported", notifications.DEACTIVATED),
        ("cleanup-initiated", "imported", notifications.DEACTIVATED),
        ("provisioning", "imported", None),
        ("deactivating", "activated", None),
    ],
)
def test_others_are_told(before, after, event):
    session = Session()
    states.move(session, cluster(before), after)
    assert [row.event for row in session.added] == ([event] if event else [])


def test_every_state_can_be_reached_and_left():
    reached = {state for after in states.CLUSTER.values() for state in after}
    assert reached == set(states.CLUSTER)
    assert all(states.CLUSTER.values())
    assert set(states.CLUSTER) >= states.SETTLED
