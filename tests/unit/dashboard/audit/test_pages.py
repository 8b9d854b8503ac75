"""The panel Audit: what it asks for, what it shows, and its files."""

import csv
import datetime
import io
import json

import pytest

from helion_dashboard.admin.audit import export, logins, views
from helion_dashboard.api import errors
from helion_dashboard.api.audit import client, records
from helion_dashboard.api.logs import client as logs
from helion_dashboard.api.logs import records as log_records
from tests.unit.dashboard.panel_pages import doubles, shown

AT = datetime.datetime(2026, 11, 21, 5, 0, tzinfo=datetime.UTC)
APPLY = records.Event(
    *("12", AT, "plan:apply", "/nodes/v1/plans/7/apply", 202, "u1", "ann"),
    address="192.0.2.7",
    request_id="req-1",
    detail={"plan": "<7>"},
)
REFUSED = records.Event("11", AT, "vcenter:create", "/v2/vcenters", 403, "u2")
pytestmark = pytest.mark.usefixtures("everything_allowed")


@pytest.fixture
def trail(monkeypatch):
    answers = {"list_events": ((APPLY, REFUSED), False), "get_event": APPLY}
    return doubles(monkeypatch, client, answers)


def test_the_list(make_request, trail):
    text = shown(make_request, views.Events)
    assert "plan:apply" in text
    assert "/nodes/v1/plans/7/apply" in text
    assert "192.0.2.7" in text
    assert "Refused" in text
    assert "u2" in text  # without a name
    assert "export.csv?sort=at&amp;desc=1" in text
    call = trail.list_events.call_args
    assert call.args[1] == {}
    assert call.kwargs["sort_dir"] == "desc"


def test_filters_are_the_services(make_request, trail):
    path = "/?user=ann&action=plan:&resource=7&request=req-1&outcome=failed&period=day&after=9"
    views.Events(make_request(path)).answer_index()
    _request, filters = trail.list_events.call_args.args
    since = datetime.datetime.fromisoformat(filters.pop("since"))
    age = datetime.datetime.now(datetime.UTC) - since
    assert datetime.timedelta(hours=23) < age < datetime.timedelta(hours=25)
    assert filters == {
        "user": "ann",
        "action": "plan:",
        "resource": "7",
        "request": "req-1",
        "outcome": "failed",
    }
    assert trail.list_events.call_args.kwargs["marker"] == "9"


@pytest.mark.parametrize(
    ("status", "name"),
    [(200, "succeeded"), (302, "succeeded"), (401, "refused"), (403, "refused")]
    + [(404, "failed"), (409, "failed"), (500, "failed")],
)
def test_outcomes(status, name):
    event = records.Event("1", AT, "plan:apply", "/", status)
    assert event.state is records.OUTCOME[name]


def test_an_event(make_request, trail):
    page = views.Event(make_request("/"), event="12").answer_detail().content.decode()
    assert "&lt;7&gt;" in page
    assert "?user=u1" in page
    assert "req-1" in page


def test_an_event_that_is_gone(make_request, trail):
    trail.get_event.side_effect = errors.NotFound("audit", "No.", 404)
    answer = views.Event(make_request("/"), event="12").answer_detail()
    assert answer.status_code == 302


def test_a_csv_file(make_request, trail):
    formula = records.Event("10", AT, "=cmd()", '/x,"y"\nz', 200, user_name="@SUM(A1)")
    trail.list_events.return_value = ((APPLY, formula), False)
    answer = export.as_csv(make_request("/?user=ann"))
    assert answer["Content-Disposition"] == 'attachment; filename="audit.csv"'
    first, second = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (first["at"], first["user_name"], first["outcome"]) == (AT.isoformat(), "ann", "202")
    assert json.loads(first["detail"]) == {"plan": "<7>"}
    assert (second["action"], second["user_name"]) == ("'=cmd()", "'@SUM(A1)")
    assert second["resource"] == formula.resource
    assert trail.list_events.call_args.args[1] == {"user": "ann"}


def test_a_json_file(make_request, trail):
    lines = export.as_json_lines(make_request("/")).content.decode().splitlines()
    assert [json.loads(line)["action"] for line in lines] == ["plan:apply", "vcenter:create"]


def test_a_file_has_all_pages_up_to_a_limit(make_request, trail, monkeypatch):
    monkeypatch.setattr(export, "_MOST", 5)
    monkeypatch.setattr(export, "_PAGE", 2)
    trail.list_events.return_value = ((APPLY, REFUSED), True)
    export.as_json_lines(make_request("/"))
    calls = [call.kwargs for call in trail.list_events.call_args_list]
    assert [(call["limit"], call["marker"]) for call in calls] == [(2, None), (2, "11"), (1, "11")]


@pytest.mark.parametrize("view", [export.as_csv, export.as_json_lines])
def test_a_service_that_fails_is_said_on_the_list(make_request, trail, view, monkeypatch):
    sentences = []
    monkeypatch.setattr(
        "django.contrib.messages.error", lambda request, text: sentences.append(text)
    )
    trail.list_events.side_effect = errors.Unreachable("nodes", "It did not answer in time.")
    answer = view(make_request("/"))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/uc_audit/")
    assert sentences == ["It did not answer in time."]


def test_requests_that_were_left_out_are_counted(make_request, trail):
    counting = records.Event("13", AT, "audit:left-out", "", 403, "u2", detail={"count": 4711})
    trail.list_events.return_value = ((counting,), False)
    assert "4711 more requests that were refused or failed" in shown(make_request, views.Events)


def line(ident, outcome, text=None, **initiator):
    event = {"payload": {"outcome": outcome, "initiator": initiator}}
    written = json.dumps(event) if text is None else text
    return log_records.Line(ident, AT, "info", "keystone", text=written)


@pytest.fixture
def store(monkeypatch):
    """A log store with two logins, and lines about something else."""
    lines = (
        line("a", "success", username="<ann>", host={"address": "192.0.2.7", "agent": "x"}),
        line("b", "failure", user_id="u2", request_id="req-1", host=None),
        line("c", "success", "identity.authenticate nonsense {"),
        line("d", "success", '{"payload": []}'),
    )
    monkeypatch.setattr(logs, "offered", lambda: True)
    return doubles(monkeypatch, logs, {"lines": log_records.Lines(lines, more=True)})


def test_who_logged_in_or_was_refused(make_request, store):
    path = "/?q=ann&outcome=refused&period=hour&after=z"
    text = views_of(make_request(path))
    for part in ("&lt;ann&gt;", "192.0.2.7", "Succeeded", "u2", "Refused", "request=req-1"):
        assert part in text
    assert text.count("<tr id=") == 2
    _request, query, _limit, marker = store.lines.call_args.args
    assert (query.text, query.service) == ("identity.authenticate failure ann", "keystone")
    assert (marker, query.since is None) == ("z", False)


def views_of(request):
    return logins.Logins(request).answer_index().content.decode()


def test_logins_stand_beside_the_trail_where_there_is_a_log_store(make_request, trail, store):
    assert "/admin/uc_audit/logins/" in shown(make_request, views.Events)


def test_without_a_log_store_there_is_the_trail_alone(make_request, trail, monkeypatch):
    monkeypatch.setattr(logs, "offered", lambda: False)
    assert "/admin/uc_audit/logins/" not in shown(make_request, views.Events)


def test_a_log_store_that_is_away_is_said(make_request, store):
    store.lines.side_effect = errors.Unreachable("logs", "It is away.")
    assert "It is away." in views_of(make_request("/"))
