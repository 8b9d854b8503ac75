"""Where conductors find operations."""

import os
import socket
import subprocess
import sys
import time

import pytest

from helion_services.base import claims
from helion_services.base.operations import job_board, local_board
from tests.unit.services.operations import kinds


def test_this_process_lives(me):
    assert not claims.is_dead(me)


def test_another_process_with_the_same_number_is_not_the_owner(me):
    host, pid, start = me.rsplit(":", 2)
    assert claims.is_dead(f"{host}:{pid}:{int(start) - 1}")


def test_an_owner_that_ended_is_dead_even_before_its_parent_asked():
    host = socket.gethostname()
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        owner = f"{host}:{process.pid}:{claims.start_of(process.pid)}"
        assert not claims.is_dead(owner)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it stays as it is, a zombie
        assert claims.is_dead(owner)
    finally:
        process.stdin.close()
        process.wait()
    assert claims.is_dead(owner)


def test_nobody_knows_of_processes_elsewhere():
    assert not claims.is_dead("another-host:1:1")


def test_a_name_with_colons_in_it_is_a_host():
    assert not claims.is_dead("fe80::1:1:1")


def test_take_the_oldest_that_is_free(engine, me):
    board = local_board.LocalBoard(engine.db, me, 15)
    assert board.take() is None
    ids = [engine.begin(kinds.kind(engine), resources=[f"thing:{n}"]) for n in range(4)]
    engine.work(ids[0], "another-host:1:1")
    host, pid, start = me.rsplit(":", 2)
    engine.work(ids[2], f"{host}:{pid}:{int(start) - 1}")
    assert [board.take() for _ in range(4)] == [ids[1], ids[2], ids[3], None]


def test_posting_ends_the_wait(engine, me):
    board = local_board.LocalBoard(engine.db, me, 15)
    board.post("any")
    assert seconds(board.wait, 60) < 10
    assert seconds(board.wait, 0.01) >= 0.01, "the wait after it is as long as it was asked to be"


def seconds(call, *arguments):
    """How long a call takes."""
    start = time.monotonic()
    call(*arguments)
    return time.monotonic() - start


@pytest.mark.parametrize(
    ("url", "settings"),
    [
        ("redis://redis", {"host": "redis", "port": 6379, "db": 0, "ssl": False}),
        (
            "rediss://redis?ssl_ca_certs=/etc/ssl/redis.pem&ssl_keyfile=/etc/k.pem&socket_timeout=1",
            {
                "host": "redis",
                "port": 6379,
                "db": 0,
                "ssl": True,
                "ssl_ca_certs": "/etc/ssl/redis.pem",
                "ssl_keyfile": "/etc/k.pem",
            },
        ),
        ("redis://10.0.0.1:7000/3", {"host": "10.0.0.1", "port": 7000, "db": 3, "ssl": False}),
        ("rediss://redis/", {"host": "redis", "port": 6379, "db": 0, "ssl": True}),
        ("redis://[fd00::1]:6380", {"host": "fd00::1", "port": 6380, "db": 0, "ssl": False}),
        (
            "redis://me:p%40ss%2Fword@redis",
            {
                "host": "redis",
                "port": 6379,
                "db": 0,
                "ssl": False,
                "username": "me",
                "password": "p@ss/word",
            },
        ),
        (
            "redis://:secret@redis",
            {"host": "redis", "port": 6379, "db": 0, "ssl": False, "password": "secret"},
        ),
    ],
)
def test_addresses_of_jobboards(url, settings):
    assert job_board._address(url) == settings
