"""The Sherpa service over a database of its own and a simulated distribution network."""

import time

import pytest

from tests import databases, distribution
from tests.service.service_env import ServiceEnv, write_configuration

ROOT = "/sherpa/v1"
_OPTIONS = """[operations]
poll = 0.1
[sherpa]
content_dir = {folder}/content
timeout = 10
reserve_mib = 0
allowed_networks = 127.0.0.0/8
"""


@pytest.fixture
def network(tmp_path):
    with distribution.started(tmp_path / "network") as running:
        yield running


@pytest.fixture
def folder(tmp_path):
    options = _OPTIONS.format(folder=tmp_path)
    write_configuration(tmp_path, databases.filled(tmp_path), "sherpa", options)
    return tmp_path


@pytest.fixture
def env(folder):
    env = ServiceEnv(folder)
    yield env
    env.close()


@pytest.fixture
def source(env, network):
    """The network as a registered source, as the interface shows it."""
    answer = env.admin.post(f"{ROOT}/sources", json=network.values())
    assert answer.status_code == 201, answer.json
    return answer.json


class Steps:
    """What tests do with the service.

    :ivar env: the :class:`ServiceEnv`
    """

    def __init__(self, env):
        self.env = env

    def entry(self, name, version):
        """An entry of the catalogue."""
        rows = self.env.admin.get(f"{ROOT}/entries?name={name}").json["entries"]
        return next(row for row in rows if row["version"] == version)

    def ended(self, answer):
        """The operation that an answer names, when it has ended."""
        assert answer.status_code == 202, answer.json
        return self.wait(answer.json["operation_id"])

    def wait(self, ident, ready=lambda operation: operation["finished_at"]):
        """An operation as soon as it is ``ready``."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            operation = self.env.system_admin.get(f"{ROOT}/operations/{ident}").json
            if ready(operation):
                return operation
            time.sleep(0.05)
        raise AssertionError(operation)

    def download(self, name, version):
        """Download an entry; returns the id of the content."""
        entry = self.entry(name, version)
        operation = self.ended(self.env.admin.post(f"{ROOT}/entries/{entry['id']}/download"))
        assert operation["state"] == "succeeded", operation["error"]
        return self.entry(name, version)["content_id"]


@pytest.fixture
def steps(env, source):
    env.runtime.operations.start()
    return Steps(env)
