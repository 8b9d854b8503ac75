"""The overcloud's page: planning, credentials, and what is drawn of a stack."""

import dataclasses
import datetime
import json
import re
from unittest import mock

import pytest
from django.test import RequestFactory

from helion_dashboard import policy
from helion_dashboard.admin.overcloud import credentials, plan_forms, views
from helion_dashboard.admin.overview import views as overview
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import controllers as controller_records
from helion_dashboard.api.lifecycle import overcloud as overcloud_records
from helion_dashboard.api.lifecycle import plans as plan_records
from helion_dashboard.api.lifecycle import roles as role_records

PLAN = "22222222-2222-2222-2222-222222222222"
NOW = datetime.datetime(2026, 11, 21, 5, 0, tzinfo=datetime.UTC)
PASSWORD = overcloud_records.Parameter("AdminPassword", "Password", "Cloud", hidden=True)
COUNT = overcloud_records.Parameter("Count", "Nodes", "Scale", "number", default=1, value=2)


@pytest.fixture
def allowed(monkeypatch):
    rules = {"plan:create", "overcloud:get", "overcloud:events", "overcloud:credentials"}
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule in rules)
    return rules


@pytest.fixture
def service(monkeypatch):
    calls = mock.Mock()
    for name in (
        "create_plan",
        "get_plan",
        "overcloud",
        "overcloud_credentials",
        "overcloud_events",
        "roles",
    ):
        double = mock.create_autospec(getattr(lifecycle, name))
        monkeypatch.setattr(lifecycle, name, double)
        calls.attach_mock(double, name)
    calls.overcloud.return_value = overcloud()
    calls.roles.return_value = role_records.Roles(None, ())
    calls.create_plan.return_value = plan_records.Plan(PLAN, "deploy", "Deploy", "ready")
    calls.overcloud_credentials.return_value = overcloud_records.Credentials("clouds: {}", "export")
    return calls


def overcloud(status=None, **more):
    stack = role_records.Stack("over<cloud>", status, created_at=NOW) if status else None
    resources = overcloud_records.Resources(61, 38, 3, more.pop("failed", 0))
    return overcloud_records.Overcloud(stack, 62, resources, parameters=(COUNT, PASSWORD), **more)


@pytest.fixture
def post(make_request):
    def send(view, **data):
        headers = {"X-Requested-With": "XMLHttpRequest"}
        request = RequestFactory().post("/", data, headers=headers)
        base = make_request()
        request.user, request.session = base.user, base.session
        answer = view(request)
        return answer.status_code, json.loads(answer.content)

    return send


def typed(**more):
    return {f"parameters.{name}": text for name, text in more.items()}


class TestDeploying:
    def test_a_plan_is_made_and_shown(self, post, service, allowed):
        status, messages = post(
            plan_forms.Deploy.view(), **typed(Count="3", AdminPassword="secret")
        )
        assert (status, messages) == (200, {"url": f"/admin/uc_scale/plan/{PLAN}/"})
        service.create_plan.assert_called_once_with(
            mock.ANY, "deploy", parameters={"Count": 3, "AdminPassword": "secret"}
        )

    def test_errors_stand_at_their_fields(self, post, service, allowed):
        status, messages = post(plan_forms.Deploy.view(), **typed(Count="many"))
        assert status == 422
        assert set(messages["errors"]) == {"parameters.Count", "parameters.AdminPassword"}
        service.create_plan.assert_not_called()

    def test_so_do_those_of_the_service(self, post, service, allowed):
        fields = {"parameters.Count": ["Enter a number from 0 on."]}
        service.create_plan.side_effect = errors.Invalid("n", "Wrong.", 422, fields=fields)
        status, messages = post(plan_forms.Deploy.view(), **typed(AdminPassword="secret"))
        assert (status, messages) == (422, {"errors": fields})

    def test_a_conflict_is_said_on_top(self, post, service, allowed):
        service.create_plan.side_effect = errors.Conflict("n", "There is one already.", 409)
        status, messages = post(plan_forms.Deploy.view(), **typed(AdminPassword="secret"))
        assert (status, messages) == (422, {"errors": {"__all__": ["There is one already."]}})

    def test_a_service_that_is_down_loses_nothing(self, post, service, allowed):
        service.overcloud.side_effect = errors.Unreachable("n", "It cannot be reached.")
        status, messages = post(plan_forms.Deploy.view(), **typed(AdminPassword="secret"))
        assert (status, messages) == (502, {"errors": {"__all__": ["It cannot be reached."]}})

    def test_without_the_policys_leave_nothing_is_asked(self, post, service, allowed):
        allowed.clear()
        status, messages = post(plan_forms.Deploy.view())
        assert status == 403
        assert "helion:plan:create" in messages["errors"]["__all__"][0]
        assert service.mock_calls == []


