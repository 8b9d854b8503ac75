"""Operations whose process dies are continued by the next one."""

import pathlib
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.service.backup.conftest import ROOT, Steps
from tests.service.backup.ironic import Ironic

TREE = pathlib.Path(__file__).parents[3]


@pytest.fixture
def steps(env, repository):
    """The service without a process that runs operations."""
    return Steps(env, repository)


@pytest.fixture
def killed(folder):
    """Runs operations in a process of its own, and kills that as soon as ``mark`` is there."""

    def killed(mark):
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.service.sherpa.worker", str(folder)], cwd=TREE
        )
        try:
            end = time.monotonic() + 100
            while not mark.exists():
                assert time.monotonic() < end
                assert worker.poll() is None
                time.sleep(0.02)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        mark.unlink()

    return killed


def test_a_backup_is_continued(steps, env, folder, killed, monkeypatch):
    """restic is killed with its parent in the middle of storing; its lock does not matter."""
    program, mark = folder / "bin" / "restic", folder / "mark"
    program.parent.mkdir()
    real = shutil.which("restic")
    program.write_text(
        f'#!/bin/sh\ncase " $* " in *" backup "*) {real} "$@" >/dev/null; touch {mark};'
        f' sleep 30;; esac\nexec {real} "$@"\n'
    )
    program.chmod(0o700)
    answer = steps.begin(verify=False)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
        killed(mark)
    env.runtime.operations.start()
    operation = steps.ended(answer)
    assert operation["state"] == "succeeded", operation["error"]
    # What the dead process had stored is the backup: it is there once.
    assert len(steps.backups()) == 1
    path = f"{ROOT}/repositories/{steps.repository['id']}/refresh"
    assert env.system_admin.post(path).json == {"count": 1}


@pytest.mark.parametrize("verb", ["stop", "start"])
def test_a_restore_is_continued(steps, env, folder, cloud, killed, verb):
    """Killed before or after the databases are replaced."""
    env.runtime.clouds = Ironic(cloud)
    env.runtime.operations.start()
    backup = steps.take(verify=False)
    env.runtime.operations.stop()
    cloud.add_node("node-new")
    path = f"{ROOT}/backups/{backup['id']}/restore"
    plan = env.system_admin.get(path).json
    script, mark = folder / f"{verb}.sh", folder / "mark"
    former = script.read_text()
    script.write_text(f"#!/bin/sh\ntouch {mark}\nsleep 30\n")
    answer = env.system_admin.post(path, json={"digest": plan["digest"]})
    killed(mark)
    script.write_text(former)
    env.runtime.operations.start()
    operation = steps.ended(answer)
    assert operation["state"] == "succeeded", operation["error"]
    assert cloud.nodes() == ["node-0", "node-1", "node-2"]
    assert "start heat ironic keystone" in (folder / "hooks").read_text()
