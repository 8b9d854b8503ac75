"""Operations that wait for somebody."""

import threading

import pytest

from helion_services.base import problems
from helion_services.base.messages import Message
from helion_services.base.operations import work as work_module
from tests.unit.services.operations import kinds
from tests.unit.services.operations.conftest import lines, step_states

WAITS = Message("try-waits", "Look at it.")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(work_module, "_PAUSED", 0.02)


def pausable(engine, act=lambda work: work.hold(WAITS), **more):
    """A kind whose second step is a point where it can wait."""
    return kinds.kind(engine, acts={1: act}, pausable=True, **more)


def refusal(act, *args):
    with pytest.raises(problems.Conflict) as raised:
        act(*args)
    return raised.value.message.code


@pytest.fixture
def paused(engine):
    """The id of an operation that waits, and its conductor."""
    operation_id = engine.begin(pausable(engine))
    engine.operations.pause(operation_id)
    engine.operations.start()
    engine.until(operation_id, lambda operation: operation.state == "paused")
    yield operation_id
    engine.operations.stop()


def test_it_waits_until_somebody_continues_it(engine, paused):
    operation = engine.get(paused)
    assert step_states(operation) == ["done", "running", "pending"]
    assert operation.steps[1].message == "Look at it."
    assert (operation.can_pause, operation.can_continue, operation.can_cancel) == (
        False, True, True
    )  # fmt: skip
    assert refusal(engine.operations.pause, paused) == "already-paused"
    engine.operations.go_on(paused)
    assert engine.get(paused).state == "running"
    operation = engine.ended(paused)
    assert (operation.state, operation.pause_requested) == ("succeeded", False)
    assert lines(operation) == ["Look at it.", "Continued on request."]
    assert engine.did == ["run s0", "run s1", "run s2"]
    assert refusal(engine.operations.go_on, paused) == "not-paused"
    assert refusal(engine.operations.pause, paused) == "too-late-to-pause"


def test_it_is_cancelled_while_it_waits(engine, paused):
    engine.operations.cancel(paused)
    operation = engine.ended(paused)
    assert (operation.state, operation.error["code"]) == ("cancelled", "cancelled")
    assert engine.did == ["run s0", "run s1", "undo s1", "undo s0"]


def test_another_conductor_waits_on(engine, paused):
    engine.operations.stop()
    assert engine.get(paused).state == "paused"
    engine.operations.start()
    engine.until(paused, lambda operation: engine.did.count("run s1") == 2)
    engine.until(paused, lambda operation: operation.state == "paused")
    engine.operations.go_on(paused)
    assert engine.ended(paused).state == "succeeded"


def test_a_conductor_that_stops_leaves_what_it_just_took(engine, paused):
    engine.operations.stop()
    engine.operations.start()
    conductor = engine.operations.conductor
    engine.until(paused, lambda operation: engine.did.count("run s1") == 2)
    engine.until(paused, lambda operation: operation.state == "paused")
    stop, take = threading.Event(), conductor._board.take
    stop.set()
    conductor.stop()
    assert take() == paused
    conductor._running[paused] = stop
    conductor._run(paused)
    assert (engine.get(paused).state, engine.get(paused).owner) == ("paused", None)


def test_it_asks_once(engine):
    def act(work):
        work.request_pause("looked at")
        work.hold(WAITS)

    operation_id = engine.begin(pausable(engine, act))
    engine.operations.start()
    engine.until(operation_id, lambda operation: operation.state == "paused")
    engine.operations.go_on(operation_id)
    assert engine.ended(operation_id).state == "succeeded"
    engine.operations.stop()
    work = engine.work(engine.begin(pausable(engine, act), resources=()))
    work.begin(pausable(engine).steps({})[1])
    work.request_pause("looked at")
    engine.operations.go_on(work.id)
    work.request_pause("looked at")
    assert not work.pause_requested, "its answer was written together with the question"


def test_other_kinds_cannot_be_paused(engine):
    operation_id = engine.begin(kinds.kind(engine))
    assert not engine.get(operation_id).can_pause
    assert refusal(engine.operations.pause, operation_id) == "not-pausable"
