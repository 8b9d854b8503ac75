"""Nodes of some seconds ago: how old, how often Ironic is asked, and what a failure does."""

import concurrent.futures
import itertools
import threading
from unittest import mock

import pytest

from helion_services.base import context
from helion_services.base.messages import Message
from helion_services.base.problems import Unavailable
from helion_services.nodes import recent


@pytest.fixture
def clock(monkeypatch):
    """Seconds; advanced by hand."""
    monotonic = mock.Mock(return_value=100.0)
    monkeypatch.setattr(recent.time, "monotonic", monotonic)
    return monotonic


def test_they_are_remembered_for_seconds(clock):
    ask = mock.Mock(side_effect=[{"a": 1}, {"b": 2}])
    nodes = recent.RecentNodes(ask)
    assert nodes.get(15) == ({"a": 1}, 0)
    clock.return_value += 4
    assert nodes.get(15) == ({"a": 1}, 4)
    clock.return_value += 1
    assert nodes.get(15) == ({"b": 2}, 0)


@pytest.mark.parametrize(("took", "kept"), [(0.1, 5), (0.4, 8), (9, 45), (20, 45)])
def test_what_took_long_is_kept_longer(clock, took, kept):
    for seconds, number in ((kept - 0.01, 0), (kept + 0.01, 1)):
        nodes = recent.RecentNodes(slowly(clock, took))
        nodes.get(90)
        clock.return_value += seconds
        assert nodes.get(90)[0] == number


class TestStale:
    """What took long is shown while it is renewed."""

    def test_nobody_waits_for_it(self, clock):
        nodes, go = held_back(clock)
        assert nodes.get(90) == (0, 1)
        clock.return_value += 44
        assert [nodes.get(90) for _reader in range(2)] == [(0, 45)] * 2
        go.set()
        assert settled(nodes) == (1, 1)
        assert nodes._ask.call_count == 2  # two readers of what was old, one renewal

    def test_but_who_needs_newer_does(self, clock):
        nodes = recent.RecentNodes(mock.Mock(side_effect=slowly(clock, 1)))
        nodes.get(90)
        clock.return_value += 20
        assert nodes.get(15) == (1, 1)

    def test_the_failure_of_a_renewal_is_not_hidden(self, clock):
        failure = Unavailable("baremetal", Message("down", "It is down."))
        nodes = recent.RecentNodes(mock.Mock(side_effect=slowly(clock, 1, failure)))
        nodes.get(90)
        clock.return_value += 20
        assert nodes.get(90) == (0, 21)
        with pytest.raises(Unavailable):
            settled(nodes)

    def test_a_fault_of_our_own_ends_no_later_renewal(self, clock):
        nodes = recent.RecentNodes(mock.Mock(side_effect=slowly(clock, 1, KeyError("uuid"))))
        nodes.get(90)
        clock.return_value += 20
        assert nodes.get(90)[0] == 0
        assert settled(nodes)[0] == 2

    def test_its_calls_belong_to_the_request(self, clock):
        ids = []

        def ask():
            ids.append(context.outgoing_id())
            clock.return_value += 1
            return {}

        nodes = recent.RecentNodes(ask)
        nodes.get(90)
        clock.return_value += 20
        with context.acting_for("req-1"):
            nodes.get(90)
        settled(nodes)
        assert ids == [None, "req-1"]


def slowly(clock, took, second=None):
    """An ``ask`` whose answers are 0, 1, 2 …, or raise ``second`` in the place of 1."""
    numbers = itertools.count()

    def ask():
        clock.return_value += took
        number = next(numbers)
        if second and number == 1:
            raise second
        return number

    return ask


def held_back(clock):
    """Nodes whose second answer waits for an event, and the event."""
    go, ask = threading.Event(), slowly(clock, 1)

    def held():
        if nodes._ask.call_count > 1:
            assert go.wait(10)
        return ask()

    nodes = recent.RecentNodes(mock.Mock(side_effect=held))
    return nodes, go


def settled(nodes):
    """What is there once no thread asks."""
    with nodes._changed:
        assert nodes._changed.wait_for(lambda: not nodes._is_asking, 10)
    return nodes.get(90)


def test_who_needs_newer_gets_newer(clock):
    nodes = recent.RecentNodes(mock.Mock(return_value={}))
    nodes.get(15)
    clock.return_value += 3
    assert nodes.get(3) == ({}, 3)
    assert nodes.get(2) == ({}, 0)
    clock.return_value += 0.5
    assert nodes.get(0) == ({}, 0)
    assert nodes._ask.call_count == 3


def test_a_failure_is_remembered_for_a_moment(clock):
    failure = Unavailable("baremetal", Message("down", "It is down."))
    nodes = recent.RecentNodes(mock.Mock(side_effect=[failure, {"a": 1}]))
    for _again in range(2):
        with pytest.raises(Unavailable):
            nodes.get(15)
    assert nodes._ask.call_count == 1
    clock.return_value += 2
    assert nodes.get(15) == ({"a": 1}, 0)


def test_a_fault_of_our_own_is_not_remembered():
    nodes = recent.RecentNodes(mock.Mock(side_effect=[KeyError("uuid"), {"a": 1}]))
    with pytest.raises(KeyError):
        nodes.get(15)
    assert nodes.get(15)[0] == {"a": 1}


def test_those_who_come_meanwhile_share_the_answer():
    begun, go = threading.Event(), threading.Event()

    def ask():
        begun.set()
        assert go.wait(10)
        return {"a": 1}

    nodes = recent.RecentNodes(mock.Mock(side_effect=ask))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        first = pool.submit(nodes.get, 15)
        assert begun.wait(10)
        rest = [pool.submit(nodes.get, 15) for _ in range(3)]
        go.set()
        assert [future.result(10)[0] for future in (first, *rest)] == [{"a": 1}] * 4
    assert nodes._ask.call_count == 1


class TestPatience:
    """Who only shows the nodes does without them, rather than wait for too long."""

    def test_they_come_later(self):
        go = threading.Event()
        nodes = recent.RecentNodes(mock.Mock(side_effect=lambda: go.wait(10) and {"a": 1}))
        assert [nodes.get(60, 0.01) for _reader in range(2)] == [None, None]
        go.set()
        assert settled(nodes)[0] == {"a": 1}
        assert nodes.get(60, 0.01)[0] == {"a": 1}
        assert nodes._ask.call_count == 1

    def test_what_was_asked_for_too_early_does_not_count(self, clock):
        nodes, go = held_back(clock)
        nodes.get(90)
        clock.return_value += 20
        nodes.get(90)  # begins a renewal, which is held
        clock.return_value += 1
        assert nodes.get(0, 0.01) is None
        go.set()
        assert nodes.get(0)[0] == 2
