"""Requests with large bodies keep nobody else from an answer."""

import threading
import types

import pytest

from helion_services.cmd import lanes


class Channel:
    """A connection as waitress queues it; served while ``go`` is set."""

    def __init__(self, path, size, go=None):
        self.requests = [types.SimpleNamespace(path=path, body_bytes_received=size)]
        self.begun, self.done, self._go = threading.Event(), threading.Event(), go

    def service(self):
        self.begun.set()
        if self._go:
            assert self._go.wait(10)
        self.done.set()

    def cancel(self):
        """Nothing is left of it."""


@pytest.fixture
def dispatcher():
    lanes_of_two = lanes.Lanes(2)
    yield lanes_of_two
    lanes_of_two.shutdown()


def test_large_bodies_wait_for_each_other_only(dispatcher):
    go = threading.Event()
    large = [Channel("/v2/networks/check", lanes.LARGE + 1, go) for _ in range(10)]
    usual, largest = Channel("/v2/networks/check", lanes.LARGE), large[0]
    for channel in (*large, usual):
        dispatcher.add_task(channel)
    assert largest.begun.wait(10)
    assert usual.done.wait(10)
    assert [channel.begun.is_set() for channel in large] == [True] + [False] * 9
    go.set()
    assert all(channel.done.wait(10) for channel in large)


def test_the_healthcheck_waits_for_nobody(dispatcher):
    go = threading.Event()
    busy = [Channel("/nodes/v1/roles", 0, go) for _ in range(4)]
    health = Channel("/healthcheck", 0)
    for channel in (*busy, health):
        dispatcher.add_task(channel)
    assert health.done.wait(10)
    assert not busy[0].done.is_set()
    go.set()


def test_what_cannot_be_read_is_answered_too(dispatcher):
    broken = Channel("", 0)
    del broken.requests[0].path
    dispatcher.add_task(broken)
    assert broken.done.wait(10)


def test_at_the_end_nothing_is_left():
    ended = lanes.Lanes(2)
    assert ended.shutdown()
    assert not [thread for lane in vars(ended).values() for thread in lane.threads]
