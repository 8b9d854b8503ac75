"""Adding, removing and replacing servers in the browser, up to the button that begins it."""

import re

import pytest
from selenium.webdriver.common.by import By

SCALE = "/admin/uc_scale/"
GOOD = "94:18:82:0a:1b:2c,admin,hunter2,10.22.0.15,12,73728,600,OvercloudCompute,ipmi"
BAD = "94:18:82:0a:1b:zz,admin,hunter3,10.22.0.16,many,73728,600,OvercloudCompute,ipmi"


@pytest.fixture
def admin(page, deployed):
    return page.sign_in("admin")


def choose(page, source):
    page.find(f"[name=source][value={source}]").click()


def count(page, number):
    box = page.find("[name=count]")
    box.clear()
    box.send_keys(str(number))


def plan(page):
    """Press "Plan" and wait for the plan's page."""
    page.find(".helion-form-buttons [type=submit]").click()
    page.until(lambda: "/plan/" in page.driver.current_url, seconds=40)
    page.find(".helion-plan")


def test_the_page_has_each_role_with_its_servers(admin, lifecycle):
    admin.open(SCALE)
    for name, role in lifecycle.roles().items():
        block = f"#helion-role-{name}"
        assert role["title"] in admin.text(block)
        for member in role["members"]:
            assert member["name"] in admin.text(block)
            assert member["node_name"] in admin.text(block)
    assert not admin.all("#helion-role-control [name=server]")
    assert "replace a server instead" in admin.text("#helion-role-control")


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "compute/add",
        "compute/add?source=pick",
        "compute/add?source=file",
        "compute/add?source=one",
        "remove?server={control}",
        "{control}/replace",
    ],
)
def test_accessible_at_both_widths(admin, lifecycle, path, width):
    admin.width(width)
    admin.open(SCALE + path.format(control=lifecycle.members("control")[0]))
    assert admin.axe() == []
    assert not admin.overflows()


def test_more_servers_than_nodes_says_why_and_what_helps(admin):
    admin.open(f"{SCALE}block-storage/add")  # it has free nodes, though too few
    count(admin, 9)
    assert re.match(r"Adds \d servers", admin.text("#helion-adds"))
    plan(admin)
    assert "This plan cannot be applied: a check blocks it" in admin.text()
    assert "nodes of resource class block-storage are needed" in admin.text(".helion-checks")
    assert admin.axe() == []
    assert not admin.find(".helion-plan [type=submit]").is_enabled()
    admin.link("Enrol new servers").click()
    admin.until(lambda: admin.all("[name=source][value=file]:checked"))
    admin.driver.back()
    admin.link("Change").click()
    admin.until(lambda: admin.find("[name=count]").get_attribute("value") == "9")


def test_a_plan_reads_as_sentences_and_nothing_is_done(admin, lifecycle):
    have = len(lifecycle.members("compute"))
    admin.open(SCALE)
    admin.find("#helion-grow-compute a").click()
    assert f"The role has {have} now" in admin.text()
    plan(admin)
    assert admin.find("h1").text == f"Scale Compute from {have} to {have + 1}"
    assert re.search(r"overcloud-compute-\d+: deployed on \S+\.", admin.text())
    assert re.search(r"\d+ checks? passed", admin.text())
    assert "Deploy overcloud-compute-" in admin.text("section[aria-labelledby=helion-plan-steps]")
    assert admin.find(".helion-plan form [type=submit]").is_enabled()
    admin.link("Cancel").click()
    assert len(lifecycle.members("compute")) == have


def test_errors_of_a_file_stand_at_their_rows_and_the_text_stays(admin):
    admin.open(f"{SCALE}compute/add")
    choose(admin, "file")
    admin.find("[name=text]").send_keys(f"{GOOD}\n{BAD}")
    admin.find("[name=do][value=check]").click()
    rows = admin.until(lambda: admin.all("#helion-preview tbody tr"))
    assert "10.22.0.15" in rows[0].text
    assert "******" in rows[0].text
    assert "mac_address" in rows[1].text
    assert "no_of_cpus" in rows[1].text
    assert admin.find("[name=text]").get_attribute("value") == f"{GOOD}\n{BAD}"
    assert "hunter" not in admin.text("#helion-preview")
    admin.until(lambda: admin.axe() == [])

    admin.find("[name=text]").clear()
    admin.find("[name=text]").send_keys(GOOD)
    plan(admin)
    assert "enrolled, inspected, checked and cleaned" in admin.text()
    assert "hunter" not in admin.driver.page_source


