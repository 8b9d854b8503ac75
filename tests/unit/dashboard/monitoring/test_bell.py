"""The number of unhandled problems at the head of our pages."""

import json

import pytest

from helion_dashboard import policy
from helion_dashboard.admin.monitoring import bell
from helion_dashboard.api import errors, short_cache
from helion_dashboard.api.monitoring import client, records
from helion_dashboard.templatetags import helion_badges
from tests.contract import answers
from tests.unit.dashboard.conftest import CATALOG, make_user
from tests.unit.dashboard.monitoring import samples
from tests.unit.dashboard.panel_pages import doubles, everything_allowed  # noqa: F401

_SERVICE = {"type": client.SERVICE, "name": "monitoring", "endpoints": []}


@pytest.fixture(autouse=True)
def service(monkeypatch, everything_allowed):  # noqa: F811
    """The status that the client answers; a mock with its calls."""
    answers.assert_answer("GET", "/monitoring/v1/status", 200, samples.STATUS)
    yield doubles(monkeypatch, client, {"status": records.status(samples.STATUS)})
    short_cache.forget(())


def part(request):
    return json.loads(bell.bell(request).content)["parts"]["helion-bell"]


def test_the_number_leads_to_the_problems(make_request, service):
    html = part(make_request("/"))
    assert "1 unhandled problem" in html
    assert 'href="/admin/uc_monitoring/"' in html


def test_the_tabs_of_a_user_share_an_answer_and_none_waits_long_for_icinga(make_request, service):
    part(make_request("/"))
    part(make_request("/"))
    assert service.status.call_count == 1
    assert service.status.call_args.kwargs["far"] is False


@pytest.mark.parametrize(
    "body",
    [
        {**samples.STATUS, "counts": {**samples.COUNTS, "unhandled": 0}},
        samples.UNREACHABLE,
    ],
)
def test_nothing_unhandled_and_no_icinga_are_nothing_to_see(make_request, service, body):
    service.status.return_value = records.status(body)
    assert part(make_request("/")) == ""


def test_a_service_that_is_down_is_an_error_of_the_badge_alone(make_request, service):
    service.status.side_effect = errors.Unreachable(client.SERVICE, "down")
    assert bell.bell(make_request("/")).status_code == 502


def test_a_page_asks_only_where_it_is_offered(make_request, service, monkeypatch):
    def urls(catalog):
        request = make_request("/", user=make_user(catalog=catalog))
        return helion_badges.head_badges({"request": request})["urls"]

    assert urls([*CATALOG, _SERVICE])["helion-bell"] == "/admin/uc_monitoring/bell.json"
    assert "helion-bell" not in urls(CATALOG)
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule != "monitoring:see")
    assert "helion-bell" not in urls([*CATALOG, _SERVICE])
    assert not service.status.called
