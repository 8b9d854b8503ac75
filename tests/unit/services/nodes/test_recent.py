"""Nodes of some seconds ago: how old, how often Ironic is asked, and what a failure does."""

import concurrent.futures
import threading
from unittest import mock

import pytest

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


@pytest.mark.parametrize(("took", "kept"), [(0.1, 5), (0.5, 10), (9, 15)])
def test_what_took_long_is_kept_longer(clock, took, kept):
    def ask():
        clock.return_value += took
        return {}

    nodes = recent.RecentNodes(mock.Mock(side_effect=ask))
    nodes.get(15)
    clock.return_value += kept - took - 0.01
    nodes.get(15)
    assert nodes._ask.call_count == 1
    clock.return_value += 0.02
    nodes.get(15)
    assert nodes._ask.call_count == 2


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
