"""Answers that tests feed to the dashboard in the place of our own services, held to the contract.

They are validated against the services' OpenAPI documents wherever they come in: at the wire, and
where a test hands a body to a record by itself.
"""

import functools
from urllib.parse import urlsplit

import pytest
from keystoneauth1 import adapter

from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import controllers, overcloud, plans, roles
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.api.operations import records as operations
from helion_dashboard.api.rings import client as rings
from helion_dashboard.api.storage import client as storage
from helion_dashboard.api.updates import client as updates
from tests.contract import answers

_SERVICES = (
    *(lifecycle.SERVICE, esx.SERVICE, monitoring.SERVICE, storage.SERVICE),
    *(rings.SERVICE, updates.SERVICE),
)
_SCHEMAS = {
    (operations, "operation"): "OperationDetail",
    (operations, "page"): "Operations",
    (controllers, "controllers"): "Controllers",
    (overcloud, "overcloud"): "Overcloud",
    (plans, "imported"): "Import",
    (plans, "plan"): "Plan",
    (roles, "roles"): "Roles",
}


@pytest.fixture(autouse=True)
def _answers_keep_the_contract(request, monkeypatch):
    if request.node.get_closest_marker("other_release"):
        return
    # Here, once, and not in the thread that asks first: what the services import hangs there.
    answers.load()
    monkeypatch.setattr(adapter.Adapter, "request", _checked_request(adapter.Adapter.request))
    for (module, name), schema in _SCHEMAS.items():
        monkeypatch.setattr(module, name, _checked_reader(getattr(module, name), schema))


def _checked_request(real):
    @functools.wraps(real)
    def request(self, url, method, **content):
        answer = real(self, url, method, **content)
        if self.service_type in _SERVICES and "json" in answer.headers.get("Content-Type", "json"):
            _check(method, answer)
        return answer

    return request


def _check(method, answer):
    try:
        body = answer.json() if answer.content else None
    except ValueError:
        return  # it comes from something between us and the service
    answers.assert_answer(method, urlsplit(answer.request.url).path, answer.status_code, body)


def _checked_reader(read, schema):
    @functools.wraps(read)
    def checked(body):
        answers.assert_schema(schema, body)
        return read(body)

    return checked
