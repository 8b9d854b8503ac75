"""A plan's page: what it says, what is applied, and what happens once it is outdated."""

import dataclasses
import re
from unittest import mock

import pytest
from django.test import RequestFactory

from helion_dashboard import policy
from helion_dashboard.admin.scale import check_links, plan_changes, plan_page
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import plans as plan_records
from helion_dashboard.api.operations import records as operation_records
from helion_dashboard.kit import details, links

PLAN = "22222222-2222-2222-2222-222222222222"
ANOTHER = "33333333-3333-3333-3333-333333333333"
OPERATION = "44444444-4444-4444-4444-444444444444"
CHECKS = [
    {"name": "limits.servers", "title": "Limits", "result": "pass", "reason": "Fine <so>."},
    {"name": "stack.not_busy", "title": "Idle", "result": "warn", "reason": "It failed before."},
    {"name": "nodes", "title": "Free nodes", "result": "block", "reason": "Two are missing."},
]
ADD = {"action": "scale_out", "role": "compute", "count": 3, "import": "token"}
FORMS = {
    "/admin/uc_scale/compute/add?": ADD,
    "/admin/uc_scale/remove?server=a&server=b&": {"action": "scale_in", "nodes": ["a", "b"]},
    "/admin/uc_scale/a/replace?": {"action": "replace", "node": "a", "with": "b"},
    "/admin/uc_updates/rollouts/new?": {"action": "rollout", "role": "compute", "image": "i2"},
    "/admin/uc_updates/rollouts/back?rollout=o1&": {"action": "rollout", "rollout": "o1"},
    "/admin/uc_overcloud/?": {"action": "deploy", "parameters": {"Count": "2"}},
    "/admin/uc_overcloud/undeploy?": {"action": "undeploy", "name": "overcloud"},
}


def fact(code, **params):
    return {"code": code, "params": params, "detail": f"The service's sentence: {code}."}


def change(kind, subject, before=None, after=None):
    return {"kind": kind, "subject": subject, "before": before, "after": after}


def a_plan(state="ready", checks=CHECKS[:2], **more):
    return plan_records.plan(
        {
            "id": PLAN,
            "action": "scale_out",
            "title": "Scale Compute from 1 to 3",
            "state": state,
            "steps": [{"name": "deploy", "title": "Deploy 2 servers"}],
            "checks": checks,
            "changes": [{"text": "overcloud-compute-1: deployed on rack1."}],
            "request": ADD,
            **more,
        }
    )


@pytest.fixture
def service(monkeypatch, pages_alone):
    calls = mock.Mock()
    for name in ("get_plan", "apply_plan", "create_plan"):
        double = mock.create_autospec(getattr(lifecycle, name))
        monkeypatch.setattr(lifecycle, name, double)
        calls.attach_mock(double, name)
    calls.get_plan.return_value = a_plan()
    calls.apply_plan.return_value = operation_records.Operation(
        OPERATION, "scale_out", "Scale", "queued"
    )
    calls.create_plan.return_value = plan_records.Plan(ANOTHER, "scale_out", "Scale", "ready")
    calls.refused = set()
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule not in calls.refused)
    return calls


@pytest.fixture
def ask(make_request):
    """Asks a view: ``(status, page or address)``."""

    def send(view, method="get", **data):
        request = getattr(RequestFactory(), method)("/", data)
        base = make_request()
        request.user, request.session = base.user, base.session
        with mock.patch("django.contrib.messages.api.add_message") as add_message:
            answer = view(request, PLAN)
        send.messages = " ".join(str(call.args[2]) for call in add_message.call_args_list)
        return answer.status_code, answer.content.decode() or answer.headers["Location"]

    return send


