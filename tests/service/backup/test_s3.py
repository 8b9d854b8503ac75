"""A repository on a real server that speaks S3."""

import subprocess
import sys

import pytest

from tests.service.backup.conftest import ROOT, Steps, values

pytestmark = pytest.mark.faults
pytest.importorskip("moto")
boto3 = pytest.importorskip("boto3")

_LOGIN = {"AWS_ACCESS_KEY_ID": "backup", "AWS_SECRET_ACCESS_KEY": "a secret that is long enough"}
# Prints its port as soon as it listens.
_SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def address():
    command = [sys.executable, "-c", _SERVER]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    process.kill()
    process.wait()


def test_a_backup_goes_to_s3(env, folder, address, monkeypatch):
    for name, value in _LOGIN.items():
        monkeypatch.setenv(name, value)
    s3 = boto3.client("s3", endpoint_url=address, region_name="us-east-1")
    body = values(folder) | {"environment": _LOGIN}
    for name, bucket in (("location", "vault"), ("keys_location", "vault-keys")):
        body[name] = f"s3:{address}/{bucket}/undercloud"
    answer = env.system_admin.post(f"{ROOT}/repositories", json=body)
    assert answer.status_code == 201, answer.json
    assert sorted(answer.json["variables"]) == sorted(_LOGIN)
    env.runtime.operations.start()
    steps = Steps(env, answer.json)
    backup = steps.take()
    assert backup["state"] == "verified"
    names = [each["Key"] for each in s3.list_objects_v2(Bucket="vault")["Contents"]]
    assert any(name.startswith("undercloud/snapshots/") for name in names)
    operation = steps.ended(env.system_admin.delete(f"{ROOT}/backups/{backup['id']}"))
    assert operation["state"] == "succeeded", operation["error"]


def test_a_server_that_is_away(env, folder):
    body = values(folder) | {"environment": _LOGIN}
    for name in ("location", "keys_location"):
        body[name] = f"s3:http://127.0.0.1:9/{name.replace('_', '-')}/x"
    answer = env.system_admin.post(f"{ROOT}/repositories", json=body)
    assert answer.status_code == 422
    assert answer.json["error_facts"]["location"][0]["code"] == "repository-unreachable"
