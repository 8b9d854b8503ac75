"""schemathesis makes up requests from the document and compares the answers with it."""

import pytest
from schemathesis import GenerationMode

from tests.contract import made_up

pytestmark = pytest.mark.slow

CALLED = {"GET /healthcheck", "POST /sample/v1/things", "GET /sample/v1/operations"}


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(app, mode):
    counts = made_up.ask(app, mode, 5)
    assert counts.keys() >= CALLED
