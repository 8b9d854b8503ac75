"""The overcloud's page: the form while there is none, and how a stack does.

The stacks here are of Heat alone and take a moment; what a real one takes is tested elsewhere.
"""

import time
from urllib.parse import urlsplit

import pytest
from keystoneauth1.adapter import Adapter
from selenium.webdriver.common.by import By

OVERCLOUD = "/admin/uc_overcloud/"
NAME = "overcloud"


class Stacks:
    """The stack that the services take for the overcloud."""

    def __init__(self, session):
        self._heat = Adapter(session, service_type="orchestration", raise_exc=False)

    def none(self):
        """There is no overcloud, from now on."""
        while (answer := self._heat.get(f"/stacks/{NAME}")).status_code == 200:
            self._delete(answer.json()["stack"])
            time.sleep(0.5)

    def make(self, fail=False):
        """A stack without servers, which fails or not."""
        self.none()
        part = {"type": "OS::Heat::TestResource", "properties": {"fail": fail}}
        template = {"heat_template_version": "wallaby", "resources": {"part": part}}
        body = {"stack_name": NAME, "template": template, "disable_rollback": True}
        answer = self._heat.post("/stacks", json=body)
        assert answer.status_code == 201, answer.text
        while self._status().endswith("IN_PROGRESS"):
            time.sleep(0.5)

    def _status(self):
        return self._heat.get(f"/stacks/{NAME}").json()["stack"]["stack_status"]

    def _delete(self, stack):
        if stack["stack_status"] != "DELETE_IN_PROGRESS":
            self._heat.delete(f"/stacks/{NAME}/{stack['id']}")


@pytest.fixture(scope="module")
def stacks(undercloud):
    heat = Stacks(undercloud.connect("admin").session)
    heat.none()
    yield heat
    heat.none()


def fetched(page, path):
    """Status, disposition, caching and text of a file, as the signed-in browser gets it."""
    return page.driver.execute_async_script(
        "const [path, done] = arguments;"
        "fetch(path).then(async (r) => done([r.status, r.headers.get('Content-Disposition'),"
        " r.headers.get('Cache-Control'), await r.text()]));",
        path,
    )


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(admin, stacks):
    stacks.none()
    admin.open(OVERCLOUD)
    assert "There is no overcloud yet." in admin.text()
    labels = [label.text for label in admin.all("#helion-deploy > .helion-columns label")]
    assert labels[:2] == ["Controllers", "Compute nodes"]
    count = admin.find("[name='parameters.ComputeCount']")
    assert (count.get_attribute("type"), count.get_attribute("value")) == ("number", "1")
    assert not admin.find("[name='parameters.ControlFlavor']").is_displayed()
    count.clear()
    count.send_keys("-1")
    cloud = admin.find("[name='parameters.CloudName']")
    cloud.clear()
    cloud.send_keys("no host name")
    password = admin.find("[name='parameters.AdminPassword']")
    password.send_keys("hunter2")
    admin.find("#helion-deploy [type=submit]").click()
    admin.until(lambda: len(admin.all("#helion-deploy .has-error")) == 3)
    errors = {
        box.find_element(By.CSS_SELECTOR, "input").get_attribute("name"): box.text
        for box in admin.all("#helion-deploy .has-error")
    }
    assert "A host name of letters" in errors["parameters.CloudName"]
    assert "at least 8" in errors["parameters.AdminPassword"]
    assert "greater than or equal to 0" in errors["parameters.ComputeCount"]
    assert len(admin.all("[data-errors] li")) == 3
    assert password.get_attribute("value") == "hunter2"
    assert cloud.get_attribute("value") == "no host name"
    admin.accessible()


def test_what_the_service_says_stands_on_top_and_nothing_typed_is_lost(admin, stacks):
    stacks.none()
    admin.open(OVERCLOUD)
    admin.find("[name='parameters.AdminPassword']").send_keys("long enough")
    stacks.make()  # by somebody else, meanwhile
    admin.find("#helion-deploy [type=submit]").click()
    admin.until(lambda: "There is an overcloud already" in admin.text("[data-errors]"), seconds=60)
    password = admin.find("[name='parameters.AdminPassword']")
    assert password.get_attribute("value") == "long enough"


