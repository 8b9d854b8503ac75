"""Changing a node: only what was changed, tried before it is kept, nobody overwritten unasked."""

import json
from unittest import mock

import pytest

from helion_dashboard.admin.nodes import bmc_trial
from helion_dashboard.admin.nodes.edit import Edit, EditPort
from helion_dashboard.admin.nodes.edit_form import EditForm, stored_texts
from helion_dashboard.api import errors
from helion_dashboard.api.ironic import client as ironic_client
from helion_dashboard.api.ironic import records
from helion_dashboard.kit import json_patch

UUID = "11111111-1111-1111-1111-111111111111"
PROPERTIES = {
    "bmc_address": "Address. Required.",
    "bmc_username": "User. Optional.",
    "bmc_password": "Password. Optional.",
    "deploy_kernel": "Image. Optional.",
}
INTERFACES = {"power": ["ipmitool", "redfish"], "inspect": ["agent", "no-inspect"]}


def make_node(**more):
    body = {
        "uuid": UUID,
        "name": "rack1-u10",
        "provision_state": "manageable",
        "driver": "ipmi",
        "resource_class": "compute",
        "traits": ["CUSTOM_GPU"],
        "properties": {"cpus": "8", "vendor": "HPE"},
        "driver_info": {
            "bmc_address": "192.0.2.1",
            "bmc_password": "******",
            "odd/key": "stays",
        },
        "power_interface": "ipmitool",
        "inspect_interface": "agent",
        "automated_clean": False,
        "protected": False,
        "retired": True,
        "retired_reason": "old",
        **more,
    }
    return records.node_details(body)


def sent(node, shown=None, **changes):
    """What the browser sends of a page that showed ``shown``, after ``changes`` of its fields."""
    texts = stored_texts(shown or node)
    data = {name: text for name, text in texts.items() if not (name in FLAGS and text != "true")}
    data["shown"] = json.dumps(texts)
    return {**data, **{name.replace("__", "."): text for name, text in changes.items()}}


FLAGS = ("protected", "retired")


def form_of(node=None, shown=None, properties=PROPERTIES, **changes):
    node = node or make_node()
    return EditForm(
        sent(node, shown, **changes),
        node=node,
        drivers=["ipmi", "redfish"],
        properties=properties,
        interfaces=INTERFACES,
    )


