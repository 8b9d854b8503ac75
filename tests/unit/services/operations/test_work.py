"""What a step is given."""

import threading
import time

import pytest

from helion_services.base import messages
from helion_services.base.operations import rendering
from helion_services.base.operations import work as work_module
from helion_services.base.operations.work import Abandoned, Cancelled, TimedOut, Work
from tests.unit.services.operations import kinds
from tests.unit.services.operations.conftest import lines


@pytest.fixture
def started(engine):
    """``work`` in its first step of three, the step, and the operation's id."""
    kind = kinds.kind(engine)
    operation_id = engine.begin(kind)
    work = engine.work(operation_id)
    step = kind.steps({})[0]
    work.begin(step)
    return work, step, operation_id


def take_over(engine, operation_id, owner="other:1:1"):
    """Another conductor takes an operation."""
    return engine.work(operation_id, owner)


def test_progress_is_the_steps_and_the_operations(engine, started):
    work, _step, operation_id = started
    work.progress(60, "half way")
    operation = engine.get(operation_id)
    assert (operation.steps[0].progress, operation.steps[0].message) == (60, "half way")
    assert operation.progress == 20


def test_progress_is_written_seldom(engine, started, monkeypatch):
    work, _step, operation_id = started
    writes = []
    write = work._write
    monkeypatch.setattr(work, "_write", lambda *args: (writes.append(args), write(*args)))
    for percent in range(50):
        work.progress(percent)
    assert len(writes) == 1, "the first immediately, the others too soon after it"
    monkeypatch.setattr(work_module, "_QUIET", 0)
    work.progress(50, "later")
    work.progress(50, "later")
    assert len(writes) == 2, "the same is not written again"
    monkeypatch.setattr(work_module, "_QUIET", 60)
    work.progress(100)
    assert len(writes) == 3, "the end is never too soon"
    assert engine.get(operation_id).steps[0].progress == 100


def test_what_a_step_waits_for_gives_way_to_its_progress(engine, started):
    work, _step, operation_id = started

    def message():
        return engine.get(operation_id).steps[0].message

    work.hold_up("Heat does not answer.")
    assert message() == "Heat does not answer."
    work.go_on()
    assert message() == ""
    work.progress(60, "half way")
    work.hold_up("Heat does not answer.")
    assert message() == "Heat does not answer."
    assert engine.get(operation_id).steps[0].progress == 60
    work.go_on()
    assert message() == "half way"


@pytest.mark.parametrize(("percent", "kept"), [(60, ""), (100, "two of two")])
def test_a_step_that_is_done_waits_for_nothing(engine, started, percent, kept):
    work, step, operation_id = started
    work.progress(percent, "two of two")
    work.end(step)
    assert engine.get(operation_id).steps[0].message == kept


@pytest.mark.parametrize(("percent", "kept"), [(-5, 0), (140, 100), (33.9, 33)])
def test_progress_is_a_percentage(engine, started, percent, kept):
    work, _step, operation_id = started
    work.progress(percent, "x")
    assert engine.get(operation_id).steps[0].progress == kept


def test_notes_outlive_the_worker(engine, started):
    work, _step, operation_id = started
    work.note("server", {"id": "a"})
    work.note("list", [1, 2])
    work.note("server", {"id": "b"})
    assert work.recall("server") == {"id": "b"}
    other = take_over(engine, operation_id)
    assert other.recall("server") == {"id": "b"}
    assert other.recall("list") == [1, 2]
    assert other.recall("none", "default") == "default"


def test_the_encrypted_part_of_the_request(engine):
    kind = kinds.kind(engine)
    secret_id = engine.runtime.secrets.put({"password": "p"})
    operation_work = engine.work(engine.begin(kind, {"n": 1}, secret_id=secret_id))
    assert operation_work.secret() == {"password": "p"}
    assert operation_work.request == {"n": 1}
    assert engine.work(engine.begin(kind, resources=["thing:b"])).secret() == {}


def test_the_runtime_is_at_hand(engine, started):
    work, *_ = started
    assert work.runtime is engine.runtime
    assert work.clouds._clouds is engine.runtime.clouds
    assert work.poll == 0.02


def test_lines_name_their_step(engine, started):
    work, _step, operation_id = started
    work.say("Hello.")
    assert [(line.step, line.text) for line in engine.get(operation_id).log] == [("s0", "Hello.")]


def test_check_changes_nothing_as_long_as_all_is_well(engine, started):
    work, _step, operation_id = started
    before = rendering.detail(engine.get(operation_id))
    assert work.check() is None
    assert rendering.detail(engine.get(operation_id)) == before


def test_check_raises_when_cancelled(engine, started):
    work, _step, operation_id = started
    engine.operations.cancel(operation_id)
    with pytest.raises(Cancelled):
        work.check()


def test_no_cancel_past_no_return_or_while_undoing(engine, started):
    work, step, operation_id = started
    engine.operations.cancel(operation_id)
    work.begin_undo(step)
    work.check()
    other = take_over(engine, operation_id)
    with pytest.raises(Cancelled):
        other.disallow_cancel()
    assert not engine.get(operation_id).no_return, "the cancel was promised"


