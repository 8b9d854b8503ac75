"""A page of operations is what the URL asks for, by one question to the service."""

from unittest import mock

import pytest
from django.http import QueryDict

from helion_dashboard.admin.operations import listing
from helion_dashboard.api import errors, operation_records, operations
from helion_dashboard.kit.list_query import ListQuery

A, B = (
    operation_records.Operation(id=name, kind="enrol", title=name, state="failed") for name in "ab"
)


@pytest.fixture
def service(monkeypatch):
    double = mock.create_autospec(operations.list_operations)
    double.return_value = operation_records.Page((A, B), None, 1)
    monkeypatch.setattr(operations, "list_operations", double)
    return double


def query(text=""):
    return ListQuery.parse(
        QueryDict(text), listing.COLUMNS, listing.FACETS, default=listing.NEWEST_FIRST
    )


def asked(service):
    (call,) = service.call_args_list
    return call.kwargs


def test_the_newest_come_first(request_, service):
    found = listing.page(request_, query())
    assert found == listing.Page((A, B), 1)
    assert asked(service) == {
        "states": (),
        "service": "",
        "resource": "",
        "limit": 50,
        "marker": None,
        "sort_key": "created_at",
        "sort_dir": "desc",
    }


def test_another_order_begins_at_its_small_end(request_, service):
    listing.page(request_, query("sort=title"))
    assert (asked(service)["sort_key"], asked(service)["sort_dir"]) == ("title", "asc")


def test_filters_are_the_services_own(request_, service):
    listing.page(request_, query("state=failed&service=nodes&resource=node:u1"))
    sent = asked(service)
    assert (sent["states"], sent["service"], sent["resource"]) == (("failed",), "nodes", "node:u1")


def test_groups_of_states(request_, service):
    listing.page(request_, query("state=is:active"))
    assert set(asked(service)["states"]) == {"queued", "running", "reverting"}
    service.reset_mock()
    listing.page(request_, query("state=is:failed"))
    assert set(asked(service)["states"]) == {"failed", "reverted"}


def test_a_later_page(request_, service):
    service.return_value = operation_records.Page((B,), "b", 0)
    found = listing.page(request_, query("after=a"))
    assert (found.operations, found.earlier, found.later) == ((B,), True, True)
    assert asked(service)["marker"] == "a"


def test_backwards_is_the_same_order_from_its_other_end(request_, service):
    service.return_value = operation_records.Page((B, A), "a", 0)
    found = listing.page(request_, query("before=c"))
    assert (found.operations, found.earlier, found.later) == ((A, B), True, True)
    assert (asked(service)["marker"], asked(service)["sort_dir"]) == ("c", "asc")


def test_backwards_to_the_beginning_is_the_first_page(request_, service):
    service.side_effect = [
        operation_records.Page((A,), None, 0),
        operation_records.Page((A, B), "b", 0),
    ]
    found = listing.page(request_, query("before=b"))
    assert (found.operations, found.earlier, found.later) == ((A, B), False, True)


def test_a_place_that_is_gone_is_said(request_, service):
    gone = errors.Invalid("node-lifecycle", "no", 422, fields={"marker": ["No such row."]})
    service.side_effect = [gone, operation_records.Page((A,), None, 0)]
    found = listing.page(request_, query("after=x"))
    assert found.operations == (A,)
    assert "no longer there" in found.problems[0]


def test_another_failure_is_one(request_, service):
    service.side_effect = errors.Unreachable("node-lifecycle", "down")
    with pytest.raises(errors.Unreachable):
        listing.page(request_, query("after=x"))


def test_a_state_that_does_not_exist_is_left_out_and_said():
    assert "left out" in query("state=dancing").problems[0]
