"""From the browser alone: an update from a source onto the servers of the overcloud, and back."""

import pytest
from selenium.webdriver.common.by import By

from tests.lifecycle.test_rollout import running

UPDATES = "/admin/uc_updates/"
IMAGE, VERSION = "overcloud-server", "1.1.2"
_PATIENCE = 600  # seconds for an operation


@pytest.fixture
def admin(page, deployed):
    return page.sign_in("admin")


def act(admin, path, action):
    """Choose an action of the update's row of a list."""
    admin.open(UPDATES + path)
    rows = f"//table[@id='helion-list']//tr[contains(., '{IMAGE}') and contains(., '{VERSION}')]"

    def open_menu():
        row = next(iter(admin.driver.find_elements(By.XPATH, rows)), None)
        if row:
            row.find_element(By.CSS_SELECTOR, "[data-menu]").click()
        return row

    admin.until(open_menu)  # a refresh may replace the row
    admin.find(f".helion-menu [data-action={action}]").click()
    if admin.all("dialog [type=submit]"):
        admin.find("dialog [type=submit]").click()
        admin.until(lambda: not admin.all("dialog"))


def send(admin):
    admin.accessible()
    admin.find("#helion-form .btn-primary").click()


def ended(admin, word="Succeeded"):
    admin.until(lambda: "/uc_operations/" in admin.driver.current_url, seconds=60)
    admin.until(lambda: word in admin.text("#helion-head"), admin.text, seconds=_PATIENCE)
    return admin.driver.current_url


def apply(admin):
    """Apply the plan that the page shows, and go on to its operation."""
    admin.until(lambda: "/plan/" in admin.driver.current_url, seconds=60)
    admin.find(".helion-plan")
    admin.accessible()
    admin.find(".helion-plan [type=submit].btn-primary").click()


def waits(admin, path):
    admin.open(path)
    words = "Waits until it is continued or cancelled."
    admin.until(lambda: words in admin.driver.find_element(By.TAG_NAME, "body").text, seconds=60)
    admin.accessible()


@pytest.mark.faults
def test_an_update_reaches_the_servers_and_goes_back(admin, lifecycle, guests, undercloud):
    hosts, before = lifecycle.members("compute"), running(lifecycle)
    vms = [*guests.boot(hosts[0], 1), *guests.boot(hosts[1], 1)]

    act(admin, f"?q={IMAGE}", "download")
    admin.until(lambda: "Downloaded" in admin.text("#helion-list"), seconds=_PATIENCE)
    act(admin, f"content/?q={IMAGE}", "publish")
    send(admin)
    ended(admin)

    act(admin, "published/", "roll_out")
    assert admin.find("[name=role]").get_attribute("value") == "compute"
    admin.find("[name=confirm_first_batch]").click()
    send(admin)
    apply(admin)
    operation = ended(admin, "Paused")
    assert "The first batch is done." in admin.text()
    admin.accessible()
    for path in ("/admin/uc_overview/", "/admin/uc_operations/", UPDATES + "rollouts/"):
        waits(admin, path)
    changed = [name for name, row in running(lifecycle).items() if row != before[name]]
    assert len(changed) == 1
    admin.driver.get(operation)
    admin.find("[form=helion-continue]").click()
    ended(admin)

    after = running(lifecycle)
    assert all(after[name][:2] == before[name][:2] for name in hosts), "the same servers"
    assert all(after[name][2] != before[name][2] for name in hosts)
    assert all(guests.hosts(vms))
    admin.open(f"{UPDATES}rollouts/?role=compute")
    assert admin.text("#helion-list").count(VERSION) == len(hosts)
    admin.accessible()

    admin.until(lambda: admin.link("Roll back…").click() or True)  # a refresh may replace it
    send(admin)
    apply(admin)
    ended(admin)
    assert running(lifecycle) == before
    assert all(guests.hosts(vms))

    act(admin, "published/", "unpublish")
    send(admin)
    ended(admin)
    act(admin, f"content/?q={IMAGE}", "delete")
