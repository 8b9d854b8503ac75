"""A cloud whose services answer with a little of everything."""

import collections
import re
import time
import uuid

import pytest
import requests_mock as mocking
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.test import RequestFactory

from helion_dashboard.api import scopes, short_cache

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
    "storage-configuration": "http://helion.test/sirius/v1",
    "content-distribution": "http://helion.test/sherpa/v1",
    "undercloud-backup": "http://helion.test/backup/v1",
    "undercloud-monitoring": "http://helion.test/monitoring/v1",
    "ring-management": "http://helion.test/ringos/v1",
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
VERSION = {
    "id": "v1",
    "status": "CURRENT",
    "version": "1.95",
    "min_version": "1.1",
    "links": [{"rel": "self", "href": "http://bm.test/v1/"}],
}


class _Messages(BaseStorage):
    def _get(self, *args, **kwargs):
        return [], True


TYPE = {
    "id": "t1",
    "name": "t1",
    "description": None,
    "is_public": True,
    "extra_specs": {"volume_backend_name": "gold"},
}
ANSWER = collections.ChainMap(
    {"uuid": NODE, "name": "n1", "provision_state": "available", "driver": "fake"},
    {"versions": [VERSION]},
    {name: [] for name in ("nodes", "ports", "portgroups", "networks", "subnets", "conductors")},
    {name: [] for name in ("servers", "services", "regions", "links")},
    {"pools": [], "volume_types": [], "volume_type": TYPE},
)


@pytest.fixture
def cloud(requests_mock, settings):
    """Every service answers with a little of everything."""
    settings.HELION_DASHBOARD = {
        "LOGS": {"dialect": "opensearch", "url": "http://logs.test"},
        "SENSORS": {"url": "http://prometheus.test"},
    }
    requests_mock.register_uri(mocking.ANY, mocking.ANY, json=dict(ANSWER))
    requests_mock.register_uri(
        mocking.ANY, re.compile("http://helion.test/"), status_code=503, json={}
    )
    requests_mock.get(
        "http://helion.test/nodes/v1/operations", json={"operations": [], "active": 0, "next": None}
    )
    requests_mock.get("http://helion.test/nodes/v1/audit-events", json={"events": [], "next": None})
    requests_mock.get(re.compile(r"http://helion.test/v2/resource\w*(\?.*)?$"), json=[])
    yield requests_mock
    short_cache.forget(())


@pytest.fixture
def signed_in(cloud):
    """``signed_in(path, method="get", **content)`` -> a request with the system's token."""

    def build(path, method="get", **content):
        from .conftest import make_user

        request = getattr(RequestFactory(), method)(path, **content)
        request.user = make_user(catalog=CATALOG)
        request.user.token.project = {"domain_id": "default", "domain_name": "Default"}
        request._messages = _Messages(request)
        request.horizon = {"async_messages": []}
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
