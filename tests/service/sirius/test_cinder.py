"""The configuration that Sirius generates, judged by Cinder's own drivers."""

import contextlib
import json
import subprocess
import sys

import pytest

from tests import storeserv
from tests.service.sirius.test_backends import PATH as BACKENDS
from tests.service.sirius.test_storeservs import PATH as STORESERVS

GIB = 1024


class Driver:
    """Cinder's driver of one back end; its steps are those of ``cinder_driver.Driver``."""

    def __init__(self, process):
        self._process = process

    def __call__(self, step, *arguments):
        """The result of a step; AssertionError with the text of its error."""
        self._process.stdin.write(json.dumps([step, arguments]) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer
        return answer["result"]


@contextlib.contextmanager
def started(folder, configuration, section):
    """A :class:`Driver` that reads the text ``configuration`` as Cinder reads its own."""
    base, generated = folder / "base.conf", folder / "cinder.conf"
    base.write_text(
        f"[DEFAULT]\nstate_path = {folder}\n"
        f"[oslo_concurrency]\nlock_path = {folder}\n"
        f"[coordination]\nbackend_url = file://{folder}\n"
    )
    generated.write_text(configuration)
    module = "tests.service.sirius.cinder_driver"
    command = [sys.executable, "-W", "ignore", "-m", module, section, str(base), str(generated)]
    with (folder / "cinder.log").open("w") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
        try:
            yield Driver(process)
        finally:
            process.stdin.close()
            process.wait(60)


@pytest.fixture(params=["fc", "iscsi"])
def device_type(request):
    return request.param


@pytest.fixture
def array(tmp_path):
    """One whose password oslo.config would read as something else."""
    with storeserv.started(tmp_path / "array", password='"Planted" $x $$ ') as running:
        yield running


@pytest.fixture
def values(values, device_type):
    addresses = ["10.30.0.11", "10.30.0.12:3261"] if device_type == "iscsi" else []
    return values | {"device_type": device_type, "iscsi_ips": addresses}


@pytest.fixture
def backend(env, cpgs):
    answer = env.admin.post(BACKENDS, json={"name": "gold", "members": [cpgs["FC_r5"]["id"]]})
    assert answer.status_code == 201, answer.json
    return answer.json


def configuration(env):
    answer = env.admin.post("/sirius/v1/configuration")
    assert answer.status_code == 200, answer.json
    return answer.json["cinder_conf"]


@pytest.fixture
def driver(env, backend, tmp_path):
    section = backend["members"][0]["section"]
    folder = tmp_path / "cinder"
    folder.mkdir()
    with started(folder, configuration(env), section) as running:
        yield running


def test_it_starts_and_serves_a_volume(env, registered, array, backend, driver, device_type):
    """All of it in one test: the driver takes seconds to start."""
    sections = env.admin.get("/sirius/v1/configuration").json["configuration"]
    assert set(sections[backend["members"][0]["section"]]) <= set(driver("options"))
    driver("set_up")
    stats = driver("stats")
    assert stats["volume_backend_name"] == "gold"
    assert stats["storage_protocol"].lower() == device_type
    (pool,) = stats["pools"]
    assert (pool["pool_name"], pool["total_capacity_gb"]) == ("FC_r5", 40_000)
    assert (pool["backend_state"], pool["thin_provisioning_support"]) == ("up", True)

    volumes = array.array.volumes
    driver("create")
    (volume,) = volumes.members()
    assert (volume["userCPG"], volume["sizeMiB"]) == ("FC_r5", GIB)
    assert volume["name"].startswith("osv-")
    assert json.loads(volume["comment"])["display_name"] == "first"
    assert driver("stats")["pools"][0]["total_volumes"] == 1
    env.admin.post(f"{STORESERVS}/{registered['id']}/refresh")
    assert env.admin.get(BACKENDS).json["backends"][0]["used_mib"] > 0

    driver("extend", 3)
    assert volumes.get(volume["name"])["sizeMiB"] == 3 * GIB

    connection = driver("attach")["data"]
    targets = {
        "fc": ("target_wwn", [port["portWWN"] for port in array.array.ports[:2]]),
        "iscsi": ("target_portals", ["10.30.0.11:3260", "10.30.0.12:3261"]),
    }
    name, expected = targets[device_type]
    assert connection[name] == expected
    assert {vlun["volumeName"] for vlun in array.array.vluns.members()} == {volume["name"]}
    driver("detach")
    assert array.array.vluns.members() == array.array.hosts.members() == []

    driver("create_snapshot")
    snapshot = next(each for each in volumes.members() if each["name"].startswith("oss-"))
    assert (snapshot["copyOf"], snapshot["readOnly"]) == (volume["name"], True)
    driver("delete_snapshot")
    driver("delete")
    assert volumes.members() == []
