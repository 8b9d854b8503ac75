"""schemathesis makes up requests from the document; no answer is a server error."""

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode

from tests.contract.checks import ADMIN, CHECKS, endless, settings
from tests.service.sherpa.glance import Glance

SETTINGS = settings(4)


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(env, source, mode):
    env.runtime.clouds = Glance()
    env.runtime.conf.set_override("timeout", 0.5, group="sherpa")
    document = schemathesis.openapi.from_wsgi("/openapi.json", env.app)
    called = set()
    for result in document.get_all_operations():
        operation = result.ok()
        called.add(operation.label)
        if operation.path == "/healthcheck" or (
            mode is GenerationMode.NEGATIVE
            and not (operation.path_parameters or operation.query or operation.body)
        ):
            continue  # nothing can be wrong with it

        @SETTINGS
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def call(case):
            case.call_and_validate(headers=ADMIN, checks=CHECKS)

        call()
    assert {"GET /sherpa/v1/entries", "PUT /sherpa/v1/imports/{upload_id}"} <= called


def test_texts_in_addresses_have_a_length(env):
    document = env.app.test_client().get("/openapi.json").json
    assert [each for each in endless(document) if each[0].startswith("/sherpa/")] == []
