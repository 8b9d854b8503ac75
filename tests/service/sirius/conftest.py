"""The Sirius service over a database of its own and simulated arrays."""

import dataclasses
import typing

import pytest

from helion_embedded.simulators.vcenter.authority import Authority
from tests import databases, storeserv, storevirtual
from tests.service.service_env import ServiceEnv, write_configuration

PASSWORD = "Planted-array-Passw0rd"
SAN_PASSWORD = "Planted-san-Passw0rd"
# A busy machine takes its time: tests of what shall not be waited for ask for "impatient".
_OPTIONS = """[sirius]
timeout = 60
allowed_networks = 127.0.0.0/8
"""


@pytest.fixture
def array(tmp_path):
    with storeserv.started(tmp_path / "array", password=PASSWORD) as running:
        yield running


@pytest.fixture
def other_array(tmp_path):
    """Another one, whose certificate the same authority did not sign."""
    with storeserv.started(tmp_path / "other", password=PASSWORD, serial="CZ9999AAAA") as running:
        yield running


@pytest.fixture
def folder(tmp_path):
    write_configuration(tmp_path, databases.filled(tmp_path), "sirius", _OPTIONS)
    return tmp_path


@pytest.fixture
def env(folder):
    env = ServiceEnv(folder)
    yield env
    env.close()


@pytest.fixture
def impatient(env):
    """The service waits one second for an answer."""
    env.runtime.conf.set_override("timeout", 1.0, group="sirius")


def own_certificate(folder, name):
    """The PEM of an authority, and the files of a certificate for ``name`` with its key."""
    authority = Authority(folder, "Some CA")
    authority.ensure((name,))
    return authority.root.read_text(), (authority.certificate, authority.key)


@pytest.fixture
def values(array):
    """What is sent to register the array."""
    return {
        "name": "array-1",
        "hostname": array.host,
        "port": array.port,
        "username": array.username,
        "password": array.password,
        "san_ip": "192.0.2.5",
        "san_username": "3paradm",
        "san_password": SAN_PASSWORD,
        "ca_pem": array.ca_pem,
    }


@pytest.fixture
def registered(env, values):
    """The array as the interface shows it."""
    answer = env.admin.post("/sirius/v1/storeservs", json=values)
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def cpgs(env, registered):
    """Its CPGs by name, all registered."""
    path = f"/sirius/v1/storeservs/{registered['id']}/cpgs"
    idents = [cpg["id"] for cpg in env.admin.get(path).json["cpgs"]]
    answer = env.admin.post(path, json={"ids": idents})
    assert answer.status_code == 200, answer.json
    return {cpg["name"]: cpg for cpg in answer.json["cpgs"]}


@pytest.fixture
def group(tmp_path):
    """A StoreVirtual management group."""
    with storevirtual.started(tmp_path / "group", password=PASSWORD) as running:
        yield running


@pytest.fixture
def cluster_values(group):
    """What is sent to register its cluster."""
    return {
        "name": storevirtual.CLUSTER,
        "hostname": group.host,
        "subnet": "255.255.255.0",
        "port": group.port,
        "username": group.username,
        "password": group.password,
        "ca_pem": group.ca_pem,
    }


@pytest.fixture
def cluster(env, cluster_values):
    """The cluster as the interface shows it."""
    answer = env.admin.post("/sirius/v1/storevirtual-clusters", json=cluster_values)
    assert answer.status_code == 201, answer.json
    return answer.json


@dataclasses.dataclass(frozen=True)
class Device:
    """A simulated device of any kind, for what all kinds have in common.

    :ivar path: of its kind in the interface
    :ivar running: the simulator
    :ivar values: what is sent to register it
    :ivar faults: of the simulator
    :ivar another: a factory of another simulator, of the same kind
    """

    path: str
    running: object
    values: dict
    faults: dict
    login: tuple
    another: typing.Callable

    def logins(self, running=None):
        """How often somebody tried to log in."""
        return (running or self.running).requests.count(self.login)


def _device_of_storeserv(array, values):
    return Device(
        path="/sirius/v1/storeservs",
        running=array,
        values=values,
        faults=array.array.faults,
        login=("POST", "/api/v1/credentials"),
        another=lambda folder: storeserv.started(folder, password=PASSWORD, serial="CZ9999AAAA"),
    )


def _device_of_group(group, cluster_values):
    return Device(
        path="/sirius/v1/storevirtual-clusters",
        running=group,
        values=cluster_values,
        faults=group.group.faults,
        login=("POST", "/lhos/credentials"),
        another=lambda folder: storevirtual.started(folder, password=PASSWORD),
    )


@pytest.fixture(params=["storeserv", "storevirtual"])
def device(request):
    """A :class:`Device` of each kind, not registered."""
    value = request.getfixturevalue
    if request.param == "storeserv":
        return _device_of_storeserv(value("array"), value("values"))
    return _device_of_group(value("group"), value("cluster_values"))


@pytest.fixture
def shown(env, device):
    """The same, registered: as the interface shows it."""
    answer = env.admin.post(device.path, json=device.values)
    assert answer.status_code == 201, answer.json
    return answer.json
