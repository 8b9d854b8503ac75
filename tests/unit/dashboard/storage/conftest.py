"""What tests of the Storage panel have in common."""

import json
from unittest import mock

import pytest

from helion_dashboard.api.cinder import client as cinder_client
from helion_dashboard.api.storage import client as storage_client
from helion_dashboard.api.storage import records
from tests.unit.dashboard.storage.samples import ARRAY, BACKEND, CONFIGURATION, CPGS, POOLS, TYPE


def doubles(monkeypatch, module, answers):
    """Functions of a module answer what ``answers`` has by their names; returns their calls."""
    calls = mock.Mock()
    for name, answer in answers.items():
        double = mock.create_autospec(getattr(module, name), return_value=answer)
        monkeypatch.setattr(module, name, double)
        calls.attach_mock(double, name)
    return calls


@pytest.fixture(autouse=True)
def _allowed(monkeypatch, pages_alone):
    monkeypatch.setattr("helion_dashboard.policy.allowed", lambda request, rule: True)
    monkeypatch.setattr("horizon.messages.success", mock.Mock())
    monkeypatch.setattr("horizon.messages.error", mock.Mock())


@pytest.fixture
def post(make_request):
    def post(page, data, **kwargs):
        request = make_request("/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
        request.method = "POST"
        request.POST = data
        answer = page(request, **kwargs).answer()
        return answer.status_code, json.loads(answer.content)

    return post


@pytest.fixture
def storage(monkeypatch):
    answers = {
        "storeservs": [ARRAY],
        "storeserv": ARRAY,
        "register": ARRAY,
        "update": ARRAY,
        "cpgs": CPGS,
        "registered_cpgs": CPGS,
        "register_cpgs": None,
        "unregister_cpg": None,
        "storevirtuals": [],
        "storevirtual": None,
        "backends": [BACKEND],
        "backend": BACKEND,
        "create_backend": BACKEND,
        "set_members": None,
        "configuration": CONFIGURATION,
        "download": records.Configuration({"DEFAULT": {}}, "password = planted"),
    }
    return doubles(monkeypatch, storage_client, answers)


@pytest.fixture
def cinder(monkeypatch):
    answers = {
        "volume_types": [TYPE],
        "volume_type": TYPE,
        "pools": POOLS,
        "create_volume_type": "t2",
        "update_volume_type": None,
        "delete_volume_type": None,
    }
    return doubles(monkeypatch, cinder_client, answers)


def shown(make_request, page, **kwargs):
    """The text of a list page."""
    return page(make_request("/"), **kwargs).answer_index().content.decode()
