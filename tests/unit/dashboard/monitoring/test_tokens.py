"""Tokens with which servers report: who has one, a new one that is shown once, and revoking."""

from unittest import mock

import pytest

from helion_dashboard.admin.monitoring import tokens
from helion_dashboard.api import errors
from helion_dashboard.api.monitoring import client, records
from tests.contract import answers
from tests.unit.dashboard.monitoring import samples
from tests.unit.dashboard.panel_pages import act, doubles, everything_allowed, shown  # noqa: F401

_SERVER = {**samples.HOST, "kind": "server", "state": "up", "token_at": samples.TIME}
_OTHER = {**_SERVER, "id": "b", "label": "<i>other</i>", "token_at": None}
_TOKEN = "t0k.<en>"


@pytest.fixture(autouse=True)
def service(monkeypatch, everything_allowed):  # noqa: F811
    """The functions of the client answer the samples; a mock with their calls."""
    answers.load()
    page = {"objects": [_SERVER, _OTHER], "next_marker": None, "total": 2}
    answers.assert_answer("GET", "/monitoring/v1/hosts", 200, page)
    detail = {**samples.HOST_DETAIL, **_SERVER}
    answers.assert_answer("GET", "/monitoring/v1/hosts/aDE", 200, detail)
    answers.assert_answer("POST", "/monitoring/v1/hosts/aDE/token", 201, {"token": _TOKEN})
    return doubles(
        monkeypatch,
        client,
        {
            "status": records.status(samples.STATUS),
            "filters": samples.FILTERS,
            "hosts": records.page(page),
            "host": records.monitored(detail),
            "issue_token": _TOKEN,
            "results_url": "http://helion.test/monitoring/v1/results",
        },
    )


def test_servers_with_and_without_a_token(make_request, service):
    text = shown(make_request, tokens.Tokens)
    assert text.count("Issued") == 1
    assert "&lt;i&gt;other" in text
    assert service.hosts.call_args.kwargs["kind"] == "server"


def issue(make_request, method="POST"):
    request = make_request("/")
    request.method = method
    return tokens.Issue(request, host="aDE").answer()


def test_a_token_is_shown_once(make_request, service):
    before = issue(make_request, "GET")
    assert "becomes void" in before.content.decode()
    assert not service.issue_token.called
    answer = issue(make_request)
    text = answer.content.decode()
    assert "t0k.&lt;en&gt;" in text
    assert "http://helion.test/monitoring/v1/results" in text
    assert 'id="helion-form"' not in text
    assert answer["Cache-Control"] == "no-store"
    assert service.issue_token.call_args.args[1] == "aDE"


def test_one_that_is_not_issued(make_request, service):
    service.issue_token.side_effect = errors.Conflict("s", "Only servers report.", 409)
    answer = issue(make_request)
    assert answer.status_code == 422
    assert "Only servers report." in answer.content.decode()


def test_an_icinga_that_is_away_is_named(make_request, service):
    service.host.side_effect = errors.Unreachable("s", "Icinga is away.")
    assert "Icinga is away." in issue(make_request, "GET").content.decode()


def test_tokens_are_revoked(act, monkeypatch):  # noqa: F811
    wire = mock.create_autospec(client.WIRE, instance=True)
    wire.path = client.WIRE.path
    monkeypatch.setattr(client, "WIRE", wire)
    assert [row["reason"] for row in act(tokens.Tokens, "revoke", "aDE", "b")] == ["", ""]
    paths = {call.args[1] for call in wire.delete.call_args_list}
    assert paths == {"/hosts/aDE/token", "/hosts/b/token"}
