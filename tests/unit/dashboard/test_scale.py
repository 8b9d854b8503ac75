"""Roles and their servers on the page Scale."""

import json
import re
from unittest import mock

import pytest

from helion_dashboard import policy
from helion_dashboard.admin.scale import role_cards, views
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import member_states
from helion_dashboard.api.lifecycle import roles as role_records
from helion_dashboard.kit import nodes
from helion_dashboard.templatetags import helion_overcloud

STACK = {"name": "overcloud", "status": "UPDATE_COMPLETE"}


def a_member(number, state="deployed", **more):
    return {
        "index": str(number),
        "name": f"overcloud-compute-{number}",
        "server": f"server-{number}",
        "server_status": "ACTIVE",
        "node": f"node-{number}",
        "node_name": f"rack1-u{number}",
        "state": state,
        **more,
    }


def a_role(*servers, **more):
    return {
        "name": "compute",
        "title": "Compute",
        "kind": "compute",
        "resource_class": "compute",
        "wanted": len(servers),
        "deployed": sum(server["state"] == "deployed" for server in servers),
        "deploying": sum(server["state"] == "deploying" for server in servers),
        "error": sum(server["state"] == "error" for server in servers),
        "members": list(servers),
        **more,
    }


def roles(*records, stack=STACK):
    return role_records.roles({"stack": stack, "roles": list(records)})


@pytest.fixture
def service(monkeypatch, pages_alone):
    double = mock.create_autospec(lifecycle.roles)
    monkeypatch.setattr(lifecycle, "roles", double)
    monkeypatch.setattr(policy, "allowed", lambda request, rule: True)
    return double


class TestCards:
    def test_the_bar_has_what_is_missing(self):
        servers = (a_member(0), a_member(1, "deploying"), a_member(2, "error"))
        (card,) = role_cards.cards(roles(a_role(*servers, wanted=5)))
        assert card.shares == [("ready", 1), ("moving", 1), ("failed", 1), ("missing", 2)]
        assert card.moving

    def test_a_full_role_says_how_many_it_takes(self):
        (card,) = role_cards.cards(roles(a_role(a_member(0), maximum=1)))
        assert card.full == "At most 1 servers"
        (card,) = role_cards.cards(roles(a_role(a_member(0), maximum=2)))
        assert card.full == ""

    def test_none_leaves_a_role_that_needs_all(self):
        (card,) = role_cards.cards(roles(a_role(a_member(0), minimum=1)))
        assert "replace" in card.smallest
        assert [(row.can_leave, row.can_be_replaced) for row in card.rows] == [(False, True)]

    def test_nothing_is_offered_for_a_server_that_leaves(self):
        (card,) = role_cards.cards(roles(a_role(a_member(0, "deleting"))))
        assert [(row.can_leave, row.can_be_replaced) for row in card.rows] == [(False, False)]

    def test_totals(self):
        loaded_roles = roles(
            a_role(a_member(0), a_member(1, "error")), a_role(a_member(0, "deleting"))
        )
        assert [count.text for count in role_cards.counts(loaded_roles)] == [
            "3 servers",
            "1 failed",
            "1 changing",
        ]


class TestFinding:
    FOUND = roles(a_role(a_member(0), a_member(1, server=None, node=None)))

    @pytest.mark.parametrize("ident", ["overcloud-compute-0", "server-0", "node-0"])
    def test_by_each_name(self, ident):
        selection = role_cards.select(self.FOUND, [ident])
        assert [slot.ident for slot in selection.slots] == ["server-0"]
        assert selection.drains

    def test_each_once_and_what_is_unknown(self):
        selection = role_cards.select(
            self.FOUND, ["node-0", "server-0", "x", "overcloud-compute-1", "x"]
        )
        assert [slot.ident for slot in selection.slots] == ["server-0", "overcloud-compute-1"]
        assert selection.unknown == ("x",)


