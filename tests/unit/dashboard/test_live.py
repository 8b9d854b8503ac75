import json

import pytest

from helion_dashboard.api import errors
from helion_dashboard.kit.live import live


@live
def view(request):
    return {"rows": [1], "moving": False}


def test_the_same_answer_is_304(make_request):
    first = view(make_request())
    again = view(make_request(HTTP_IF_NONE_MATCH=f'"other", W/{first["ETag"]}'))
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first["Cache-Control"] == "private, no-cache"


def test_asking_does_not_keep_a_session_alive(request_):
    request_.session.modified = True
    view(request_)
    assert request_.session.modified is False


def test_a_new_token_is_still_saved(request_):
    request_.session.modified = True
    request_._helion_stored = True
    view(request_)
    assert request_.session.modified is True


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.Unreachable("baremetal", "gone"), 502),
        (errors.NotFound("baremetal", "gone", 404), 404),
        (errors.NoSystemRole("identity", "no role"), 403),
        (errors.Refused("baremetal", "no", 403), 403),
    ],
)
def test_a_failed_service_is_named(request_, error, status):
    @live
    def failing(request):
        raise error

    answer = failing(request_)
    assert answer.status_code == status
    assert json.loads(answer.content) == {"error": error.reason, "service": error.service}


def test_growing_older_is_no_change(make_request):
    ages = iter((4, 9))

    @live
    def aged(request):
        return {"rows": [1], "moving": False, "age": next(ages)}

    first = aged(make_request())
    again = aged(make_request(HTTP_IF_NONE_MATCH=first["ETag"]))
    assert (first.status_code, first["Age"], b"age" in first.content) == (200, "4", False)
    assert (again.status_code, again["Age"]) == (304, "9")


def test_what_has_no_age_does_not_say_any(request_):
    assert "Age" not in view(request_)
