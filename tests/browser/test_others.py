"""What a tenant and a reader of the system see."""

import pytest

NODES = "/admin/uc_nodes/"


def test_a_tenant_sees_the_catalog_and_nothing_of_the_undercloud(page):
    page.sign_in("demo").open("/project/service_catalog/")
    assert "Compute" in page.text()
    page.until(lambda: "Up" in page.text(), seconds=30)
    assert "Undercloud Admin" not in page.text("body")
    for path in (NODES, "/admin/uc_overview/", NODES + "enrol/"):
        page.open(path)
        assert not page.all("#helion-list, #helion-form, #helion-overview-nodes")


def test_a_reader_sees_and_cannot_act(page, ironic):
    page.sign_in("watcher").open(NODES)
    assert len(page.all("tbody tr")) == len(list(ironic.nodes()))
    assert not page.all("a[href$='/enrol/']")
    assert not page.all("#helion-list [data-menu], #helion-list [type=checkbox]")
    page.find("#helion-list .helion-name a").click()
    page.find("#helion-head-buttons [data-action=menu]").click()
    page.find("[data-action=more]").click()
    entries = page.all("[role=menuitem]")
    assert entries
    assert all(entry.get_attribute("aria-disabled") == "true" for entry in entries)
    assert "Your roles do not allow this" in page.find("[role=menu]").text


@pytest.mark.parametrize("path", ["/admin/uc_overview/", NODES])
def test_undercloud_admin_is_in_the_readers_menu(page, path):
    page.sign_in("watcher").open(path)
    assert page.driver.find_elements("xpath", "//nav//*[contains(., 'Undercloud Admin')]") or (
        "Undercloud Admin" in page.driver.page_source
    )
    assert "no role on the system" not in page.text()
