"""The panels of tests/vendor_panel: what a package gets from the kit, and how small it is."""

import ast
import json
import pathlib

import pytest
from django.test import RequestFactory

from helion_dashboard import policy
from helion_dashboard.admin.nodes.actions import node_actions
from helion_dashboard.admin.nodes.views import Node
from helion_dashboard.api import errors
from helion_dashboard.kit import plugins, resources

acme_dashboard = pytest.importorskip("acme_dashboard", reason="run tools/vendor_panel.py first")

from acme_dashboard.arrays import api, extras, views  # noqa: E402
from acme_dashboard.racks.urls import Racks  # noqa: E402

PACKAGE = pathlib.Path(acme_dashboard.__file__).parent
ARRAYS = "/admin/acme_arrays/"


@pytest.fixture(autouse=True)
def _no_arrays(monkeypatch):
    monkeypatch.setattr(api, "_ARRAYS", {})
    monkeypatch.setattr(extras, "LOCATED", set())


@pytest.fixture
def post(make_request):
    def send(view, data, background=True, **kwargs):
        headers = {"X-Requested-With": "XMLHttpRequest"} if background else {}
        content = {"content_type": "application/json"} if isinstance(data, str) else {}
        request = RequestFactory().post("/", data, headers=headers, **content)
        base = make_request()
        request.user, request.session = base.user, base.session
        return view(request, **kwargs)

    return send


@pytest.fixture
def act(post):
    def send(view, action, *ids):
        return json.loads(post(view, json.dumps({"action": action, "ids": ids})).content)

    return send


def text(answer):
    return answer.content.decode()


def data(answer):
    return json.loads(answer.content)


def lines(*files):
    return sum(len(file.read_text().splitlines()) for file in files)


class TestSize:
    def test_a_list_is_a_panel_of_sixty_lines(self):
        files = [*PACKAGE.glob("racks/*.py"), *PACKAGE.glob("enabled/*racks.py")]
        assert lines(*files) <= 60
        assert not list(PACKAGE.glob("templates/acme/*rack*"))

    def test_register_list_act_and_details_are_350_lines_in_8_files(self):
        files = [*PACKAGE.glob("arrays/*.py"), *PACKAGE.glob("enabled/*arrays.py")]
        assert len(files) <= 8
        assert lines(*files) <= 350

    @pytest.mark.parametrize("file", PACKAGE.rglob("*.py"), ids=lambda file: file.name)
    def test_it_needs_the_kit_and_the_api_alone(self, file):
        modules = {
            node.module
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.ImportFrom) and node.module.startswith("helion_dashboard.")
        }
        assert {module.split(".")[1] for module in modules} <= {"api", "kit"}


class TestList:
    def test_the_page_has_its_rows_and_what_is_around_them(self, request_, pages_alone):
        page = text(Racks.view("index")(request_))
        assert page.count("<tr id=") == 12
        assert '<tr id="rack-r1">' in page
        assert 'placeholder="Name"' in page
        assert 'aria-sort="ascending"' in page
        assert "helion-bulk" not in page

    def test_names_with_numbers_are_in_the_order_that_people_expect(self, request_):
        rows = data(Racks.view("rows")(request_))["rows"]
        assert [row["id"] for row in rows] == [f"r{n}" for n in range(1, 13)]

    def test_it_is_searched_filtered_and_sorted(self, make_request):
        rows = data(Racks.view("rows")(make_request("/?q=rack+1&sort=row&desc=1")))["rows"]
        assert [row["id"] for row in rows] == ["r12", "r11", "r10", "r1"]
        rows = data(Racks.view("rows")(make_request("/?row=B")))["rows"]
        assert [row["id"] for row in rows] == ["r8", "r9", "r10", "r11", "r12"]

    def test_it_is_paged_both_ways(self, make_request, settings):
        settings.HELION_DASHBOARD = {"PAGE_SIZE": 5}
        answer = data(Racks.view("rows")(make_request("/?after=r5")))
        assert [row["id"] for row in answer["rows"]] == ["r6", "r7", "r8", "r9", "r10"]
        assert "before=r6" in answer["parts"]["helion-pager"]
        assert "after=r10" in answer["parts"]["helion-pager"]
        answer = data(Racks.view("rows")(make_request("/?before=r6")))
        assert [row["id"] for row in answer["rows"]] == ["r1", "r2", "r3", "r4", "r5"]
        assert "before=" not in answer["parts"]["helion-pager"]

    def test_a_place_that_is_gone_is_said(self, make_request):
        answer = data(Racks.view("rows")(make_request("/?after=r99")))
        assert "no longer exists" in answer["parts"]["helion-notices"]

    def test_what_is_not_changed_is_not_sent_again(self, make_request):
        first = Racks.view("rows")(make_request())
        again = Racks.view("rows")(make_request(HTTP_IF_NONE_MATCH=first["ETag"]))
        assert (first.status_code, again.status_code) == (200, 304)

    def test_nothing_that_matches_is_said_with_a_way_back(self, make_request, pages_alone):
        page = text(Racks.view("index")(make_request("/?q=nowhere")))
        assert "Nothing matches the filter." in page
        assert 'href="?">Clear the filter' in page

    def test_a_service_that_fails_is_said_where_the_rows_would_be(
        self, request_, pages_alone, monkeypatch
    ):
        def fail(request):
            raise errors.Unreachable(api.SERVICE, "It cannot be reached.")

        monkeypatch.setattr(api, "arrays", fail)
        page = text(views.Arrays.view("index")(request_))
        assert "acme-arrays" in page
        assert "It cannot be reached." in page
        assert views.Arrays.view("rows")(request_).status_code == 502