def test_past_no_return_nothing_is_cancelled(engine, started):
    work, _step, operation_id = started
    work.disallow_cancel()
    work.disallow_cancel()
    assert work.no_return
    with engine.db.session() as session:
        session.get(type(engine.get(operation_id)), operation_id).cancel_requested = True
    work.check()
    assert take_over(engine, operation_id).no_return


def test_cancel_is_allowed_again(engine, started):
    work, _step, operation_id = started
    work.disallow_cancel()
    work.allow_cancel()
    assert not work.no_return
    assert not engine.get(operation_id).no_return
    engine.operations.cancel(operation_id)
    with pytest.raises(Cancelled):
        work.check()


def test_a_stopped_worker_releases(started):
    work, step, _operation_id = started
    work.stop.set()
    for call in (work.check, lambda: work.sleep(10), lambda: work.begin_undo(step)):
        with pytest.raises(Abandoned):
            call()


@pytest.mark.parametrize("moment", ["running", "no return", "undoing"])
def test_a_worker_that_was_taken_over_from_releases(engine, started, moment):
    work, step, operation_id = started
    if moment == "no return":
        work.disallow_cancel()
    if moment == "undoing":
        work.begin_undo(step)
    take_over(engine, operation_id)
    before = engine.get(operation_id)
    calls = {
        "check": work.check,
        "note": lambda: work.note("a", 1),
        "progress": lambda: work.progress(50),
        "say": lambda: work.say("Still here."),
        "begin": lambda: work.begin(step),
        "end": lambda: work.end(step),
        "fail": lambda: work.fail(step, ValueError("no")),
        "begin undo": lambda: work.begin_undo(step),
        "end undo": lambda: work.end_undo(step),
    }
    for name, call in calls.items():
        with pytest.raises(Abandoned):
            pytest.fail(f"{name} returned {call()}")
    after = engine.get(operation_id)
    assert (after.notes, after.progress, after.state) == (
        before.notes,
        before.progress,
        before.state,
    )
    assert (after.steps[0].state, lines(after)) == (before.steps[0].state, [])


def test_abandoned_is_nothing_a_step_can_catch_by_accident():
    assert not issubclass(Abandoned, Exception)


def test_until_returns_the_result(started):
    work, *_ = started
    answers = iter([None, 0, "", "found"])
    assert work.until(lambda: next(answers), "it", 10, every=0.001) == "found"


def test_until_times_out_with_a_sentence(started):
    work, *_ = started
    with pytest.raises(TimedOut, match=r"^Timed out after 0 s waiting for the node to appear\.$"):
        work.until(lambda: False, "the node to appear", 0.05, every=0.01)


def test_until_ends_when_cancelled(engine, started):
    work, _step, operation_id = started
    engine.operations.cancel(operation_id)
    with pytest.raises(Cancelled):
        work.until(lambda: pytest.fail("it looked"), "it", 10)


def test_sleep_ends_when_stopped(started):
    work, *_ = started
    threading.Timer(0.1, work.stop.set).start()
    began = time.monotonic()
    with pytest.raises(Abandoned):
        work.sleep(30)
    assert time.monotonic() - began < 5


def test_a_step_that_runs_again_clears_the_error(engine, started):
    work, step, operation_id = started
    work.fail(step, ValueError("no"))
    assert engine.get(operation_id).error["message"] == "no"
    other = take_over(engine, operation_id)
    other.begin(step)
    other.end(step)
    assert engine.get(operation_id).error is None
    assert other.error is None


def test_an_undo_that_runs_again_clears_what_was_left(engine, started):
    work, step, operation_id = started
    another = kinds.kind(engine).steps({})[1]
    work.fail(step, ValueError("no"))
    for each in (another, step):
        work.begin_undo(each)
        work.end_undo(each, left=ValueError("stuck"))
    assert engine.get(operation_id).error["left"] == ["Step 1: stuck", "Step 0: stuck"]
    other = take_over(engine, operation_id)
    other.begin_undo(step)
    other.end_undo(step)
    assert engine.get(operation_id).error == {
        "code": "step-failed",
        "params": {},
        "message": "no",
        "step": "s0",
        "left": ["Step 1: stuck"],
        "left_facts": [{"step": None, "reason": None}],
    }


class _Detailed(Exception):
    detail = "A sentence."


@pytest.mark.parametrize(
    ("error", "text"),
    [(_Detailed("x"), "A sentence."), (ValueError("v"), "v"), (ValueError(), "ValueError")],
)
def test_messages_of_exceptions(error, text):
    assert messages.text(messages.of(error)) == text


def test_work_can_be_made_without_a_stop(engine):
    operation_work = engine.begin(kinds.kind(engine))
    assert not Work(engine.runtime, engine.get(operation_work), None).stop.is_set()


def test_a_step_counts_by_its_weight(engine, me):
    operation_id = engine.begin(kinds.kind(engine, 3))
    work = engine.work(operation_id, me)
    steps = kinds.kind(engine, 3).steps({})
    steps[1].weight = 8
    work.weigh(steps)
    shown = []
    for step in steps:
        work.begin(step)
        work.end(step)
        shown.append(engine.get(operation_id).progress)
    assert shown == [10, 90, 100]
