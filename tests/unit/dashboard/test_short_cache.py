"""Answers that are remembered: for how long, for whom, and what happens at the same moment."""

import concurrent.futures
import itertools
import threading
from unittest import mock

import pytest

from helion_dashboard.api import errors, short_cache


@pytest.fixture
def clock():
    """Seconds, as short_cache sees them; advanced by hand."""
    with mock.patch.object(short_cache.time, "monotonic", return_value=100.0) as monotonic:
        yield monotonic


@pytest.fixture(autouse=True)
def nothing_remembered():
    yield
    short_cache.forget(())


def test_it_is_asked_again_when_it_is_too_old(clock):
    numbers = itertools.count()

    def ask():
        return next(numbers)

    assert short_cache.remembered(("a",), 5, ask) == 0
    clock.return_value += 4.9
    assert short_cache.remembered(("a",), 5, ask) == 0
    assert short_cache.remembered(("b",), 5, ask) == 1
    clock.return_value += 0.2
    assert short_cache.remembered(("a",), 5, ask) == 2


@pytest.mark.parametrize(
    ("took", "most", "kept"), [(0.1, 60, 5), (1.2, 60, 24), (9, 60, 60), (9, 0, 5)]
)
def test_what_took_long_may_be_kept_longer_but_not_for_ever(clock, took, most, kept):
    numbers = itertools.count()

    def ask():
        clock.return_value += took
        return next(numbers)

    short_cache.remembered(("a",), 5, ask, most)
    clock.return_value += kept - 0.01
    assert short_cache.remembered(("a",), 5, ask) == 0
    clock.return_value += 0.02
    assert short_cache.remembered(("a",), 5, ask) == 1


def test_who_wants_the_same_waits_for_the_answer():
    calls, go = threading.Semaphore(0), threading.Event()
    times = []

    def ask():
        times.append(1)
        calls.release()
        assert go.wait(10)
        return "answer"

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        same = [pool.submit(short_cache.remembered, ("a",), 5, ask) for _ in range(2)]
        other = pool.submit(short_cache.remembered, ("b",), 5, ask)
        for _ in range(2):
            assert calls.acquire(timeout=10)
        go.set()
        assert [future.result(10) for future in (*same, other)] == ["answer"] * 3
    assert len(times) == 2


def test_a_failure_is_not_remembered():
    with pytest.raises(ValueError, match="down"):
        short_cache.remembered(("a",), 5, mock.Mock(side_effect=ValueError("down")))
    assert short_cache.remembered(("a",), 5, lambda: "up") == "up"


def test_a_failed_service_is_left_alone_for_a_moment(clock):
    ask = mock.Mock(side_effect=errors.Conflict("image", "busy", 409, changes=[1]))
    for _again in range(2):
        with pytest.raises(errors.Conflict, match="image: busy") as caught:
            short_cache.remembered(("a",), 5, ask)
        assert (caught.value.reason, caught.value.changes) == ("busy", (1,))
    clock.return_value += 2.1
    assert short_cache.remembered(("a",), 5, lambda: "up") == "up"
    ask.assert_called_once()


@pytest.mark.parametrize("failure", [errors.Unreachable("image", "down"), ValueError("wrong")])
def test_who_waits_gets_the_failure_too_and_few_wait(failure):
    begun, go, calls = threading.Event(), threading.Event(), []

    def ask():
        calls.append(1)
        begun.set()
        assert go.wait(10)
        raise failure

    def attempt():
        try:
            short_cache.remembered(("a",), 5, ask, service="image")
        except (errors.ServiceError, ValueError) as exc:
            return exc

    with concurrent.futures.ThreadPoolExecutor(24) as pool:
        first = pool.submit(attempt)
        assert begun.wait(10)
        rest = [pool.submit(attempt) for _ in range(23)]
        # All but those that may wait are turned away while the answer is on its way.
        turned_away = list(
            itertools.islice(concurrent.futures.as_completed(rest, 10), 23 - short_cache._WAITERS)
        )
        go.set()
        outcomes = [future.result(10) for future in (first, *rest)]
    assert calls == [1]
    assert {type(outcome) for outcome in outcomes} == {type(failure), errors.Unreachable}
    for future in turned_away:
        assert (future.result().service, "Too many" in future.result().reason) == ("image", True)
    assert [str(failure) in str(outcome) for outcome in outcomes].count(True) == 7


def test_after_a_change_nobody_waits_for_an_older_answer():
    begun, go = threading.Event(), threading.Event()

    def before():
        begun.set()
        assert go.wait(10)
        return "before"

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        older = pool.submit(short_cache.remembered, ("a", 1), 5, before)
        assert begun.wait(10)
        short_cache.forget(("a",))
        assert short_cache.remembered(("a", 1), 5, lambda: "after") == "after"
        go.set()
        assert older.result(10) == "before"
    assert short_cache.remembered(("a", 1), 5, lambda: "later") == "after"


def test_a_change_elsewhere_forgets_nothing():
    def ask():
        short_cache.forget(("b",))
        return "kept"

    assert short_cache.remembered(("a", 1), 5, ask) == "kept"
    assert short_cache.remembered(("a", 1), 5, lambda: "again") == "kept"


def test_what_is_forgotten_while_it_is_asked_is_not_remembered():
    def ask():
        short_cache.forget(("a",))
        return "before"

    assert short_cache.remembered(("a", 1), 5, ask) == "before"
    assert short_cache.remembered(("a", 1), 5, lambda: "after") == "after"
    short_cache.forget(("b",))
    assert short_cache.remembered(("a", 1), 5, lambda: "later") == "after"


class TestStale:
    """What took long is shown while it is renewed."""

    def test_nobody_waits_for_what_took_long(self, clock):
        go, renewed = threading.Event(), threading.Event()
        numbers = itertools.count()

        def ask():
            number = next(numbers)
            if number:
                assert go.wait(10)
                renewed.set()
            clock.return_value += 1
            return number

        def get():
            return short_cache.remembered(("a",), 5, ask, stale=30)

        assert get() == 0
        clock.return_value += 34.9
        assert [get(), get()] == [0, 0]
        go.set()
        assert renewed.wait(10)
        end = threading.Event()
        for _attempt in range(100):
            if get() == 1:
                break
            end.wait(0.1)
        assert get() == 1
        assert next(numbers) == 2  # two readers of what was stale, one renewal

    def test_not_for_longer_than_that(self, clock):
        numbers = itertools.count()

        def ask():
            clock.return_value += 1
            return next(numbers)

        assert short_cache.remembered(("a",), 5, ask, stale=30) == 0
        clock.return_value += 35.1
        assert short_cache.remembered(("a",), 5, ask, stale=30) == 1

    def test_what_is_quick_is_never_stale(self, clock):
        numbers = itertools.count()
        assert short_cache.remembered(("a",), 5, lambda: next(numbers), stale=30) == 0
        clock.return_value += 5.1
        assert short_cache.remembered(("a",), 5, lambda: next(numbers), stale=30) == 1

    def test_the_failure_of_a_renewal_is_not_hidden(self, clock):
        answers = iter(["value", errors.Unreachable("baremetal", "It is down.")])

        def ask():
            clock.return_value += 1
            answer = next(answers)
            if isinstance(answer, Exception):
                raise answer
            return answer

        def get():
            return short_cache.remembered(("a",), 5, ask, stale=30)

        assert get() == "value"
        clock.return_value += 6
        assert get() == "value"
        pause = threading.Event()

        def get_often():
            for _attempt in range(100):
                get()
                pause.wait(0.1)

        with pytest.raises(errors.Unreachable):
            get_often()
