"""A repository that is reached by SFTP, without an SSH server around it."""

import pathlib

import pytest

from tests.service.backup.conftest import ROOT, Steps, values

SERVER = pathlib.Path("/usr/lib/openssh/sftp-server")

pytestmark = pytest.mark.skipif(not SERVER.exists(), reason="openssh-sftp-server is missing")


def test_a_backup_goes_over_sftp(env, folder):
    options = [f"sftp.command={SERVER}"]
    env.runtime.conf.set_override("restic_options", options, group="backup")
    body = values(folder)
    for name in ("location", "keys_location"):
        body[name] = f"sftp:backup@vault.example.com:{body[name]}"
    answer = env.system_admin.post(f"{ROOT}/repositories", json=body)
    assert answer.status_code == 201, answer.json
    env.runtime.operations.start()
    steps = Steps(env, answer.json)
    assert steps.take()["state"] == "verified"
    assert list((folder / "store" / "main" / "snapshots").iterdir())
    assert env.reader.get(f"{ROOT}/repositories").json["repositories"][0]["size"] > 0