class TestPage:
    def test_it_reads_as_sentences(self, ask, service):
        status, page = ask(plan_page.plan)
        assert status == 200
        for words in (
            "What will change",
            "overcloud-compute-1: deployed on rack1.",
            "Deploy 2 servers",
            "It failed before.",
            "1 check passed",
            "Fine &lt;so&gt;.",
            "Nothing has been done yet.",
        ):
            assert words in page
        assert page.index("It failed before.") < page.index("1 check passed")
        assert re.search(r'name="key" value="[0-9a-f-]{36}"', page)

    def test_how_long_it_may_take(self, ask, service):
        assert "took" not in ask(plan_page.plan)[1]
        service.get_plan.return_value = a_plan(last_duration=185)
        assert "The last operation of this kind took 3 min 5 s." in ask(plan_page.plan)[1]
        service.get_plan.return_value = a_plan("applied", last_duration=185)
        assert "took" not in ask(plan_page.plan)[1]

    @pytest.mark.parametrize(
        ("action", "label", "red"),
        [
            ("deploy", "Deploy", False),
            ("undeploy", "Undeploy", True),
            ("scale_out", "Add servers", False),
            ("scale_in", "Remove servers", True),
            ("replace", "Replace server", True),
        ],
    )
    def test_the_button_says_what_it_does(self, ask, service, action, label, red):
        draft = dataclasses.replace(a_plan("ready"), action=action, request=None)
        service.get_plan.return_value = draft
        _status, page = ask(plan_page.plan)
        button = re.search(rf"<button[^>]*>{label}</button>", page)[0]
        assert ("helion-removes" in button) == red

    def test_a_rollout_shows_both_images_of_each_server(self, ask, service):
        row = {
            "server": "overcloud-compute-0",
            "node_name": "rack1",
            "batch": 1,
            "before": None,
            "after": {"id": "i2", "label": "overcloud-server 1.1.2", "build_no": "7"},
            "vms": ["web", "db"],
        }
        service.get_plan.return_value = a_plan(action="rollout", images=[row])
        page = " ".join(ask(plan_page.plan)[1].split())
        for text in ("Glance no longer has it", "overcloud-server 1.1.2", "build 7", "web, db"):
            assert text in page
        assert 'href="/admin/uc_updates/rollouts/"' in page

    def test_a_tab_of_another_panel_takes_the_place_of_the_plan(self, ask, service, monkeypatch):
        tab = details.Tab(
            "x", "X", "helion_dashboard/logs/_tab.html", lambda *_: {"lines_url": "/l"}
        )
        monkeypatch.setattr(plan_page.plugins, "collect", lambda name: (tab,))
        pages = [ask(plan_page.plan, **query)[1] for query in ({}, {"tab": "x"}, {"tab": "y"})]
        assert ["What will change" in page for page in pages] == [True, False, True]
        assert ['data-live="/l"' in page for page in pages] == [False, True, False]

    def test_each_showing_has_a_key_of_its_own(self, ask, service):
        pages = [ask(plan_page.plan)[1] for _ in range(2)]
        keys = {re.search(r'name="key" value="(.*?)"', page)[1] for page in pages}
        assert len(keys) == 2

    def test_a_blocked_one_says_why_and_what_helps(self, ask, service):
        service.get_plan.return_value = a_plan("blocked", CHECKS)
        _status, page = ask(plan_page.plan)
        assert "This plan cannot be applied: a check blocks it." in page
        assert "Two are missing." in page
        assert 'href="/admin/uc_scale/compute/add?source=file"' in page
        assert f'href="/admin/uc_scale/compute/add?plan={PLAN}"' in page
        assert re.search(r"<button[^>]*disabled[^>]*>Add servers", page)
        assert page.index("Two are missing.") < page.index("What would change")

    def test_one_that_was_applied_leads_to_its_operation(self, ask, service):
        service.get_plan.return_value = a_plan("applied", operation=OPERATION)
        _status, page = ask(plan_page.plan)
        assert f'href="/admin/uc_operations/{OPERATION}/"' in page
        assert ">Add servers<" not in page

    def test_one_that_is_too_old_is_planned_again(self, ask, service):
        service.get_plan.return_value = a_plan("outdated")
        _status, page = ask(plan_page.plan)
        assert "This plan has expired" in page
        assert f'action="/admin/uc_scale/plan/{PLAN}/again"' in page
        assert ">Add servers<" not in page

    def test_who_may_not_apply_is_told_the_rule(self, ask, service):
        service.refused = {"plan:apply"}
        _status, page = ask(plan_page.plan)
        assert 'title="Rule: helion:plan:apply"' in page
        assert re.search(r"<button[^>]*disabled[^>]*>Add servers", page)

    def test_one_that_is_gone_leads_back(self, ask, service):
        service.get_plan.side_effect = errors.NotFound("node-lifecycle", "There is none.", 404)
        assert ask(plan_page.plan) == (302, "/admin/uc_scale/")

    def test_a_failed_service_is_named(self, ask, service):
        service.get_plan.side_effect = errors.Unreachable("node-lifecycle", "It cannot be reached.")
        status, page = ask(plan_page.plan)
        assert status == 200
        assert "It cannot be reached." in page

    @pytest.mark.parametrize("action", ["deploy", "undeploy"])
    def test_one_for_the_whole_overcloud_goes_back_there(self, ask, service, action):
        service.get_plan.return_value = a_plan(action=action, request={"action": action})
        _status, page = ask(plan_page.plan)
        assert '<a href="/admin/uc_overcloud/">' in page

    @pytest.mark.other_release
    def test_a_service_that_does_not_return_the_request_offers_no_change(self, ask, service):
        service.get_plan.return_value = a_plan("outdated", action="deploy", request=None)
        _status, page = ask(plan_page.plan)
        assert ">Change<" not in page
        assert re.search(r'<a [^>]*href="/admin/uc_overcloud/">Plan again</a>', page)

    @pytest.mark.parametrize(("form", "body"), FORMS.items())
    def test_it_leads_to_the_form_that_it_came_from(self, ask, service, form, body):
        service.get_plan.return_value = a_plan(action=body["action"], request=body)
        _status, page = ask(plan_page.plan)
        assert f'href="{form}plan={PLAN}">Change</a>' in page.replace("&amp;", "&")


