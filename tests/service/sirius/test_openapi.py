"""schemathesis makes up requests from the document; the service compares badly with none of it."""

import pytest
from schemathesis import GenerationMode

from tests.contract import made_up
from tests.contract.checks import endless

DEFAULT, MANY = 3, 150  # examples of each operation in each mode
CALLED = {"POST /sirius/v1/storeservs", "POST /sirius/v1/configuration/apply"}


@pytest.fixture
def idents(env, cpgs, registered, cluster):
    """Ids of an array, a CPG, a cluster and a back end that are there."""
    env.runtime.conf.set_override("timeout", 1.0, group="sirius")
    member = cpgs["FC_r5"]["id"]
    backend = env.admin.post("/sirius/v1/backends", json={"name": "gold", "members": [member]})
    assert backend.status_code == 201, backend.json
    return [registered["id"], member, cluster["id"], backend.json["id"]]


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(env, idents, mode):
    counts = made_up.ask(env.app, mode, DEFAULT, idents)
    assert counts.keys() >= CALLED


@pytest.mark.faults
@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_to_very_many_are_as_the_document_says(env, idents, mode):
    made_up.ask(env.app, mode, made_up.many(MANY), idents)


def test_all_that_stands_in_addresses_has_an_end(env):
    assert endless(env.app.test_client().get("/openapi.json").json) == []
