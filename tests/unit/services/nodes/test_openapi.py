"""schemathesis makes up requests from the document; no answer is a server error.

What would begin an operation may: nobody runs it.
"""

import pytest
from schemathesis import GenerationMode

from tests.contract import made_up, small_undercloud
from tests.contract.services import Services

pytestmark = pytest.mark.slow

DEFAULT, MANY = 2, 700  # examples of each operation in each mode
CALLED = {"POST /nodes/v1/plans", "POST /nodes/v1/enrolments", "GET /nodes/v1/roles"}
_SCALE_OUT = {"action": "scale_out", "role": "compute", "count": 2}


@pytest.fixture(scope="module")
def application(tmp_path_factory):
    running = Services(tmp_path_factory.mktemp("services"))
    running.runtime.clouds.answers = small_undercloud.answers()
    running.runtime.clouds.has = lambda cloud: cloud != "overcloud"  # its login is not configured
    yield running.application
    running.close()


@pytest.fixture(scope="module")
def idents(application):
    """The id of a plan."""
    client = application.test_client()
    answer = client.post("/nodes/v1/plans", json=_SCALE_OUT, headers=made_up.ADMIN)
    assert answer.status_code == 201, answer.json
    return [answer.json["id"]]


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(application, idents, mode):
    counts = made_up.ask(application, mode, DEFAULT, idents, "/nodes/")
    assert counts.keys() >= CALLED


@pytest.mark.faults
@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_to_very_many_are_as_the_document_says(application, idents, mode):
    made_up.ask(application, mode, made_up.many(MANY), idents, "/nodes/")
