"""The wire to the nodes service: what is asked, with whose token, and what comes of it."""

import datetime
import time

import pytest
import requests

from helion_dashboard import config
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.operations import client as operations

from .conftest import CATALOG, make_user

pytestmark = pytest.mark.usefixtures("system_admin")

ROOT = "http://nodes.test:9090/nodes/v1"
OUR_CATALOG = [
    *CATALOG,
    {
        "type": "node-lifecycle",
        "name": "nodes",
        "endpoints": [{"interface": "public", "region": "R", "region_id": "R", "url": ROOT}],
    },
]
ID = "11111111-1111-1111-1111-111111111111"
PLAN = "22222222-2222-2222-2222-222222222222"
OPERATION = {
    "id": ID,
    "service": "nodes",
    "kind": "scale_out",
    "title": "Scale compute from 1 to 3",
    "resources": ["role:compute", "node:x"],
    "state": "running",
    "progress": 40,
    "started_by": {"user_id": "u1", "user_name": "alice"},
    "created_at": "2026-11-21T05:00:00Z",
    "updated_at": "2026-11-21T05:00:40Z",
    "started_at": "2026-11-21T05:00:01Z",
    "finished_at": None,
    "cancel_requested": False,
    "can_cancel": True,
    "can_retry": False,
    "retry_of": None,
    "request_id": "req-1",
    "error": None,
}
DETAIL = {
    **OPERATION,
    "state": "failed",
    "finished_at": "2026-11-21T05:02:01Z",
    "error": {"code": "no-host", "message": "No node fits.", "step": "stack", "left": ["a port"]},
    "steps": [
        {
            "name": "check",
            "title": "Look at the nodes",
            "state": "done",
            "progress": 100,
            "message": "",
            "started_at": "2026-11-21T05:00:01Z",
            "finished_at": "2026-11-21T05:00:04Z",
            "undo_started_at": "2026-11-21T05:01:00Z",
            "undo_finished_at": "2026-11-21T05:01:02Z",
        },
        {"name": "stack", "title": "Update the stack", "state": "failed", "message": "No node."},
    ],
    "log": [{"at": "2026-11-21T05:00:02Z", "step": None, "text": "begun"}],
}
A_PLAN = {
    "id": PLAN,
    "action": "scale_out",
    "title": "Scale compute from 1 to 3",
    "state": "blocked",
    "created_at": "2026-11-21T05:00:00Z",
    "expires_at": "2026-11-21T06:00:00Z",
    "steps": [{"name": "stack", "title": "Update the stack"}],
    "checks": [{"name": "free", "title": "Free nodes", "result": "block", "reason": "One fits."}],
    "changes": [{"text": "Two servers are added."}],
    "operation": None,
}


def at(hour, minute, second):
    return datetime.datetime(2026, 11, 21, hour, minute, second, tzinfo=datetime.UTC)


@pytest.fixture
def ask(make_request, monkeypatch):
    monkeypatch.setattr(scopes, "_DISCOVERY", {})
    return lambda **user: make_request(user=make_user(catalog=OUR_CATALOG, **user))


@pytest.fixture
def request_(ask):
    return ask()


@pytest.fixture
def service(requests_mock):
    """Answers at a path, and remembers what was sent there."""

    def answer(method, path, body=None, status=200, **more):
        if body is not None:
            more["json"] = body
        if "response_list" not in more:
            more["status_code"] = status
        return requests_mock.register_uri(method, f"{ROOT}{path}", **more)

    return answer


