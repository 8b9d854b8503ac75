"""schemathesis makes up requests from the document; the service compares badly with none of it."""

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode

from tests.contract.checks import ADMIN, CHECKS, endless, settings

DEFAULT, MANY = 3, 150  # examples of each operation in each mode


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
    ask(env, idents, mode, DEFAULT)


@pytest.mark.faults
@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_to_very_many_are_as_the_document_says(env, idents, mode):
    ask(env, idents, mode, MANY)


def test_all_that_stands_in_addresses_has_an_end(env):
    assert endless(env.app.test_client().get("/openapi.json").json) == []


def ask(env, idents, mode, examples):
    """Make up so many requests of each operation, some of them about what is there."""
    document = schemathesis.openapi.from_wsgi("/openapi.json", env.app)
    called = set()
    for result in document.get_all_operations():
        operation = result.ok()
        called.add(operation.label)
        can_be_wrong = operation.path_parameters or operation.query or operation.body
        if mode is GenerationMode.NEGATIVE and not can_be_wrong:
            continue

        @settings(examples)
        @hypothesis.given(
            case=operation.as_strategy(generation_mode=mode), data=hypothesis.strategies.data()
        )
        def call(case, data):
            for name in case.path_parameters or ():
                if data.draw(hypothesis.strategies.booleans()):
                    case.path_parameters[name] = data.draw(
                        hypothesis.strategies.sampled_from(idents)
                    )
            case.call_and_validate(headers=ADMIN, checks=CHECKS)

        call()
    assert {"POST /sirius/v1/storeservs", "POST /sirius/v1/configuration/apply"} <= called
