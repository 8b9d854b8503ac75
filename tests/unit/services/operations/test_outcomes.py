"""How operations end."""

import threading
import types

import pytest
import sqlalchemy as sa

from helion_services.base import problems
from helion_services.base.messages import Message
from helion_services.base.operations import Kind, Step, conductor, local_board
from helion_services.base.operations.work import Abandoned
from tests.unit.services.operations import kinds
from tests.unit.services.operations.conftest import WHO, lines, step_states


def held(operation):
    return [resource.resource for resource in operation.resources if resource.held]


def test_succeeded(conducted):
    operation = conducted.run(kinds.kind(conducted))
    assert (operation.state, operation.progress, operation.error) == ("succeeded", 100, None)
    assert conducted.did == ["run s0", "run s1", "run s2"]
    assert step_states(operation) == ["done"] * 3
    assert [step.progress for step in operation.steps] == [100] * 3
    assert operation.created_at <= operation.started_at <= operation.finished_at
    for step in operation.steps:
        assert operation.started_at <= step.started_at <= step.finished_at <= operation.finished_at
    assert held(operation) == []
    assert operation.owner is None


def test_an_operation_without_steps_succeeds(conducted):
    assert conducted.run(kinds.kind(conducted, 0)).state == "succeeded"


def test_reverted(conducted):
    operation = conducted.run(kinds.kind(conducted, 4, {2: kinds.failing()}))
    assert operation.state == "reverted"
    assert operation.error == {
        "code": "step-failed",
        "params": {},
        "message": "It broke.",
        "step": "s2",
    }
    assert conducted.did == ["run s0", "run s1", "run s2", "undo s2", "undo s1", "undo s0"]
    assert step_states(operation) == ["undone", "undone", "undone", "skipped"]
    for step in operation.steps[:3]:
        assert step.started_at <= step.finished_at <= step.undo_started_at <= step.undo_finished_at
    assert operation.steps[3].undo_started_at is None
    first, _second, third, _fourth = operation.steps
    assert first.finished_at <= third.started_at  # the time of doing, not of rolling back
    assert [(line.step, line.text) for line in operation.log] == [("s2", "It broke.")]
    assert held(operation) == []


class _Coded(Exception):
    code = "no-room"
    detail = "There is no room."


class _Numbered(Exception):
    code = 404


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (_Coded(), "no-room", "There is no room."),
        (_Numbered("gone"), "step-failed", "gone"),
        (ValueError(object, {"not": object()}), "step-failed", None),
        (ValueError(), "step-failed", "ValueError"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "step-failed", None),
    ],
)
def test_any_exception_of_a_step_is_reported(conducted, error, code, message):
    operation = conducted.run(kinds.kind(conducted, 2, {1: kinds.failing(error)}))
    assert operation.state == "reverted"
    assert (operation.error["code"], operation.error["step"]) == (code, "s1")
    assert operation.error["message"] == (message or str(error))


def test_messages_are_kept_as_sentence_and_fact(conducted):
    full = Message("no-room", "{host} has no room.", host="compute-0")
    stuck = Message("stuck", "{server} is stuck.", server="s-1")

    class Failing(Step):
        def run(self, work):
            work.progress(50, Message("waiting", "Waits for {node}.", node="n-1"))
            work.say(Message("looked", "Looked {times} times.", times=2))
            raise problems.Conflict(full)

        def undo(self, work):
            raise problems.Conflict(stuck)

    title = Message("drain", "Drain {host}", host="compute-0")
    kind = Kind("tests", "messages", lambda request: [Failing("s0", title)])
    operation = conducted.run(kind)
    assert operation.error == {
        **full.fact(),
        "message": "compute-0 has no room.",
        "step": "s0",
        "left": ["Drain compute-0: s-1 is stuck."],
        "left_facts": [{"step": title.fact(), "reason": stuck.fact()}],
    }
    step = operation.steps[0]
    assert (step.title, step.title_fact) == ("Drain compute-0", title.fact())
    assert (step.message, step.message_fact) == ("s-1 is stuck.", stuck.fact())
    assert [(line.text, line.text_fact["code"]) for line in operation.log] == [
        ("Looked 2 times.", "looked"),
        ("compute-0 has no room.", "no-room"),
        ("Not rolled back: s-1 is stuck.", "not-rolled-back"),
    ]
    assert operation.log[2].text_fact["params"] == {"reason": stuck.fact()}


