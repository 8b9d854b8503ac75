"""Forms that ask for a plan: what is sent, errors at their fields, and no secret comes back."""

import json
import re
import threading
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from helion_dashboard import policy
from helion_dashboard.admin.scale import node_choices, plan_forms
from helion_dashboard.api import errors, scopes, short_cache
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.ironic import records as ironic_records
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import plans as plan_records
from helion_dashboard.kit import nodes

from .test_scale import a_member, a_role, roles

Add, Remove, Replace = plan_forms.Add, plan_forms.Remove, plan_forms.Replace
PLAN = "22222222-2222-2222-2222-222222222222"
CSV = "94:18:82:0a:1b:2c,admin,hunter2,10.0.0.1,12,73728,70,OvercloudCompute,ipmi"
READ = {"name": "compute-1", "driver": "ipmi", "driver_info": {"ipmi_password": "******"}, "row": 1}


def a_node(name, state="available", **more):
    return ironic_records.Node(f"uuid-{name}", name, state, resource_class="compute", **more)


def view(page):
    """A page as a view, with the part of its address as an argument."""
    names = {Add: ("role",), Replace: ("member",), Remove: ()}[page]
    return lambda request, *args: page.view()(request, **dict(zip(names, args, strict=True)))


@pytest.fixture
def service(monkeypatch, pages_alone):
    calls = mock.Mock()
    for name in ("roles", "create_plan", "get_plan", "read_import"):
        double = mock.create_autospec(getattr(lifecycle, name))
        monkeypatch.setattr(lifecycle, name, double)
        calls.attach_mock(double, name)
    for name in ("all_nodes", "drivers", "driver_properties"):
        double = mock.create_autospec(getattr(ironic, name))
        monkeypatch.setattr(ironic, name, double)
        calls.attach_mock(double, name)
    for name in ("system_session", "remember_system_roles"):
        monkeypatch.setattr(scopes, name, mock.create_autospec(getattr(scopes, name)))
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule not in calls.refused)
    calls.refused = set()
    calls.roles.return_value = roles(a_role(a_member(0), a_member(1)))
    calls.create_plan.return_value = plan_records.Plan(PLAN, "scale_out", "Scale", "ready")
    calls.read_import.return_value = plan_records.Import((READ,), (), "token")
    calls.all_nodes.return_value = [
        a_node("b", "enroll"),
        a_node("a"),
        a_node("used", "active", instance_uuid="i"),
        a_node("held", maintenance=True),
        a_node("broken", "clean failed"),
    ]
    calls.drivers.return_value = ["ipmi"]
    calls.driver_properties.return_value = {
        "ipmi_address": "Address. Required.",
        "ipmi_password": "Password. Optional.",
    }
    return calls


@pytest.fixture
def send(make_request):
    """Sends a form to a page, in the background by default: ``(status, answer)``."""

    def post(page, *args, background=True, **data):
        headers = {"X-Requested-With": "XMLHttpRequest"} if background else {}
        request = RequestFactory().post("/form", data, headers=headers)
        base = make_request()
        request.user, request.session = base.user, base.session
        post.session = request.session
        request._dont_enforce_csrf_checks = True
        with mock.patch("django.contrib.messages.api.add_message"):
            answer = view(page)(request, *args)
        if background:
            return answer.status_code, json.loads(answer.content)
        return answer.status_code, answer.content.decode() or answer.headers["Location"]

    return post


def add(send, **data):
    return send(Add, "compute", **{"do": "plan", "count": "3", "source": "auto", **data})