class TestApplying:
    def test_it_leads_to_the_operation(self, ask, service):
        status, where = ask(plan_page.apply, "post", key="once")
        assert (status, where) == (302, f"/admin/uc_operations/{OPERATION}/")
        service.apply_plan.assert_called_once_with(mock.ANY, PLAN, "once")

    def test_without_that_panel_to_the_servers(self, ask, service, monkeypatch):
        monkeypatch.setattr(links, "url_or_none", lambda view, *args: None)
        assert ask(plan_page.apply, "post", key="once") == (302, "/admin/uc_scale/")
        assert "Scale" in ask.messages

    def test_what_changed_meanwhile_is_shown(self, ask, service):
        service.apply_plan.side_effect = errors.Conflict(
            "node-lifecycle",
            "Something has changed.",
            409,
            code="plan-outdated",
            changes=[
                change("node", {"name": "<rack1>"}, {"provision_state": "available"}),
                change("check", fact("check-nodes", role="Compute"), "pass", "block"),
            ],
        )
        status, page = ask(plan_page.apply, "post", key="once")
        assert status == 409
        for words in ("Something has changed.", "&lt;rack1&gt;", "Available"):
            assert words in page
        assert re.search(
            r"<th[^>]*>Free nodes for Compute</th>\s*<td>Passed</td>\s*<td>Blocking</td>", page
        )
        assert f'action="/admin/uc_scale/plan/{PLAN}/again"' in page
        assert ">Add servers<" not in page

    def test_who_may_not_begins_nothing(self, ask, service):
        service.refused = {"plan:apply"}
        assert ask(plan_page.apply, "post", key="once")[0] == 403
        service.apply_plan.assert_not_called()

    def test_a_failed_service_is_said_and_the_plan_stays(self, ask, service):
        service.apply_plan.side_effect = errors.Unreachable("s", "It cannot be reached.")
        status, page = ask(plan_page.apply, "post", key="once")
        assert status == 200
        assert "It cannot be reached." in ask.messages
        assert ">Add servers<" in page


