"""A plan's page: what it says, what is applied, and what happens when it does not hold any more."""

import re
from unittest import mock

import pytest
from django.test import RequestFactory

from helion_dashboard import policy
from helion_dashboard.admin.scale import applying, asked, check_links, plan_changes
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import plans as plan_records
from helion_dashboard.api.operations import records as operation_records
from helion_dashboard.kit import links

PLAN = "22222222-2222-2222-2222-222222222222"
ANOTHER = "33333333-3333-3333-3333-333333333333"
OPERATION = "44444444-4444-4444-4444-444444444444"
CHECKS = [
    {"name": "limits.servers", "title": "Limits", "result": "pass", "reason": "Fine <so>."},
    {"name": "stack.not_busy", "title": "Idle", "result": "warn", "reason": "It failed before."},
    {"name": "nodes", "title": "Free nodes", "result": "block", "reason": "Two are missing."},
]
ADD = {"action": "scale_out", "role": "compute", "count": 3, "nodes": None, "imported": "token"}


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

    def send(view, method="get", known=ADD, **data):
        request = getattr(RequestFactory(), method)("/", data)
        base = make_request()
        request.user, request.session = base.user, base.session
        if known:
            asked.remember(request, PLAN, asked.Asked(known, "/admin/uc_scale/compute/add"))
        send.session = request.session
        with mock.patch("horizon.messages.add_message") as said:
            answer = view(request, PLAN)
        send.said = " ".join(str(call.args[2]) for call in said.call_args_list)
        return answer.status_code, answer.content.decode() or answer.headers["Location"]

    return send


class TestPage:
    def test_it_reads_as_sentences(self, ask, service):
        status, page = ask(applying.plan)
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

    def test_each_showing_has_a_key_of_its_own(self, ask, service):
        pages = [ask(applying.plan)[1] for _ in range(2)]
        keys = {re.search(r'name="key" value="(.*?)"', page)[1] for page in pages}
        assert len(keys) == 2

    def test_a_blocked_one_says_why_and_what_helps(self, ask, service):
        service.get_plan.return_value = a_plan("blocked", CHECKS)
        _status, page = ask(applying.plan)
        assert "This cannot be done: a check prevents it." in page
        assert "Two are missing." in page
        assert 'href="/admin/uc_scale/compute/add?source=file"' in page
        assert f'href="/admin/uc_scale/compute/add?plan={PLAN}"' in page
        assert re.search(r"<button[^>]*disabled[^>]*>Apply", page)
        assert page.index("Two are missing.") < page.index("What would change")

    def test_one_that_was_applied_leads_to_its_operation(self, ask, service):
        service.get_plan.return_value = a_plan("applied", operation=OPERATION)
        _status, page = ask(applying.plan)
        assert f'href="/admin/uc_operations/{OPERATION}/"' in page
        assert ">Apply<" not in page

    def test_one_that_is_too_old_is_planned_again(self, ask, service):
        service.get_plan.return_value = a_plan("outdated")
        _status, page = ask(applying.plan)
        assert "too old" in page
        assert f'action="/admin/uc_scale/plan/{PLAN}/again"' in page
        assert ">Apply<" not in page

    def test_who_may_not_apply_is_told_the_rule(self, ask, service):
        service.refused = {"plan:apply"}
        _status, page = ask(applying.plan)
        assert "rule helion:plan:apply" in page
        assert re.search(r"<button[^>]*disabled[^>]*>Apply", page)

    def test_one_that_is_gone_leads_back(self, ask, service):
        service.get_plan.side_effect = errors.NotFound("node-lifecycle", "There is none.", 404)
        assert ask(applying.plan) == (302, "/admin/uc_scale/")

    def test_a_failed_service_is_named(self, ask, service):
        service.get_plan.side_effect = errors.Unreachable("node-lifecycle", "It cannot be reached.")
        status, page = ask(applying.plan)
        assert status == 200
        assert "It cannot be reached." in page

    @pytest.mark.parametrize("action", ["deploy", "undeploy"])
    def test_one_for_the_whole_overcloud_goes_back_there(self, ask, service, action):
        service.get_plan.return_value = a_plan(action=action)
        _status, page = ask(applying.plan, known=None)
        assert '<a href="/admin/uc_overcloud/">' in page
        assert ">Change<" not in page


