"""A vendor's panels, installed beside the plugin, click by click (tests/vendor_panel)."""

import uuid

import pytest

RACKS, ARRAYS, NODES = "/admin/acme_racks/", "/admin/acme_arrays/", "/admin/uc_nodes/"


@pytest.fixture
def admin(page):
    return page.sign_in("admin")


@pytest.fixture
def name():
    return f"array-{uuid.uuid4().hex[:8]}"


def test_a_list_of_sixty_lines(admin):
    admin.open("/admin/uc_overview/")
    admin.open(admin.link("Racks").get_attribute("href").removeprefix(admin.base))
    assert len(admin.all("#helion-list tbody tr")) == 12
    admin.find("[name=q]").send_keys("rack 1")
    admin.find(".helion-filter [type=submit]").click()
    admin.until(lambda: "q=rack" in admin.driver.current_url)
    assert [row.text.split()[1] for row in admin.all("tbody tr")] == ["1", "10", "11", "12"]
    admin.link("Row").click()
    admin.until(lambda: "sort=row" in admin.driver.current_url)
    assert admin.axe() == []


def test_register_list_act_and_details(admin, name):
    admin.open(ARRAYS)
    admin.link("Register an array").click()
    admin.find("[name=name]").send_keys(name)
    admin.find("[name=capacity]").send_keys("12")
    admin.find("#helion-form [type=submit]").click()
    admin.until(lambda: admin.all(".has-error [name=address]"))
    assert admin.find("[name=name]").get_attribute("value") == name
    assert admin.axe() == []
    admin.find("[name=address]").send_keys("192.0.2.7")
    admin.find("#helion-form [type=submit]").click()
    admin.until(lambda: admin.text("h1") == name)
    assert "Registered" in admin.text("#helion-head")
    assert "12 TiB" in admin.text("#helion-tab-overview")
    assert admin.axe() == []

    # Immediate: no dialog. The page refreshes while the array is being checked.
    admin.find("#helion-head-buttons [data-action=check]").click()
    admin.until(lambda: f"accepted for {name}" in admin.text("#helion-results"))
    admin.until(lambda: "Online" in admin.text("#helion-head"), seconds=40)

    admin.open(f"{ARRAYS}?q={name}")
    admin.find("tbody [data-menu]").click()
    admin.choose("Unregister")
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: "differs" in admin.text("dialog"))
    admin.find("dialog [name=confirm]").send_keys(name)
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: not admin.all("#helion-list tbody tr"))
    assert "Nothing matches the filter." in admin.text("#helion-notices")


def test_a_tab_and_an_action_on_the_page_of_a_node(admin):
    admin.open(NODES)
    admin.find("#helion-list .helion-name a").click()
    admin.find("#helion-head-buttons [data-action=menu]").click()
    admin.choose("Locate")
    admin.until(lambda: "Locate: accepted" in admin.text("#helion-results"))
    admin.find(".nav-tabs [href='?tab=arrays']").click()
    admin.until(lambda: "tab=arrays" in admin.driver.current_url)
    assert "The locator light is on." in admin.text("#helion-tab-arrays")
    assert admin.axe() == []
