"""Changing a node of a real Ironic through its page."""

import html
import json
import re

import pytest

PATH = "/admin/uc_nodes/"


@pytest.fixture
def edit(admin, node):
    """Sends the node's form as its page shows it, with changes."""
    page = admin.page(f"{PATH}{node.id}/edit")
    shown = html.unescape(re.search(r'name="shown" value="([^"]*)"', page)[1])
    fields = {
        name: text for name, text in json.loads(shown).items() if text not in ("true", "false")
    }

    def send(**changes):
        data = {**fields, "shown": shown, **changes}
        url = f"{PATH}{node.id}/edit"
        return admin.post(url, data, HTTP_X_REQUESTED_WITH="XMLHttpRequest")

    return send


def test_each_kind_of_field_is_changed(edit, ironic, node):
    answer = edit(
        **{
            "description": "Left of the door",
            "resource_class": "compute",
            "owner": "p1",
            "cpus": "24",
            "capabilities": "boot_mode:uefi",
            "traits": "CUSTOM_GPU",
            "automated_clean": "false",
            "retired": "on",
            "retired_reason": "old",
            "interface.inspect": "no-inspect",
        }
    )
    assert answer.status_code == 200, answer.content
    changed = ironic.get(f"/nodes/{node.id}", microversion="1.91").json()
    assert changed["description"] == "Left of the door"
    assert changed["resource_class"] == "compute"
    assert changed["owner"] == "p1"
    assert changed["properties"]["cpus"] == 24
    assert changed["properties"]["capabilities"] == "boot_mode:uefi"
    assert changed["traits"] == ["CUSTOM_GPU"]
    assert changed["automated_clean"] is False
    assert (changed["retired"], changed["retired_reason"]) == (True, "old")
    assert changed["inspect_interface"] == "no-inspect"


def test_settings_of_the_bmc_are_tried_first(edit, ironic, node):
    before = ironic.get_node(node.id).driver_info
    settings = {"driver_info.bmc_address": "10.9.9.77", "driver_info.bmc_password": "secret"}
    answer = edit(**settings, **{"driver_info.fail_on": "power"})
    assert answer.status_code == 422
    (sentence,) = answer.json()["errors"]["untested"]
    assert "10.9.9.77" in sentence
    assert ironic.get_node(node.id).driver_info == before
    assert edit(**settings).status_code == 200
    assert ironic.get_node(node.id).driver_info["bmc_address"] == "10.9.9.77"
    assert not [n for n in ironic.nodes(details=True) if "helion_trial_of" in (n.extra or {})]


def test_the_second_of_two_administrators_is_told(edit, ironic, node):
    ironic.update_node(node.id, description="by the first")
    answer = edit(description="by the second")
    assert answer.status_code == 422
    assert "by the first" in answer.json()["errors"]["description"][0]
    assert ironic.get_node(node.id).description == "by the first"
    shown = answer.json()["values"]["shown"]
    assert edit(description="by the second", shown=shown).status_code == 200
    assert ironic.get_node(node.id).description == "by the second"


def test_a_port_is_changed(admin, ironic, node):
    port = ironic.create_port(node_id=node.id, address="94:18:82:ff:ee:01")
    url = f"{PATH}{node.id}/ports/{port.id}/edit"
    assert "94:18:82:ff:ee:01" in admin.page(url)
    data = {
        "address": "94-18-82-FF-EE-02",
        "physical_network": "leaf1",
        "switch_id": "94:18:82:00:00:09",
        "port_id": "Ten-GigabitEthernet1/0/9",
    }
    answer = admin.post(url, data, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert answer.status_code == 200, answer.content
    changed = ironic.get_port(port.id)
    assert changed.address == "94:18:82:ff:ee:02"
    assert changed.is_pxe_enabled is False
    assert changed.local_link_connection["port_id"] == "Ten-GigabitEthernet1/0/9"