def test_one_new_server_with_its_errors(admin):
    admin.open(f"{SCALE}compute/add")
    choose(admin, "one")
    drivers = admin.find("[name=driver]")
    drivers.find_element(By.CSS_SELECTOR, "[value=simulated]").click()
    admin.until(lambda: admin.all("[name='driver_info.bmc_address']"))
    admin.find("[name='driver_info.bmc_password']").send_keys("hunter2")
    admin.find("[name=do][value=plan]").click()
    admin.until(lambda: len(admin.all(".has-error")) >= 3)
    assert admin.find("[name='driver_info.bmc_password']").get_attribute("value") == "hunter2"
    admin.find("[name=name]").send_keys("rack9-u09-page")
    admin.find("[name=address]").send_keys("94:18:82:09:00:77")
    admin.find("[name='driver_info.bmc_address']").send_keys("10.20.9.77")
    admin.find("[name='driver_info.bmc_username']").send_keys("Administrator")
    plan(admin)
    assert "deployed on rack9-u09-page" in admin.text()


def test_an_outdated_plan_shows_what_changed(admin, undercloud):
    admin.open(f"{SCALE}block-storage/add")
    plan(admin)
    first = admin.driver.current_url
    name = re.search(r"deployed on (\S+)\.", admin.text())[1]
    ironic = undercloud.connect("system").baremetal
    resource_class = ironic.get_node(name).resource_class
    nodes = ironic.nodes(details=True, resource_class=resource_class, is_maintenance=False)
    free = [node for node in nodes if not node.instance_id]
    for node in free:
        ironic.set_node_maintenance(node, "Fan swap")
    try:
        admin.find(".helion-plan form [type=submit]").click()
        rows = admin.until(
            lambda: admin.all("section[aria-labelledby=helion-differences] tbody tr")
        )
        assert any(name in row.text for row in rows)
        assert any(re.fullmatch(r"Free nodes for .* Passed Blocking", row.text) for row in rows)
        assert admin.axe() == []
        admin.find("form[action$='/again'] [type=submit]").click()
        admin.until(lambda: admin.driver.current_url not in (first, f"{first}apply"))
        assert f"deployed on {name}" not in admin.text()
    finally:
        for node in free:
            ironic.unset_node_maintenance(node)


def test_servers_are_removed_together_from_the_list(admin):
    admin.open(SCALE)
    boxes = admin.all("#helion-role-compute [name=server]")[:2]
    for box in boxes:
        box.click()
    assert f"{len(boxes)} selected" in admin.text("#helion-bulk")
    admin.find("#helion-remove-selected").click()
    admin.until(lambda: "remove?server=" in admin.driver.current_url)
    admin.find("[name=after][value=retire]").click()
    admin.find("[name=migration][value=cold]").click()
    plan(admin)
    assert admin.text(".helion-plan").count("cleaned and retired") == len(boxes)


def test_a_controller_is_replaced_instead_of_removed(admin, lifecycle):
    control = lifecycle.members("control")[0]
    admin.open(f"{SCALE}remove?server={control}&server=nonsense")
    assert "nonsense is not a server of the overcloud" in admin.text()
    assert not admin.all("[name=migration]")
    assert "cannot be removed." in admin.text()
    admin.link("Replace it instead").click()
    admin.until(lambda: admin.find("h1").text == f"Replace {control}")


def test_from_a_nodes_page(admin, lifecycle):
    member = lifecycle.roles()["compute"]["members"][0]
    admin.open(f"/admin/uc_nodes/{member['node']}/")
    admin.find("#helion-head-buttons [data-action=menu]").click()
    admin.choose("Replace…")
    admin.until(lambda: admin.find("h1").text == f"Replace {member['name']}")
    admin.driver.back()
    admin.find("#helion-head-buttons [data-action=menu]").click()
    admin.choose("Remove from overcloud…")
    admin.until(lambda: member["name"] in admin.text())
    assert "Nodes afterwards" in admin.text()
