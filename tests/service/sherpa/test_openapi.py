"""schemathesis makes up requests from the document; no answer is a server error."""

import pytest
from schemathesis import GenerationMode

from tests.contract import made_up
from tests.contract.checks import endless
from tests.service.sherpa.glance import Glance

DEFAULT, MANY = 4, 150  # examples of each operation in each mode
CALLED = {"GET /sherpa/v1/entries", "PUT /sherpa/v1/imports/{upload_id}"}


@pytest.fixture
def idents(env, source):
    """The id of a source."""
    env.runtime.clouds = Glance()
    env.runtime.conf.set_override("timeout", 0.5, group="sherpa")
    return [source["id"]]


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(env, idents, mode):
    counts = made_up.ask(env.app, mode, DEFAULT, idents)
    assert counts.keys() >= CALLED


@pytest.mark.faults
@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_to_very_many_are_as_the_document_says(env, idents, mode):
    made_up.ask(env.app, mode, made_up.many(MANY), idents)


def test_texts_in_addresses_have_a_length(env):
    document = env.app.test_client().get("/openapi.json").json
    assert [each for each in endless(document) if each[0].startswith("/sherpa/")] == []
