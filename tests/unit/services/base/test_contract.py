"""schemathesis makes up requests from the document and compares the answers with it."""

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode

from tests.contract.checks import ADMIN, CHECKS, settings

SETTINGS = settings(5)


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(app, mode):
    document = schemathesis.openapi.from_wsgi("/openapi.json", app)
    called = set()
    for result in document.get_all_operations():
        operation = result.ok()
        called.add(operation.label)
        if mode is GenerationMode.NEGATIVE and operation.path == "/healthcheck":
            continue  # nothing can be wrong with it

        @SETTINGS
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def call(case):
            case.call_and_validate(headers=ADMIN, checks=CHECKS)

        call()
    assert {"GET /healthcheck", "POST /sample/v1/things", "GET /sample/v1/operations"} <= called