def test_a_good_form_leads_to_a_plan(admin, stacks):
    stacks.none()
    admin.open(OVERCLOUD)
    admin.find("[name='parameters.AdminPassword']").send_keys("long enough")
    admin.find("#helion-deploy [type=submit]").click()
    admin.until(lambda: "/admin/uc_scale/plan/" in admin.driver.current_url, seconds=60)
    assert "Deploy overcloud" in admin.text("h1")
    assert "long enough" not in admin.driver.page_source


def test_an_outdated_plan_shows_what_changed(admin, stacks, undercloud):
    stacks.none()
    admin.open(OVERCLOUD)
    count = admin.find("[name='parameters.ComputeCount']")
    count.clear()
    count.send_keys("2")
    admin.find("[name='parameters.AdminPassword']").send_keys("long enough")
    admin.find("#helion-deploy [type=submit]").click()
    admin.until(lambda: "/admin/uc_scale/plan/" in admin.driver.current_url, seconds=60)
    ironic = undercloud.connect("system").baremetal
    nodes = ironic.nodes(details=True, resource_class="compute", is_maintenance=False)
    free = [node for node in nodes if not node.instance_id]
    for node in free:
        ironic.set_node_maintenance(node, "Fan swap")
    try:
        admin.find(".helion-plan form[action$='/apply'] [type=submit]").click()
        rows = admin.until(
            lambda: admin.all("section[aria-labelledby=helion-differences] tbody tr"), seconds=60
        )
        assert "Free nodes for Compute Passed Blocking" in [row.text for row in rows]
        assert admin.axe() == []
    finally:
        for node in free:
            ironic.unset_node_maintenance(node)
    # In another session: the service returns the request, without the password.
    path = urlsplit(admin.driver.current_url).path.removesuffix("apply")
    admin.sign_in("admin")
    admin.open(path)
    admin.link("Change").click()
    admin.until(lambda: admin.all("#helion-deploy"))
    count = admin.find("[name='parameters.ComputeCount']")
    assert count.get_attribute("value") == "2"
    assert "Enter it again: secrets are not returned with a plan." in admin.text()


def test_no_credentials_before_there_is_an_overcloud(admin, stacks):
    stacks.none()
    admin.open(f"{OVERCLOUD}credentials/openrc")
    assert admin.driver.current_url.endswith(OVERCLOUD)
    assert "There is no overcloud yet" in admin.text(".messages, #main_content")


def test_how_a_stack_does_and_how_one_signs_in(admin, stacks):
    stacks.make()
    admin.open(OVERCLOUD)
    assert NAME in admin.text("#helion-head")
    assert "Deployed" in admin.text("#helion-head")
    admin.until(lambda: "Created" in admin.text("#helion-overcloud-events"))
    assert "Administrator's password\n••••••••" in admin.text()
    admin.accessible()
    status, disposition, caching, text = fetched(admin, f"{OVERCLOUD}credentials/clouds.yaml")
    assert (status, disposition) == (200, 'attachment; filename="clouds.yaml"')
    assert caching == "no-store"
    assert "auth_url" in text
    status, disposition, _caching, text = fetched(admin, f"{OVERCLOUD}credentials/openrc")
    assert (status, disposition) == (200, 'attachment; filename="overcloud-openrc.sh"')
    assert "export OS_AUTH_URL" in text


def test_a_stack_that_failed_says_what_and_why(admin, stacks):
    stacks.make(fail=True)
    admin.open(OVERCLOUD)
    assert "Deploying failed" in admin.text("#helion-head")
    failures = admin.text("#helion-overcloud-failures")
    assert "1 resource failed." in failures
    assert "part" in failures
    admin.accessible()


def test_undeploying_wants_the_name_typed_and_makes_a_plan(admin, stacks):
    stacks.make()
    admin.open(OVERCLOUD)
    admin.link("Undeploy…").click()
    field = admin.find("#id_name")
    field.send_keys("something else")
    admin.find("#helion-form [type=submit]").click()
    admin.until(lambda: NAME in admin.text(".has-error [data-error]"))
    admin.accessible()
    field.clear()
    field.send_keys(NAME)
    admin.find("#helion-form [type=submit]").click()
    admin.until(lambda: "/admin/uc_scale/plan/" in admin.driver.current_url, seconds=60)
    assert f"Delete {NAME}" in admin.text("h1")


def test_a_stack_that_goes_takes_the_page_along(admin, stacks):
    stacks.make()
    admin.open(OVERCLOUD)
    stacks.none()
    admin.driver.execute_script("document.dispatchEvent(new Event('visibilitychange'))")
    admin.until(lambda: admin.all("#helion-deploy"))