class TestForm:
    def test_what_was_not_changed_is_not_sent(self):
        form = form_of()
        assert form.is_valid(), form.errors
        assert form.edits() == {}
        assert form.patch() == []
        assert form.new_traits() is None

    @pytest.mark.parametrize(
        ("changes", "patch"),
        [
            ({"name": "x"}, [{"op": "replace", "path": "/name", "value": "x"}]),
            ({"owner": "p1"}, [{"op": "add", "path": "/owner", "value": "p1"}]),
            ({"resource_class": ""}, [{"op": "remove", "path": "/resource_class"}]),
            ({"cpus": "16"}, [{"op": "replace", "path": "/properties/cpus", "value": 16}]),
            (
                {"memory_mb": "4096"},
                [{"op": "add", "path": "/properties/memory_mb", "value": 4096}],
            ),
            ({"automated_clean": ""}, [{"op": "remove", "path": "/automated_clean"}]),
            (
                {"automated_clean": "true"},
                [{"op": "replace", "path": "/automated_clean", "value": True}],
            ),
            ({"protected": "on"}, [{"op": "replace", "path": "/protected", "value": True}]),
            (
                {"interface__power": "redfish"},
                [{"op": "replace", "path": "/power_interface", "value": "redfish"}],
            ),
            (
                {"driver_info__bmc_password": "new"},
                [{"op": "replace", "path": "/driver_info/bmc_password", "value": "new"}],
            ),
            (
                {"driver_info__deploy_kernel": "image"},
                [{"op": "add", "path": "/driver_info/deploy_kernel", "value": "image"}],
            ),
        ],
    )
    def test_each_change_is_one_operation(self, changes, patch):
        form = form_of(**changes)
        assert form.is_valid(), form.errors
        assert form.patch() == patch

    def test_a_box_that_is_cleared(self):
        node = make_node()
        data = sent(node, retired_reason="")
        del data["retired"]
        form = EditForm(
            data, node=node, drivers=["ipmi"], properties=PROPERTIES, interfaces=INTERFACES
        )
        assert form.is_valid(), form.errors
        assert form.patch() == [
            {"op": "replace", "path": "/retired", "value": False},
            {"op": "remove", "path": "/retired_reason"},
        ]

    def test_a_reason_without_its_box(self):
        node = make_node()
        data = sent(node)
        del data["retired"]
        form = EditForm(
            data, node=node, drivers=["ipmi"], properties=PROPERTIES, interfaces=INTERFACES
        )
        assert list(form.errors) == ["retired_reason"]

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("name", "two words"),
            ("name", ""),
            ("cpus", "many"),
            ("traits", "gpu"),
            ("capabilities", "uefi"),
            ("driver_info__bmc_address", ""),
            ("interface__power", "steam"),
            ("automated_clean", "perhaps"),
            ("driver", "ilo9"),
        ],
    )
    def test_bad_input_is_reported_at_its_field(self, field, text):
        form = form_of(**{field: text})
        assert field.replace("__", ".") in form.errors

    def test_traits_are_sorted_and_unique(self):
        form = form_of(traits="CUSTOM_Z, CUSTOM_GPU CUSTOM_Z")
        assert form.is_valid(), form.errors
        assert form.new_traits() == ["CUSTOM_GPU", "CUSTOM_Z"]

    def test_a_node_without_a_name_may_stay_so(self):
        assert form_of(make_node(name=None)).is_valid()

    def test_no_secret_reaches_the_page(self):
        html = "".join(str(field) for field in form_of(driver_info__bmc_password="hunter2"))
        assert "hunter2" not in html
        assert "******" not in html


class TestSecrets:
    """A stored password never goes to another place than before."""

    @pytest.mark.parametrize(
        "changes",
        [{"driver_info__bmc_address": "198.51.100.9"}, {"driver_info__bmc_username": "x"}],
    )
    def test_another_address_wants_the_password_again(self, changes):
        form = form_of(**changes)
        assert list(form.errors) == ["driver_info.bmc_password"]
        assert form_of(driver_info__bmc_password="again", **changes).is_valid()

    def test_another_driver_too(self):
        form = form_of(driver="redfish")
        assert "driver_info.bmc_password" in form.errors

    def test_an_image_does_not(self):
        form = form_of(driver_info__deploy_kernel="image")
        assert form.is_valid(), form.errors
        assert not form.touches_bmc()


class TestTwoAdministrators:
    def test_the_second_hears_of_the_first(self):
        now, shown = make_node(description="by the first"), make_node(description="before")
        form = form_of(now, shown, description="by the second")
        assert list(form.errors) == ["description"]
        assert "by the first" in form.errors["description"][0]
        again = json.loads(form.shown_now())
        assert again["description"] == "by the first"
        data = sent(now, description="by the second") | {"shown": form.shown_now()}
        overwriting = EditForm(
            data, node=now, drivers=["ipmi"], properties=PROPERTIES, interfaces=INTERFACES
        )
        assert overwriting.is_valid(), overwriting.errors
        assert overwriting.patch() == [
            {"op": "replace", "path": "/description", "value": "by the second"}
        ]

    def test_who_changes_something_else_overwrites_nothing(self):
        now, shown = make_node(description="by the first"), make_node(description="before")
        form = form_of(now, shown, owner="p2")
        assert form.is_valid(), form.errors
        assert form.patch() == [{"op": "add", "path": "/owner", "value": "p2"}]

    @pytest.mark.parametrize("shown", ["", "[", "[1]", '"x"', "[" * 5000])
    def test_nonsense_instead_of_what_was_shown(self, shown):
        data = sent(make_node(), owner="p2") | {"shown": shown}
        form = EditForm(
            data, node=make_node(), drivers=["ipmi"], properties=PROPERTIES, interfaces=INTERFACES
        )
        assert form.is_valid(), form.errors
        assert form.patch() == [{"op": "add", "path": "/owner", "value": "p2"}]


