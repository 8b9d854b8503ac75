"""kill -9 after each step of each operation, before its end is recorded: the next one goes on."""

import signal
import subprocess
import sys

import pytest

from tests.service.backup.conftest import ROOT
from tests.service.backup.ironic import Ironic
from tests.service.backup.test_kill import TREE

pytestmark = pytest.mark.faults


@pytest.fixture
def dies(env, folder, cloud, steps):
    """Runs an operation in a process that dies after a step, and then to its end here."""
    env.runtime.clouds = Ironic(cloud)

    def dies(begin, name):
        env.runtime.operations.stop()
        answer = begin()
        assert answer.status_code == 202, answer.json
        command = [sys.executable, "-m", "tests.service.backup.worker", str(folder), name]
        assert subprocess.run(command, cwd=TREE, timeout=200).returncode == -signal.SIGKILL
        env.runtime.operations.start()
        operation = steps.ended(answer)
        assert operation["state"] == "succeeded", operation["error"]

    return dies


@pytest.mark.parametrize(
    "name", ["copy", "store", "store-keys", "keep", "read", "scratch", "compare"]
)
def test_take(steps, env, dies, name):
    dies(steps.begin, name)
    (backup,) = steps.backups()
    assert backup["state"] == "verified"
    # The repository has it once.
    path = f"{ROOT}/repositories/{steps.repository['id']}/refresh"
    assert env.system_admin.post(path).json == {"count": 1}


@pytest.mark.parametrize("name", ["read", "scratch", "compare"])
def test_verify(steps, env, dies, name):
    backup = steps.take(verify=False)
    path = f"{ROOT}/backups/{backup['id']}/verify"
    dies(lambda: env.system_admin.post(path), name)
    assert steps.backups()[0]["state"] == "verified"


@pytest.mark.parametrize(
    "name", ["fetch", "set-aside", "stop", "databases", "files", "own", "start", "check"]
)
def test_restore(steps, env, cloud, dies, name):
    secret = env.runtime.secrets.put({"password": "before"})
    backup = steps.take(verify=False)
    cloud.add_node("node-new")
    path = f"{ROOT}/backups/{backup['id']}/restore"
    digest = env.system_admin.get(path).json["digest"]
    dies(lambda: env.system_admin.post(path, json={"digest": digest}), name)
    assert cloud.nodes() == ["node-0", "node-1", "node-2"]
    assert env.runtime.secrets.get(secret) == {"password": "before"}
    assert len(steps.backups()) == 1


def test_prune(steps, env, dies):
    backup = steps.take(verify=False)
    dies(lambda: env.system_admin.delete(f"{ROOT}/backups/{backup['id']}"), "forget")
    assert steps.backups() == []
    path = f"{ROOT}/repositories/{steps.repository['id']}/refresh"
    assert env.system_admin.post(path).json == {"count": 0}