class TestAdding:
    def test_free_nodes_are_left_to_the_service(self, send, service):
        assert add(send) == (200, {"url": f"/admin/uc_scale/plan/{PLAN}/"})
        service.create_plan.assert_called_once_with(
            mock.ANY, action="scale_out", role="compute", count=3, nodes=None, imported=None
        )

    def test_without_the_module_it_goes_on_to_the_plan(self, send, service):
        assert add(send, background=False) == (302, f"/admin/uc_scale/plan/{PLAN}/")

    def test_chosen_nodes(self, send, service):
        add(send, source="pick", nodes=["uuid-a", "uuid-b"])
        assert service.create_plan.call_args.kwargs["nodes"] == ["uuid-a", "uuid-b"]

    @pytest.mark.parametrize(("count", "total"), [("3", 4), ("5", 5)])
    def test_the_total_follows_the_chosen_nodes_unless_it_was_changed(
        self, send, service, count, total
    ):
        add(send, source="pick", nodes=["uuid-a", "uuid-b"], count=count)
        assert service.create_plan.call_args.kwargs["count"] == total

    def test_more_chosen_nodes_than_the_role_can_have(self, send, service):
        service.roles.return_value = roles(a_role(a_member(0), maximum=2))
        data = {"source": "pick", "nodes": ["uuid-a", "uuid-b"], "count": "2"}
        status, answer = add(send, **data)
        assert (status, answer["errors"]["count"]) == (422, ["The role can have at most 2."])
        service.create_plan.assert_not_called()

    @pytest.mark.parametrize(
        ("data", "field", "words"),
        [
            ({"count": "2"}, "count", "The role already has 2. Enter 3 or more."),
            ({"count": "many"}, "count", "whole number"),
            ({"source": "pick"}, "nodes", "Choose a node."),
            ({"source": "pick", "nodes": "uuid-used"}, "nodes", "no longer free"),
            ({"source": "file"}, "text", "Enter the servers"),
            ({"source": "one", "address": "94:18"}, "address", "not a MAC"),
            ({"source": "one"}, "name", "required"),
            ({"source": "one"}, "driver_info.ipmi_address", "This field is required."),
            ({"source": "elsewhere"}, "source", "valid choice"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, send, service, data, field, words):
        status, messages = add(send, **data)
        assert status == 422
        assert words in " ".join(messages["errors"][field])
        service.create_plan.assert_not_called()

    def test_what_is_left_in_other_parts_does_not_matter(self, send, service):
        status, _answer = add(send, address="nonsense", nodes="gone", cpus="-1")
        assert status == 200

    def test_a_role_has_its_limit(self, send, service):
        service.roles.return_value = roles(a_role(a_member(0), maximum=3))
        _status, messages = add(send, count="4")
        assert messages["errors"]["count"] == ["The role can have at most 3."]

    def test_errors_of_the_service_stand_at_their_fields(self, send, service):
        service.create_plan.side_effect = errors.Invalid(
            "s", "No.", 422, fields={"count": ["Too many."], "import": ["Read it again."]}
        )
        status, messages = add(send, source="file", text=CSV)
        assert (status, messages["errors"]) == (
            422,
            {"count": ["Too many."], "text": ["Read it again."]},
        )

    def test_a_conflict_is_said_on_top(self, send, service):
        service.create_plan.side_effect = errors.Conflict("s", "It is busy.", 409)
        assert add(send)[1]["errors"] == {"__all__": ["It is busy."]}

    def test_a_failed_service_is_said(self, send, service):
        service.roles.side_effect = errors.Unreachable("node-lifecycle", "It cannot be reached.")
        assert add(send) == (502, {"errors": {"__all__": ["It cannot be reached."]}})

    def test_who_may_not_plan_is_told_the_rule(self, send, service):
        service.refused = {"plan:create"}
        status, page = add(send, background=False)
        assert status == 403
        assert "helion:plan:create" in page
        service.roles.assert_not_called()

    @pytest.mark.parametrize("answer", [roles(a_role()), roles(a_role(name="x"), stack=None)])
    def test_an_unknown_role_leads_back(self, send, service, answer):
        service.roles.return_value = answer
        status, where = send(Add, "nonsense", background=False)
        assert (status, where) == (302, "/admin/uc_scale/")


class TestFiles:
    def test_a_preview_plans_nothing(self, send, service):
        status, messages = add(send, do="check", source="file", text=CSV)
        assert (status, messages["new"]) == (200, 1)
        assert "******" in messages["preview"]
        service.create_plan.assert_not_called()

    def test_its_token_goes_into_the_plan(self, send, service):
        add(send, source="file", text=CSV)
        service.read_import.assert_called_once_with(mock.ANY, CSV)
        assert service.create_plan.call_args.kwargs["imported"] == "token"

    def test_all_errors_stand_at_their_rows(self, send, service):
        wrong = (
            plan_records.RowError(2, "mac_address", "This is no MAC."),
            plan_records.RowError(2, "no_of_cpus", "Write a number."),
            plan_records.RowError(None, None, "A column <b>is</b> missing."),
        )
        service.read_import.return_value = plan_records.Import((READ,), wrong, None)
        status, messages = add(send, source="file", text=CSV)
        assert status == 422
        assert "2 rows have errors" in messages["errors"]["text"][0]
        for sentence in ("This is no MAC.", "Write a number.", "A column &lt;b&gt;"):
            assert sentence in messages["preview"]
        service.create_plan.assert_not_called()

    def test_what_was_sent_is_never_shown_again(self, send, service):
        service.read_import.return_value = plan_records.Import(
            (), (plan_records.RowError(1, None, "No."),), None
        )
        status, page = add(send, background=False, source="file", text=CSV)
        assert status == 422
        assert "hunter2" not in page
        assert "is not shown again" in page

    def test_without_the_module_a_checked_file_is_kept_by_its_token(self, send, service):
        _status, page = add(send, background=False, do="check", source="file", text=CSV)
        assert 'name="token" value="token"' in page
        add(send, source="file", token="token", kept="compute-1")
        assert service.create_plan.call_args.kwargs["imported"] == "token"
        assert 'name="kept" value="compute-1"' in page

    def test_a_file_is_read_too(self, send, service):
        upload = SimpleUploadedFile("baremetal.csv", b"\xef\xbb\xbf" + CSV.encode())
        add(send, source="file", file=upload)
        service.read_import.assert_called_once_with(mock.ANY, CSV)

    @pytest.mark.parametrize(
        ("content", "words"), [(b"\xff\xfe", "UTF-8"), (b"x" * (1024**2 + 1), "1 MiB")]
    )
    def test_a_file_that_cannot_be_read(self, send, service, content, words):
        status, messages = add(send, source="file", file=SimpleUploadedFile("f.csv", content))
        assert status == 422
        assert words in messages["errors"]["file"][0]

    def test_who_may_not_import_is_told(self, send, service):
        service.refused = {"import:create"}
        status, messages = add(send, source="file", text=CSV)
        assert status == 422
        assert "new servers" in messages["errors"]["__all__"][0]


class TestOneServer:
    ONE = {
        "source": "one",
        "name": "rack1-u20",
        "driver": "ipmi",
        "address": "94-18-82-0A-1B-2C",
        "cpus": "12",
        "driver_info.ipmi_address": "10.0.0.1",
        "driver_info.ipmi_password": "hunter2",
    }

    def test_it_is_read_as_a_file_of_one(self, send, service):
        assert add(send, **self.ONE)[0] == 200
        _request, text, kind = service.read_import.call_args.args
        assert kind == "json"
        assert json.loads(text) == [
            {
                "name": "rack1-u20",
                "driver": "ipmi",
                "driver_info": {"ipmi_address": "10.0.0.1", "ipmi_password": "hunter2"},
                "properties": {"cpus": 12},
                "ports": [{"address": "94:18:82:0a:1b:2c", "pxe_enabled": True}],
            }
        ]
        assert service.create_plan.call_args.kwargs["imported"] == "token"

    def test_its_errors_stand_at_their_fields(self, send, service):
        service.read_import.return_value = plan_records.Import(
            (),
            (
                plan_records.RowError(1, "driver_info.ipmi_address", "No address."),
                plan_records.RowError(1, "ports[0].address", "Taken."),
                plan_records.RowError(1, "properties.cpus", "Too many."),
                plan_records.RowError(1, None, "Something else."),
            ),
            None,
        )
        _status, messages = add(send, **self.ONE)
        assert messages["errors"] == {
            "driver_info.ipmi_address": ["No address."],
            "address": ["Taken."],
            "cpus": ["Too many."],
            "__all__": ["Something else."],
        }

    def test_a_name_that_is_taken_is_said_at_the_name(self, send, service):
        fields = {"new_nodes": ["There is a node rack1-u20 already."]}
        service.create_plan.side_effect = errors.Invalid("s", "No.", 422, fields=fields)
        _status, messages = add(send, **self.ONE)
        assert messages["errors"] == {"name": ["There is a node rack1-u20 already."]}

    def test_its_password_is_never_shown_again(self, send, service):
        _status, page = add(send, background=False, **{**self.ONE, "name": ""})
        assert "hunter2" not in page

    def test_nothing_is_kept_in_the_session(self, send, service):
        add(send, **self.ONE)
        assert dict(send.session.items()) == {}


class TestNodeChoices:
    @pytest.fixture
    def ask(self, make_request, service):
        short_cache.forget(())

        def get(query=""):
            answer = node_choices.candidates(make_request(f"/nodes.json?class=compute&{query}"))
            return answer.status_code, json.loads(answer.content)

        yield get
        short_cache.forget(())

    def test_free_nodes_come_first(self, request_, service):
        (role,) = service.roles.return_value.roles
        result = node_choices.choices(request_, role, {}, with_nodes=True)
        assert [node.label for node in result.nodes] == ["a", "b"]
        service.all_nodes.assert_called_once_with(
            request_, resource_class="compute", associated="false", maintenance="false"
        )

    def test_the_page_asks_a_fixed_number_of_questions_and_for_no_nodes(
        self, make_request, service
    ):
        view(Add)(make_request(), "compute")
        assert sorted(call[0] for call in service.method_calls) == ["drivers", "roles"]

    def test_the_page_takes_the_nodes_of_a_moment_ago_and_the_form_new_ones(
        self, make_request, service, send
    ):
        view(Add)(request := make_request(), "compute")
        shown = mock.call(mock.ANY, nodes.max_age(request), members=False)
        assert service.roles.call_args == shown
        add(send)
        assert service.roles.call_args == mock.call(mock.ANY, None, members=False)

    def test_its_questions_do_not_wait_for_each_other(self, make_request, service):
        both = threading.Barrier(2, timeout=10)

        def together(answer):
            return lambda *args, **options: both.wait() and answer or answer

        service.roles.side_effect = together(service.roles.return_value)
        service.drivers.side_effect = together(["ipmi"])
        for page, name in ((Add, "compute"), (Replace, "server-0")):
            assert view(page)(make_request(), name).status_code == 200

    def test_a_drivers_fields_are_in_the_page_of_a_new_server(self, make_request, service):
        page = view(Add)(make_request("/?source=one"), "compute").content.decode()
        assert 'name="driver_info.ipmi_address"' in page

    def test_the_browser_asks_for_a_page_of_them(self, ask, service):
        free = [a_node(f"n{number}") for number in range(50)]
        service.all_nodes.return_value = [a_node("late", "enroll"), *free]
        _status, answer = ask("page=2")
        assert answer["total"] == 51
        assert re.findall(r'value="uuid-(.*?)"', answer["rows"]) == [f"n{n}" for n in range(20, 40)]
        assert len(service.method_calls) == 1

    @pytest.mark.parametrize(
        ("query", "names"),
        [("", ["a", "b"]), ("q=B", ["b"]), ("state=available", ["a"]), ("q=zz&all=1", [])],
    )
    def test_it_narrows_them_down(self, ask, query, names):
        _status, answer = ask(query)
        assert answer["total"] == len(names)
        assert re.findall(r'value="uuid-(.*?)"', answer.get("rows", "")) == names
        assert [item["label"] for item in ask(f"{query}&all=1")[1]["items"]] == names

    def test_who_may_not_list_nodes_gets_none(self, ask, service):
        service.refused = {"node:list"}
        status, answer = ask()
        assert status == 403
        assert "helion:node:list" in answer["error"]
        service.all_nodes.assert_not_called()

    def test_while_ironic_lists_its_nodes_free_ones_can_be_chosen(self, make_request, service):
        service.roles.return_value = roles(a_role(free=None, preparable=None))
        page = view(Add)(make_request(), "compute").content.decode()
        assert "Ironic is still listing its nodes." in page
        assert re.search(r'value="auto"\s+checked\s+aria', page)

    def test_a_failed_ironic_leaves_the_rest_of_the_form(self, make_request, service, ask):
        failure = errors.Unreachable("baremetal", "It cannot be reached.")
        service.all_nodes.side_effect = service.drivers.side_effect = failure
        answer = view(Add)(make_request(), "compute")
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "The service “baremetal” did not return" in page
        assert "New servers from a file" in page
        assert ask() == (502, {"error": "It cannot be reached.", "service": "baremetal"})

    def test_a_plan_that_was_made_before_shows_its_nodes(self, make_request, service):
        service.get_plan.return_value = plan_records.Plan(
            PLAN,
            "scale_out",
            "Scale",
            "ready",
            request={"role": "compute", "count": 3, "nodes": ["uuid-b"]},
        )
        page = view(Add)(make_request(f"/?plan={PLAN}"), "compute").content.decode()
        assert re.search(r'name="nodes" value="uuid-b" checked>\s*b\s', page)
        assert 'value="uuid-a"' not in page

    def test_without_the_module_nodes_are_searched_by_the_form(self, send, service):
        data = {"source": "pick", "nodes": "uuid-b", "nodes-q": "A", "picker": "nodes:1"}
        status, page = add(send, background=False, **data)
        assert status == 200
        assert re.search(r'name="nodes" value="uuid-a"\s', page)
        assert 'name="nodes" value="uuid-b" checked' in page
        assert "data-error>" not in page
        service.create_plan.assert_not_called()

    def test_the_selection_stays_when_the_form_comes_back_with_errors(self, send, service):
        _status, page = add(send, background=False, source="pick", nodes="uuid-b", count="1")
        assert 'name="nodes" value="uuid-b" checked' in page

    def test_a_thousand_nodes_in_one_field(self, send, service):
        service.all_nodes.return_value = [a_node(f"n{number}") for number in range(1000)]
        idents = [f"uuid-n{number}" for number in range(1000)]
        add(send, source="pick", nodes=" ".join(idents))
        assert service.create_plan.call_args.kwargs["nodes"] == idents

    def test_who_has_no_role_on_the_system_is_told(self, make_request, service):
        scopes.system_session.side_effect = errors.NoSystemRole("identity", "You have no role.")
        page = view(Add)(make_request(), "compute").content.decode()
        assert page.count("You have no role.") == 2


class TestRemoving:
    def test_the_form_names_the_servers(self, make_request, service):
        request = make_request("/?server=server-0&server=node-1&server=other")
        page = view(Remove)(request).content.decode()
        assert "overcloud-compute-0" in page
        assert "overcloud-compute-1" in page
        assert "other is not a server of the overcloud" in page
        assert 'value="cold"' in page

    def test_those_that_a_role_needs_stay_and_can_be_replaced(self, make_request, send, service):
        control = a_role(a_member(7), a_member(8), kind="controller", name="control", minimum=2)
        service.roles.return_value = roles(control, a_role(a_member(0)))
        page = view(Remove)(make_request("/?server=server-7&server=server-0")).content.decode()
        assert re.findall(r'name="server" value="(.*?)"', page) == ["server-0"]
        assert "overcloud-compute-7 cannot be removed." in page
        assert "keeps at least 2 servers." in page
        assert 'href="/admin/uc_scale/server-7/replace"' in page
        alone = view(Remove)(make_request("/?server=server-7&server=server-8")).content.decode()
        assert alone.count("cannot be removed.") == 2
        assert 'type="submit"' not in alone
        send(Remove, server=["server-7"], after="keep")
        service.create_plan.assert_not_called()

    def test_only_compute_servers_have_virtual_machines(self, make_request, service):
        service.roles.return_value = roles(a_role(a_member(0), kind="block"))
        page = view(Remove)(make_request("/?server=server-0")).content.decode()
        assert 'value="cold"' not in page
        assert 'value="evacuate"' not in page

    def test_the_plan(self, send, service):
        status, _answer = send(
            Remove,
            server=["server-0", "node-1"],
            after="retire",
            migration="cold",
            stranded_vms="evacuate",
        )
        assert status == 200
        service.create_plan.assert_called_once_with(
            mock.ANY,
            action="scale_in",
            nodes=["server-0", "server-1"],
            after="retire",
            migration="cold",
            stranded_vms="evacuate",
        )

    @pytest.mark.parametrize("servers", [[], ["other"], ["server-0"] * 81])
    def test_nothing_to_remove_leads_back(self, send, service, servers):
        status, where = send(Remove, background=False, server=servers)
        assert (status, where) == (302, "/admin/uc_scale/")

    def test_the_choice_must_be_one(self, send, service):
        status, messages = send(Remove, server="server-0", after="burn")
        assert status == 422
        assert list(messages["errors"]) == ["after"]


class TestReplacing:
    def test_the_plan(self, send, service):
        status, _answer = send(
            Replace,
            "overcloud-compute-0",
            source="pick",
            nodes="uuid-a",
            after="delete",
            migration="live",
        )
        assert status == 200
        service.create_plan.assert_called_once_with(
            mock.ANY,
            **{"action": "replace", "node": "server-0", "with": "uuid-a", "imported": None},
            after="delete",
            migration="live",
            stranded_vms="block",
        )

    @pytest.mark.parametrize(("free", "source"), [(1, "auto"), (0, "file")])
    def test_without_a_free_node_a_file_is_selected(self, make_request, service, free, source):
        service.roles.return_value = roles(a_role(a_member(0), free=free, preparable=0))
        for request, args in (
            (make_request("/"), (Replace, "server-0")),
            (make_request("/"), (Add, "compute")),
        ):
            page = view(args[0])(request, args[1]).content.decode()
            radios = {
                re.search(r'value="(\w+)"', radio)[1]: radio
                for radio in re.findall(r'<input type="radio" name="source"[^>]*>', page)
            }
            assert "checked" in radios[source]
            assert ("disabled" in radios["auto"]) == (not free)
            assert ("Enter new servers, or free a node" in page) == (not free)

    def test_left_to_the_service(self, send, service):
        send(Replace, "node-0", source="auto", after="keep")
        assert service.create_plan.call_args.kwargs["with"] is None

    def test_the_service_says_that_the_node_does_not_fit(self, send, service):
        fields = {"with": ["There is no node x."]}
        service.create_plan.side_effect = errors.Invalid("s", "No.", 422, fields=fields)
        _status, messages = send(Replace, "node-0", source="pick", nodes="uuid-a", after="keep")
        assert messages["errors"] == {"nodes": ["There is no node x."]}

    def test_an_unknown_server_leads_back(self, send, service):
        status, where = send(Replace, "other", background=False)
        assert (status, where) == (302, "/admin/uc_scale/")


class TestComingBack:
    """``?plan=`` brings back what was entered."""

    def page(self, make_request, service, page, *args, new=(), **body):
        service.get_plan.return_value = plan_records.Plan(
            PLAN, body["action"], "Plan", "ready", request=body, new_nodes=tuple(new)
        )
        request = make_request(f"/?plan={PLAN}&server=server-0")
        drawn = view(page)(request, *args).content.decode()
        service.get_plan.assert_called_once_with(request, PLAN)
        return drawn

    def test_to_the_number_and_the_nodes(self, make_request, service):
        body = {"action": "scale_out", "role": "compute", "count": 7, "nodes": ["uuid-b"]}
        page = self.page(make_request, service, Add, "compute", **body)
        assert 'value="7"' in page
        assert re.search(r'value="pick"\s+checked', page)
        assert re.search(r'value="uuid-b"\s+checked', page)

    def test_to_the_servers_of_the_file(self, make_request, service):
        body = {"action": "scale_out", "role": "compute", "count": 7, "import": "token"}
        page = self.page(make_request, service, Add, "compute", new=["compute-9"], **body)
        assert re.search(r'value="file"\s+checked', page)
        assert 'value="token"' in page
        assert "Already uploaded: compute-9." in page

    def test_servers_without_a_token_must_be_entered_again(self, make_request, service):
        body = {"action": "scale_out", "role": "compute", "count": 7, "new_nodes": [READ]}
        page = self.page(make_request, service, Add, "compute", new=["compute-9"], **body)
        assert re.search(r'value="file"\s+checked', page)
        assert "The passwords of compute-9 are not returned with the plan." in page

    def test_to_the_node_of_a_replacement(self, make_request, service):
        body = {"action": "replace", "node": "server-0", "with": "uuid-b", "after": "retire"}
        page = self.page(make_request, service, Replace, "server-0", **body)
        assert re.search(r'value="uuid-b"\s+checked', page)
        assert re.search(r'value="retire"[^>]*checked', page)

    def test_to_what_becomes_of_the_node(self, make_request, service):
        choices = {"after": "retire", "migration": "cold", "stranded_vms": "evacuate"}
        page = self.page(make_request, service, Remove, action="scale_in", nodes=["x"], **choices)
        for value in choices.values():
            assert re.search(f'value="{value}"[^>]*checked', page)
        assert page.count("checked") == 3

    def test_a_plan_that_is_gone_leaves_the_form_as_it_is(self, make_request, service):
        service.get_plan.side_effect = errors.NotFound("node-lifecycle", "There is none.", 404)
        answer = view(Add)(make_request(f"/?plan={PLAN}"), "compute")
        assert (answer.status_code, b'value="3"' in answer.content) == (200, True)
