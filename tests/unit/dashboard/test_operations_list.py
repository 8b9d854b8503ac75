"""A page of operations is what the URL asks for, by one question to the service."""

from unittest import mock

import pytest
from django.http import QueryDict

from helion_dashboard.admin.operations.views import Operations
from helion_dashboard.api import errors
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.operations import records as operation_records
from helion_dashboard.kit import lists

A, B = (
    operation_records.Operation(id=name, kind="enrol", title=name, state="failed") for name in "ab"
)


@pytest.fixture
def service(monkeypatch):
    double = mock.create_autospec(operations.list_operations)
    double.return_value = operation_records.Page((A, B), None, 1)
    monkeypatch.setattr(operations, "list_operations", double)
    return double


def page(request, text=""):
    request.GET = QueryDict(text)
    return Operations(request).page


def query_of(service):
    (call,) = service.call_args_list
    return call.kwargs


def test_the_newest_come_first(request_, service):
    shown = page(request_)
    assert shown == lists.Page((A, B))
    assert query_of(service) == {
        "states": (),
        "service": "",
        "resource": "",
        "limit": 50,
        "marker": None,
        "sort_key": "created_at",
        "sort_dir": "desc",
    }


def test_another_order_begins_at_its_small_end(request_, service):
    page(request_, "sort=title")
    assert (query_of(service)["sort_key"], query_of(service)["sort_dir"]) == ("title", "asc")


def test_filters_are_the_services_own(request_, service):
    page(request_, "state=failed&service=nodes&resource=node:u1")
    sent = query_of(service)
    assert (sent["states"], sent["service"], sent["resource"]) == (("failed",), "nodes", "node:u1")


def test_groups_of_states(request_, service):
    page(request_, "state=is:active")
    assert set(query_of(service)["states"]) == {"queued", "running", "paused", "reverting"}
    service.reset_mock()
    page(request_, "state=is:failed")
    assert set(query_of(service)["states"]) == {"failed", "reverted"}


def test_a_later_page(request_, service):
    service.return_value = operation_records.Page((B,), "b", 0)
    shown = page(request_, "after=a")
    assert (shown.records, shown.earlier, shown.later) == ((B,), True, True)
    assert query_of(service)["marker"] == "a"


def test_backwards_is_the_same_order_from_its_other_end(request_, service):
    service.return_value = operation_records.Page((B, A), "a", 0)
    shown = page(request_, "before=c")
    assert (shown.records, shown.earlier, shown.later) == ((A, B), True, True)
    assert (query_of(service)["marker"], query_of(service)["sort_dir"]) == ("c", "asc")


def test_backwards_to_the_beginning_is_the_first_page(request_, service):
    service.side_effect = [
        operation_records.Page((A,), None, 0),
        operation_records.Page((A, B), "b", 0),
    ]
    shown = page(request_, "before=b")
    assert (shown.records, shown.earlier, shown.later) == ((A, B), False, True)


def test_a_place_that_is_gone_is_said(request_, service):
    gone = errors.Invalid("node-lifecycle", "no", 422, fields={"marker": ["No such row."]})
    service.side_effect = [gone, operation_records.Page((A,), None, 0)]
    shown = page(request_, "after=x")
    assert shown.records == (A,)
    assert "no longer exists" in shown.notices[0].text
    assert shown.notices[0].problem


def test_another_failure_is_one(request_, service):
    service.side_effect = errors.Unreachable("node-lifecycle", "down")
    with pytest.raises(errors.Unreachable):
        page(request_, "after=x")


def test_a_state_that_does_not_exist_is_left_out_and_said(request_, service):
    request_.GET = QueryDict("state=dancing")
    notices = Operations(request_).notices
    assert "ignored" in notices[0].text
    assert notices[0].problem


def test_the_line_above_counts_what_is_in_progress(request_, service):
    operations_list = Operations(request_)
    counts = operations_list.counts(operations_list.page)
    assert [(count.text, count.url) for count in counts] == [
        ("1 operation in progress", "?state=is:active")
    ]
