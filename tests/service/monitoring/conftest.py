"""The monitoring service over a database of its own and a real Icinga."""

import time

import pytest
import requests

from helion_embedded import icinga2
from helion_services.monitoring import targets
from helion_services.monitoring.icinga import Icinga
from helion_services.monitoring.inventory import Inventory
from helion_services.monitoring.targets import Finding, Target
from tests import databases, icinga
from tests.service.service_env import ServiceEnv, write_configuration

ROOT = "/monitoring/v1"
NAMESPACE = "helion"
_OPTIONS = """[monitoring]
icinga_url = {url}
icinga_password = {password}
icinga_ca = {ca}
interval = 0.5
cache = 0
timeout = 10
"""


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    with icinga.running(tmp_path_factory.mktemp("icinga")) as running:
        yield running


@pytest.fixture
def clean(daemon):
    """The daemon without hosts and groups."""
    yield daemon
    empty(daemon)


@pytest.fixture
def env(tmp_path, clean):
    write_configuration(tmp_path, databases.filled(tmp_path), "monitoring", options(clean))
    env = ServiceEnv(tmp_path)
    yield env
    env.close()


@pytest.fixture
def api(env):
    """The service's own client of Icinga."""
    return Icinga(env.runtime.conf.monitoring)


def options(daemon):
    """The service's options for a daemon."""
    return _OPTIONS.format(url=daemon.url, password=icinga.PASSWORD, ca=daemon.ca)


def empty_hosts(api):
    """Delete all hosts, as somebody else might."""
    for row in api.select("hosts", ("name",)):
        api.delete("hosts", row["name"])


def empty(daemon):
    """Delete all that was made through the API."""
    session = requests.Session()
    session.trust_env = False
    session.auth, session.verify = (icinga2.USER, icinga.PASSWORD), daemon.ca
    session.headers["Accept"] = "application/json"
    for kind in ("hosts", "hostgroups"):
        session.delete(f"{daemon.url}/v1/objects/{kind}", params={"cascade": 1}, timeout=30)


def bmc(number, status=0, **values):
    uuid = f"bmc-{number}"
    values = {"role": "compute", "rack": "r1", **values}
    finding = Finding(status, "No answer." if status else "Power is on.")
    return Target(
        *(targets.BMC, uuid, f"node-{number}"),
        node=uuid,
        resources=(f"node:{uuid}",),
        finding=finding,
        **values,
    )


def server(number, **values):
    uuid = f"bmc-{number}"
    return Target(
        *(targets.SERVER, f"server-{number}", f"server-{number}"),
        node=uuid,
        parent=f"{targets.BMC}-{uuid}",
        resources=(f"node:{uuid}",),
        role="compute",
        rack="r1",
        **values,
    )


def cloud(status=0):
    return Target(
        *(targets.CLOUD, "RegionOne", "RegionOne"),
        role="services",
        checks={"identity": Finding(0, "200"), "compute": Finding(status, "Out <of> order.")},
    )


def inventory(*listed, complete=targets.KINDS):
    return Inventory(list(listed), frozenset(complete))


def until(condition, seconds=20):
    """What ``condition()`` answers as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)
    return answer