def test_a_retry_keeps_the_title_and_its_fact(conducted):
    kind = kinds.kind(conducted, 1, {0: kinds.failing()})
    conducted.operations.register(kind)
    title = Message("scale", "Scale {role} to {count}", role="{odd}", count=3)
    first = conducted.operations.begin("tests", kind.name, title, {}, [], WHO)
    conducted.ended(first)
    second = conducted.ended(conducted.operations.retry(first, WHO))
    assert (second.title, second.title_fact) == ("Scale {odd} to 3", title.fact())


def test_a_failed_undo_is_tried_again(conducted):
    tries = iter([ValueError("busy"), ValueError("busy"), None])

    def back(work):
        error = next(tries)
        if error:
            raise error

    operation = conducted.run(kinds.kind(conducted, 2, {1: kinds.failing()}, {0: back}))
    assert operation.state == "reverted"
    assert conducted.did[-3:] == ["undo s0"] * 3
    assert "left" not in operation.error


def test_steps_that_cannot_be_undone_are_reported_and_the_rest_is_undone(conducted):
    stuck = kinds.failing(ValueError("It is stuck."))
    operation = conducted.run(kinds.kind(conducted, 3, {2: kinds.failing()}, {1: stuck}))
    assert operation.state == "failed"
    assert operation.error == {
        "code": "step-failed",
        "params": {},
        "message": "It broke.",
        "step": "s2",
        "left": ["Step 1: It is stuck."],
        "left_facts": [{"step": None, "reason": None}],
    }
    assert conducted.did[3:] == ["undo s2", *["undo s1"] * 3, "undo s0"]
    assert step_states(operation) == ["undone", "failed", "undone"]
    assert all(step.undo_finished_at for step in operation.steps)
    assert lines(operation) == ["It broke.", "Not rolled back: It is stuck."]
    assert held(operation) == []


def test_past_no_return_nothing_is_undone(conducted):
    acts = {1: lambda work: work.disallow_cancel(), 2: kinds.failing()}
    operation = conducted.run(kinds.kind(conducted, 4, acts))
    assert operation.state == "failed"
    assert operation.error == {
        "code": "step-failed",
        "params": {},
        "message": "It broke.",
        "step": "s2",
    }
    assert conducted.did == ["run s0", "run s1", "run s2"]
    assert step_states(operation) == ["done", "done", "failed", "skipped"]
    assert held(operation) == []


def test_the_last_step_can_fail_too(conducted):
    operation = conducted.run(kinds.kind(conducted, 1, {0: kinds.failing()}))
    assert (operation.state, step_states(operation)) == ("reverted", ["undone"])


def test_a_kind_that_nobody_registered(conducted):
    operation_id = conducted.begin(kinds.kind(conducted, name="known"), resources=["thing:a"])
    conducted.ended(operation_id)
    with conducted.db.session() as session:
        session.execute(sa.text("UPDATE operations SET state = 'queued', kind = 'unknown'"))
        session.execute(sa.text("UPDATE operation_steps SET state = 'pending'"))
    operation = conducted.ended(operation_id)
    assert (operation.state, operation.error["code"]) == ("failed", "operation-not-runnable")
    assert step_states(operation) == ["skipped"] * 3


def test_a_secret_is_deleted_after_success_only(conducted):
    put = conducted.runtime.secrets.put
    good, bad = put({"password": "a"}), put({"password": "b"})
    conducted.run(kinds.kind(conducted), secret_id=good)
    conducted.run(kinds.kind(conducted, 1, {0: kinds.failing()}, name="bad"), secret_id=bad)
    assert list(conducted.runtime.secrets.values) == [bad], "a retry needs it"


def test_a_secret_that_cannot_be_deleted_does_not_fail_the_operation(conducted, monkeypatch):
    def delete(secret_id):
        raise ConnectionError("no key manager")

    monkeypatch.setattr(conducted.runtime.secrets, "delete", delete)
    assert conducted.run(kinds.kind(conducted), secret_id="any").state == "succeeded"


