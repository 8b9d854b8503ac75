"""Conductors that are killed, or held up, at every point of an operation: another one goes on."""

import dataclasses
import signal

import pytest
import redis

from tests.service.services import world
from tests.service.services.conftest import eventually

_NEVER = 600  # seconds of a lease that no test waits for
_SOON = 2

DONE = ["done"] * world.STEPS
UNDONE = ["undone"] * world.STEPS
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


def _cases(mode, points, numbers=range(world.STEPS)):
    return [Case(mode, point, number) for point in points for number in numbers]


RUNNING = ("begun", "looked", "acted", "recorded")
UNDOING = ("undo begun", "undo looked", "undo acted", "undo recorded")
AROUND = [("taken", None), ("flow ended", None), ("ended", None)]
KILLED = [
    *_cases("ok", RUNNING),
    *_cases("fail", ("failed",), [world.LAST]),
    *_cases("fail", UNDOING),
    *_cases("cancel", ("failed",), [world.LAST]),
    *_cases("cancel", ("undo looked", "undo recorded"), [0, world.LAST]),
    *_cases("no return", ("acted", "recorded"), [world.NO_RETURN]),
    *_cases("no return", ("failed",), [world.LAST]),
    *(Case(mode, *point) for mode in ENDS for point in AROUND),
]
STOPPED = [
    *_cases("ok", ("looked", "acted", "recorded"), [2]),
    *_cases("fail", ("undo looked", "undo acted", "undo recorded"), [2]),
    *(Case(mode, "flow ended") for mode in ("ok", "fail")),
]
SAMPLES = [Case("ok", "acted", 2), Case("fail", "undo acted", 2), Case("fail", "flow ended")]


def _ready(house, case, number, expiry):
    """Two conductors, the first of which is at its point with an operation, and that."""
    operation, things = house.begin(case.mode)
    first = house.conductor("first", expiry, point=(case.point, case.number), signal=number)
    hold = None
    if case.number is not None:
        hold = ("acted", world.LAST) if case.mode == "ok" else ("undo acted", 0)
    second = house.conductor("second", expiry, hold=hold if number == signal.SIGSTOP else None)
    first.tell("go")
    if case.mode == "cancel" and case.point != "taken":
        _cancel(house, operation)
    first.wait_for("reached")
    second.tell("go")
    second.wait_for("started")
    return operation, things, first, second


def _cancel(house, operation):
    """Cancel it when it is in its last step."""
    eventually(lambda: house.get(operation).steps[-1].state == "running", "the last step")
    house.operations.cancel(operation)


def _check_end(house, case, operation, things):
    found = house.ended(operation)
    state, steps = ENDS[case.mode]
    assert (found.state, [step.state for step in found.steps]) == (state, steps)
    assert found.owner is None
    assert [one.resource for one in found.resources if one.held] == []
    complete = case.mode in ("ok", "no return")
    assert things.things == (list(range(world.STEPS)) if complete else [])
    acts = [act[1:] for act in things.journal]
    assert len(acts) == len(set(acts)), "nothing is done twice"
    assert (found.error is None) == (case.mode == "ok")
    assert "left" not in (found.error or {})
    eventually(lambda: not house.jobs(), "the job to leave the board")


def _killed(house, case):
    # Without a jobboard both are on one machine: the second sees at once that the first is gone.
    expiry = _SOON if house.board else _NEVER
    operation, things, first, second = _ready(house, case, signal.SIGKILL, expiry)
    first.tell("strike")
    assert first.ends() == -signal.SIGKILL
    if case == Case("cancel", "taken"):
        _cancel(house, operation)
    _check_end(house, case, operation, things)
    assert second.ends_well()


def _stopped(house, case):
    operation, things, first, second = _ready(house, case, signal.SIGSTOP, _SOON)
    first.tell("strike")
    if case.number is None:
        house.ended(operation)
    else:
        second.wait_for("held")  # it has taken over and is in the middle of it
    before = _written(house)
    acts = things.journal
    first.send(signal.SIGCONT)
    first.wait_for_line("is left for another conductor")
    assert _written(house) == before
    assert things.journal == acts
    second.tell("resume")
    _check_end(house, case, operation, things)
    assert {pid for pid, *_ in things.journal[len(acts) :]} <= {second.pid}
    assert first.ends_well()
    assert second.ends_well()


def _written(house):
    """All that is recorded of operations, but for the lease that the second extends."""
    queries = (
        "SELECT state, progress, notes, error, owner, no_return, finished_at FROM operations",
        "SELECT * FROM operation_steps ORDER BY position",
        "SELECT * FROM operation_lines ORDER BY id",
        "SELECT * FROM operation_resources",
        "SELECT * FROM flowdetails",
        "SELECT * FROM atomdetails ORDER BY name",
    )
    return [house.rows(query) for query in queries]


@pytest.mark.faults
@pytest.mark.parametrize("case", KILLED, ids=str)
def test_killed_anywhere(house, case):
    _killed(house, case)


@pytest.mark.faults
@pytest.mark.parametrize("case", STOPPED, ids=str)
def test_held_up_anywhere(house, case):
    _stopped(house, case)


@pytest.mark.parametrize("case", SAMPLES, ids=str)
def test_killed(house, case):
    _killed(house, case)


def test_held_up(house):
    _stopped(house, Case("ok", "looked", 2))


def test_cancelled_while_nobody_works_on_it(house):
    operation, things = house.begin("ok")
    expiry = _SOON if house.board else _NEVER
    first = house.conductor("first", expiry, point=("acted", 2), signal=signal.SIGKILL)
    second = house.conductor("second", expiry)
    first.tell("go")
    first.wait_for("reached")
    first.tell("strike")
    assert first.ends() == -signal.SIGKILL
    house.operations.cancel(operation)
    second.tell("go")
    found = house.ended(operation)
    assert (found.state, things.things) == ("cancelled", [])
    assert second.ends_well()


def test_two_conductors_run_each_operation_once(house):
    both = [house.conductor(name, 15) for name in ("first", "second")]
    begun = [house.begin("ok", f"world-{number}") for number in range(20)]
    for conductor in both:
        conductor.tell("go")
    for operation, things in begun:
        assert house.ended(operation).state == "succeeded"
        assert [act[1:] for act in things.journal] == [
            ("create", number) for number in range(world.STEPS)
        ]
        assert len({pid for pid, *_ in things.journal}) == 1
    workers = {pid for _, things in begun for pid, *_ in things.journal}
    assert workers == {conductor.pid for conductor in both}
    assert all(conductor.ends_well() for conductor in both)


@pytest.mark.parametrize("board", ["redis"], indirect=True)
def test_a_jobboard_that_forgot_everything(house):
    """Redis keeps nothing over a restart; the database does."""
    operation, things = house.begin("ok")
    assert house.jobs() == 1
    redis.Redis.from_url(house.board).flushall()
    assert house.jobs() == 0
    conductor = house.conductor("first", _SOON)
    conductor.tell("go")
    assert house.ended(operation).state == "succeeded"
    assert things.things == list(range(world.STEPS))
    eventually(lambda: not house.jobs(), "the job to leave the board")
    assert conductor.ends_well()
