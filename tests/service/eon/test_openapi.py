"""schemathesis makes up requests from the document; the service compares badly with none of it."""

import pytest
from schemathesis import GenerationMode

from tests.contract import made_up
from tests.contract.checks import endless

DEFAULT, MANY = 8, 150  # examples of each operation in each mode
CALLED = {"POST /v2/resource_mgrs", "GET /v2/resources", "GET /v2/operations"}


@pytest.fixture
def idents(service_env, registered, clusters, nova):
    """Ids of a vCenter and its clusters."""
    service_env.runtime.conf.set_override("timeout", 1.0, group="eon")
    return [registered.id, *(cluster["id"] for cluster in clusters.values())]


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(service_env, idents, mode):
    counts = made_up.ask(service_env.app, mode, DEFAULT, idents)
    assert counts.keys() >= CALLED


@pytest.mark.faults
@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_to_very_many_are_as_the_document_says(service_env, idents, mode):
    made_up.ask(service_env.app, mode, made_up.many(MANY), idents)


def test_the_errors_of_the_document(service_env):
    document = service_env.app.test_client().get("/openapi.json").json
    content = {
        "application/json": {"schema": {"$ref": "#/components/schemas/EonError"}},
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
    }
    for path, methods in document["paths"].items():
        if not path.startswith("/v2/"):
            continue
        for method, operation in methods.items():
            if method == "parameters":
                continue
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert answer["content"] == content, (path, status)
    assert "/resources" not in document["paths"]
    assert endless(document) == []