def test_a_stopped_conductor_leaves_its_work_to_the_next(engine):
    engine.operations.start()
    operation_id = engine.begin(kinds.kind(engine, 3, {1: kinds.waiting}))
    engine.until(operation_id, lambda operation: operation.steps[1].state == "running")
    engine.operations.stop()
    left = engine.get(operation_id)
    assert (left.state, left.owner, step_states(left)) == (
        "running",
        None,
        ["done", "running", "pending"],
    )
    assert held(left) == ["thing:a"]
    engine.operations.register(kinds.kind(engine))  # the same, but nothing to wait for
    engine.operations.start()
    assert engine.ended(operation_id).state == "succeeded"
    engine.operations.stop()
    assert engine.did == ["run s0", "run s1", "run s1", "run s2"]


def test_an_operation_taken_while_stopping_is_released(engine, monkeypatch):
    take = local_board.LocalBoard.take

    late = threading.Event()

    def slow(board):
        taken = take(board)
        if taken:
            engine.operations.conductor.stopping.set()
            late.set()
        return taken

    monkeypatch.setattr(local_board.LocalBoard, "take", slow)
    engine.operations.start()
    operation_id = engine.begin(kinds.kind(engine, 1, {0: kinds.waiting}))
    assert late.wait(20)
    engine.operations.stop()
    operation = engine.get(operation_id)
    assert (operation.owner, operation.state, operation.started_at) == (None, "queued", None)


@pytest.mark.parametrize("failing", [(0, 1), (7, 8), (7, 8, 9), (13, 14, 15, 16)], ids=str)
def test_a_database_that_fails_for_a_moment_costs_nothing(engine, monkeypatch, failing):
    monkeypatch.setattr(conductor, "_TROUBLE", 0.05)
    quick = types.SimpleNamespace(sleep=lambda seconds: None)
    monkeypatch.setattr("tenacity.nap.time", quick)  # TaskFlow itself tries three times
    calls = iter(range(1000))

    def flaky(connection):
        if connection.get_execution_options().get("helion_operation") and next(calls) in failing:
            raise sa.exc.OperationalError("BEGIN", {}, Exception("database is locked"))

    sa.event.listen(engine.db.engine, "begin", flaky)
    engine.operations.start()
    operation = engine.run(kinds.kind(engine))
    engine.operations.stop()
    assert (operation.state, operation.error) == ("succeeded", None)
    assert max(failing) < next(calls)


def test_what_cannot_be_released_is_released_later(conducted, monkeypatch):
    monkeypatch.setattr(conductor, "_TROUBLE", 0.05)
    failures = iter([True, True])
    leave = local_board.LocalBoard.leave

    def flaky(board, operation_id):
        if next(failures, False):
            raise sa.exc.OperationalError("UPDATE", {}, Exception("no connection"))
        leave(board, operation_id)

    monkeypatch.setattr(local_board.LocalBoard, "leave", flaky)
    tries = iter([True])

    def abandon_once(work):
        if next(tries, False):
            raise Abandoned

    operation = conducted.run(kinds.kind(conducted, 2, {1: abandon_once}))
    assert operation.state == "succeeded"
    assert conducted.did == ["run s0", "run s1", "run s1"]


def test_an_operation_that_was_rolled_back_does_not_start_over(engine, monkeypatch):
    """Its conductor died between the end of the flow and the end of the operation."""
    finish = conductor.Conductor._finish

    def die(self, operation_id, values):
        raise Abandoned

    monkeypatch.setattr(conductor.Conductor, "_finish", die)
    engine.operations.start()
    begun_id = engine.begin(kinds.kind(engine, 2, {1: kinds.failing()}))
    engine.until(begun_id, lambda operation: step_states(operation) == ["undone", "undone"])
    engine.operations.stop()
    did = list(engine.did)
    monkeypatch.setattr(conductor.Conductor, "_finish", finish)
    engine.operations.register(kinds.kind(engine, 2))  # now it would succeed
    engine.operations.start()
    operation = engine.ended(begun_id)
    engine.operations.stop()
    assert (operation.state, engine.did) == ("reverted", did)


def test_operations_run_side_by_side(conducted):
    operation_id = conducted.begin(kinds.kind(conducted, 1, {0: kinds.waiting}, name="slow"))
    quick = conducted.begin(kinds.kind(conducted), resources=["thing:b"])
    assert conducted.ended(quick).state == "succeeded"
    conducted.until(operation_id, lambda operation: operation.state == "running")
    conducted.operations.cancel(operation_id)
    assert conducted.ended(operation_id).state == "cancelled"
