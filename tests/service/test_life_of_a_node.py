"""From enrolment to deletion, through the pages' own views."""

import time

import pytest

PATH = "/admin/uc_nodes/"


@pytest.fixture
def form(new_name):
    """What a person types into the form."""
    mac = "94:18:82:" + ":".join(f"{ord(c) % 256:02x}" for c in new_name[-3:])
    return {
        "name": new_name,
        "driver": "simulated",
        "resource_class": "test",
        "driver_info.bmc_address": "10.9.9.8",
        "driver_info.bmc_password": "hunter2",
        "cpus": "16",
        "ports-TOTAL_FORMS": "2",
        "ports-INITIAL_FORMS": "0",
        "ports-0-address": mac,
        "ports-0-pxe_enabled": "on",
        "ports-1-address": "",
    }


def enrol(browser, form):
    return browser.post(PATH + "enrol/", form, HTTP_X_REQUESTED_WITH="XMLHttpRequest")


def wait(ironic, node, state, seconds=40):
    end = time.monotonic() + seconds
    while (current := ironic.get_node(node)).provision_state != state or current.reservation:
        assert time.monotonic() < end, (current.provision_state, current.last_error)
        time.sleep(0.2)
    return current


def test_enrol_manage_provide_power_maintain_delete(admin, ironic, form):
    answer = enrol(admin, form)
    assert answer.status_code == 200, answer.content
    node = ironic.find_node(form["name"])
    assert answer.json()["url"].endswith(f"/{node.id}/")
    (port,) = ironic.ports(details=True, node=node.id)
    assert port.address == form["ports-0-address"]

    assert admin.act("manage", node.id).json()["results"][0]["ok"]
    wait(ironic, node, "manageable")
    assert admin.act("provide", node.id).json()["results"][0]["ok"]
    wait(ironic, node, "available")
    assert admin.act("power_on", node.id).json()["results"][0]["ok"]
    end = time.monotonic() + 20
    while ironic.get_node(node).power_state != "power on":
        assert time.monotonic() < end
        time.sleep(0.2)
    assert admin.act("maintenance", node.id, reason="fan").json()["results"][0]["ok"]
    assert ironic.get_node(node).maintenance_reason == "fan"
    for tab in ("overview", "hardware", "ports", "validation", "history"):
        page = admin.page(f"{PATH}{node.id}/", tab=tab)
        assert "hunter2" not in page
        assert "did not return the data for this page" not in page
    assert admin.act("delete", node.id).json()["results"] == [
        {"id": node.id, "ok": True, "reason": ""}
    ]
    assert ironic.find_node(node.id) is None
    assert admin.get(f"{PATH}{node.id}/").status_code == 302


def test_what_is_taken_is_said_at_its_field_and_nothing_is_made(admin, ironic, form, node):
    mac = next(ironic.ports(details=True)).address
    before = len(list(ironic.nodes()))
    answer = enrol(admin, {**form, "name": node.name, "ports-0-address": mac})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"name", "ports-0-address"}
    assert len(list(ironic.nodes())) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ports-0-address": "94:18:82:zz:00:01"}, "ports-0-address"),
        ({"driver": "ilo5"}, "driver"),
        ({"driver_info.bmc_address": ""}, "driver_info.bmc_address"),
        ({"name": "two words"}, "name"),
    ],
)
def test_bad_input_is_said_at_its_field(admin, ironic, form, changes, field):
    answer = enrol(admin, {**form, **changes})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert ironic.find_node(form["name"]) is None


def test_without_the_module_the_form_comes_back_as_typed(admin, form):
    answer = admin.post(PATH + "enrol/", {**form, "cpus": "many"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{form["name"]}"' in page
    assert form["ports-0-address"] in page
    assert "hunter2" not in page


def test_every_enabled_driver_is_offered_with_its_own_fields(admin, ironic):
    page = admin.page(PATH + "enrol/")
    names = [driver.name for driver in ironic.drivers()]
    assert {"simulated", "fake-hardware"} <= set(names)
    for name in names:
        assert f'value="{name}"' in page
        fields = admin.page(PATH + "enrol/driver", driver=name)
        for field in ironic.get(f"/drivers/{name}/properties", microversion="1.95").json():
            assert f'name="driver_info.{field}"' in fields


def test_bulk_answers_for_each_node(admin, ironic, node):
    ghost = "11111111-1111-1111-1111-111111111111"
    results = admin.act("maintenance", node.id, ghost, reason="x").json()["results"]
    assert [(r["id"], r["ok"]) for r in results] == [(node.id, True), (ghost, False)]
    assert "could not be found" in results[1]["reason"]


def test_ironics_refusal_is_its_own_sentence(admin, node):
    (result,) = admin.act("provide", node.id).json()["results"]
    assert not result["ok"]
    assert "enroll" in result["reason"]


def test_ports_are_added_and_deleted(admin, ironic, node):
    def send(verb, **form):
        url = f"{PATH}{node.id}/ports/{verb}"
        return admin.post(url, form, HTTP_X_REQUESTED_WITH="XMLHttpRequest")

    assert send("add", address="nonsense").status_code == 422
    assert send("add", address="94:18:82:ff:ff:01").status_code == 200
    assert list(send("add", address="94:18:82:FF:FF:01").json()["errors"]) == ["address"]
    (port,) = ironic.ports(node=node.id)
    other = next(p for p in ironic.ports() if p.id != port.id)
    assert send("delete", port=other.id).status_code == 404
    assert send("delete", port=port.id).status_code == 200
    assert list(ironic.ports(node=node.id)) == []


def test_free_text_of_a_node_is_never_run(admin, ironic, node):
    ironic.set_node_maintenance(node, "<img src=x onerror=alert(1)>{$ 1+1 $}\"'")
    for page in (admin.page(PATH), admin.page(f"{PATH}{node.id}/")):
        assert "<img src=x" not in page
        block = page[page.index('id="helion"') :]
        assert "ng-non-bindable" in block[:200]
