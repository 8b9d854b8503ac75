"""What is drawn of operations: live parts, links, and small pieces on other pages."""

import dataclasses
import datetime
import json
from unittest import mock

import pytest

from helion_dashboard import policy
from helion_dashboard.admin.operations import views
from helion_dashboard.admin.overview import views as overview
from helion_dashboard.api import errors
from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.esx import clusters as cluster_records
from helion_dashboard.api.ironic import records as ironic_records
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.operations import records as operation_records
from helion_dashboard.kit import details, nodes, resources
from helion_dashboard.templatetags import helion_badges

from .conftest import CATALOG, make_user

ID = "11111111-1111-1111-1111-111111111111"
NODE = "33333333-3333-3333-3333-333333333333"
OURS = {"type": "node-lifecycle", "name": "nodes", "endpoints": []}
NOW = datetime.datetime(2026, 11, 21, 5, 0, tzinfo=datetime.UTC)


def operation(**more):
    fields = {"id": ID, "kind": "enrol", "title": "Enrol <x>", "state": "running", **more}
    return operation_records.Operation(**fields)


@pytest.fixture(autouse=True)
def _all_allowed(monkeypatch):
    monkeypatch.setattr(policy, "allowed", lambda request, rule: True)


@pytest.fixture
def service(monkeypatch):
    """``service(**what)``: the operation that the service then returns."""
    double = mock.create_autospec(operations.get_operation)
    monkeypatch.setattr(operations, "get_operation", double)

    def says(**more):
        double.return_value = operation(**more)

    return says


@pytest.fixture
def several(monkeypatch):
    double = mock.create_autospec(operations.list_operations)
    double.return_value = operation_records.Page((operation(),), None, 1)
    monkeypatch.setattr(operations, "list_operations", double)
    return double


def data(answer):
    return json.loads(answer.content)


def state(request):
    return views.Operation.view("state")(request, operation=ID)


