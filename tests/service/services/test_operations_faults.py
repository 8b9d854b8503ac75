"""Conductors that are killed, or held up, at every point of an operation: another one goes on."""

import dataclasses
import signal

import pytest
import redis

from tests.service.services import file_kind
from tests.service.services.conftest import eventually

_NEVER = 600  # seconds of a lease that no test waits for
_SOON = 2

DONE = ["done"] * file_kind.STEPS
UNDONE = ["undone"] * file_kind.STEPS
ENDS = {
    "ok": ("succeeded", DONE),
    "fail": ("reverted", UNDONE),
    "cancel": ("cancelled", UNDONE),
    "no return": ("failed", [*DONE[:-1], "failed"]),
}


@dataclasses.dataclass(frozen=True)
class Case:
    """Where a conductor is struck while it runs an operation that ends as ``mode`` says."""

    mode: str
    point: str
    number: int | None = None

    def __str__(self):
        number = "" if self.number is None else f" {self.number}"
        return f"{self.mode}: {self.point}{number}"


def _cases(mode, points, numbers=range(file_kind.STEPS)):
    return [Case(mode, point, number) for point in points for number in numbers]


RUNNING = ("begun", "looked", "acted", "recorded")
UNDOING = ("undo begun", "undo looked", "undo acted", "undo recorded")
AROUND = [("taken", None), ("flow ended", None), ("ended", None)]
KILLED = [
    *_cases("ok", RUNNING),
    *_cases("fail", ("failed",), [file_kind.LAST]),
    *_cases("fail", UNDOING),
    *_cases("cancel", ("failed",), [file_kind.LAST]),
    *_cases("cancel", ("undo looked", "undo recorded"), [0, file_kind.LAST]),
    *_cases("no return", ("acted", "recorded"), [file_kind.NO_RETURN]),
    *_cases("no return", ("failed",), [file_kind.LAST]),
    *(Case(mode, *point) for mode in ENDS for point in AROUND),
]
STOPPED = [
    *_cases("ok", ("looked", "acted", "recorded"), [2]),
    *_cases("fail", ("undo looked", "undo acted", "undo recorded"), [2]),
    *(Case(mode, "flow ended") for mode in ("ok", "fail")),
]
SAMPLES = [Case("ok", "acted", 2), Case("fail", "undo acted", 2), Case("fail", "flow ended")]


def _ready(service_env, case, number, expiry):
    """Two conductors, the first of which is at its point with an operation, and that."""
    operation, folder = service_env.begin(case.mode)
    first = service_env.conductor("first", expiry, point=(case.point, case.number), signal=number)
    hold = None
    if number == signal.SIGSTOP and case.number is not None:
        hold = ("acted", file_kind.LAST) if case.mode == "ok" else ("undo acted", 0)
    second = service_env.conductor("second", expiry, hold=hold)
    first.tell("go")
    if case.mode == "cancel" and case.point != "taken":
        _cancel(service_env, operation)
    first.wait_for("reached")
    second.tell("go")
    second.wait_for("started")
    return operation, folder, first, second


def _cancel(service_env, operation):
    """Cancel it when it is in its last step."""
    eventually(lambda: service_env.get(operation).steps[-1].state == "running", "the last step")
    service_env.operations.cancel(operation)


def _check_end(service_env, case, operation, folder):
    ended = service_env.ended(operation)
    state, steps = ENDS[case.mode]
    assert (ended.state, [step.state for step in ended.steps]) == (state, steps)
    assert ended.owner is None
    assert [claim.resource for claim in ended.resources if claim.held] == []
    complete = case.mode in ("ok", "no return")
    assert folder.numbers == (list(range(file_kind.STEPS)) if complete else [])
    acts = [act[1:] for act in folder.journal]
    assert len(acts) == len(set(acts)), "nothing is done twice"
    assert (ended.error is None) == (case.mode == "ok")
    assert "left" not in (ended.error or {})
    eventually(lambda: not service_env.jobs(), "the job to leave the board")


