"""The eon service as the dashboard sees it: canned answers, and what was sent to it."""

import http
import json
from unittest import mock

import pytest
from django.test import RequestFactory

from helion_dashboard import policy
from helion_dashboard.admin.esx import urls
from helion_dashboard.api import scopes

from ..conftest import CATALOG, make_user

ROOT = "http://eon.test:9780"
CATALOG_WITH_EON = [
    *CATALOG,
    {
        "type": "esx_onboarder",
        "name": "eon",
        "endpoints": [{"interface": "public", "region": "R", "region_id": "R", "url": ROOT}],
    },
]
VC = "BC9DED4E-1639-481D-B190-2B54A2BF5674"
RESOURCE = "0f9f1c8e-0000-4000-8000-000000000001"
OPERATION = "11111111-1111-1111-1111-111111111111"
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


def a_vcenter(**more):
    return {
        "id": VC,
        "name": "vcenter-01",
        "ip_address": "10.1.200.38",
        "username": "administrator@vsphere.local",
        "password": "<SANITIZED>",
        "port": "443",
        "type": "vcenter",
        "meta_data": [{"id": "1", "name": "state", "value": "registered"}],
        "state": "registered",
        "state_reason": None,
        "last_contact": "2026-01-31T12:00:00.123Z",
        "read_at": "2026-01-31T12:00:00.123Z",
        "version": "6.5.0",
        "build": "5973321",
        "auto_import": False,
        "fingerprint": "AB:CD",
        "pinned": True,
        "clusters": {"seen": 2, "imported": 1, "activated": 1, "active": 1},
        "created_at": "2026-01-30T12:00:00Z",
        "updated_at": "2026-01-31T12:00:00Z",
        **more,
    }


def a_cluster(number=21, **more):
    return {
        "moid": f"domain-c{number}",
        "name": f"Cluster{number}",
        "datacenter": {"moid": "datacenter-2", "name": "DC1"},
        "resource": RESOURCE,
        "state": "imported",
        "error": None,
        "operation_id": None,
        "gone": False,
        "drs": True,
        "ha": False,
        "hosts": {"total": 3, "connected": 3, "maintenance": 0},
        "vms": 12,
        "cpu": {"total": 27600, "used": 1200, "free": 26400},
        "memory": {"total": 49152, "used": 12000, "free": 37152},
        "disk": {"total": 1024.0, "used": 900.0, "free": 124.0},
        "obstacles": [],
        **more,
    }


def a_resource(**more):
    return {
        "id": RESOURCE,
        "name": "Cluster21",
        "type": "esxcluster",
        "state": "activated",
        "resource_mgr_id": VC,
        "ip_address": "UNSET",
        "username": "UNSET",
        "password": "UNSET",
        "port": "UNSET",
        "meta_data": [{"id": "2", "name": "cluster_moid", "value": "domain-c21"}],
        "error": None,
        "operation_id": None,
        "hypervisor": f"domain-c21.{VC}",
        **more,
    }


def clusters(*records):
    place = {
        "moid": "datacenter-2",
        "name": "DC1",
        "networks": ["VM Network"],
        "switches": ["DVS0"],
        "clusters": len(records),
    }
    return {"datacenters": [place], "clusters": list(records)}


def refusal(code, detail, status=409, **members):
    """The body of a problem of the service."""
    return {
        "type": "about:blank",
        "title": http.HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "params": {},
        "detail": detail,
        "request_id": "req-1",
        **members,
    }


@pytest.fixture
def eon(requests_mock, monkeypatch, pages_alone):
    """``eon(method, path, body, status)`` answers there; returns what was sent."""
    monkeypatch.setattr(scopes, "_DISCOVERY", {})

    def answer(method, path, body=None, status=200):
        return requests_mock.register_uri(method, ROOT + path, json=body, status_code=status)

    answer.requests = requests_mock
    answer.refused = set()
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule not in answer.refused)
    return answer


def view(name):
    """The page with the address of this name, as ``page(request, *parts of the address)``."""
    pattern = next(pattern for pattern in urls.urlpatterns if pattern.name == name)

    def page(request, *args):
        request.horizon = {}  # Horizon's decorators put there where one is
        parts = dict(zip(pattern.pattern.converters, args, strict=True))
        return pattern.callback(request, **parts)

    return page


@pytest.fixture
def request_(make_request):
    return make_request(user=make_user(catalog=CATALOG_WITH_EON))


@pytest.fixture
def get(request_):
    """The text of a page."""

    def ask(view, *args, path="/"):
        request = RequestFactory().get(path)
        request.user, request.session = request_.user, request_.session
        with mock.patch("django.contrib.messages.api.add_message") as messages:
            answer = view(request, *args)
        get_messages = [call.args[2] for call in messages.call_args_list]
        ask.sentences = [str(sentence) for sentence in get_messages]
        ask.status = answer.status_code
        return answer.content.decode() or answer.headers.get("Location", "")

    return ask


@pytest.fixture
def send(request_):
    """Sends a form, or JSON, in the background: ``(status, what)``."""

    def post(view, *args, data=None, background=True, **form):
        headers = {"X-Requested-With": "XMLHttpRequest"} if background else {}
        more = {"content_type": "application/json"} if data is not None else {}
        body = json.dumps(data) if data is not None else form
        request = RequestFactory().post("/form", body, headers=headers, **more)
        request.user, request.session = request_.user, request_.session
        request._dont_enforce_csrf_checks = True
        with mock.patch("django.contrib.messages.api.add_message"):
            answer = view(request, *args)
        if background:
            return answer.status_code, json.loads(answer.content)
        return answer.status_code, answer.content.decode() or answer.headers["Location"]

    return post
