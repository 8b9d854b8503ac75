"""Answers that are remembered: for how long, for whom, and what happens at the same moment."""

import concurrent.futures
import itertools
import threading
from unittest import mock

import pytest

from helion_dashboard.api import short_cache


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


def test_what_is_forgotten_while_it_is_asked_is_not_remembered():
    def ask():
        short_cache.forget(("a",))
        return "before"

    assert short_cache.remembered(("a", 1), 5, ask) == "before"
    assert short_cache.remembered(("a", 1), 5, lambda: "after") == "after"
    short_cache.forget(("b",))
    assert short_cache.remembered(("a", 1), 5, lambda: "later") == "after"
