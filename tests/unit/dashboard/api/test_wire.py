"""How every service is called, and the moments and path segments that all have in common."""

import datetime
import json

import pytest

from helion_dashboard.api import errors, wire


@pytest.mark.parametrize(
    "text", ["2026-11-21T05:00:00Z", "2026-11-21T05:00:00", "2026-11-21T06:00:00+01:00"]
)
def test_a_moment_knows_its_zone(text):
    assert wire.moment(text) == datetime.datetime(2026, 11, 21, 5, tzinfo=datetime.UTC)


@pytest.mark.parametrize("text", [None, "", "yesterday"])
def test_no_moment(text):
    assert wire.moment(text) is None


def test_a_segment_names_the_service_that_has_no_such_thing():
    assert wire.segment("baremetal", "rack1-u10.x~y_z") == "rack1-u10.x~y_z"
    with pytest.raises(errors.NotFound) as caught:
        wire.segment("baremetal", "../x")
    assert (caught.value.service, caught.value.status) == ("baremetal", 404)


IRONIC_FAULT = {"error_message": json.dumps({"faultcode": "Client", "faultstring": "Locked."})}


@pytest.mark.parametrize(
    ("status", "body", "kind", "reason"),
    [
        (409, IRONIC_FAULT, errors.Conflict, "Locked."),
        (409, {"error_message": {"faultstring": "Locked."}}, errors.Conflict, "Locked."),
        (403, {"forbidden": {"code": 403, "message": "Not you."}}, errors.Refused, "Not you."),
        (400, {"NeutronError": {"message": "Bad."}}, errors.Invalid, "Bad."),
        (404, {"title": "Not Found", "detail": "No such plan."}, errors.NotFound, "No such plan."),
        (422, {"title": "Unprocessable"}, errors.Invalid, "Unprocessable"),
        (503, ["?"], errors.ServiceError, "Busy"),
        (503, {}, errors.ServiceError, "Busy"),
        (503, {"error_message": "no JSON"}, errors.ServiceError, "Busy"),
    ],
)
def test_the_sentence_of_an_error_wherever_a_service_has_it(
    request_, requests_mock, status, body, kind, reason
):
    requests_mock.get("http://id.test/v3/x", json=body, status_code=status, reason="Busy")
    with pytest.raises(errors.ServiceError) as caught:
        wire.Wire("identity").get(request_, "/x")
    assert type(caught.value) is kind
    assert (caught.value.reason, caught.value.status) == (reason, status)


def test_a_problem_has_code_parameters_and_facts_of_its_fields(request_, requests_mock):
    problem = {
        "code": "invalid",
        "params": {"a": 1},
        "detail": "Wrong.",
        "errors": {"name": ["Too long.", "Taken."], "port": "No."},
        "error_facts": {"name": [{"code": "x", "params": {}}, None]},
    }
    requests_mock.post("http://id.test/v3/x", json=problem, status_code=422)
    with pytest.raises(errors.Invalid) as caught:
        wire.Wire("identity").post(request_, "/x", {"name": "n"}, "key")
    assert (caught.value.code, caught.value.params) == ("invalid", {"a": 1})
    assert caught.value.fields == {"name": ["Too long.", "Taken."], "port": ["No."]}
    headers = requests_mock.last_request.headers
    assert headers["Accept"] == "application/problem+json, application/json"
    assert headers["Idempotency-Key"] == "key"


def test_pages_are_followed_until_a_service_has_no_more(request_, requests_mock):
    bodies = [
        {"rows": [{"id": "a"}], "next": "a"},
        {"rows": [{"id": "b"}], "rows_links": [{"rel": "next", "href": "?"}]},
        {"rows": [{"id": "c"}]},
    ]
    requests_mock.get("http://id.test/v3/rows", [{"json": body} for body in bodies])
    rows = wire.Wire("identity").pages(request_, "/rows", {"limit": 1, "name": ""}, "rows")
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    queries = [call.query for call in requests_mock.request_history]
    assert queries == ["limit=1", "limit=1&marker=a", "limit=1&marker=b"]


def test_pages_are_followed_by_the_marker_of_our_own_services(request_, requests_mock):
    bodies = [
        {"rows": [{"id": "a"}], "next_marker": "x"},
        {"rows": [{"id": "b"}], "next_marker": None},
    ]
    requests_mock.get("http://id.test/v3/rows", [{"json": body} for body in bodies])
    rows = wire.Wire("identity").pages(request_, "/rows", {}, "rows")
    assert [row["id"] for row in rows] == ["a", "b"]
    assert [call.query for call in requests_mock.request_history] == ["", "marker=x"]


@pytest.mark.parametrize("more", [{"next_marker": "a"}, {"next": "a"}], ids=lambda more: str(*more))
def test_a_service_that_goes_in_circles_is_left(request_, requests_mock, more):
    requests_mock.get("http://id.test/v3/rows", json={"rows": [{"id": "a"}], **more})
    rows = wire.Wire("identity").pages(request_, "/rows", {}, "rows")
    assert [row["id"] for row in rows] == ["a", "a"]