class TestDetail:
    def parts(self, request_):
        answer = data(state(request_))
        return {
            name.removeprefix("helion-").removeprefix("operation-"): html
            for name, html in answer["parts"].items()
        }

    def test_a_tab_of_another_panel_takes_the_place_of_the_steps(
        self, make_request, service, pages_alone, monkeypatch
    ):
        tab = details.Tab(
            "x", "X", "helion_dashboard/logs/_tab.html", lambda *_: {"lines_url": "/l"}
        )
        monkeypatch.setattr(views.plugins, "collect", lambda name: (tab,))
        service()
        pages = [
            views.Operation(make_request(path), operation=ID).answer_detail().content.decode()
            for path in ("/", "/?tab=x")
        ]
        assert ["helion-operation-steps" in page for page in pages] == [True, False]
        assert ['data-live="/l"' in page for page in pages] == [False, True]
        assert all("helion-operation-progress" in page for page in pages)
        answer = views.Operation(make_request("/?tab=x"), operation=ID).answer_state()
        assert "helion-operation-steps" not in answer["parts"]

    def test_steps_progress_and_time(self, request_, service):
        step = operation_records.Step("s", "Inspect <it>", "running", 30, "half", started_at=NOW)
        service(progress=40, steps=(step,), started_at=NOW, can_cancel=True)
        parts = self.parts(request_)
        assert "Inspect &lt;it&gt;" in parts["steps"]
        assert "Inspect &lt;it&gt;" in parts["progress"]
        assert 'aria-valuenow="40"' in parts["progress"]
        assert 'form="helion-cancel"' in parts["actions"]
        assert "disabled" not in parts["actions"]
        assert data(state(request_))["moving"] is True

    def test_what_can_be_paused_or_waits(self, request_, service):
        service(can_pause=True, can_cancel=True)
        assert 'form="helion-pause"' in self.parts(request_)["actions"]
        service(can_continue=True, can_cancel=True, pause_requested=True)
        parts = self.parts(request_)
        assert 'form="helion-continue"' in parts["actions"]
        assert "helion-pause" not in parts["actions"]
        assert "Pauses after its current work." in parts["waits"]
        step = operation_records.Step("s", "Batch 2", "running", message="Look <at> it.")
        service(state="paused", can_continue=True, pause_requested=True, steps=(step,))
        assert "Look &lt;at&gt; it." in self.parts(request_)["waits"]

    def test_a_disabled_cancel_says_why(self, request_, service):
        service(can_cancel=False)
        assert "disabled" in self.parts(request_)["actions"]
        assert "can no longer be rolled back" in self.parts(request_)["actions"]

    def test_an_error_with_its_step_and_what_is_left(self, request_, service):
        failure = operation_records.Failure("x", "No <node> fits.", "s", ("a port", "a server"))
        service(
            state="failed",
            error=failure,
            can_retry=True,
            steps=(operation_records.Step("s", "Deploy", "failed"),),
        )
        parts = self.parts(request_)
        assert "The step “Deploy” failed." in parts["error"]
        assert "No &lt;node&gt; fits." in parts["error"]
        assert "<li>a server</li>" in parts["error"]
        assert 'form="helion-retry"' in parts["actions"]
        assert "helion-cancel" not in parts["actions"]

    def test_what_was_cancelled_did_not_fail(self, request_, service):
        service(
            state="cancelled", error=operation_records.Failure("cancelled", "Cancelled on request.")
        )
        error = self.parts(request_)["error"]
        assert "Cancelled on request." in error
        assert "failed" not in error
        assert "alert-info" in error

    def test_a_cancel_that_is_rolled_back_is_no_failure(self, request_, service):
        failure = operation_records.Failure("cancelled", "Cancelled on request.", "s")
        steps = (operation_records.Step("s", "Deploy", "undoing"),)
        service(state="reverting", error=failure, steps=steps)
        error = self.parts(request_)["error"]
        assert "Completed steps are being rolled back." in error
        assert "failed" not in error
        assert "alert-info" in error

    def test_a_cancel_that_leaves_something_is_an_error(self, request_, service):
        failure = operation_records.Failure("cancelled", "Cancelled on request.", "s", ("a port",))
        service(state="failed", error=failure)
        assert "alert-danger" in self.parts(request_)["error"]

    def test_the_failed_step_is_marked_though_it_is_rolled_back(self, request_, service):
        steps = tuple(operation_records.Step(name, name, "undone") for name in ("first", "second"))
        failure = operation_records.Failure("x", "No.", "second")
        service(state="reverted", error=failure, steps=steps)
        html = self.parts(request_)["steps"]
        assert html.count('data-state="undone"') == 1
        assert html.count('data-state="failed"') == 1
        assert html.index('data-state="undone"') < html.index('data-state="failed"')

    def test_the_time_of_a_step_stands_while_it_is_rolled_back(self, request_, service):
        times = {"started_at": NOW, "finished_at": NOW}
        service(
            state="reverting",
            steps=(operation_records.Step("s", "Deploy", "undoing", **times),),
            started_at=NOW,
        )
        assert "data-running" not in self.parts(request_)["steps"]

    def test_the_empty_log_of_what_ended_is_not_shown(self, request_, service):
        service(state="succeeded", finished_at=NOW)
        assert "log" not in self.parts(request_)

    def test_a_success_offers_nothing(self, request_, service):
        service(state="succeeded", finished_at=NOW)
        parts = self.parts(request_)
        assert "button" not in parts["actions"]
        assert parts["error"].strip() == ""

    def test_a_success_leads_on(self, request_, service, monkeypatch):
        service(state="succeeded", service="nodes", kind="deploy", finished_at=NOW)
        pages = {"Show the servers": "/admin/uc_scale/", "Download clouds.yaml": "clouds.yaml"}
        html = self.parts(request_)["next"]
        for label, address in pages.items():
            assert label in html
            assert f'{address}"' in html
        assert html.count("btn-primary") == 1
        assert "progressbar" not in self.parts(request_)["progress"]
        monkeypatch.setattr(
            policy, "allowed", lambda request, rule: rule != "overcloud:credentials"
        )
        assert "clouds.yaml" not in self.parts(request_)["next"]

    @pytest.mark.parametrize("state", ["failed", "reverted"])
    def test_a_failure_leads_to_what_helps(self, request_, service, state):
        service(state=state, service="nodes", kind="scale_out", finished_at=NOW)
        html = self.parts(request_)["next"]
        for label, address in {
            "Show failed nodes": "/admin/uc_nodes/?state=is:failed",
            "Select other nodes": "/admin/uc_scale/",
        }.items():
            assert label in html
            assert f'{address}"' in html
        assert "Show the servers" not in html
        assert "btn-primary" not in html  # that is to retry

    @pytest.mark.parametrize("state", ["running", "reverting", "cancelled"])
    def test_neither_success_nor_failure_leads_nowhere(self, request_, service, state):
        service(state=state, service="nodes", kind="scale_out")
        assert not self.parts(request_)["next"].strip()

    def test_of_a_step_either_the_percentage_or_its_count_is_shown(self, request_, service):
        step = operation_records.Step("s", "Deploy", "running", 81, "18 of 22 resources are ready.")
        service(state="running", progress=70, steps=(step,))
        parts = self.parts(request_)
        assert 'aria-valuenow="70"' in parts["progress"]
        assert "18 of 22 resources are ready." in parts["steps"]
        assert "progressbar" not in parts["steps"]
        service(state="running", steps=(dataclasses.replace(step, message=""),))
        assert 'aria-valuenow="81"' in self.parts(request_)["steps"]

    def test_a_retry_names_what_it_is_one_of(self, request_, service):
        for field in ("retry_of", "retried_by"):
            service(**{field: NODE})
            head = self.parts(request_)["head"]
            assert f'href="/admin/uc_operations/{NODE}/"' in head
            assert "“Enrol &lt;x&gt;”</a>" in head, "a name, not an id"

    def test_only_the_end_of_a_long_log_is_unfolded(self, request_, service):
        service(log=tuple(operation_records.Line(NOW, text=f"line {n}.") for n in range(30)))
        parts = self.parts(request_)
        assert "18 earlier lines" in parts["log-more"]
        assert "line 17." in parts["log-early"]
        assert "line 18." not in parts["log-early"]
        assert parts["log"].index("line 18.") < parts["log"].index("line 29.")

    def test_a_short_log_is_not_folded(self, request_, service):
        service(log=(operation_records.Line(NOW, text="only"),))
        parts = self.parts(request_)
        assert parts["log-more"].strip() == ""
        assert "<li" not in parts["log-early"]

    def test_nothing_is_drawn_anew_while_nothing_happens(self, request_, service):
        # A token or a key of a form in the parts would make each answer another one.
        service(state="failed", can_retry=True, error=operation_records.Failure(message="x"))
        tags = {state(request_)["ETag"] for _time in range(2)}
        assert len(tags) == 1

    def test_names_of_its_nodes(self, request_, service, monkeypatch):
        all_nodes = [ironic_records.Node(NODE, "rack1", "available")]
        monkeypatch.setattr(nodes, "sweep", lambda request: all_nodes)
        service(resources=(f"node:{NODE}", "node:other", "role:compute"), state="failed")
        html = data(views.names(request_, operation=ID))["parts"]["helion-resources"]
        assert f'href="/admin/uc_nodes/{NODE}/" title="{NODE}">rack1</a>' in html
        assert "other (no longer exists)" in " ".join(html.split())
        assert ">compute</a>" in html

    def test_a_node_that_may_still_come_is_not_gone(self, request_, service, monkeypatch):
        monkeypatch.setattr(nodes, "sweep", lambda request: [])
        service(resources=(f"node:{NODE}",))
        html = data(views.names(request_, operation=ID))["parts"]["helion-resources"]
        assert f">{NODE}</a>" in html
        assert "no longer exists" not in html

    def test_no_nodes_no_question_to_ironic(self, request_, service, monkeypatch):
        monkeypatch.setattr(nodes, "sweep", mock.Mock(side_effect=AssertionError))
        service(resources=("role:compute",))
        html = data(views.names(request_, operation=ID))["parts"]["helion-resources"]
        assert ">compute</a>" in html