class TestAgain:
    def test_the_same_is_planned_once_more(self, ask, service):
        status, where = ask(plan_page.again, "post")
        assert (status, where) == (302, f"/admin/uc_scale/plan/{ANOTHER}/")
        service.create_plan.assert_called_once_with(
            mock.ANY, action="scale_out", role="compute", count=3, imported="token"
        )

    @pytest.mark.other_release
    def test_without_its_request_it_leads_back(self, ask, service):
        service.get_plan.return_value = a_plan(request=None)
        assert ask(plan_page.again, "post") == (302, "/admin/uc_scale/")
        service.create_plan.assert_not_called()

    def test_one_that_is_gone_leads_back(self, ask, service):
        service.get_plan.side_effect = errors.NotFound("node-lifecycle", "There is none.", 404)
        assert ask(plan_page.again, "post") == (302, "/admin/uc_scale/")
        service.create_plan.assert_not_called()

    @pytest.mark.parametrize(
        "more",
        [
            {"secret_parameters": ["AdminPassword"]},
            {"new_nodes": ["rack9"], "request": {**ADD, "import": None}},
        ],
    )
    def test_secrets_must_be_entered_again(self, ask, service, more):
        more = {"request": ADD, **more}
        more["request"] = {name: value for name, value in more["request"].items() if value}
        service.get_plan.return_value = a_plan(**more)
        status, where = ask(plan_page.again, "post")
        assert (status, where) == (302, f"/admin/uc_scale/compute/add?plan={PLAN}")
        assert "Enter the passwords again" in ask.messages
        service.create_plan.assert_not_called()

    def test_a_request_that_is_refused_now_leads_to_the_form(self, ask, service):
        fields = {"import": ["The upload has expired: read the file again."]}
        service.create_plan.side_effect = errors.Invalid("s", "No.", 422, fields=fields)
        status, where = ask(plan_page.again, "post")
        assert (status, where) == (302, f"/admin/uc_scale/compute/add?plan={PLAN}")
        assert "read the file again" in ask.messages

    @pytest.mark.usefixtures("system_admin")
    def test_who_may_not_plan_plans_nothing(self, ask, service):
        service.refused = {"plan:create"}
        status, page = ask(plan_page.again, "post")
        assert (status, "helion:plan:create" in page) == (403, True)
        service.create_plan.assert_not_called()


class TestHelp:
    REMOVE = a_plan(action="scale_in", request={"action": "scale_in", "nodes": ["server-0"]})
    BARE = plan_records.Plan(PLAN, "scale_out", "Scale", "ready")

    @pytest.mark.parametrize("name", check_links.LINKS)
    @pytest.mark.parametrize("plan", [a_plan(), REMOVE])
    def test_each_leads_somewhere(self, name, plan):
        link = check_links.link(name, plan, "/form?plan=x")
        assert link["url"].startswith("/")
        assert link["label"]

    def test_a_controller_is_replaced_instead(self):
        link = check_links.link("quorum.controllers", self.REMOVE, "/form")
        assert link["url"] == "/admin/uc_scale/server-0/replace"

    @pytest.mark.parametrize("name", check_links.LINKS)
    def test_a_plan_without_its_request_is_no_failure(self, name):
        link = check_links.link(name, self.BARE, None)
        assert link is None or link["url"]

    def test_nodes_for_a_deployment_are_enrolled_first(self):
        link = check_links.link(
            "nodes", a_plan(action="deploy", request={"action": "deploy"}), "/x"
        )
        assert link == {"url": "/admin/uc_nodes/enrol/", "label": "Enrol nodes"}

    def test_other_checks_have_none(self):
        assert check_links.link("limits.servers", self.BARE, None) is None


class TestDeployment:
    BODY = {
        "action": "deploy",
        "request": {"action": "deploy", "parameters": {"NtpServers": "ntp"}},
        "secret_parameters": ["AdminPassword"],
        "parameters": [
            {"name": "NtpServers", "label": "NTP servers", "value": ["a", "b"], "hidden": False},
            {"name": "AdminPassword", "label": "Password", "value": None, "hidden": True},
        ],
    }

    def test_its_parameters_are_shown(self, ask, service):
        service.get_plan.return_value = a_plan(**self.BODY)
        _status, page = ask(plan_page.plan)
        assert re.search(r"<dt>NTP servers</dt>\s*<dd>a, b</dd>", page)
        assert re.search(r"<dt>Password</dt>\s*<dd>•+</dd>", page)

    def test_a_blocked_one_leads_back_to_what_was_typed(self, ask, service):
        service.get_plan.return_value = a_plan("blocked", CHECKS, **self.BODY)
        _status, page = ask(plan_page.plan)
        assert f'href="/admin/uc_overcloud/?plan={PLAN}"' in page
        assert f'action="/admin/uc_scale/plan/{PLAN}/again"' in page
        status, url = ask(plan_page.again, "post")
        assert (status, url) == (302, f"/admin/uc_overcloud/?plan={PLAN}")


