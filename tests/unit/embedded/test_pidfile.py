import dataclasses
import os
import subprocess
import sys

from helion_embedded import pidfile


def test_a_running_process_is_found_again(tmp_path):
    path = tmp_path / "pid"
    pidfile.write(path, os.getpid())
    assert pidfile.read(path).process().pid == os.getpid()


def test_a_recycled_number_is_somebody_else():
    us = pidfile.ProcessId.of(os.getpid())
    assert dataclasses.replace(us, started=us.started - 1).process() is None


def test_an_ended_process_is_none():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        identity = pidfile.ProcessId.of(child.pid)
        child.stdin.close()
        child.wait()
    assert identity.process() is None


def test_a_zombie_is_none():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        identity = pidfile.ProcessId.of(child.pid)
        child.stdin.close()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert identity.process() is None


def test_a_file_that_says_nothing(tmp_path):
    assert pidfile.read(tmp_path / "missing") is None
    for text in ("", "[]", '{"pid": 1}', "null"):
        (tmp_path / "pid").write_text(text)
        assert pidfile.read(tmp_path / "pid") is None
