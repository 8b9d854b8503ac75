"""One answer for each node, and a clear one for what makes no sense."""

import itertools
import json
from unittest import mock

import pytest
from django.test import RequestFactory

from helion_dashboard import policy
from helion_dashboard.admin.nodes.actions import node_actions
from helion_dashboard.admin.nodes.listing import Nodes
from helion_dashboard.admin.scale.panel import NODE_ACTIONS
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.kit import actions

A, B = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"


#: Without those of other panels and packages.
OWN = {
    name: action
    for name, action in node_actions().by_name.items()
    if action.rule.startswith("node:")
}


@pytest.fixture
def act(make_request, monkeypatch):
    monkeypatch.setattr(scopes, "system_session", mock.create_autospec(scopes.system_session))
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule != "node:delete")

    def post(body):
        request = RequestFactory().post("/", json.dumps(body), content_type="application/json")
        base = make_request()
        request.user, request.session = base.user, base.session
        answer = Nodes.view("act")(request)
        return answer.status_code, json.loads(answer.content)

    return post


def test_each_node_has_its_own_result(act, monkeypatch):
    def power(request, uuid, target):
        assert target == "power on"
        if uuid == B:
            raise errors.Conflict("baremetal", "locked by host x", 409)

    monkeypatch.setattr(ironic, "set_power_state", power)
    status, answer = act({"action": "power_on", "ids": [A, B]})
    assert status == 200
    assert answer["results"] == [
        {"id": A, "ok": True, "reason": ""},
        {"id": B, "ok": False, "reason": "locked by host x"},
    ]


def test_what_there_is_no_time_for_is_left_for_another_request(act, monkeypatch):
    ids = [f"{n:08}-1111-1111-1111-111111111111" for n in range(40)]
    clock = itertools.count()  # each look at it is a second later
    monkeypatch.setattr(actions.time, "monotonic", lambda: next(clock))
    double = mock.create_autospec(ironic.set_power_state)
    monkeypatch.setattr(ironic, "set_power_state", double)
    done = []
    while ids:
        before = list(ids)
        status, answer = act({"action": "power_on", "ids": ids})
        assert status == 200
        assert answer["results"]
        done += [row["id"] for row in answer["results"]]
        ids = answer["later"]
        assert ids == [ident for ident in before if ident not in done]
    assert sorted(call.args[1] for call in double.call_args_list) == sorted(done)
    assert len(done) == 40


def test_slow_calls_are_begun_once_a_request(monkeypatch):
    """A second round would end too late."""
    monkeypatch.setattr(actions, "_WORKERS", 1)
    clock = mock.create_autospec(actions.time.monotonic, return_value=0.0)
    monkeypatch.setattr(actions.time, "monotonic", clock)

    def run(_ident):
        clock.return_value += 0.6

    assert [row["id"] for row in actions.each(["a", "b", "c"], run, within=1)] == ["a"]
    assert len(actions.each(["a", "b", "c"], run)) == 3


@pytest.mark.parametrize(
    "body",
    [
        {"action": "power_on", "ids": []},
        {"action": "explode", "ids": [A]},
        {"action": "power_on", "ids": ["../chassis"]},
        {"action": "power_on", "ids": [A] * 0 + [7]},
        {"action": ["power_on"], "ids": [A]},
        {"ids": [A]},
        [1],
        {"action": "power_on", "ids": A},
        {"action": "maintenance", "ids": [A], "inputs": "x"},
    ],
)
def test_what_makes_no_sense_is_400_and_a_sentence(act, body):
    status, answer = act(body)
    assert status == 400
    assert answer["error"]


def test_without_the_policys_leave_nothing_is_asked(act, monkeypatch):
    monkeypatch.setattr(ironic, "delete_node", mock.Mock(side_effect=AssertionError))
    status, answer = act({"action": "delete", "ids": [A]})
    assert status == 403
    assert "helion:node:delete" in answer["error"]


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("maintenance", {"reason": " "}, "reason"),
        ("clean", {"clean_steps": "[{"}, "clean_steps"),
        ("rescue", {}, "rescue_password"),
    ],
)
def test_a_missing_or_wrong_input_is_said_at_its_field(act, action, inputs, field):
    status, answer = act({"action": action, "ids": [A], "inputs": inputs})
    assert status == 422
    assert list(answer["errors"]) == [field]


def test_steps_are_sent_as_data(act, monkeypatch):
    double = mock.create_autospec(ironic.set_provision_state)
    monkeypatch.setattr(ironic, "set_provision_state", double)
    steps = [{"interface": "deploy", "step": "erase_devices"}]
    act({"action": "clean", "ids": [A], "inputs": {"clean_steps": json.dumps(steps)}})
    assert double.call_args.args[1:] == (A, "clean")
    assert double.call_args.kwargs == {"clean_steps": steps}


def test_every_action_is_in_the_menu_once():
    table = node_actions()
    names = [action.name for group in table.groups for action in group.actions]
    assert sorted(names) == sorted(table.by_name)


def test_the_browsers_table_is_plain_data(request_):
    table = node_actions().as_json(request_)
    assert json.loads(json.dumps(table)) == json.loads(json.dumps(table))
    names = {action["name"] for group in table["groups"] for action in group["actions"]}
    assert names == set(node_actions().by_name)


def test_harmless_actions_need_no_dialog():
    immediate = {name for name, action in OWN.items() if action.immediate}
    assert immediate == {"manage", "provide", "power_on", "unmaintenance", "unhold"}


def test_what_is_lost_must_be_typed():
    destroying = {name for name, action in OWN.items() if action.destroys}
    assert destroying == {
        *("clean", "rebuild", "deleted", "delete"),
        *("rebuild_server", "undeploy_server"),
    }


def test_what_stops_a_server_shows_what_runs_there():
    stopping = {name for name, action in OWN.items() if action.stops == "instance"}
    assert stopping == {
        *("power_off", "soft_power_off", "reboot", "soft_reboot", "rescue", "service"),
        *("rebuild_server", "undeploy_server"),
    }


@pytest.mark.parametrize(
    ("by_ironic_alone", "verb"), [("rebuild_server", "rebuild"), ("undeploy_server", "deleted")]
)
def test_a_node_with_a_server_is_undeployed_by_ironic_alone_only_on_its_own(by_ironic_alone, verb):
    def tests_of(name):
        return {need.test for need in OWN[name].needs if need.field == "instance"}

    assert tests_of(verb) == {"unset"}
    assert tests_of(by_ironic_alone) == {"set"}
    assert OWN[by_ironic_alone].most == 1
    assert OWN[by_ironic_alone].rule == OWN[verb].rule


def test_what_has_a_page_of_its_own_is_in_the_menu_as_links(request_, monkeypatch):
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule == "plan:create")
    groups = node_actions().as_json(request_)["groups"]
    (group,) = (group for group in groups if group["title"] == "Overcloud")
    assert json.loads(json.dumps(group)) == group
    assert [set(action) for action in group["actions"]] == [set(groups[0]["actions"][0])] * 2
    assert all(
        action["allowed"]
        and [(need["field"], need["test"]) for need in action["needs"]] == [("instance", "set")]
        for action in group["actions"]
    )
    links = {action["name"]: action["link"] for action in group["actions"]}
    assert links == {
        "replace": "/admin/uc_scale/{id}/replace",
        "remove": "/admin/uc_scale/remove",
    }
    own = {action["name"] for other in groups if other is not group for action in other["actions"]}
    assert not set(links) & own
    assert [action.name for action in NODE_ACTIONS.actions] == list(links)