class TestAnswers:
    def test_roles(self, request_, service):
        member = {
            "index": "0",
            "name": "overcloud-compute-0",
            "server": None,
            "server_status": None,
            "node": None,
            "node_name": None,
            "state": "deploying",
        }
        role = {
            "name": "compute",
            "title": "Compute",
            "kind": "compute",
            "wanted": 2,
            "deployed": 1,
            "maximum": None,
            "members": [member],
        }
        stack = {"name": "overcloud", "status": "UPDATE_COMPLETE", "status_reason": None}
        service("GET", "/roles", {"stack": stack, "roles": [role]})
        answer = lifecycle.roles(request_)
        assert (answer.stack.status, answer.stack.status_reason) == ("UPDATE_COMPLETE", "")
        (role,) = answer.roles
        assert (role.count, role.deployed, role.free, role.maximum) == (2, 1, 0, None)
        assert (role.members[0].state, role.members[0].node) == ("deploying", None)

    @pytest.mark.other_release
    def test_what_a_newer_service_adds_is_left_out(self, request_, service):
        role = {"name": "compute", "title": "Compute", "kind": "compute", "colour": "blue"}
        service("GET", "/roles", {"stack": None, "roles": [role], "next": None})
        (role,) = lifecycle.roles(request_).roles
        assert (role.name, role.kind) == ("compute", "compute")

    def test_roles_without_their_servers(self, request_, service):
        role = {"name": "compute", "title": "Compute", "kind": "compute", "wanted": 3, "free": 2}
        service("GET", "/roles?max_age=7&members=false", {"age": 0, "stack": None, "roles": [role]})
        answer = lifecycle.roles(request_, 7, members=False).roles[0]
        assert (answer.count, answer.free, answer.members) == (3, 2, ())

    def test_roles_before_a_deployment(self, request_, service):
        service("GET", "/roles", {"stack": None, "roles": []})
        assert lifecycle.roles(request_) == lifecycle.role_records.Roles(None, ())

    def test_an_operation_in_full(self, request_, service):
        service("GET", f"/operations/{ID}", DETAIL)
        operation = operations.get_operation(request_, ID)
        assert (operation.title, operation.started_by) == ("Scale compute from 1 to 3", "alice")
        assert operation.resources == ("role:compute", "node:x")
        assert (operation.seconds, operation.moving) == (120, False)
        assert (operation.error.message, operation.error.step) == ("No node fits.", "stack")
        assert operation.error.left == ("a port",)
        assert [(step.state, step.seconds) for step in operation.steps] == [
            ("done", 3),
            ("failed", None),
        ]
        assert (operation.steps[0].message, operation.steps[1].message) == ("", "No node.")
        assert (operation.log[0].at, operation.log[0].text) == (at(5, 0, 2), "begun")

    def test_a_page_of_operations(self, request_, service):
        mock = service("GET", "/operations", {"operations": [OPERATION], "next": ID, "active": 3})
        page = operations.list_operations(
            request_, states=("running", "queued"), resource="node:x", limit=10
        )
        assert (page.next, page.active) == (ID, 3)
        assert page.operations[0].moving
        assert page.operations[0].seconds > 0
        assert mock.last_request.qs == {
            "state": ["running,queued"],
            "resource": ["node:x"],
            "limit": ["10"],
            "sort_key": ["created_at"],
            "sort_dir": ["desc"],
        }

    @pytest.mark.other_release
    def test_a_state_that_an_older_service_does_not_have(self, request_, service):
        refusal = {
            "title": "Invalid",
            "status": 422,
            "errors": {"state": ["Must be one of: queued, running."]},
            "error_facts": {
                "state": [
                    {"code": "value-not-offered", "params": {"values": ["queued", "running"]}}
                ]
            },
        }
        answers = [
            {"status_code": 422, "json": refusal},
            {"json": {"operations": [OPERATION], "next": None, "active": 1}},
        ]
        mock = service("GET", "/operations", response_list=answers)
        page = operations.list_operations(request_, states=("queued", "paused", "running"))
        assert page.active == 1
        states = [call.qs["state"] for call in mock.request_history]
        assert states == [["queued,paused,running"], ["queued,running"]]

    @pytest.mark.other_release
    @pytest.mark.parametrize("values", [[], ["queued"], None, "queued", 7])
    def test_a_refusal_for_another_reason_stays(self, request_, service, values):
        facts = {"state": [{"code": "value-not-offered", "params": {"values": values}}]}
        refusal = {"errors": {"state": ["no"]}, "error_facts": facts}
        mock = service("GET", "/operations", refusal, 422)
        with pytest.raises(errors.Invalid):
            operations.list_operations(request_, states=("queued",))
        assert mock.call_count == 1

    def test_a_file_with_errors(self, request_, service):
        wrong = {"row": 3, "field": "mac_address", "message": "This is no MAC."}
        mock = service("POST", "/imports", {"nodes": [], "errors": [wrong], "token": None})
        imported = lifecycle.read_import(request_, "a,b", "csv")
        assert (imported.errors[0].row, imported.errors[0].field, imported.token) == (
            3,
            "mac_address",
            None,
        )
        assert mock.last_request.json() == {"format": "csv", "text": "a,b"}

    def test_its_nodes_are_enrolled_once(self, request_, service):
        mock = service("POST", "/enrolments", DETAIL, 202)
        assert lifecycle.enrol(request_, "token").id == ID
        assert mock.last_request.json() == {"import": "token"}
        assert mock.last_request.headers["Idempotency-Key"] == "enrol-token"

    def test_a_plan(self, request_, service):
        mock = service("POST", "/plans", A_PLAN, 201)
        plan = lifecycle.create_plan(
            request_, "scale_out", role="compute", count=3, nodes=None, imported="token", key="k"
        )
        assert mock.last_request.json() == {
            "action": "scale_out",
            "role": "compute",
            "count": 3,
            "import": "token",
        }
        assert (plan.ready, plan.changes) == (False, ("Two servers are added.",))
        assert (plan.checks[0].result, plan.checks[0].reason) == ("block", "One fits.")
        assert (plan.steps[0].state, plan.steps[0].seconds) == ("pending", None)
        assert plan.expires_at - plan.created_at == datetime.timedelta(hours=1)
        service("GET", f"/plans/{PLAN}", {**A_PLAN, "state": "ready"})
        assert lifecycle.get_plan(request_, PLAN).ready

    @pytest.mark.parametrize("verb", ["cancel", "retry"])
    def test_cancel_and_retry(self, request_, service, verb):
        mock = service("POST", f"/operations/{ID}/{verb}", OPERATION, 202)
        assert getattr(operations, f"{verb}_operation")(request_, ID).id == ID
        assert mock.last_request.body is None
        assert "Idempotency-Key" not in mock.last_request.headers

    def test_the_overcloud(self, request_, service):
        body = {
            "stack": {"name": "overcloud", "status": "CREATE_FAILED"},
            "progress": 50,
            "resources": {"complete": 1, "in_progress": 0, "failed": 1, "total": 2},
            "failures": [{"resource": "Compute", "type": "OS::Nova::Server", "reason": "No."}],
            "parameters": [{"name": "Dns", "label": "DNS", "default": [], "hidden": True}],
        }
        service("GET", "/overcloud", body)
        overcloud = lifecycle.overcloud(request_)
        assert (overcloud.progress, overcloud.resources.failed) == (50, 1)
        assert overcloud.failures[0].reason == "No."
        assert (overcloud.parameters[0].hidden, overcloud.parameters[0].default) == (True, [])

    def test_events(self, request_, service):
        event = {"at": "2026-11-21T05:00:00Z", "resource": "r", "type": "t", "status": "s"}
        mock = service("GET", "/overcloud/events", {"events": [event]})
        (record,) = lifecycle.overcloud_events(request_, limit=5)
        assert (record.at, record.reason) == (at(5, 0, 0), "")
        assert mock.last_request.qs == {"limit": ["5"]}

    @pytest.mark.parametrize("deployed", [True, False])
    def test_computes(self, request_, service, deployed):
        row = {"host": "overcloud-compute-0", "enabled": False, "up": True, "reason": None}
        body = {"deployed": deployed, "computes": [row] if deployed else []}
        service("GET", "/overcloud/computes", body)
        computes = lifecycle.overcloud_computes(request_)
        if deployed:
            (compute,) = computes
            assert (compute.host, compute.up, compute.reason) == ("overcloud-compute-0", True, "")
        else:
            assert computes is None

    def test_credentials_are_not_in_a_log(self, request_, service):
        service("GET", "/overcloud/credentials", {"clouds_yaml": "hunter2", "openrc": "hunter3"})
        credentials = lifecycle.overcloud_credentials(request_)
        assert (credentials.clouds_yaml, credentials.openrc) == ("hunter2", "hunter3")
        assert "hunter" not in repr(credentials)


