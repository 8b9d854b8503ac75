"""All nodes, shared for seconds: for whom, how old, how often Ironic is asked."""

import concurrent.futures
import threading
from unittest import mock

import pytest

from helion_dashboard.api import errors, scopes, short_cache
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.ironic import records
from helion_dashboard.kit import nodes

from .conftest import make_user

NODE = records.PlacedNode("n1", "one", "active")


@pytest.fixture(autouse=True)
def all_nodes(monkeypatch):
    double = mock.create_autospec(ironic.all_nodes, return_value=[NODE])
    monkeypatch.setattr(ironic, "all_nodes", double)
    short_cache.forget(())
    yield double
    short_cache.forget(())


@pytest.fixture
def clock(monkeypatch):
    """Seconds of both clocks; advanced by hand."""
    hand = mock.Mock(return_value=100.0)
    for name in ("monotonic", "time"):
        monkeypatch.setattr(nodes.time, name, hand)
    return hand


def test_it_has_an_age(request_, clock):
    assert nodes.snapshot(request_).age == 0
    clock.return_value += 4.5
    assert (nodes.snapshot(request_).age, nodes.summary(request_).age) == (4, 4)


def test_the_time_that_ironic_took_counts(request_, clock, all_nodes):
    def slow(request):
        clock.return_value += 2
        return [NODE]

    all_nodes.side_effect = slow
    assert nodes.snapshot(request_).age == 2


def test_all_who_need_it_share_it(request_, make_request, clock, all_nodes):
    nodes.summary(request_)
    nodes.sweep(make_request())  # another tab or session of the same user
    assert nodes.sweep(request_) == (NODE,)
    all_nodes.assert_called_once()
    clock.return_value += 5
    nodes.sweep(request_)
    assert all_nodes.call_count == 2


def test_those_who_come_at_the_same_moment_share_the_question(request_, all_nodes):
    begun, go = threading.Event(), threading.Event()

    def slow(request):
        begun.set()
        assert go.wait(10)
        return [NODE]

    all_nodes.side_effect = slow
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(nodes.snapshot, request_) for _ in range(4)]
        assert begun.wait(10)
        go.set()
        assert len({id(future.result(10)) for future in futures}) == 1
    all_nodes.assert_called_once()


def test_other_users_and_other_roles_get_their_own(make_request, monkeypatch, all_nodes):
    nodes.sweep(make_request())
    nodes.sweep(make_request(user=make_user("bob")))
    assert all_nodes.call_count == 2
    monkeypatch.setattr(scopes, "system_roles", lambda request: ("reader",))
    nodes.sweep(make_request())
    assert all_nodes.call_count == 3


def test_a_failure_is_shared_for_a_moment(request_, clock, all_nodes):
    all_nodes.side_effect = errors.Unreachable("baremetal", "down")
    for _again in range(2):
        with pytest.raises(errors.Unreachable):
            nodes.snapshot(request_)
    all_nodes.assert_called_once()
    all_nodes.side_effect = None
    clock.return_value += 2.1
    assert nodes.sweep(request_) == (NODE,)


def test_after_an_action_no_process_shows_what_was_before(request_, make_request, all_nodes):
    nodes.sweep(request_)
    # In a process that did not do it only the session says so.
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.setattr(short_cache, "forget", lambda prefix: None)
        nodes.forget_sweeps(request_)
    nodes.sweep(request_)
    assert all_nodes.call_count == 2


def test_how_old_another_services_nodes_may_be(request_, clock):
    most = nodes.max_age(request_)
    assert most > nodes.SWEEP_MOST + nodes.SWEEP_STALE
    nodes.forget_sweeps(request_)
    assert nodes.max_age(request_) == 0
    clock.return_value += 3.9
    assert nodes.max_age(request_) == 3
    clock.return_value += 60
    assert nodes.max_age(request_) == most


def test_memory_is_bounded_by_rows(request_, all_nodes, monkeypatch):
    monkeypatch.setattr(short_cache, "_MOST", 3)
    all_nodes.return_value = [NODE] * 4
    assert len(nodes.sweep(request_)) == 4
    nodes.sweep(request_)
    assert all_nodes.call_count == 2
