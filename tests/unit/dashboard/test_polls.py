"""What open pages ask for: each address calls the services that it shows, and no other."""

import collections
import json
import re
import time
import uuid

import pytest
import requests_mock as mocking
from django.contrib.sessions.backends.cache import SessionStore
from django.test import RequestFactory
from openstack_auth import utils as auth_utils

from helion_dashboard.api import scopes, short_cache
from helion_dashboard.api.endpoint_probe import Health
from helion_dashboard.project.service_catalog import health as checks

from .addresses import addresses
from .conftest import make_user

NODE = str(uuid.uuid4())
TYPES = {
    "baremetal": "http://bm.test",
    "compute": "http://nova.test/v2.1",
    "network": "http://net.test",
    "image": "http://glance.test",
    "block-storage": "http://cinder.test/v3",
    "orchestration": "http://heat.test/v1",
    "placement": "http://placement.test",
    "identity": "http://id.test/v3",
    "node-lifecycle": "http://helion.test/nodes/v1",
    "esx_onboarder": "http://helion.test",
    "operations": "http://helion.test/operations/v1",
}
CATALOG = [
    {
        "type": kind,
        "name": kind,
        "endpoints": [{"interface": "public", "region": "R", "region_id": "R", "url": url}],
    }
    for kind, url in TYPES.items()
]
JSON = [address for address in addresses() if address.route.endswith(".json")]

#: The blocks that load separately ask for what they show; the rest needs nothing but the page.
KEYSTONE = {"horizon:admin:uc_overview:services"}
DRAWN = {
    "horizon:admin:uc_overview:nodes",
    "horizon:admin:uc_overview:services",
    "horizon:admin:uc_nodes:rows",
    "horizon:admin:uc_esx:rows",
    "horizon:admin:uc_operations:rows",
    "horizon:admin:uc_operations:of_resource",
    "horizon:admin:uc_overview:operations",
    "horizon:admin:uc_nodes:summary",
    "horizon:admin:uc_nodes:state",
    "horizon:admin:uc_topology:data",
    "horizon:admin:uc_topology:table",
    "horizon:project:service_catalog:health",
}

VERSION = {
    "id": "v1",
    "status": "CURRENT",
    "version": "1.95",
    "min_version": "1.1",
    "links": [{"rel": "self", "href": "http://bm.test/v1/"}],
}
ANSWER = collections.ChainMap(
    {"uuid": NODE, "name": "n1", "provision_state": "available", "driver": "fake"},
    {"versions": [VERSION]},
    {name: [] for name in ("nodes", "ports", "portgroups", "networks", "subnets", "conductors")},
    {name: [] for name in ("servers", "services", "regions", "links")},
)


@pytest.fixture
def cloud(requests_mock):
    """Every service answers with a little of everything."""
    requests_mock.register_uri(mocking.ANY, mocking.ANY, json=dict(ANSWER))
    requests_mock.get(re.compile("http://helion.test/"), status_code=503, json={})
    requests_mock.get(
        "http://helion.test/nodes/v1/operations", json={"operations": [], "active": 0, "next": None}
    )
    requests_mock.get(re.compile(r"http://helion.test/v2/resource\w*(\?.*)?$"), json=[])
    yield requests_mock
    short_cache.forget(())


@pytest.fixture
def make(cloud):
    """A request of one whose system token is in the session already."""

    def build(path):
        request = RequestFactory().get(path)
        request.user = make_user(catalog=CATALOG)
        request.horizon = {}
        request.session = SessionStore()
        request.session[scopes._KEY] = {
            "owner": scopes._owner(request.user),
            "token": "system-token",
            "roles": ["admin", "reader"],
            "expires": time.time() + 600,
            "trouble": "",
        }
        return request

    return build


def test_there_are_addresses():
    assert {address.name for address in JSON} > DRAWN | KEYSTONE


@pytest.mark.parametrize("address", JSON, ids=lambda address: address.name)
def test_a_poll_asks_keystone_for_nothing(address, make, cloud, monkeypatch):
    monkeypatch.setattr(checks, "of_groups", lambda *args: collections.defaultdict(Health))
    projects = []
    monkeypatch.setattr(auth_utils, "get_project_list", lambda **kwargs: projects.append(1) or [])
    request = make(address.path(NODE))
    try:
        answer = address.view(request, **address.kwargs(NODE))
    except KeyError:  # the canned answer has not all that this one shows
        assert address.name not in DRAWN
    else:
        assert address.name not in DRAWN or answer.status_code == 200, answer.content
        assert answer.status_code in (200, 403, 404, 502)
        json.loads(answer.content)
    assert not projects
    hosts = collections.Counter(call.hostname for call in cloud.request_history)
    assert hosts["id.test"] == (address.name in KEYSTONE)