class TestList:
    def test_rows_of_the_page_and_of_its_refresh_are_the_same(self, request_, several, pages_alone):
        page = views.Operations.view("index")(request_).content.decode()
        answer = data(views.Operations.view("rows")(request_))
        assert [row["id"] for row in answer["rows"]] == [ID]
        assert answer["rows"][0]["html"] in page
        assert "Enrol &lt;x&gt;" in page
        assert answer["moving"] is True
        assert "1 operation in progress" in answer["parts"]["helion-summary"]
        assert answer["parts"]["helion-pager"] == ""

    def test_nothing_yet_says_what_operations_are(self, request_, several, pages_alone):
        several.return_value = operation_records.Page((), None, 0)
        page = views.Operations.view("index")(request_).content.decode()
        assert "There are no operations yet." in page
        assert "Go to the overcloud" in page


class TestResources:
    @pytest.mark.parametrize(
        ("text", "label", "url"),
        [
            (f"node:{NODE}", "Node", f"/admin/uc_nodes/{NODE}/"),
            ("stack:overcloud", "Overcloud", "/admin/uc_overcloud/"),
            ("role:compute", "Role", "/admin/uc_scale/"),
            ("esx-cluster:c1", "ESX cluster", "/admin/uc_esx/cluster/c1"),
            ("vcenter:v1", "vCenter", "/admin/uc_esx/v1/"),
            ("array:x", "", None),
            ("odd", "", None),
            ("node:", "", None),
        ],
    )
    def test_links(self, text, label, url):
        shown = resources.resource(text)
        assert (str(shown.label), shown.url) == (label, url)

    def test_an_unknown_kind_is_shown_as_it_is(self):
        assert resources.resource("array:x").name == "array:x"

    def test_each_service_is_asked_once_for_names(self, request_, monkeypatch):
        all_nodes = [
            ironic_records.Node(NODE, "rack1", "available"),
            ironic_records.Node("x", "y", "active"),
        ]
        clusters = [cluster_records.Resource("c1", "Cluster1", "activated", "v1")]
        monkeypatch.setattr(nodes, "sweep", lambda request: all_nodes)
        request_of = mock.create_autospec(esx.resources, return_value=clusters)
        monkeypatch.setattr(esx, "resources", request_of)
        texts = ["role:x", f"node:{NODE}", "esx-cluster:c1", "esx-cluster:gone", "odd"]
        assert resources.names(request_, texts) == {NODE: "rack1", "c1": "Cluster1"}
        request_of.assert_called_once_with(request_)