class TestPage:
    def page(self, request):
        answer = views.index(request)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_a_row_has_its_links(self, request_, service):
        service.return_value = roles(a_role(a_member(0), free=2, preparable=1))
        page = self.page(request_)
        assert 'href="/admin/uc_nodes/node-0/"' in page
        assert 'href="/admin/instances/server-0/detail"' in page
        assert 'href="/admin/uc_scale/overcloud-compute-0/replace"' in page
        assert 'href="/admin/uc_scale/remove?server=server-0"' in page
        assert 'href="/admin/uc_scale/compute/add"' in page
        assert "?class=compute&amp;state=available" in page
        service.assert_called_once_with(request_, nodes.max_age(request_))

    def test_before_a_deployment_it_says_what_it_is_for(self, request_, service):
        service.return_value = roles(a_role(), stack=None)
        page = self.page(request_)
        assert "Deploy the overcloud first." in page
        assert 'href="/admin/uc_overcloud/"' in page
        assert "Add servers</a>" not in page

    @pytest.mark.parametrize(
        ("status", "words"),
        [("UPDATE_IN_PROGRESS", "is being changed"), ("CREATE_FAILED", "failed (CREATE_FAILED)")],
    )
    def test_the_stack_is_said_on_top(self, request_, service, status, words):
        stack = {"name": "overcloud", "status": status, "status_reason": "No <host>."}
        service.return_value = roles(a_role(), stack=stack)
        page = self.page(request_)
        assert words in page
        assert "<host>" not in page

    @pytest.mark.parametrize("status", ["UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"])
    def test_buttons_rest_while_the_stack_is_changed(self, request_, service, status):
        stack = {"name": "overcloud", "status": status, "status_reason": ""}
        service.return_value = roles(a_role(a_member(0)), stack=stack)
        page = self.page(request_)
        buttons = re.findall(
            r'<a class="btn btn-default[^>]*(?:/add|/remove\?|/replace)[^>]*>', page
        )
        assert buttons
        assert {'aria-disabled="true"' in button for button in buttons} == {"PROGRESS" in status}

    def test_a_failed_service_is_named(self, request_, service):
        service.side_effect = errors.Unreachable(lifecycle.SERVICE, "It cannot be reached.")
        page = self.page(request_)
        assert "The service “node-lifecycle” did not return" in page
        assert "It cannot be reached." in page

    def test_a_reader_is_offered_nothing(self, request_, service, monkeypatch):
        monkeypatch.setattr(policy, "allowed", lambda request, rule: rule != "plan:create")
        service.return_value = roles(a_role(a_member(0)))
        page = self.page(request_)
        assert 'title="Rule: helion:plan:create"' in page
        assert "Ask a cloud administrator." in page
        assert not any(word in page for word in ("/remove?", "/replace", "/add", 'name="server"'))

    def test_the_state_has_rows_by_role_and_numbers_as_parts(self, request_, service):
        service.return_value = roles(a_role(a_member(0), a_member(1, "deploying")))
        data = json.loads(views.state(request_).content)
        assert [row["id"] for row in data["rows"]["compute"]] == ["compute-0", "compute-1"]
        assert {"helion-summary", "helion-numbers-compute", "helion-grow-compute"} <= set(
            data["parts"]
        )
        assert data["shape"] == "True compute"
        assert data["moving"]

    def test_the_state_says_how_old_its_nodes_are(self, request_, service):
        service.return_value = role_records.roles({"age": 7, "stack": None, "roles": []})
        assert views.state(request_)["Age"] == "7"
        most = nodes.max_age(request_)
        nodes.forget_sweeps(request_)
        views.state(request_)
        assert [call.args[1] for call in service.call_args_list] == [most, 0]

    def test_while_ironic_lists_its_nodes_all_else_is_shown(self, request_, service):
        service.return_value = roles(a_role(a_member(0), free=None, preparable=None))
        page = self.page(request_)
        assert "overcloud-compute-0" in page
        assert page.count("Ironic is still listing its nodes.") == 4
        data = json.loads(views.state(request_).content)
        assert data["moving"]
        assert "Age" not in views.state(request_)

    def test_it_rests_when_nothing_moves(self, request_, service):
        service.return_value = roles(a_role(a_member(0)))
        assert not json.loads(views.state(request_).content)["moving"]


@pytest.mark.parametrize("name", [*member_states.MEMBER, "brand <new>"])
def test_a_state_is_drawn_with_icon_and_word(name):
    drawn = helion_overcloud.member_state(name)
    assert "fa-" in drawn
    assert "<new>" not in drawn
    label = member_states.member_state(name).label
    assert str(label).replace("<", "&lt;").replace(">", "&gt;") in drawn


def test_parts_of_nothing_are_not_drawn():
    drawn = helion_overcloud.shares([("ready", 3), ("failed", 0), ("missing", 1)])
    assert drawn.count("helion-share ") == 2
    assert 'helion-ready" width="75%"' in drawn
    assert 'helion-missing" width="25%"' in drawn
