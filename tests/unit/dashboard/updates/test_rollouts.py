"""Rollouts: which server runs which image, and the forms that ask for a plan."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from helion_dashboard.admin.updates import rollouts
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import images as image_records
from helion_dashboard.api.lifecycle import plans as plan_records
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.operations import records as operation_records
from tests.contract import answers
from tests.unit.dashboard.panel_pages import doubles, shown

OLD, NEW = "11111111-old", "22222222-new"
IMAGE = {
    "id": OLD,
    "name": "overcloud-full",
    "label": "overcloud-full",
    "status": "active",
    "version": None,
    "build_no": None,
    "source": None,
    "size": 65536,
    "min_disk": 0,
    "min_ram": 0,
    "hidden": False,
    "rollout_role": None,
    "rollout_servers": None,
}
NEWER = IMAGE | {
    "id": NEW,
    "name": "overcloud-server",
    "label": "overcloud-server 1.1.2",
    "version": "1.1.2",
    "build_no": "7",
    "source": "HDN",
    "rollout_role": "compute",
    "rollout_servers": 2,
}


def server(name, image):
    return {
        "name": name,
        "server": f"{name}-id",
        "node": f"{name}-node",
        "node_name": f"{name}-metal",
        "state": "deployed",
        "image": image,
    }


IMAGES = {
    "images": [IMAGE, NEWER],
    "roles": [
        {
            "name": "compute",
            "title": "Compute",
            "kind": "compute",
            "replaceable": True,
            "servers": [server("overcloud-compute-0", OLD), server("overcloud-compute-1", NEW)],
        },
        {
            "name": "control",
            "title": "Controllers",
            "kind": "controller",
            "replaceable": True,
            "servers": [server("overcloud-control-0", "gone")],
        },
    ],
}
FORM = {
    "image": NEW,
    "role": "compute",
    "servers_at_a_time": "2",
    "maximum_failures": "1",
    "pause": "3",
    "migration": "live",
}


def operation(state="succeeded", **changes):
    return operation_records.Operation(
        "o1", "rollout", "Roll out overcloud-server", state, service="nodes", **changes
    )


@pytest.fixture
def nodes(monkeypatch):
    """The clients answer; mocks with their calls."""
    answers.assert_answer("GET", "/nodes/v1/images", 200, IMAGES)
    page = operation_records.Page((operation(),))
    doubles(monkeypatch, operations, {"list_operations": page, "get_operation": operation()})
    plan = plan_records.Plan("p1", "rollout", "Roll out", "ready")
    calls = {"images": image_records.images(IMAGES), "create_plan": plan, "get_plan": plan}
    return doubles(monkeypatch, lifecycle, calls)


def page_of(make_request, page, query=""):
    request = make_request("/")
    request.GET = QueryDict(query)
    return page(request)


class TestList:
    def test_each_server_has_its_image(self, make_request, nodes):
        text = shown(make_request, rollouts.Rollouts)
        assert "overcloud-compute-0" in text
        assert "1.1.2" in text
        assert "Glance no longer has it" in text
        assert "3 servers" in text
        assert "3 images" in text

    def test_the_last_rollouts_lead_back(self, make_request, nodes):
        text = shown(make_request, rollouts.Rollouts)
        assert "/uc_updates/rollouts/back?rollout=o1" in text

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"can_pause": True}, "Pause…"),
            ({"state": "paused", "can_continue": True}, "Continue…"),
        ],
    )
    def test_a_rollout_is_paused_and_continued(self, make_request, nodes, more, words):
        rollout = operation(**{"state": "running", **more})
        operations.list_operations.return_value = operation_records.Page((rollout,))
        text = shown(make_request, rollouts.Rollouts)
        assert words in text
        assert ("Waits until" in text) == rollout.waiting
        assert "rollouts/back?rollout=o1" not in text

    def test_a_role_is_a_filter(self, make_request, nodes):
        text = page_of(make_request, rollouts.Rollouts, "role=control")
        text = text.answer_index().content.decode()
        assert "overcloud-control-0" in text
        assert "overcloud-compute-0" not in text

    def test_calls_are_constant(self, make_request, nodes):
        shown(make_request, rollouts.Rollouts)
        assert len(nodes.mock_calls) == 1


class TestRollOut:
    def test_a_plan_is_made(self, post, nodes):
        status, body = post(rollouts.RollOut, FORM)
        assert status == 200, body
        assert "/uc_scale/plan/p1" in str(body)
        assert nodes.create_plan.call_args.args[1:] == ("rollout",)
        assert nodes.create_plan.call_args.kwargs == {
            "image": NEW,
            "role": "compute",
            "servers_at_a_time": 2,
            "maximum_failures": 1,
            "pause": 180,
            "confirm_first_batch": False,
            "migration": "live",
        }

    def test_it_asks_after_the_first_batch(self, post, nodes):
        post(rollouts.RollOut, FORM | {"confirm_first_batch": "on"})
        assert nodes.create_plan.call_args.kwargs["confirm_first_batch"] is True

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("image", ""),
            ("image", "nonsense"),
            ("role", "king"),
            ("servers_at_a_time", "0"),
            ("maximum_failures", "-1"),
            ("pause", "99999"),
        ],
    )
    def test_bad_input_is_at_its_field(self, post, nodes, name, value):
        status, body = post(rollouts.RollOut, FORM | {name: value})
        assert (status, list(body["errors"])) == (422, [name])

    def test_the_publisher_advises(self, make_request, nodes):
        page = page_of(make_request, rollouts.RollOut, f"image={NEW}")
        page.prepare()
        assert page.form.initial == {"image": NEW, "role": "compute", "servers_at_a_time": 2}

    def test_live_or_cold_are_radio_buttons_beside_their_labels(self, make_request, nodes):
        form = page_of(make_request, rollouts.RollOut, f"image={NEW}")
        form.prepare()
        html = render_to_string("helion_dashboard/_field.html", {"field": form.form["migration"]})
        assert html.count('<label class="helion-radio">') == 2
        assert "form-control" not in html

    def test_a_publication_gives_its_image(self, make_request, nodes, updates):
        updates.publication.return_value.__dict__["object_id"] = NEW
        page = page_of(make_request, rollouts.RollOut, "publication=p1")
        page.prepare()
        assert page.form.initial["image"] == NEW

    def test_what_was_entered_before(self, make_request, nodes):
        request = FORM | {"servers_at_a_time": 2, "pause": 180}
        nodes.get_plan.return_value = plan_records.Plan(
            "p1", "rollout", "Roll out", "ready", request=request
        )
        page = page_of(make_request, rollouts.RollOut, "plan=p1")
        page.prepare()
        assert (page.form.initial["image"], page.form.initial["pause"]) == (NEW, 3)


class TestBack:
    def test_a_plan_is_made(self, make_request, nodes):
        request = make_request("/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
        request.method, request.GET = "POST", QueryDict("rollout=o1")
        request.POST = {name: FORM[name] for name in FORM if name not in ("image", "role")}
        answer = rollouts.RollImageBack(request).answer()
        assert answer.status_code == 200, answer.content
        assert nodes.create_plan.call_args.kwargs["rollout"] == "o1"
        assert "image" not in nodes.create_plan.call_args.kwargs
