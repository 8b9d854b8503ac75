"""Services that are asked over the wire, without any network."""

import time

import pytest

from helion_dashboard.api import scopes, short_cache

from .. import conftest as dashboard
from .wire import CATALOG, NEUTRON


@pytest.fixture(autouse=True)
def _nothing_remembered():
    yield
    short_cache.forget(())


@pytest.fixture
def request_(make_request):
    return make_request(user=dashboard.make_user(catalog=CATALOG))


@pytest.fixture
def services(requests_mock, monkeypatch):
    entry = scopes._Entry("alice", "system-token", ["reader"], time.time() + 900)
    monkeypatch.setattr(scopes, "_entry", lambda request: entry)
    monkeypatch.setattr(scopes, "_DISCOVERY", {})
    version = {
        "id": "v2.0",
        "status": "CURRENT",
        "links": [{"rel": "self", "href": f"{NEUTRON}/v2.0/"}],
    }
    requests_mock.get(f"{NEUTRON}/", json={"versions": [version]})
    return requests_mock
