"""One answer for each node, and a clear one for what makes no sense."""

import json
from unittest import mock

import pytest
from django.test import RequestFactory

from helion_dashboard import policy
from helion_dashboard.admin.nodes import acting, actions, elsewhere
from helion_dashboard.api import baremetal, errors, scopes

A, B = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"


@pytest.fixture
def act(make_request, monkeypatch):
    monkeypatch.setattr(scopes, "system_session", mock.create_autospec(scopes.system_session))
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule != "node:delete")

    def post(body):
        request = RequestFactory().post("/", json.dumps(body), content_type="application/json")
        base = make_request()
        request.user, request.session = base.user, base.session
        answer = acting.act(request)
        return answer.status_code, json.loads(answer.content)

    return post


def test_each_node_has_its_own_result(act, monkeypatch):
    def power(request, uuid, target):
        assert target == "power on"
        if uuid == B:
            raise errors.Conflict("baremetal", "locked by host x", 409)

    monkeypatch.setattr(baremetal, "set_power_state", power)
    status, said = act({"action": "power_on", "nodes": [A, B]})
    assert status == 200
    assert said["results"] == [
        {"node": A, "ok": True, "reason": ""},
        {"node": B, "ok": False, "reason": "locked by host x"},
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"action": "power_on", "nodes": []},
        {"action": "explode", "nodes": [A]},
        {"action": "power_on", "nodes": ["../chassis"]},
        {"action": "power_on", "nodes": [A] * 0 + [7]},
        {"action": ["power_on"], "nodes": [A]},
        {"nodes": [A]},
        [1],
        {"action": "power_on", "nodes": A},
        {"action": "maintenance", "nodes": [A], "inputs": "x"},
    ],
)
def test_what_makes_no_sense_is_400_and_a_sentence(act, body):
    status, said = act(body)
    assert status == 400
    assert said["error"]


def test_without_the_policys_leave_nothing_is_asked(act, monkeypatch):
    monkeypatch.setattr(baremetal, "delete_node", mock.Mock(side_effect=AssertionError))
    status, said = act({"action": "delete", "nodes": [A]})
    assert status == 403
    assert "helion:node:delete" in said["error"]


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("maintenance", {"reason": " "}, "reason"),
        ("clean", {"clean_steps": "[{"}, "clean_steps"),
        ("rescue", {}, "rescue_password"),
    ],
)
def test_a_missing_or_wrong_input_is_said_at_its_field(act, action, inputs, field):
    status, said = act({"action": action, "nodes": [A], "inputs": inputs})
    assert status == 422
    assert list(said["errors"]) == [field]


def test_steps_are_sent_as_data(act, monkeypatch):
    double = mock.create_autospec(baremetal.set_provision_state)
    monkeypatch.setattr(baremetal, "set_provision_state", double)
    steps = [{"interface": "deploy", "step": "erase_devices"}]
    act({"action": "clean", "nodes": [A], "inputs": {"clean_steps": json.dumps(steps)}})
    assert double.call_args.args[1:] == (A, "clean")
    assert double.call_args.kwargs == {"clean_steps": steps}


def test_every_action_is_in_the_menu_once():
    listed = [name for _title, names in actions.MENU for name in names]
    assert sorted(listed) == sorted(actions.BY_NAME)


def test_the_browsers_table_is_plain_data():
    table = actions.described(lambda rule: True)
    assert json.loads(json.dumps(table)) == json.loads(json.dumps(table))
    assert {a["name"] for g in table["groups"] for a in g["actions"]} == set(actions.BY_NAME)


def test_what_has_a_page_of_its_own_is_in_the_menu_as_links():
    group = elsewhere.described(lambda rule: rule == "plan:create")
    table = actions.described(lambda rule: True)
    shape = set(table["groups"][0]["actions"][0]) | {"link", "most"}
    assert json.loads(json.dumps(group)) == group
    assert [set(one) for one in group["actions"]] == [shape, shape]
    assert all(one["allowed"] and one["needs"]["instance"] for one in group["actions"])
    links = {one["name"]: one["link"] for one in group["actions"]}
    assert links == {
        "replace": "/admin/uc_scale/{node}/replace",
        "remove": "/admin/uc_scale/remove",
    }
    assert not set(links) & set(actions.BY_NAME)