class TestRegister:
    GOOD = {"name": "west", "address": "192.0.2.1", "capacity": "10"}  # noqa: RUF012

    def test_the_page_has_the_form(self, request_, pages_alone):
        page = text(views.Register.view()(request_))
        assert 'name="capacity"' in page
        assert "data-background" in page

    def test_it_goes_on_to_the_page_of_the_array(self, post):
        answer = post(views.Register.view(), self.GOOD)
        (array,) = api.arrays(None)
        assert data(answer) == {"url": f"{ARRAYS}{array.id}/"}
        assert post(views.Register.view(), self.GOOD | {"name": "east"}, background=False).url

    def test_errors_of_the_form_and_of_the_service_stand_at_their_fields(self, post):
        answer = post(views.Register.view(), self.GOOD | {"capacity": "0", "address": "here"})
        assert answer.status_code == 422
        assert set(data(answer)["errors"]) == {"capacity", "address"}
        post(views.Register.view(), self.GOOD)
        answer = post(views.Register.view(), self.GOOD)
        assert data(answer)["errors"] == {"name": ["An array with this name already exists."]}

    def test_without_scripts_the_page_comes_again_with_what_was_typed(self, post, pages_alone):
        answer = post(views.Register.view(), self.GOOD | {"capacity": "0"}, background=False)
        assert answer.status_code == 422
        assert 'value="west"' in text(answer)

    def test_the_vendors_own_rule_is_asked(self, post, request_, make_request, pages_alone):
        assert policy.allowed(request_, "acme:array:create")
        assert policy.full_name("acme:array:create") == "acme:array:create"
        assert policy.full_name("node:delete") == "helion:node:delete"
        reader = make_request()
        reader.user.roles = [{"name": "reader"}]
        assert not policy.allowed(reader, "acme:array:create")
        assert not policy.allowed(reader, "acme:array:explode")
        answer = views.Register.view()(reader)
        assert answer.status_code == 403
        assert "acme:array:create" in text(answer)


class TestActions:
    @pytest.fixture
    def array(self):
        return api.register(None, "west", "192.0.2.1", 10)

    def test_each_has_its_own_result(self, act, array):
        answer = act(views.Arrays.view("act"), "check", array.id, "none")
        assert answer["results"] == [
            {"id": array.id, "ok": True, "reason": ""},
            {"id": "none", "ok": False, "reason": "The array does not exist."},
        ]
        assert array.state.name == "checking"

    def test_the_list_has_menus_and_moves(self, request_, array, pages_alone):
        page = text(views.Arrays.view("index")(request_))
        assert 'id="helion-bulk"' in page
        assert '"name": "check"' in page
        assert "data-menu" in page
        assert data(views.Arrays.view("rows")(request_))["moving"] is False
        api.check(None, array.id)
        assert data(views.Arrays.view("rows")(request_))["moving"] is True

    def test_the_page_of_an_array_is_refreshed_by_its_parts(self, request_, array, pages_alone):
        page = text(views.Array.view("detail")(request_, id=array.id))
        assert f'data-refresh="{ARRAYS}{array.id}/state.json"' in page
        assert "Registered" in page
        answer = data(views.Array.view("state")(request_, id=array.id))
        assert set(answer["parts"]) == {"helion-head", "helion-tab-overview"}
        assert "Registered" in answer["parts"]["helion-head"]
        assert "10 TiB" in answer["parts"]["helion-tab-overview"]

    def test_an_operation_on_it_leads_to_its_page(self, request_, array):
        names = resources.with_names(
            request_, [f"acme-array:{array.id}", "acme-array:x"], final=True
        )
        assert [(item.name, item.gone) for item in names] == [("west", False), ("x", True)]
        assert names[0].url == f"{ARRAYS}{array.id}/"


class TestOnThePageOfANode:
    """Plug-in points: a panel, a tab of a node's page, an action on a node."""

    def test_its_tab_is_behind_our_own(self, request_):
        assert [tab.slug for tab in Node(request_).tabs][-1] == "arrays"
        (tab,) = extras.node_tabs
        assert plugins.collect("node_tabs")[-1] == tab

    def test_its_action_is_in_the_menus_of_nodes(self, request_):
        group = node_actions().as_json(request_)["groups"][-1]
        assert (group["title"], group["actions"][0]["rule"]) == ("Acme", "acme:node:locate")
        assert group["actions"][0]["allowed"] is True

    def test_its_action_is_done_by_the_endpoint_of_nodes(self, act, monkeypatch):
        from helion_dashboard.admin.nodes.listing import Nodes

        monkeypatch.setattr(Nodes, "prepare", lambda self: None)
        node = "11111111-1111-1111-1111-111111111111"
        assert act(Nodes.view("act"), "locate", node)["results"][0]["ok"]
        assert {node} == extras.LOCATED
