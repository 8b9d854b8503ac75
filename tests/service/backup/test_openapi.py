"""schemathesis makes up requests from the document; no answer is a server error."""

import pytest
from schemathesis import GenerationMode

from tests.contract import made_up
from tests.contract.checks import endless
from tests.service.backup.ironic import Ironic

CALLED = {"GET /backup/v1/backups", "POST /backup/v1/backups/{backup_id}/restore"}


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(env, repository, cloud, mode):
    env.runtime.clouds = Ironic(cloud)
    env.runtime.conf.set_override("restic", "not-there", group="backup")  # seconds a request
    assert made_up.ask(env.app, mode, 4, [repository["id"]]).keys() >= CALLED


def test_texts_in_addresses_have_a_length(env):
    document = env.app.test_client().get("/openapi.json").json
    assert [each for each in endless(document) if each[0].startswith("/backup/")] == []
