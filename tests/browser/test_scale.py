"""The page Scale before there is an overcloud, and without its service."""

SCALE = "/admin/uc_scale/"


def test_before_a_deployment_it_says_what_it_is_for(admin):
    admin.open(SCALE)
    assert "Deploy the overcloud first." in admin.text()
    assert admin.link("Deploy the overcloud").get_attribute("href").endswith("/uc_overcloud/")


def test_a_stopped_service_is_named_and_the_page_comes_back(admin, undercloud):
    with undercloud.stopped("helion"):
        admin.open(SCALE)
        assert "The service “node-lifecycle” did not return the data for this page" in admin.text()
        admin.open(f"{SCALE}compute/add")
        assert "node-lifecycle" in admin.text()
        admin.open(SCALE)
    # It asks again when the tab is looked at.
    admin.driver.execute_script("document.dispatchEvent(new Event('visibilitychange'))")
    admin.until(lambda: "Deploy the overcloud first." in admin.text())


def test_a_free_node_says_why_it_cannot_leave(admin):
    admin.open("/admin/uc_nodes/?state=available")
    admin.find("tbody [data-menu]").click()
    admin.find("[data-action=more]").click()
    entry = admin.find("[role=menuitem][data-action=remove]")
    assert entry.get_attribute("aria-disabled") == "true"
    assert "not a server of the overcloud" in entry.text
