"""The numbers of unhandled problems at the head of our pages and on the cards of roles."""

import json
import types

import pytest

from helion_dashboard import policy
from helion_dashboard.admin.monitoring import badges
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
    numbers = {"counts": [{"value": "compute", "states": {"down": 1, "critical": 2}}]}
    answers.assert_answer("GET", "/monitoring/v1/problems/counts", 200, numbers)
    unhandled = {row["value"]: row["states"] for row in numbers["counts"]}
    status = records.status(samples.STATUS)
    yield doubles(monkeypatch, client, {"status": status, "unhandled": unhandled})
    short_cache.forget(())


def part(request):
    return json.loads(badges.bell(request).content)["parts"]["helion-bell"]


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
    assert badges.bell(make_request("/")).status_code == 502


def test_a_page_asks_only_where_it_is_offered(make_request, service, monkeypatch):
    def urls(catalog):
        request = make_request("/", user=make_user(catalog=catalog))
        return helion_badges.head_badges({"request": request})["urls"]

    assert urls([*CATALOG, _SERVICE])["helion-bell"] == "/admin/uc_monitoring/bell.json"
    assert "helion-bell" not in urls(CATALOG)
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule != "monitoring:see")
    assert "helion-bell" not in urls([*CATALOG, _SERVICE])
    assert not service.status.called


def parts(make_request, address="/?kvm=compute&other=control"):
    answer = badges.roles(make_request(address))
    assert answer.status_code == 200
    return json.loads(answer.content)["parts"]


def test_each_role_has_its_own_numbers(make_request, service):
    drawn = parts(make_request)
    assert "1 down · 2 critical" in drawn["helion-alarms-kvm"]
    assert 'href="/admin/uc_monitoring/?role=compute"' in drawn["helion-alarms-kvm"]
    assert drawn["helion-alarms-other"] == drawn["helion-alarms"] == ""
    assert service.unhandled.call_args.args[1] == "role"


def test_why_alarms_are_unknown_is_said_once(make_request, service):
    service.unhandled.side_effect = errors.Unreachable(client.SERVICE, "Icinga is away.")
    drawn = parts(make_request)
    assert "Alarms are unknown: Icinga is away." in drawn.pop("helion-alarms")
    assert set(drawn.values()) == {""}


def test_where_the_alarms_of_roles_are(make_request):
    role = types.SimpleNamespace(name="kvm", resource_class="c&d")
    cards = [types.SimpleNamespace(role=role)]

    def url(catalog, cards=cards):
        request = make_request("/", user=make_user(catalog=catalog))
        return helion_badges.alarms_of_roles({"request": request}, cards)

    assert url([*CATALOG, _SERVICE]) == "/admin/uc_monitoring/roles.json?kvm=c%26d"
    assert url(CATALOG) is None
    assert url([*CATALOG, _SERVICE], ()) is None
