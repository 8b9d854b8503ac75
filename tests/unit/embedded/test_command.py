"""The command line, as far as it goes without services."""

import json
import os
import signal
import subprocess
import sys

import pytest

from helion_embedded import pidfile
from helion_embedded.__main__ import main
from helion_embedded.logins import PEOPLE, clouds
from helion_embedded.state import State


def run(*arguments):
    return main([str(argument) for argument in arguments])


def test_nothing_runs(state, capsys):
    assert run("status", "--state", state.root) == 1
    assert run("down", "--state", state.root) == 0
    assert run("stop", "nova", "--state", state.root) == 1
    assert "nothing runs" in capsys.readouterr().out


def test_reset_refuses_what_is_not_ours(tmp_path, capsys):
    (tmp_path / "thesis.tex").touch()
    assert run("reset", "--state", tmp_path) == 1
    assert "nothing removed" in capsys.readouterr().err
    assert (tmp_path / "thesis.tex").exists()


def test_reset_removes_ours(state):
    assert run("reset", "--state", state.root) == 0
    assert not state.root.exists()


def test_up_refuses_a_foreign_directory_even_when_fresh(tmp_path):
    (tmp_path / "thesis.tex").touch()
    assert run("up", "--state", tmp_path, "--fresh") == 1
    assert (tmp_path / "thesis.tex").exists()


def test_up_beside_a_running_instance_is_refused(state, capsys):
    with state.locked():
        assert run("up", "--state", state.root) == 1
        assert run("up", "--state", state.root, "--fresh") == 1
    assert "already runs" in capsys.readouterr().err
    assert state.root.exists()


@pytest.mark.parametrize("wish", [("--only", "trove"), ("--plugins", "no_such_plugin")])
def test_up_refuses_unknown_names_before_it_does_anything(tmp_path, wish, capsys):
    target = tmp_path / "new"
    assert run("up", "--state", target, *wish) == 1
    assert wish[1] in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.parametrize("count", ["-1", "10001", "many"])
def test_a_senseless_number_of_nodes(count):
    with pytest.raises(SystemExit):
        run("up", "--nodes", count)


def test_down_does_not_touch_a_recycled_pid(state):
    us = pidfile.ProcessId.of(os.getpid())
    text = json.dumps({"pid": us.pid, "started": us.started - 100})
    state.pid_file.parent.mkdir(exist_ok=True)
    state.pid_file.write_text(text)
    with state.locked():
        assert run("down", "--state", state.root) == 0  # and we are still here


def test_stop_marks_a_service_of_a_running_instance(state, monkeypatch):
    services = {"nova": {"pid": None, "health": "http://127.0.0.1:9/"}}
    state.endpoints.write_text(json.dumps({"services": services}))
    with State(state.root).locked():
        assert run("stop", "nova", "--state", state.root) == 0
        assert state.hold("nova").exists()
        assert run("stop", "swift", "--state", state.root) == 1


def test_clouds_for_everybody():
    content = clouds("http://127.0.0.1:1/v3")["clouds"]
    assert content["admin"]["auth"]["project_name"] == "admin"
    assert content["system"]["auth"]["system_scope"] == "all"
    assert content["tenant"]["auth"]["username"] == "demo"
    assert content["watcher"]["auth"]["username"] == "watcher"
    assert {cloud["auth"]["username"] for cloud in content.values()} == {p.name for p in PEOPLE}


@pytest.mark.parametrize("command", ["status", "down"])
def test_a_reader_that_has_read_enough_is_no_error(state, command):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "helion_embedded", command, "--state", state.root],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    assert done.stderr == ""
    assert done.returncode == 128 + signal.SIGPIPE