class TestApplying:
    def test_it_leads_to_the_operation(self, ask, service):
        status, where = ask(applying.apply, "post", key="once")
        assert (status, where) == (302, f"/admin/uc_operations/{OPERATION}/")
        service.apply_plan.assert_called_once_with(mock.ANY, PLAN, "once")

    def test_without_that_panel_to_the_servers(self, ask, service, monkeypatch):
        monkeypatch.setattr(links, "url_or_none", lambda view, *args: None)
        assert ask(applying.apply, "post", key="once") == (302, "/admin/uc_scale/")
        assert "Scale" in ask.said

    def test_what_changed_meanwhile_is_shown(self, ask, service):
        service.apply_plan.side_effect = errors.Conflict(
            "node-lifecycle",
            "Something has changed.",
            409,
            code="plan-outdated",
            changes=[
                {"what": "node <rack1>", "before": "available", "after": None},
                {"what": "check Free nodes (2)", "before": "pass", "after": "block"},
            ],
        )
        status, page = ask(applying.apply, "post", key="once")
        assert status == 409
        for words in ("Something has changed.", "node &lt;rack1&gt;", "available", "Blocking"):
            assert words in page
        assert "check Free nodes" not in page
        assert f'action="/admin/uc_scale/plan/{PLAN}/again"' in page
        assert ">Apply<" not in page

    def test_who_may_not_begins_nothing(self, ask, service):
        service.refused = {"plan:apply"}
        assert ask(applying.apply, "post", key="once")[0] == 403
        service.apply_plan.assert_not_called()

    def test_a_failed_service_is_said_and_the_plan_stays(self, ask, service):
        service.apply_plan.side_effect = errors.Unreachable("s", "It cannot be reached.")
        status, page = ask(applying.apply, "post", key="once")
        assert status == 200
        assert "It cannot be reached." in ask.said
        assert ">Apply<" in page


class TestAgain:
    def test_the_same_is_asked_once_more(self, ask, service):
        status, where = ask(applying.again, "post")
        assert (status, where) == (302, f"/admin/uc_scale/plan/{ANOTHER}/")
        service.create_plan.assert_called_once_with(mock.ANY, **ADD)
        assert asked.recall(mock.Mock(session=ask.session), ANOTHER).request == ADD

    def test_what_is_not_known_any_more_leads_back(self, ask, service):
        assert ask(applying.again, "post", known=None) == (302, "/admin/uc_scale/")
        service.create_plan.assert_not_called()

    def test_what_makes_no_sense_any_more_leads_to_the_form(self, ask, service):
        fields = {"import": ["It is not kept any more: read the file again."]}
        service.create_plan.side_effect = errors.Invalid("s", "No.", 422, fields=fields)
        status, where = ask(applying.again, "post")
        assert (status, where) == (302, f"/admin/uc_scale/compute/add?plan={PLAN}")
        assert "read the file again" in ask.said


class TestHelp:
    REMOVE = asked.Asked({"action": "scale_in", "nodes": ["server-0"]}, "/form")

    @pytest.mark.parametrize("name", check_links.LINKS)
    @pytest.mark.parametrize("wanted", [asked.Asked(ADD, "/form"), REMOVE])
    def test_each_leads_somewhere(self, name, wanted):
        found = check_links.link(name, wanted, "/form?plan=x")
        assert found["url"].startswith("/")
        assert found["label"]

    def test_a_controller_is_replaced_instead(self):
        found = check_links.link("quorum.controllers", self.REMOVE, "/form")
        assert found["url"] == "/admin/uc_scale/server-0/replace"

    @pytest.mark.parametrize("name", check_links.LINKS)
    def test_nothing_known_is_no_failure(self, name):
        found = check_links.link(name, None, None)
        assert found is None or found["url"]

    def test_other_checks_have_none(self):
        assert check_links.link("limits.servers", None, None) is None


class TestDifferences:
    def rows(self, *changes):
        found = plan_changes.rows(
            [dict(zip(("what", "before", "after"), one, strict=True)) for one in changes]
        )
        return [(row["what"], row["before"], row["after"]) for row in found]

    def test_what_only_got_another_number_is_left_out(self):
        assert self.rows(
            ("check Limits (4)", "warn", None),
            ("check Limits (3)", None, "warn"),
            ("change 1", "a", "b"),
            ("change 2", None, "a"),
        ) == [("What will change", None, "b")]

    def test_the_same_twice_is_left_out_once(self):
        assert self.rows(("check X (1)", "pass", "block"), ("check X (2)", None, "pass")) == [
            ("X", None, "Blocking")
        ]

    def test_facts_are_as_the_service_says_them(self):
        assert self.rows(("overcloud", "CREATE_COMPLETE", "UPDATE_COMPLETE")) == [
            ("overcloud", "CREATE_COMPLETE", "UPDATE_COMPLETE")
        ]


def test_only_the_last_plans_are_remembered(request_):
    for number in range(12):
        asked.remember(request_, str(number), asked.Asked({}, "/"))
    assert asked.recall(request_, "1") is None
    assert asked.recall(request_, "11")