class TestChanges:
    def rows(self, *changes):
        return [dataclasses.astuple(row) for row in plan_changes.rows(changes)]

    def test_a_check_has_its_title_and_results(self):
        subject = fact("check-nodes", role="Compute")
        assert self.rows(change("check", subject, "pass", "block")) == [
            ("Free nodes for Compute", "Passed", "Blocking")
        ]

    def test_a_check_that_is_gone(self):
        subject = fact("check-nodes", role="Compute")
        assert self.rows(change("check", subject, "warn")) == [
            ("Free nodes for Compute", "Warning", None)
        ]

    def test_a_sentence_of_the_plan_is_on_its_side(self):
        subject = fact("server-deployed", server="compute-2", node="rack1")
        rows = self.rows(change("change", subject, True), change("change", subject, None, True))
        sentence = rows[0][1]
        assert ("compute-2" in sentence, "rack1" in sentence) == (True, True)
        assert rows == [
            ("What will change", sentence, None),
            ("What will change", None, sentence),
        ]

    def test_only_the_fields_that_differ_are_shown(self):
        before = {"provision_state": "available", "maintenance": False, "in_use": False}
        after = {"provision_state": "active", "maintenance": True, "in_use": False}
        assert self.rows(change("node", {"name": "rack1"}, before, after)) == [
            ("rack1: provision state", "Available", "Active"),
            ("rack1: maintenance", "No", "Yes"),
        ]

    def test_maintenance_has_its_reason(self):
        after = {"maintenance": True, "maintenance_reason": "fan broken"}
        assert self.rows(change("node", {"name": "rack1"}, {"maintenance": False}, after)) == [
            ("rack1: maintenance", "No", "Yes"),
            ("rack1: reason for maintenance", None, "fan broken"),
        ]

    def test_a_stack(self):
        before = {"status": "CREATE_COMPLETE", "changed_at": "2026-01-01T00:00:00Z"}
        after = {"status": "UPDATE_IN_PROGRESS", "changed_at": "2026-01-01T00:00:00Z"}
        name = {"name": "overcloud"}
        assert self.rows(change("stack", name, before, after), change("stack", name, before)) == [
            ("overcloud: state", "Deployed", "Being changed"),
            ("overcloud", "Deployed", None),
        ]
        ((_subject, old, new),) = self.rows(
            change("stack", name, before, {**before, "changed_at": "2026-02-01T00:00:00Z"})
        )
        assert (old != new, "2026" in old) == (True, True)

    def test_virtual_machines(self):
        assert self.rows(change("vms", {"name": "compute-0"}, [], ["a", "b"])) == [
            ("compute-0: virtual machines", "None", "a and b")
        ]

    def test_a_plan_that_is_no_longer_possible_says_why(self):
        reason = {"code": "brand-new", "params": {}, "detail": "There is no role x."}
        subject = {"code": "brand-new", "params": {}, "detail": "Scale x"}
        assert self.rows(change("plan", subject, None, [reason, reason])) == [
            ("Scale x", None, "There is no role x. There is no role x.")
        ]

    def test_a_kind_of_a_newer_service_is_shown_as_it_is(self):
        assert self.rows(change("rack", {"name": "r1"}, {"a": 1}, "b")) == [("r1", '{"a": 1}', "b")]

    def test_texts_of_an_older_service_are_shown_as_they_are(self):
        old = {"what": "overcloud", "before": "CREATE_COMPLETE", "after": "UPDATE_COMPLETE"}
        assert self.rows(old) == [("overcloud", "CREATE_COMPLETE", "UPDATE_COMPLETE")]