class TestToken:
    @pytest.fixture
    def used(self, service, monkeypatch):
        mock = service("GET", "/roles", {"stack": None, "roles": []})

        def used(request, system, trouble=""):
            token = "system-token" if system else ""
            entry = scopes._Entry("alice", token, list(system), time.time() + 900, trouble)
            monkeypatch.setattr(scopes, "_entry", lambda request: entry)
            lifecycle.roles(request)
            return mock.last_request.headers["X-Auth-Token"]

        return used

    def test_who_has_a_role_on_the_system_uses_it(self, ask, used):
        """Bare metal belongs to the system, whatever the user may do in his project."""
        assert used(ask(roles=("Admin",)), ("admin",)) == "system-token"
        assert used(ask(roles=("Admin",)), ("reader",)) == "system-token"

    def test_trouble_of_keystone_is_no_missing_role(self, ask, used):
        with pytest.raises(errors.Unreachable, match="no token today"):
            used(ask(roles=("Admin",)), (), "no token today")

    def test_a_system_admins_is_the_systems(self, ask, used):
        assert used(ask(roles=("member",)), ("reader",)) == "system-token"

    def test_without_any_role_the_service_decides(self, ask, used):
        assert used(ask(roles=("member",)), ()) == "project-token-of-alice"
        assert used(ask(roles=("Admin",)), ()) == "project-token-of-alice"


