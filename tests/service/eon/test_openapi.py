"""schemathesis makes up requests from the document; the service compares badly with none of it."""

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode

from tests.contract.checks import ADMIN, CHECKS, endless, settings

SETTINGS = settings(8)


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(service_env, registered, clusters, nova, mode):
    """The ids of a vCenter and a cluster that are there are made up like any other."""
    service_env.runtime.conf.set_override("timeout", 1.0, group="eon")
    document = schemathesis.openapi.from_wsgi("/openapi.json", service_env.app)
    idents = [registered.id, *(cluster["id"] for cluster in clusters.values())]
    called = set()
    for result in document.get_all_operations():
        operation = result.ok()
        called.add(operation.label)
        if (
            operation.path == "/healthcheck"
            or mode is GenerationMode.NEGATIVE
            and not (operation.path_parameters or operation.query or operation.body)
        ):
            continue  # nothing can be wrong with it

        @SETTINGS
        @hypothesis.given(
            case=operation.as_strategy(generation_mode=mode), ident=hypothesis.strategies.data()
        )
        def call(case, ident):
            if case.path_parameters and ident.draw(hypothesis.strategies.booleans()):
                for name in case.path_parameters:
                    case.path_parameters[name] = ident.draw(
                        hypothesis.strategies.sampled_from(idents)
                    )
            case.call_and_validate(headers=ADMIN, checks=CHECKS)

        call()
    assert {"POST /v2/resource_mgrs", "GET /v2/resources", "GET /v2/operations"} <= called


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
