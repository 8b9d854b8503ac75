"""An administrator at work, click by click."""

import uuid

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

NODES = "/admin/uc_nodes/"


@pytest.fixture
def name(ironic):
    node_name = f"browser-{uuid.uuid4().hex[:8]}"
    yield node_name
    node = ironic.find_node(node_name)
    if node:
        ironic.set_node_maintenance(node, "end of test")
        ironic.delete_node(node)


def test_the_life_of_a_node(admin, ironic, name):
    admin.open(NODES)
    admin.link("Enrol a node").click()
    Select(admin.find("#id_driver")).select_by_value("simulated")
    admin.until(lambda: admin.all("[name='driver_info.bmc_address']"))
    admin.find("#id_name").send_keys(name)
    admin.find("#id_resource_class").send_keys("compute")
    admin.find("[name='driver_info.bmc_address']").send_keys("10.9.8.7")
    admin.find("[name='ports-0-address']").send_keys(
        "94:18:82:0b:" + ":".join((name[8:10], name[10:12]))
    )
    admin.find("#helion-form [type=submit]").click()
    admin.until(lambda: name in admin.find("h1").text)
    assert "Enrolled" in admin.text("#helion-head")
    assert f"The node {name} was enrolled." in admin.text(".messages")

    admin.find("#helion-head-buttons [data-action=manage]").click()
    admin.until(lambda: "Manageable" in admin.text("#helion-head"), seconds=40)
    admin.until(lambda: admin.all("#helion-head-buttons [data-action=provide]"))
    admin.find("#helion-head-buttons [data-action=provide]").click()
    admin.until(lambda: "Available" in admin.text("#helion-head"), seconds=60)
    admin.until(lambda: admin.all("#helion-head-buttons [data-action=power_on]"))
    admin.find("#helion-head-buttons [data-action=power_on]").click()
    admin.until(lambda: "On" in admin.text("#helion-head .helion-power"), seconds=30)

    admin.find("#helion-head-buttons [data-action=maintenance]").click()
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: "This field is required" in admin.text("dialog"))
    admin.find("dialog [name=reason]").send_keys("Fan swap")
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: "Maintenance: Fan swap" in admin.text("#helion-head"))
    assert ironic.find_node(name).maintenance_reason == "Fan swap"

    admin.find("#helion-head-buttons [data-action=menu]").click()
    admin.choose("Delete")
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: "differs" in admin.text("dialog"))
    assert ironic.find_node(name)
    admin.find("dialog [name=confirm]").send_keys(name)
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: admin.driver.current_url.endswith(NODES))
    assert ironic.find_node(name) is None
    assert name not in admin.text()


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(admin, ironic, name):
    taken = next(ironic.nodes())
    admin.open(NODES + "enrol/")
    Select(admin.find("#id_driver")).select_by_value("simulated")
    admin.until(lambda: admin.all("[name='driver_info.bmc_password']"))
    admin.find("#id_name").send_keys(taken.name)
    admin.find("[name='driver_info.bmc_password']").send_keys("hunter2")
    admin.find("[name='ports-0-address']").send_keys("94:18:82")
    admin.find("#helion-form [type=submit]").click()
    admin.until(lambda: len(admin.all("#helion-form .has-error")) == 3)
    errors = {
        box.find_element(By.CSS_SELECTOR, "input").get_attribute("name"): box.text
        for box in admin.all("#helion-form .has-error")
    }
    assert set(errors) == {"name", "driver_info.bmc_address", "ports-0-address"}
    assert "not a MAC address" in errors["ports-0-address"]
    assert "already" in errors["name"]
    assert admin.find("[name='driver_info.bmc_password']").get_attribute("value") == "hunter2"
    assert len(admin.all("[data-errors] li")) == 3
    admin.until(lambda: admin.axe() == [])  # once the theme has faded its colours in


def test_many_nodes_at_once_with_a_result_for_each(admin, ironic):
    admin.open(NODES + "?state=available")
    for box in admin.all("tbody .helion-select input")[:2]:
        box.click()
    assert "2 selected" in admin.text("#helion-bulk")
    admin.find("#helion-bulk [data-menu]").click()
    admin.choose("Set maintenance… (2/2)")
    names = [item.text for item in admin.all("dialog .helion-names li")]
    assert len(names) == 2
    admin.find("dialog [name=reason]").send_keys("Rack move")
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: "accepted for 2 nodes" in admin.text("#helion-results"))
    # The page brought itself up to date and kept the selection.
    admin.until(lambda: admin.text("tbody").count("Rack move") == 2)
    assert "2 selected" in admin.text("#helion-bulk")
    admin.find("#helion-bulk [data-menu]").click()
    admin.choose("End maintenance (2/2)")
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: "Rack move" not in admin.text("tbody"))
    assert not any(ironic.get_node(ironic.find_node(n)).is_maintenance for n in names)


def test_by_keyboard_alone(admin):
    admin.open(NODES)
    button = admin.find("tbody [data-menu]")
    button.send_keys(Keys.ENTER)
    focused = admin.driver.switch_to.active_element
    assert focused.get_attribute("role") == "menuitem"
    focused.send_keys(Keys.END)
    focused = admin.driver.switch_to.active_element
    assert focused.get_attribute("data-action") == "more"
    focused.send_keys(Keys.ENTER)
    focused = admin.driver.switch_to.active_element
    assert focused.get_attribute("aria-disabled") == "true"
    assert "Not possible" in focused.text or "Nothing to do" in focused.text
    focused.send_keys(Keys.ESCAPE)
    assert admin.driver.switch_to.active_element == button
    assert not admin.all("[role=menu]")


def test_filter_sort_and_page_live_in_the_url(admin, ironic):
    admin.open(NODES)
    Select(admin.find("[name=state]")).select_by_value("available")
    admin.find(".helion-filter [type=submit]").click()
    admin.until(lambda: "state=available" in admin.driver.current_url)
    admin.link("Resource class").click()
    admin.until(lambda: "sort=resource_class" in admin.driver.current_url)
    assert "state=available" in admin.driver.current_url
    assert len(admin.all("tbody tr")) == len(list(ironic.nodes(provision_state="available")))
    admin.driver.back()
    admin.until(lambda: "sort=resource_class" not in admin.driver.current_url)


def test_what_changes_elsewhere_shows_by_itself(admin, ironic):
    admin.open(NODES)
    node = next(ironic.nodes(provision_state="available"))
    row = f"#node-{node.id}"
    assert "Elsewhere" not in admin.text(row)
    ironic.set_node_maintenance(node, "Elsewhere")
    try:
        # The module asks when the tab is looked at again.
        admin.driver.execute_script("document.dispatchEvent(new Event('visibilitychange'))")
        admin.until(lambda: "Elsewhere" in admin.text(row))
    finally:
        ironic.unset_node_maintenance(node)


def test_a_stopped_ironic_shows_and_comes_back(admin, undercloud):
    with undercloud.stopped("ironic"):
        admin.open(NODES)
        assert "cannot be reached" in admin.text()
        admin.open("/admin/uc_overview/")
        admin.until(lambda: "Down" in admin.text("#helion-overview-services"), seconds=40)
        assert "baremetal" in admin.text()
    admin.open(NODES)
    assert admin.all("tbody tr")
