"""schemathesis makes up requests from the document; no answer is a server error."""

import pytest
from schemathesis import GenerationMode

from helion_services.monitoring import inventory, reconcile
from helion_services.monitoring.objects import ident_of
from tests.contract import made_up
from tests.contract.checks import endless
from tests.service.monitoring import conftest
from tests.service.monitoring.conftest import NAMESPACE, bmc, cloud, server

DEFAULT, MANY = 4, 150  # examples of each operation in each mode
CALLED = {"GET /monitoring/v1/problems", "POST /monitoring/v1/actions"}


@pytest.fixture
def idents(api, monkeypatch):
    """Ids of what is watched."""
    content = conftest.inventory(bmc(1, status=1), server(1), cloud(status=2))
    monkeypatch.setattr(inventory, "read", lambda _runtime: content)
    reconcile.reconcile(api, content, NAMESPACE)
    return [ident_of("helion-server-server-1"), ident_of("helion-cloud-RegionOne!compute")]


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
    assert [each for each in endless(document) if each[0].startswith("/monitoring/")] == []
