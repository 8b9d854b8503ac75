"""An embedded undercloud on paper: a state directory and an instance, nothing running."""

import pytest

from helion_embedded import openstack
from helion_embedded.cache import ENVIRONMENT_VARIABLE
from helion_embedded.instance import Instance
from helion_embedded.state import State


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "cache"))


@pytest.fixture
def state(tmp_path):
    state = State(tmp_path / "state")
    state.create()
    return state


@pytest.fixture
def make_instance(state):
    def make(services=tuple(openstack.SERVICES), **values):
        names = [name for each in openstack.SERVICES.values() for name in each.port_names]
        ports = {name: 20001 + number for number, name in enumerate(names)}
        return Instance(state=state, ports=ports, services=tuple(services), **values)

    return make


@pytest.fixture
def instance(make_instance):
    return make_instance(nodes=12)
