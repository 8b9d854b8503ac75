"""Cancelling and retrying: what stands beside the buttons, and what comes of them."""

import json
from unittest import mock

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.test import RequestFactory

from helion_dashboard import policy
from helion_dashboard.admin.operations import cancel_retry
from helion_dashboard.api import errors
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.operations import records as operation_records

ID, NEW = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
PAGE = "/admin/uc_operations/"


class _Messages(BaseStorage):
    def _get(self, *args, **kwargs):
        return [], True


@pytest.fixture
def allowed(monkeypatch):
    rules = {"operation:cancel", "operation:pause", "operation:retry"}
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule in rules)
    return rules


@pytest.fixture
def service(monkeypatch):
    calls = mock.Mock()
    for name in ("cancel_operation", "pause_operation", "continue_operation", "retry_operation"):
        double = mock.create_autospec(getattr(operations, name))
        double.return_value = operation(id=NEW if "retry" in name else ID)
        monkeypatch.setattr(operations, name, double)
        calls.attach_mock(double, name)
    return calls


@pytest.fixture
def post(make_request):
    def send(view, background=True, **data):
        headers = {"X-Requested-With": "XMLHttpRequest"} if background else {}
        request = RequestFactory().post("/", data, headers=headers)
        base = make_request()
        request.user, request.session = base.user, base.session
        request._messages = _Messages(request)
        return request, view(request, operation=ID)

    return send


def operation(**more):
    fields = {"id": ID, "kind": "enrol", "title": "Enrol x", "state": "running", **more}
    return operation_records.Operation(**fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"can_cancel": True}, ""),
        ({"can_cancel": False, "cancel_requested": True}, "being cancelled"),
        ({"can_cancel": False, "state": "reverting"}, "being rolled back"),
        ({"can_cancel": False}, "can no longer be rolled back"),
    ],
)
def test_why_it_cannot_be_cancelled(request_, allowed, fields, words):
    reason = cancel_retry.why_not_cancel(request_, operation(**fields))
    assert (words in reason) if words else reason == ""


def test_roles_that_do_not_allow_it_are_said_with_the_rule(request_, allowed):
    allowed.clear()
    assert "helion:operation:cancel" in cancel_retry.why_not_cancel(
        request_, operation(can_cancel=True)
    )
    assert "helion:operation:retry" in cancel_retry.why_not_retry(request_, operation())


def test_cancel_stays_on_the_page(post, service, allowed):
    request, answer = post(cancel_retry.cancel, key="k1")
    service.cancel_operation.assert_called_once_with(request, ID, key="k1")
    assert (answer.status_code, json.loads(answer.content)) == (200, {"url": f"{PAGE}{ID}/"})


@pytest.mark.parametrize(
    ("view", "call"),
    [(cancel_retry.pause, "pause_operation"), (cancel_retry.go_on, "continue_operation")],
)
def test_pausing_and_continuing_stay_on_the_page(post, service, allowed, view, call):
    request, answer = post(view, background=False)
    getattr(service, call).assert_called_once_with(request, ID, key=None)
    assert (answer.status_code, answer.url) == (302, f"{PAGE}{ID}/")


def test_who_may_not_pause_reads_why(request_, allowed):
    assert cancel_retry.why_not_pause(request_, operation(can_pause=True)) == ""
    allowed.clear()
    reason = cancel_retry.why_not_pause(request_, operation(can_continue=True))
    assert "helion:operation:pause" in reason
    assert cancel_retry.why_not_pause(request_, operation()) == ""


def test_retry_goes_to_the_new_operation(post, service, allowed):
    request, answer = post(cancel_retry.retry, background=False, key="k2")
    service.retry_operation.assert_called_once_with(request, ID, key="k2")
    assert (answer.status_code, answer.url) == (302, f"{PAGE}{NEW}/")


def test_what_the_service_refuses_is_said(post, service, allowed):
    service.cancel_operation.side_effect = errors.Conflict("nodes", "It has ended.", 409)
    _request, answer = post(cancel_retry.cancel)
    assert (answer.status_code, json.loads(answer.content)) == (409, {"error": "It has ended."})
    request, answer = post(cancel_retry.cancel, background=False)
    assert (answer.status_code, answer.url) == (302, f"{PAGE}{ID}/")
    assert [str(message) for message in messages.get_messages(request)] == ["It has ended."]


@pytest.mark.usefixtures("system_admin")
def test_without_the_policys_leave_nothing_is_asked(post, service, allowed):
    allowed.clear()
    _request, answer = post(cancel_retry.retry)
    assert answer.status_code == 403
    assert "helion:operation:retry" in json.loads(answer.content)["error"]
    assert service.mock_calls == []


def test_a_get_changes_nothing(request_, service):
    assert cancel_retry.cancel(request_, operation=ID).status_code == 405
    assert service.mock_calls == []
