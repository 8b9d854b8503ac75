"""A file of servers, from the list of nodes to the operation that enrols them."""

import uuid

import pytest

NODES = "/admin/uc_nodes/"
HEADER = "name,mac,ip,user,password,role"


@pytest.fixture
def names(ironic):
    """Names of two nodes that are deleted afterwards."""
    token = uuid.uuid4().hex[:4]
    pair = [f"import-{token}-{number}" for number in (1, 2)]
    yield pair
    for name in pair:
        if node := ironic.find_node(name):
            ironic.set_node_maintenance(node, "end of test")
            ironic.wait_for_node_reservation(node)
            ironic.delete_node(node)


def row(name, number, mac_end):
    token = name.split("-")[1]
    mac = f"94:18:82:0e:{token[:2]}:{mac_end}"
    return f"{name},{mac},10.8.{int(token[2:], 16)}.{number},u,hunter2,compute"


def check(page):
    page.find("[name=do][value=check]").click()


def test_a_file_is_checked_corrected_and_enrolled(admin, ironic, names):
    good = [row(name, number, f"0{number}") for number, name in enumerate(names, 1)]
    bad = row(names[1], 2, "zz")
    admin.open(NODES)
    admin.link("Import").click()
    text = "[name=text]"
    check(admin)
    admin.until(lambda: "Enter the servers" in admin.text("#helion-form"))

    admin.find(text).send_keys("\n".join([HEADER, good[0], bad]))
    check(admin)
    admin.until(lambda: "1 row has errors" in admin.text("#helion-form"))
    assert "not a MAC address" in admin.text("#helion-preview")
    assert not admin.all("[value=enrol]")

    admin.find(text).clear()
    admin.find(text).send_keys("\n".join([HEADER, *good]))
    check(admin)
    button = admin.until(lambda: admin.all("[value=enrol]"))[0]
    assert button.text == "Enrol 2 nodes"
    assert "hunter2" not in admin.text("#helion-preview")
    admin.accessible()
    button.click()

    admin.until(lambda: "/uc_operations/" in admin.driver.current_url, seconds=40)
    for name in names:
        assert name in admin.find("h1").text
    admin.until(lambda: "Succeeded" in admin.text("#helion-head"), seconds=120)
    for name in names:
        assert ironic.find_node(name).provision_state == "available"


def test_a_file_that_was_kept_too_long(admin):
    admin.open(f"{NODES}import/")
    admin.find("[name=text]").send_keys(f"{HEADER}\n{row('import-00ff-1', 9, '09')}")
    check(admin)
    button = admin.until(lambda: admin.all("[value=enrol]"))[0]
    admin.driver.execute_script("document.querySelector('[name=token]').value = 'gone'")
    button.click()
    admin.until(lambda: "has expired" in admin.text("#helion-form"))
    assert not admin.all("[value=enrol]")
