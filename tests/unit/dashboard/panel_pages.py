"""What tests of panels on the kit have in common."""

import json
from unittest import mock

import pytest


def doubles(monkeypatch, module, answers):
    """Functions of a module answer what ``answers`` has by their names; returns their calls."""
    calls = mock.Mock()
    for name, answer in answers.items():
        double = mock.create_autospec(getattr(module, name), return_value=answer)
        monkeypatch.setattr(module, name, double)
        calls.attach_mock(double, name)
    return calls


def shown(make_request, page, path="/", **kwargs):
    """The text of a list page."""
    return page(make_request(path), **kwargs).answer_index().content.decode()


@pytest.fixture
def everything_allowed(monkeypatch, pages_alone):
    """The user may do everything; messages are dropped."""
    monkeypatch.setattr("helion_dashboard.policy.allowed", lambda request, rule: True)
    for level in ("success", "info", "error"):
        monkeypatch.setattr(f"django.contrib.messages.{level}", mock.Mock())


@pytest.fixture
def post(make_request):
    """``post(page, data, **kwargs)`` -> the status and the JSON of a form's answer."""

    def post(page, data, **kwargs):
        request = make_request("/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
        request.method = "POST"
        request.POST = data
        answer = page(request, **kwargs).answer()
        return answer.status_code, json.loads(answer.content)

    return post


@pytest.fixture
def act(make_request):
    """``act(page, action, ids, **kwargs)`` -> the results of an action of a list."""

    def act(page, action, *ids, **kwargs):
        request = make_request("/")
        request.method = "POST"
        request._body = json.dumps({"action": action, "ids": ids}).encode()
        return json.loads(page(request, **kwargs).answer_act().content)["results"]

    return act
