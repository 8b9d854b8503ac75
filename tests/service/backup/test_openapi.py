"""schemathesis makes up requests from the document; no answer is a server error."""

import pytest
from schemathesis import GenerationMode

from tests.contract import made_up
from tests.contract.checks import endless
from tests.service.backup.ironic import Ironic

MANY = 150  # examples of each operation in each mode
CALLED = {"GET /backup/v1/backups", "POST /backup/v1/backups/{backup_id}/restore"}


@pytest.fixture
def idents(env, repository, cloud):
    """The id of a repository, without what takes seconds a request."""
    env.runtime.clouds = Ironic(cloud)
    env.runtime.conf.set_override("restic", "not-there", group="backup")
    return [repository["id"]]


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(env, idents, mode):
    assert made_up.ask(env.app, mode, 4, idents).keys() >= CALLED


@pytest.mark.faults
@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_to_very_many_are_as_the_document_says(env, idents, mode):
    made_up.ask(env.app, mode, made_up.many(MANY), idents)


def test_texts_in_addresses_have_a_length(env):
    document = env.app.test_client().get("/openapi.json").json
    assert [each for each in endless(document) if each[0].startswith("/backup/")] == []
