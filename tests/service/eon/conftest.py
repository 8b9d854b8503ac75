"""The eon service over a database of its own and a simulated vCenter; Nova is told of by a mock."""

import shutil
import time
import types

import pytest

from helion_services.base import answers, config, database
from helion_services.base import app as base_app
from helion_services.base.runtime import Runtime
from tests import vcenter as simulators
from tests.service.eon.nova import Nova
from tests.unit.services.base.conftest import LOGIN, Person

PASSWORD = "Planted-vCenter-Passw0rd"
ADMIN = {"X_User_Id": "a1", "X_Project_Id": "p1", "X_Roles": "admin,member,reader"}
READER = {"X_User_Id": "r1", "X_Roles": "reader", "OpenStack_System_Scope": "all"}
TENANT = {"X_User_Id": "t1", "X_Project_Id": "p2", "X_Roles": "member,reader"}


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


@pytest.fixture(scope="session")
def made_database(tmp_path_factory):
    path = tmp_path_factory.mktemp("database") / "made.db"
    database.upgrade(f"sqlite:///{path}")
    return path


class House:
    """A service in this process: its runtime, and persons who call it."""

    def __init__(self, folder):
        conf = config.load(files=[folder / "services.conf"])
        self.runtime = Runtime(conf)
        refuse = answers.refusal(self.runtime.services)
        (eon,) = self.runtime.services
        blueprints = [
            eon.blueprint(self.runtime),
            self.runtime.operations.blueprint(eon.GROUP, eon.ROOT),
        ]
        self.app = base_app.create_app(self.runtime, blueprints, eon.policies(), refuse)
        self.admin, self.reader, self.tenant = (
            Person(self.app, **who) for who in (ADMIN, READER, TENANT)
        )
        self.watch = eon.background(self.runtime)
        self._watching = False

    def start_watching(self):
        self._watching = True
        self.watch.start()

    def close(self):
        if self._watching:
            self.watch.stop()
        self.runtime.close()


@pytest.fixture
def folder(tmp_path, made_database):
    shutil.copy(made_database, tmp_path / "services.db")
    (tmp_path / "services.conf").write_text(
        f"""
[api]
services = eon
[database]
connection = sqlite:///{tmp_path}/services.db
[secrets]
key_repository = {tmp_path}/keys
[keystone_authtoken]
{LOGIN}
[undercloud]
{LOGIN}
[undercloud_system]
{LOGIN}
[eon]
refresh = 2
retry = 0.3
timeout = 5
"""
    )
    return tmp_path


@pytest.fixture
def quiet_house(folder):
    """A service that watches nothing."""
    made = House(folder)
    yield made
    made.close()


@pytest.fixture
def house(quiet_house):
    quiet_house.start_watching()
    return quiet_house


@pytest.fixture
def nova(quiet_house, requests_mock):
    """The overcloud's Nova as the service sees it; see :class:`tests.service.eon.nova.Nova`."""
    return Nova(quiet_house.runtime, requests_mock)


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
def registered(house, site):
    """A registered vCenter that was read, as the interface shows it; with ``path``."""
    answer = house.admin.post("/v2/resource_mgrs/", json=site)
    assert answer.status_code == 200, answer.json
    path = f"/v2/resource_mgrs/{answer.json['id']}"
    eventually(lambda: "inventory" in house.admin.get(path).json, "the inventory to be read")
    return types.SimpleNamespace(path=path, **house.admin.get(path).json)


@pytest.fixture
def clusters(house, registered):
    """The imported clusters by name, as the list shows them."""
    return {one["name"]: one for one in house.admin.get("/v2/resources").json}


def eventually(look, what, seconds=20):
    """Wait until ``look()`` returns something true; returns that."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)
