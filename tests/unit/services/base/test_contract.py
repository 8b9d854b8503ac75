"""schemathesis makes up requests from the document and compares the answers with it."""

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ADMIN = {
    "X-Identity-Status": "Confirmed",
    "X-User-Id": "a1",
    "X-User-Name": "admin",
    "X-Project-Id": "p1",
    "X-Roles": "admin",
}


SETTINGS = hypothesis.settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(app, mode):
    document = schemathesis.openapi.from_wsgi("/openapi.json", app)
    called = set()
    for found in document.get_all_operations():
        operation = found.ok()
        called.add(operation.label)
        if mode is GenerationMode.NEGATIVE and operation.path == "/healthcheck":
            continue  # nothing can be wrong with it

        @SETTINGS
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def call(case):
            case.call_and_validate(headers=ADMIN, checks=CHECKS)

        call()
    assert {"GET /healthcheck", "POST /sample/v1/things", "GET /sample/v1/operations"} <= called