def _killed(service_env, case):
    # Without a jobboard both are on one machine: the second sees at once that the first is gone.
    expiry = _SOON if service_env.board else _NEVER
    operation, folder, first, second = _ready(service_env, case, signal.SIGKILL, expiry)
    first.tell("strike")
    assert first.ends() == -signal.SIGKILL
    if case == Case("cancel", "taken"):
        _cancel(service_env, operation)
    _check_end(service_env, case, operation, folder)
    assert second.ends_well()


def _stopped(service_env, case):
    operation, folder, first, second = _ready(service_env, case, signal.SIGSTOP, _SOON)
    first.tell("strike")
    if case.number is None:
        service_env.ended(operation)
    else:
        second.wait_for("held")  # it has taken over and is in the middle of it
    before = _written(service_env)
    acts = folder.journal
    first.send(signal.SIGCONT)
    first.wait_for_line("is left for another conductor")
    assert _written(service_env) == before
    assert folder.journal == acts
    second.tell("resume")
    _check_end(service_env, case, operation, folder)
    assert {pid for pid, *_ in folder.journal[len(acts) :]} <= {second.pid}
    assert first.ends_well()
    assert second.ends_well()


def _written(service_env):
    """All that is recorded of operations, but for the lease that the second extends."""
    queries = (
        "SELECT state, progress, notes, error, owner, no_return, finished_at FROM operations",
        "SELECT * FROM operation_steps ORDER BY position",
        "SELECT * FROM operation_lines ORDER BY id",
        "SELECT * FROM operation_resources",
        "SELECT * FROM flowdetails",
        "SELECT * FROM atomdetails ORDER BY name",
    )
    return [service_env.rows(query) for query in queries]


@pytest.mark.faults
@pytest.mark.parametrize("case", KILLED, ids=str)
def test_killed_anywhere(service_env, case):
    _killed(service_env, case)


@pytest.mark.faults
@pytest.mark.parametrize("case", STOPPED, ids=str)
def test_held_up_anywhere(service_env, case):
    _stopped(service_env, case)


@pytest.mark.parametrize("case", SAMPLES, ids=str)
def test_killed(service_env, case):
    _killed(service_env, case)


def test_held_up(service_env):
    _stopped(service_env, Case("ok", "looked", 2))


def test_cancelled_while_nobody_works_on_it(service_env):
    operation, folder = service_env.begin("ok")
    expiry = _SOON if service_env.board else _NEVER
    first = service_env.conductor("first", expiry, point=("acted", 2), signal=signal.SIGKILL)
    second = service_env.conductor("second", expiry)
    first.tell("go")
    first.wait_for("reached")
    first.tell("strike")
    assert first.ends() == -signal.SIGKILL
    service_env.operations.cancel(operation)
    second.tell("go")
    ended = service_env.ended(operation)
    assert (ended.state, folder.numbers) == ("cancelled", [])
    assert second.ends_well()


def test_two_conductors_run_each_operation_once(service_env):
    both = [service_env.conductor(name, 15) for name in ("first", "second")]
    begun = [service_env.begin("ok", f"files-{number}") for number in range(20)]
    for conductor in both:
        conductor.tell("go")
    for operation, folder in begun:
        assert service_env.ended(operation).state == "succeeded"
        assert [act[1:] for act in folder.journal] == [
            ("create", number) for number in range(file_kind.STEPS)
        ]
        assert len({pid for pid, *_ in folder.journal}) == 1
    workers = {pid for _, folder in begun for pid, *_ in folder.journal}
    assert workers == {conductor.pid for conductor in both}
    assert all(conductor.ends_well() for conductor in both)


@pytest.mark.parametrize("board", ["redis"], indirect=True)
def test_a_jobboard_that_forgot_everything(service_env):
    """Redis keeps nothing over a restart; the database does."""
    operation, folder = service_env.begin("ok")
    assert service_env.jobs() == 1
    redis.Redis.from_url(service_env.board).flushall()
    assert service_env.jobs() == 0
    conductor = service_env.conductor("first", _SOON)
    conductor.tell("go")
    assert service_env.ended(operation).state == "succeeded"
    assert folder.numbers == list(range(file_kind.STEPS))
    eventually(lambda: not service_env.jobs(), "the job to leave the board")
    assert conductor.ends_well()