class TestTrouble:
    def problem(self, service, status, **body):
        service(
            "POST",
            f"/plans/{PLAN}/apply",
            {
                "type": "about:blank",
                "title": "Title",
                "status": status,
                "params": {},
                "request_id": "req-1",
                **body,
            },
            status,
            headers={"Content-Type": "application/problem+json"},
        )

    def test_an_outdated_plan_says_what_changed(self, request_, service):
        change = {"kind": "vms", "subject": {"name": "c0"}, "before": ["a"], "after": []}
        self.problem(service, 409, code="plan-outdated", detail="It is outdated.", changes=[change])
        with pytest.raises(errors.Conflict) as caught:
            lifecycle.apply_plan(request_, PLAN, "once")
        exc = caught.value
        assert (exc.code, exc.reason, exc.changes) == (
            "plan-outdated",
            "Something has changed since this plan was made. Look at the changes and plan again.",
            (change,),
        )
        assert (exc.service, exc.status) == ("node-lifecycle", 409)

    def test_a_blocked_plan_has_no_changes(self, request_, service):
        self.problem(service, 409, code="plan-blocked", detail="A check prevents it.")
        with pytest.raises(errors.Conflict) as caught:
            lifecycle.apply_plan(request_, PLAN, "once")
        assert (caught.value.code, caught.value.changes) == ("plan-blocked", ())

    def test_wrong_fields_are_named(self, request_, service):
        fields = {"nodes.0.driver": ["It is not enabled."], "count": ["Too many."]}
        self.problem(service, 422, code="invalid", detail="Some are wrong.", errors=fields)
        with pytest.raises(errors.Invalid) as caught:
            lifecycle.apply_plan(request_, PLAN, "once")
        assert caught.value.fields == {
            "nodes.0.driver": ["It is not enabled."],
            "count": ["Too many."],
        }
        assert caught.value.code == "invalid"

    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (400, errors.ServiceError),
            (401, errors.Refused),
            (403, errors.Refused),
            (404, errors.NotFound),
            (503, errors.ServiceError),
        ],
    )
    def test_the_detail_is_the_reason(self, request_, service, status, kind):
        self.problem(service, status, code="x", detail="It says so.")
        with pytest.raises(kind) as caught:
            lifecycle.apply_plan(request_, PLAN, "once")
        assert (caught.value.reason, caught.value.status) == ("It says so.", status)

    @pytest.mark.parametrize("more", [{"text": "<html>"}, {"json": ["list"]}, {"text": ""}])
    def test_what_is_no_problem_of_ours_is_said_by_its_status(self, request_, service, more):
        service("GET", "/roles", status=502, reason="Bad Gateway", **more)
        with pytest.raises(errors.ServiceError) as caught:
            lifecycle.roles(request_)
        assert (caught.value.reason, caught.value.code) == ("Bad Gateway", "")

    @pytest.mark.parametrize("problem", [requests.ConnectionError, requests.ConnectTimeout])
    def test_no_answer(self, request_, requests_mock, problem):
        mock = requests_mock.get(f"{ROOT}/roles", exc=problem)
        with pytest.raises(errors.Unreachable):
            lifecycle.roles(request_)
        assert mock.call_count == 1

    def test_a_catalog_without_it(self, make_request):
        with pytest.raises(errors.Unreachable, match="catalog"):
            lifecycle.roles(make_request())

    @pytest.mark.parametrize("ident", ["../roles", "a/apply", "", "?x", "%2e%2e", "a b"])
    def test_an_id_never_becomes_another_url(self, request_, requests_mock, ident):
        for ask in (
            lifecycle.get_plan,
            operations.get_operation,
            operations.cancel_operation,
            operations.retry_operation,
            lambda request, plan: lifecycle.apply_plan(request, plan, "once"),
        ):
            with pytest.raises(errors.NotFound):
                ask(request_, ident)
        assert not requests_mock.request_history


def test_the_same_plan_is_applied_once(request_, service):
    mock = service("POST", f"/plans/{PLAN}/apply", OPERATION, 202)
    assert lifecycle.apply_plan(request_, PLAN, "once").id == ID
    assert mock.last_request.headers["Idempotency-Key"] == "once"


def test_a_plan_has_time(request_, service):
    """It is made of what all services say now, of thousands of nodes, too."""
    plan = service("POST", "/plans", A_PLAN, 201)
    apply = service("POST", f"/plans/{PLAN}/apply", OPERATION, 202)
    lifecycle.create_plan(request_, "undeploy")
    lifecycle.apply_plan(request_, PLAN, "once")
    for sent in (plan, apply):
        assert sent.last_request.timeout == config.get().far_timeout