def test_pointers_are_escaped():
    assert json_patch.path("driver_info", "a/b~c") == "/driver_info/a~1b~0c"


@pytest.fixture
def ironic(monkeypatch):
    calls = mock.Mock()
    names = (
        *("get_node", "drivers", "driver_properties", "driver_interfaces", "find_node"),
        *("update_node", "set_traits", "create_node", "set_provision_state", "delete_node"),
        *("node_ports", "find_port", "update_port"),
    )
    for name in names:
        double = mock.create_autospec(getattr(ironic_client, name), return_value=None)
        monkeypatch.setattr(ironic_client, name, double)
        calls.attach_mock(double, name)
    calls.get_node.return_value = make_node()
    calls.drivers.return_value = ["ipmi", "redfish"]
    calls.driver_properties.return_value = PROPERTIES
    calls.driver_interfaces.return_value = INTERFACES
    calls.create_node.return_value = "trial"
    calls.node_ports.return_value = [PORT]
    monkeypatch.setattr("helion_dashboard.policy.allowed", lambda request, rule: True)
    monkeypatch.setattr("django.contrib.messages.success", mock.Mock())
    return calls


PORT = records.Port(
    "p1", UUID, "94:18:82:00:00:01", local_link_connection={"switch_id": "s", "port_id": "1"}
)


