"""The eon service over a database of its own and a simulated vCenter; Nova is told of by a mock."""

import time
import types

import pytest

from tests import databases
from tests import vcenter as simulators
from tests.service.eon.nova import Nova
from tests.service.service_env import ServiceEnv, write_configuration

PASSWORD = "Planted-vCenter-Passw0rd"
_OPTIONS = """[eon]
refresh = 2
retry = 0.3
timeout = 5
allowed_networks = 127.0.0.0/8, ::1/128
"""


@pytest.fixture(scope="session")
def vcenter_of_run(tmp_path_factory):
    with simulators.started(tmp_path_factory.mktemp("vcenter"), password=PASSWORD) as running:
        yield running


@pytest.fixture
def vcenter(vcenter_of_run):
    """A simulated vCenter without any faults; what is changed in it stays."""
    vcenter_of_run.faults.clear()
    yield vcenter_of_run
    vcenter_of_run.faults.clear()


@pytest.fixture
def folder(tmp_path):
    write_configuration(tmp_path, databases.filled(tmp_path), "eon", _OPTIONS)
    return tmp_path


@pytest.fixture
def unwatched_env(folder):
    """A service that watches nothing."""
    env = ServiceEnv(folder)
    yield env
    env.close()


@pytest.fixture
def service_env(unwatched_env):
    unwatched_env.start_watching()
    return unwatched_env


@pytest.fixture
def nova(unwatched_env, requests_mock):
    """The overcloud's Nova as the service sees it; see :class:`tests.service.eon.nova.Nova`."""
    return Nova(unwatched_env.runtime, requests_mock)


@pytest.fixture
def site(vcenter):
    """What is sent to register the vCenter."""
    return {
        "type": "vcenter",
        "name": "vcenter-01",
        "ip_address": vcenter.host,
        "port": vcenter.port,
        "username": vcenter.username,
        "password": vcenter.password,
        "ca_pem": vcenter.ca_pem,
    }


@pytest.fixture
def registered(service_env, site):
    """A registered vCenter that was read, as the interface shows it; with ``path``."""
    answer = service_env.admin.post("/v2/resource_mgrs/", json=site)
    assert answer.status_code == 200, answer.json
    path = f"/v2/resource_mgrs/{answer.json['id']}"
    eventually(lambda: service_env.admin.get(path).json["read_at"], "the inventory to be read")
    return types.SimpleNamespace(path=path, **service_env.admin.get(path).json)


@pytest.fixture
def clusters(service_env, registered):
    """The imported clusters by name, as the list shows them."""
    return {cluster["name"]: cluster for cluster in service_env.admin.get("/v2/resources").json}


def eventually(look, what, seconds=20):
    """Wait until ``look()`` returns something true; returns that."""
    end = time.monotonic() + seconds
    while True:
        result = look()
        if result:
            return result
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)
