"""Housekeeping of local content: what may go, and deleting that."""

import pytest

from helion_dashboard.admin.updates import housekeeping
from helion_dashboard.api.updates import client
from helion_dashboard.api.updates import contents as content_records
from tests.unit.dashboard.panel_pages import doubles
from tests.unit.dashboard.updates import samples
from tests.unit.dashboard.updates.conftest import answered

FORM = {"confirmation": "1", "files": "c0"}
NOTHING = {**samples.HOUSEKEEPING, "content": [], "bytes": 0, "keep_versions": 0}


@pytest.fixture
def service(monkeypatch):
    body = answered("/housekeeping", samples.HOUSEKEEPING)
    answered("/housekeeping", samples.HOUSEKEEPING, "POST")
    record = content_records.housekeeping(body)
    return doubles(monkeypatch, client, {"housekeeping": record, "tidy": record})


def text(make_request):
    return housekeeping.Housekeeping(make_request("/")).answer().content.decode()


def test_what_may_go_and_why(make_request, service):
    html = text(make_request)
    for words in ("overcloud-compute", "1.0.0", "3.0\xa0MB", "There are enough newer versions"):
        assert words in html
    assert "Type the number of files, 1, to confirm" in html
    assert html.count("Unlimited") == 2
    assert "every ten minutes" in html


def test_nothing_may_go(make_request, service):
    service.housekeeping.return_value = content_records.housekeeping(
        answered("/housekeeping", NOTHING)
    )
    html = text(make_request)
    assert "Clean up now" not in html
    assert "Content stays until it is deleted." in html


def test_it_is_deleted_once_its_number_is_typed(post, service):
    status, body = post(housekeeping.Housekeeping, FORM)
    assert status == 200, body
    assert body["url"] == "/admin/uc_updates/content/"
    assert len(service.tidy.mock_calls) == 1


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("confirmation", "2", "confirmation"),
        ("confirmation", "", "confirmation"),
        ("files", "c0,c1", "__all__"),
        ("files", "", "files"),
    ],
)
def test_nothing_else_is_deleted(post, service, name, value, field):
    status, body = post(housekeeping.Housekeeping, FORM | {name: value})
    assert (status, field in body["errors"]) == (422, True)
    assert service.tidy.mock_calls == []


def test_who_may_only_look_has_no_form(make_request, post, service, monkeypatch):
    monkeypatch.setattr(
        "helion_dashboard.policy.allowed", lambda request, rule: rule != "content:delete"
    )
    assert "helion-form" not in text(make_request)
    status, _body = post(housekeeping.Housekeeping, FORM)
    assert status == 403
    assert service.tidy.mock_calls == []