class TestPieces:
    def test_the_number_that_have_not_ended(self, request_, several):
        several.return_value = operation_records.Page((), None, 3)
        answer = data(views.running(request_))
        assert "3 operations running" in answer["parts"]["helion-running"]
        assert answer["moving"] is True
        assert several.call_args.kwargs["limit"] == 1

    def test_nothing_running_is_nothing_to_see(self, request_, several):
        several.return_value = operation_records.Page((), None, 0)
        answer = data(views.running(request_))
        assert (answer["parts"]["helion-running"].strip(), answer["moving"]) == ("", False)

    def test_a_service_that_is_down_is_an_error_of_the_piece_alone(self, request_, several):
        several.side_effect = errors.Unreachable("node-lifecycle", "down")
        assert views.running(request_).status_code == 502

    def test_operations_on_a_thing(self, make_request, several):
        answer = views.of_resource(make_request(f"/?resource=node:{NODE}"))
        assert several.call_args.kwargs["resource"] == f"node:{NODE}"
        html = data(answer)["parts"]["helion-operations-of"]
        assert f"/admin/uc_operations/{ID}/" in html
        assert "Enrol &lt;x&gt;" in html

    def test_more_of_them_are_a_link_away(self, make_request, several):
        several.return_value = operation_records.Page((operation(),), "m", 0)
        answer = views.of_resource(make_request("/?resource=node:a%26b"))
        html = data(answer)["parts"]["helion-operations-of"]
        assert "/admin/uc_operations/?resource=node%3Aa%26b" in html

    @pytest.mark.parametrize("view", [overview.operations, views.Operations.view("rows")])
    def test_what_waits_for_somebody_says_so(self, request_, several, view):
        several.return_value = operation_records.Page((operation(state="paused"),), None, 1)
        assert "Waits until it is continued or cancelled." in view(request_).content.decode()

    def test_the_block_of_the_overview(self, request_, several):
        answer = data(overview.operations(request_))
        assert "Last failures" in answer["parts"]["helion-overview-operations"]
        assert {call.kwargs["states"] for call in several.call_args_list} == {
            ("queued", "running", "paused", "reverting"),
            ("reverted", "failed"),
        }


class TestWithoutTheNodesService:
    """Whichever of our services there is has the operations of all."""

    EON = {
        "type": "esx_onboarder",
        "name": "eon",
        "endpoints": [{"region": "R", "interface": "public", "url": "http://eon.test"}],
    }

    @pytest.mark.usefixtures("system_admin")
    def test_eon_is_asked(self, make_request, requests_mock):
        request_of = requests_mock.get(
            "http://eon.test/v2/operations", json={"operations": [], "next": None, "active": 2}
        )
        request = make_request(user=make_user(catalog=[*CATALOG, self.EON]))
        assert operations.offered(request.user)
        assert operations.list_operations(request).active == 2
        assert request_of.call_count == 1
        assert request_of.last_request.headers["X-Auth-Token"] == "system-token"

    def test_without_either_there_is_no_panel(self, make_request):
        assert not operations.offered(make_user(catalog=CATALOG))


class TestOnForeignGround:
    """The head of our pages says where to ask; it asks nothing itself."""

    def test_where_the_service_is(self, make_request):
        request = make_request(user=make_user(catalog=[*CATALOG, OURS]))
        shown = helion_badges.head_badges({"request": request})
        assert shown["urls"] == {"helion-running": "/admin/uc_operations/running.json"}
        assert (
            helion_badges.operations_on({"request": request}, "node", NODE)
            == f"/admin/uc_operations/of.json?resource=node%3A{NODE}"
        )

    def test_not_where_it_is_not(self, request_):
        assert helion_badges.head_badges({"request": request_})["urls"] == {}
        assert helion_badges.operations_on({"request": request_}, "node", NODE) is None

    def test_not_for_those_who_may_not_know(self, make_request, monkeypatch):
        monkeypatch.setattr(policy, "allowed", lambda request, rule: False)
        request = make_request(user=make_user(catalog=[*CATALOG, OURS]))
        assert helion_badges.head_badges({"request": request})["urls"] == {}