def post(make_request, page, data, **kwargs):
    request = make_request("/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    request.method = "POST"
    request.POST = data
    answer = page(request, **kwargs).answer()
    return answer.status_code, json.loads(answer.content)


class TestPage:
    def test_a_change(self, make_request, ironic):
        status, body = post(make_request, Edit, sent(make_node(), owner="p1"), node=UUID)
        assert (status, body["url"]) == (200, f"/admin/uc_nodes/{UUID}/")
        ironic.update_node.assert_called_once_with(
            mock.ANY,
            UUID,
            [{"op": "add", "path": "/owner", "value": "p1"}],
            reset_interfaces=False,
        )
        ironic.create_node.assert_not_called()

    def test_nothing_changed_calls_nothing(self, make_request, ironic):
        status, _body = post(make_request, Edit, sent(make_node()), node=UUID)
        assert status == 200
        ironic.update_node.assert_not_called()
        ironic.set_traits.assert_not_called()

    def test_a_name_in_use(self, make_request, ironic):
        ironic.find_node.return_value = make_node()
        status, body = post(make_request, Edit, sent(make_node(), name="x"), node=UUID)
        assert (status, list(body["errors"])) == (422, ["name"])

    def test_a_refusal_keeps_what_was_typed(self, make_request, ironic):
        ironic.update_node.side_effect = errors.Conflict("baremetal", "The node is locked.", 409)
        status, body = post(make_request, Edit, sent(make_node(), owner="p1"), node=UUID)
        assert (status, body["errors"]) == (422, {"__all__": ["The node is locked."]})

    def test_traits_that_fail_after_the_rest(self, make_request, ironic):
        ironic.set_traits.side_effect = errors.ServiceError("baremetal", "No such trait.", 400)
        data = sent(make_node(), owner="p1", traits="CUSTOM_X")
        status, body = post(make_request, Edit, data, node=UUID)
        assert status == 422
        assert body["errors"]["traits"] == ["No such trait."]
        assert body["errors"]["__all__"] == ["All other changes were saved."]

    def test_another_driver_resets_interfaces_and_old_settings(self, make_request, ironic):
        redfish = {"redfish_address": "A. Required.", "redfish_password": "P."}
        ironic.driver_properties.side_effect = lambda request, driver: (
            redfish if driver == "redfish" else PROPERTIES
        )
        ironic.get_node.side_effect = [make_node(), make_node()]
        data = sent(make_node(), driver="redfish", untested="on")
        data["driver_info.redfish_address"] = "https://192.0.2.1"
        status, body = post(make_request, Edit, data, node=UUID)
        assert status == 200, body
        (_request, _uuid, patch), more = ironic.update_node.call_args
        assert more == {"reset_interfaces": True}
        paths = {change["path"]: change["op"] for change in patch}
        assert paths == {
            "/driver": "replace",
            "/driver_info/redfish_address": "add",
            "/driver_info/bmc_address": "remove",
            "/driver_info/bmc_password": "remove",
        }


class TestTrial:
    @pytest.fixture
    def data(self):
        return sent(
            make_node(), driver_info__bmc_address="192.0.2.9", driver_info__bmc_password="new"
        )

    def test_settings_that_work_are_saved(self, make_request, ironic, data):
        ironic.get_node.side_effect = [make_node(), make_node(provision_state="manageable")]
        status, body = post(make_request, Edit, data, node=UUID)
        assert status == 200, body
        assert ironic.create_node.call_args.kwargs["driver_info"] == {
            "bmc_address": "192.0.2.9",
            "bmc_password": "new",
            "odd/key": "stays",
        }
        ironic.update_node.assert_called_once()
        ironic.delete_node.assert_called_once_with(mock.ANY, "trial")

    def test_settings_that_do_not_are_not(self, make_request, ironic, data):
        failed = make_node(provision_state="enroll", last_error="Wrong password.")
        ironic.get_node.side_effect = [make_node(), failed]
        status, body = post(make_request, Edit, data, node=UUID)
        assert (status, list(body["errors"])) == (422, ["untested"])
        assert "Wrong password." in body["errors"]["untested"][0]
        ironic.update_node.assert_not_called()
        ironic.delete_node.assert_called_once_with(mock.ANY, "trial")

    def test_they_may_be_saved_anyway(self, make_request, ironic, data):
        status, _body = post(make_request, Edit, {**data, "untested": "on"}, node=UUID)
        assert status == 200
        ironic.create_node.assert_not_called()
        ironic.update_node.assert_called_once()

    def test_a_bmc_that_does_not_answer(self, request_, ironic, monkeypatch):
        monkeypatch.setattr(bmc_trial, "_SECONDS", 0.05)
        monkeypatch.setattr(bmc_trial, "_POLL", 0.01)
        ironic.get_node.return_value = make_node(provision_state="verifying", reservation="c1")
        ironic.delete_node.side_effect = errors.Conflict("baremetal", "locked", 409)
        assert bmc_trial.reason_against(request_, make_node(), "ipmi", {})


class TestPort:
    @pytest.fixture
    def data(self):
        return {
            "address": PORT.address,
            "pxe_enabled": "on",
            "physical_network": "",
            "switch_id": "s",
            "port_id": "1",
            "switch_info": "",
        }

    def test_a_change(self, make_request, ironic, data):
        data |= {"port_id": "2", "switch_info": "leaf1"}
        status, body = post(make_request, EditPort, data, node=UUID, port="p1")
        assert status == 200, body
        ironic.update_port.assert_called_once_with(
            mock.ANY,
            "p1",
            [
                {"op": "replace", "path": "/local_link_connection/port_id", "value": "2"},
                {"op": "add", "path": "/local_link_connection/switch_info", "value": "leaf1"},
            ],
        )

    def test_half_a_switch_port(self, make_request, ironic, data):
        status, body = post(make_request, EditPort, data | {"port_id": ""}, node=UUID, port="p1")
        assert (status, list(body["errors"])) == (422, ["port_id"])

    def test_a_mac_in_use(self, make_request, ironic, data):
        ironic.find_port.return_value = PORT
        data |= {"address": "94:18:82:00:00:02"}
        status, body = post(make_request, EditPort, data, node=UUID, port="p1")
        assert (status, list(body["errors"])) == (422, ["address"])

    def test_nothing_changed(self, make_request, ironic, data):
        status, _body = post(make_request, EditPort, data, node=UUID, port="p1")
        assert status == 200
        ironic.update_port.assert_not_called()