@pytest.mark.usefixtures("pages_alone", "allowed")
class TestFreeNodes:
    """They stand at the counts of the form."""

    def help_text(self, request_, service, **role):
        answer = role_records.Roles(None, (role_records.Role("r", "R", "compute", **role),))
        service.roles.return_value = answer
        page = plan_forms.Deploy(request_)
        page.first_page((dataclasses.replace(COUNT, role="r", purpose="count"), PASSWORD))
        return page.form.fields["parameters.Count"].help_text

    @pytest.mark.parametrize(
        ("free", "preparable", "sentence"),
        [
            (2, 1, "2 nodes are free, 1 to prepare."),
            (1, 0, "1 node is free."),
            (0, 3, "0 nodes are free, 3 to prepare."),
            (None, None, ""),
        ],
    )
    def test_of_each_role(self, request_, service, free, preparable, sentence):
        assert self.help_text(request_, service, free=free, preparable=preparable) == sentence

    def test_a_service_that_fails_takes_only_them_away(self, request_, service):
        service.roles.side_effect = errors.Unreachable("n", "It cannot be reached.")
        page = plan_forms.Deploy(request_)
        page.first_page((dataclasses.replace(COUNT, role="r", purpose="count"),))
        assert page.form.fields["parameters.Count"].help_text == ""


class TestUndeploying:
    def test_the_typed_name_goes_to_the_service(self, post, service, allowed):
        service.overcloud.return_value = overcloud("CREATE_COMPLETE")
        status, messages = post(plan_forms.Undeploy.view(), name="over<cloud>")
        assert (status, messages) == (200, {"url": f"/admin/uc_scale/plan/{PLAN}/"})
        service.create_plan.assert_called_once_with(mock.ANY, "undeploy", name="over<cloud>")

    def test_another_name_is_said_at_the_field(self, post, service, allowed):
        service.overcloud.return_value = overcloud("CREATE_COMPLETE")
        service.create_plan.side_effect = errors.Invalid("n", "x", 422, fields={"name": ["Type…"]})
        assert post(plan_forms.Undeploy.view(), name="x") == (422, {"errors": {"name": ["Type…"]}})

    def test_no_name_is_no_question(self, post, service, allowed):
        service.overcloud.return_value = overcloud("CREATE_COMPLETE")
        status, messages = post(plan_forms.Undeploy.view(), name=" ")
        assert (status, list(messages["errors"])) == (422, ["name"])
        service.create_plan.assert_not_called()

    def test_there_is_nothing_to_undeploy(self, request_, service, allowed):
        answer = plan_forms.Undeploy.view()(request_)
        assert (answer.status_code, answer.url) == (302, "/admin/uc_overcloud/")


class TestCredentials:
    @pytest.mark.parametrize(
        ("view", "name", "text"),
        [
            (credentials.clouds_yaml, "clouds.yaml", b"clouds: {}"),
            (credentials.openrc, "overcloud-openrc.sh", b"export"),
        ],
    )
    def test_files_that_nobody_keeps(self, request_, service, allowed, view, name, text):
        answer = view(request_)
        assert answer.content == text
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer["Cache-Control"] == "no-store"

    def test_without_the_policys_leave_nothing_is_asked(self, make_request, service, allowed):
        allowed.clear()
        answer = credentials.openrc(make_request(headers={"X-Requested-With": "XMLHttpRequest"}))
        assert answer.status_code == 403
        assert service.mock_calls == []


@pytest.mark.usefixtures("system_admin")
class TestState:
    def parts(self, request_):
        data = json.loads(views.state(request_).content)
        return data, {
            name.removeprefix("helion-").removeprefix("overcloud-"): html
            for name, html in data.get("parts", {}).items()
        }

    def test_while_it_moves(self, request_, service):
        service.overcloud.return_value = overcloud("CREATE_IN_PROGRESS")
        messages, parts = self.parts(request_)
        assert messages["moving"] is True
        assert "Being deployed" in parts["head"]
        assert "over&lt;cloud&gt;" in parts["head"]
        assert 'aria-valuenow="62"' in parts["progress"]
        assert "38 of 61 resources done" in parts["progress"]
        assert "3 in progress" in parts["progress"]

    def test_while_an_operation_changes_it_its_progress_is_the_only_one(self, request_, service):
        service.overcloud.return_value = overcloud("UPDATE_IN_PROGRESS", operation_running=True)
        progress = self.parts(request_)[1]["progress"]
        assert 'aria-valuenow="62"' in progress
        assert "resources done" not in progress
        assert "3 in progress" in progress

    def test_when_it_failed(self, request_, service):
        failure = overcloud_records.FailedResource("compute/2", "OS::Nova::Server", "No <host>")
        service.overcloud.return_value = overcloud("UPDATE_FAILED", failures=(failure,), failed=1)
        messages, parts = self.parts(request_)
        assert messages["moving"] is False
        assert "The last change failed" in parts["head"]
        assert "1 resource failed." in parts["failures"]
        assert "No &lt;host&gt;" in parts["failures"]
        assert "progressbar" not in parts["progress"]

    def test_what_was_logged_about_a_failed_resource(self, request_, service, allowed, settings):
        settings.HELION_DASHBOARD = {"LOGS": {"dialect": "journal", "url": "http://logs.test"}}
        server = overcloud_records.FailedResource("compute/2", physical_id=PLAN)
        service.overcloud.return_value = overcloud("UPDATE_FAILED", failures=(server,))
        link = f'<a href="/admin/uc_logs/?id={PLAN}">Logs</a>'
        assert link not in self.parts(request_)[1]["failures"]
        allowed.add("log:list")
        assert link in self.parts(request_)[1]["failures"]
        nothing = overcloud_records.FailedResource("compute/2")
        service.overcloud.return_value = overcloud("UPDATE_FAILED", failures=(nothing,))
        assert "uc_logs" not in self.parts(request_)[1]["failures"]

    def test_when_it_is_gone(self, request_, service):
        messages, parts = self.parts(request_)
        assert (messages, parts) == ({"gone": True, "moving": False}, {})

    def test_events(self, request_, service):
        event = overcloud_records.Event(NOW, "compute/2", "OS::X", "DELETE_FAILED", "because")
        service.overcloud_events.return_value = [event]
        data = json.loads(views.events(request_).content)
        html = data["parts"]["helion-overcloud-events"]
        assert "Deleting failed" in html
        assert "because" in html

    def test_secrets_are_stars(self, make_request, service, allowed, pages_alone):
        service.overcloud.return_value = overcloud("CREATE_COMPLETE")
        page = views.index(make_request()).content.decode()
        facts = re.findall(r"<dt title=.(\w+).>.*?<dd>(.*?)</dd>", page, re.DOTALL)
        assert facts == [("Count", "2"), ("AdminPassword", "••••••••")]


class TestComingBack:
    """``?plan=`` brings back what was entered."""

    def test_values_and_secrets_to_enter_again(self, make_request, service, allowed, pages_alone):
        service.get_plan.return_value = plan_records.Plan(
            *(PLAN, "deploy", "Deploy", "outdated"),
            request={"action": "deploy", "parameters": {"Count": 7}},
            secret_parameters=("AdminPassword",),
        )
        page = views.index(make_request(f"/?plan={PLAN}")).content.decode()
        assert re.search(r'name="parameters.Count"[^>]* value="7"|value="7"[^>]*Count', page)
        assert "Enter it again: secrets are not returned with a plan." in page

    def test_a_plan_that_is_gone_leaves_the_form_as_it_is(
        self, make_request, service, allowed, pages_alone
    ):
        service.get_plan.side_effect = errors.NotFound("n", "There is none.", 404)
        page = views.index(make_request(f"/?plan={PLAN}")).content.decode()
        assert re.search(r'name="parameters.Count"[^>]* value="1"|value="1"[^>]*Count', page)


class TestControllers:
    BODY = {  # noqa: RUF012 - read only
        "controllers": [
            {
                "name": "c0",
                "node": "n-0",
                "node_name": "rack1-u1",
                "alive": True,
                "answer": "no",
                "reasons": [
                    {
                        "code": "cluster-stops",
                        "params": {"cluster": "Galera", "ready": 1, "total": 3, "needed": 2},
                        "detail": "x",
                    }
                ],
            }
        ],
        "clusters": [
            {
                "kind": "galera",
                "title": "Galera",
                "state": "reduced",
                "ready": 2,
                "needed": 2,
                "total": 3,
                "spare": 0,
                "members": [
                    {"name": "c0", "state": "ready", "reason": None},
                    {
                        "name": "c2",
                        "state": "unreachable",
                        "reason": {
                            "code": "cluster-no-answer",
                            "params": {"address": "db2"},
                            "detail": "x",
                        },
                    },
                ],
            },
            {
                "kind": "haproxy",
                "title": "HAProxy",
                "state": "unchecked",
                "ready": 0,
                "needed": 0,
                "total": 0,
                "spare": 0,
                "members": [],
            },
        ],
        "singletons": [{"name": "cinder<volume>", "controller": "c0"}],
        "virtual_address": {"address": "10.0.0.5", "controller": "c1", "reason": None},
    }

    @pytest.fixture
    def state(self, monkeypatch):
        state = controller_records.controllers(self.BODY)
        monkeypatch.setattr(lifecycle, "controllers", lambda request: state)

    def test_the_answer_has_its_reasons(self, request_, state, allowed):
        allowed.add("controller:list")
        data = json.loads(views.controllers(request_).content)
        html = " ".join(data["parts"]["helion-overcloud-controllers"].split())
        assert data["moving"] is True
        assert "1 of 3 members of Galera would be ready, and 2 must be." in html
        assert "one more loss stops it" in html
        assert "db2 does not answer." in html
        assert "Not checked" in html
        assert "cinder&lt;volume&gt;" in html
        assert "10.0.0.5 on c1" in html

    def test_the_overview_names_what_has_lost_a_member(self, request_, state, allowed):
        allowed.add("controller:list")
        html = json.loads(overview.clusters(request_).content)["parts"]["helion-overview-clusters"]
        assert "Galera" in html
        assert "Lost a member" in html
        assert "HAProxy" not in html

    def test_who_may_not_see_them_hears_nothing(self, make_request, state, allowed):
        request = make_request(headers={"X-Requested-With": "XMLHttpRequest"})
        assert views.controllers(request).status_code == 403
