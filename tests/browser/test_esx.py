"""ESX clusters into Nova and out again, from the browser alone."""

import json
import time

import pytest
import yaml
from keystoneauth1.adapter import Adapter
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from tests.lifecycle.guests import Guests

ESX = "/admin/uc_esx/"
_PATIENCE = 240  # seconds for an operation
_CLUSTER, _UNFIT = "Compute-A", "Edge"
# As it is sent: the browser shows it nowhere.
_PLANTED = "planted-wrong-password"

pytestmark = pytest.mark.usefixtures("overcloud_alone")


class Eon:
    """The service beside the browser: what is left of earlier tests, and what really became."""

    def __init__(self, undercloud):
        session = undercloud.connect("admin").session
        self._eon = Adapter(session, service_type="esx_onboarder", raise_exc=False)
        self._nova = Adapter(
            undercloud.connect("overcloud").session,
            service_type="compute",
            region_name="overcloud",
            default_microversion="2.53",
        )

    def resources(self):
        return self._eon.get("/v2/resources").json()

    def state(self, name):
        return next(resource["state"] for resource in self.resources() if resource["name"] == name)

    def nothing(self):
        """No vCenter is registered and Nova knows no cluster, from now on."""
        for resource in self.resources():
            if resource["state"] != "imported":
                self._eon.delete(
                    f"/v2/resources/{resource['id']}/deactivate/", json={"forced": True}
                )
        end = time.monotonic() + _PATIENCE
        while any(resource["state"] != "imported" for resource in self.resources()):
            assert time.monotonic() < end, self.resources()
            time.sleep(0.5)
        for manager in self._eon.get("/v2/resource_mgrs").json():
            assert self._eon.delete(f"/v2/resource_mgrs/{manager['id']}").status_code == 200
        for service in self._nova.get("/os-services?binary=nova-compute").json()["services"]:
            if service["host"].startswith("domain-") and service["state"] == "down":
                self._nova.delete(f"/os-services/{service['id']}")


@pytest.fixture(scope="module")
def eon(undercloud):
    service = Eon(undercloud)
    service.nothing()
    yield service
    service.nothing()


@pytest.fixture(scope="module")
def vcenter(undercloud):
    """How one logs in to the simulated vCenter."""
    return yaml.safe_load((undercloud.state / "vcenter.yaml").read_text())


@pytest.fixture
def guests(undercloud):
    """Virtual machines on the overcloud's hosts, deleted afterwards."""
    machines = Guests(undercloud)
    yield machines
    machines.delete()


def show_certificate(page):
    page.find("#helion-vcenter .btn[value=certificate]").click()
    page.until(lambda: page.all(".helion-presented"), "the certificate", 60)


def register(page, vcenter, **more):
    """Fill in the form and trust the authority; the page is then the vCenter's."""
    page.open(f"{ESX}register")
    login = {name: vcenter[name] for name in ("port", "username", "password")}
    for name, value in {"ip_address": vcenter["address"], **login, **more}.items():
        page.fill(name, value)
    show_certificate(page)
    page.all(".helion-presented input")[-1].click()
    page.find("#helion-vcenter .btn[value=save]").click()
    page.until(lambda: "/register" not in page.driver.current_url, page.text(), 60)
    page.until(lambda: len(page.all("#helion-list tbody tr")) == 5, page.text(), 60)


def row(page, name):
    """The row of a cluster or a vCenter."""
    return page.until(
        lambda: next(
            (line for line in page.all("#helion-list tbody tr") if name in line.text), None
        ),
        f"no row {name}",
    )


def select(page, *names):
    for name in names:
        row(page, name).find_element(By.CSS_SELECTOR, ".helion-select input").click()
    page.find("#helion-bulk [data-menu]").click()


def act(page, name):
    """An action of the page's own menu or buttons."""
    buttons = page.all(f"#helion-head-buttons [data-action={name}]")
    if not buttons:
        page.find("#helion-head-buttons [data-action=menu]").click()
        buttons = page.all(f"[role=menu] [data-action={name}]")
    buttons[0].click()


def results(page, words, seconds=60):
    page.until(lambda: words in page.text("#helion-results"), f"{words}: {page.text()}", seconds)


def stands(page, state):
    """Wait until the page shows the state by itself; it asks when the tab is looked at again."""

    def shown():
        page.driver.execute_script("document.dispatchEvent(new Event('visibilitychange'))")
        assert not page.all("#helion-error .helion-error"), page.text("#helion-error")
        return page.all(f"#helion-head [data-state={state}]")

    page.until(shown, page.text(), _PATIENCE)


def test_a_life_of_a_cluster(admin, eon, vcenter, guests):
    eon.nothing()
    admin.open(ESX)
    assert "register a vCenter, import its clusters, and activate them" in admin.text()

    admin.link("Register a vCenter").click()
    register(admin, vcenter, name="vcenter-01")
    admin.accessible()
    assert "Connected" in admin.text("#helion-head")

    # Several at once, with an answer for each.
    select(admin, _CLUSTER, _UNFIT)
    admin.choose("Import (2/2)")
    names = [item.text for item in admin.all("dialog .helion-names li")]
    assert sorted(names) == [_CLUSTER, _UNFIT]
    admin.find("dialog [type=submit]").click()
    results(admin, "accepted for 2 clusters")
    admin.until(lambda: "Imported" in row(admin, _CLUSTER).text)

    # What keeps a cluster from being activated is said where one would do it.
    row(admin, _UNFIT).find_element(By.CSS_SELECTOR, "[data-menu]").click()
    admin.find("[data-action=more]").click()
    entry = admin.find("[role=menuitem][data-action=activate]")
    assert entry.get_attribute("aria-disabled") == "true"
    assert "DRS" in entry.text
    admin.driver.refresh()

    act(admin, "proxy")
    admin.fill("hostname", "esx_proxy")
    admin.find("#helion-proxy [type=submit]").click()
    admin.until(lambda: "letters, digits and hyphens" in admin.text(".has-error"))
    admin.accessible()
    Select(admin.find("[name=datacenter]")).select_by_visible_text("Houston")
    admin.fill("hostname", "esx-proxy")
    admin.find("#helion-proxy [type=submit]").click()
    admin.until(lambda: admin.all("#helion-list"), admin.text())

    row(admin, _CLUSTER).find_element(By.CSS_SELECTOR, ".helion-name a").click()
    stands(admin, "imported")
    admin.until(lambda: "The cluster is not in Nova" in admin.text("#helion-hypervisor"))
    admin.accessible()
    act(admin, "activate")

    # The rules are checked as one types.
    admin.until(lambda: "The networks comply with all rules" in admin.text("#helion-verdict"))
    admin.fill("switches.0.mtu", "9")
    admin.until(lambda: "The MTU must be a number" in admin.text("#helion-verdict"))
    admin.until(lambda: "The MTU must be a number" in admin.text("#helion-drawn .has-error"))
    admin.accessible()
    admin.fill("switches.0.mtu", "9000")
    admin.until(lambda: "The networks comply with all rules" in admin.text("#helion-verdict"))
    content = json.loads(admin.find("#id_network").get_attribute("value"))
    assert content["switches"][0]["mtu"] == "9000"
    admin.find("#helion-network [type=submit]").click()

    stands(admin, "activated")
    admin.accessible()
    host = admin.find("#helion-hypervisor dd code").text
    assert host.endswith(vcenter["uuid"])
    admin.until(lambda: "up" in admin.text("#helion-hypervisor .helion-state"))
    for tab in ("hosts", "datastores", "network"):
        admin.open(f"{admin.driver.current_url.removeprefix(admin.base).split('?')[0]}?tab={tab}")
        admin.accessible()
    admin.find("#helion-tab-network summary").click()
    assert '"mtu": "9000"' in admin.text(".helion-json")
    admin.open(ESX)
    assert host in admin.text("#helion-list-cluster")
    admin.accessible()

    # Its operation is one of all, and leads back to the cluster by its name.
    admin.open("/admin/uc_operations/?service=eon")
    admin.find("#helion-list .helion-name a").click()
    admin.until(lambda: admin.link(_CLUSTER), admin.text())
    admin.link(_CLUSTER).click()
    stands(admin, "activated")

    # While a virtual machine runs it is refused, and its networks are those of the datacenter.
    guests.boot(host, 1)
    act(admin, "deactivate")
    admin.find("dialog [type=submit]").click()
    results(admin, f"Nova has 1 virtual machine on {_CLUSTER}: vm-0.")
    assert eon.state(_CLUSTER) == "activated"
    admin.driver.refresh()
    admin.until(lambda: "vm-0" in admin.text("#helion-hypervisor"), admin.text(), 60)

    act(admin, "force")
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: "differs" in admin.text("dialog"))
    assert admin.axe() == []
    admin.find("dialog [name=confirm]").send_keys(_CLUSTER)
    admin.find("dialog [type=submit]").click()
    results(admin, "accepted")
    stands(admin, "imported")
    # Nova does not forget a host while it knows of a virtual machine there.
    admin.until(lambda: "former compute host" in admin.text("#helion-hypervisor"), seconds=60)
    assert "down" in admin.text("#helion-hypervisor .helion-state")

    admin.open(ESX)
    select(admin, "vcenter-01")
    admin.choose("Unregister")
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: "register a vCenter, import its clusters" in admin.text(), seconds=60)


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(admin, eon, vcenter):
    eon.nothing()
    admin.open(f"{ESX}register")
    admin.fill("ip_address", "https://vc/")
    admin.fill("port", "70000")
    admin.fill("password", _PLANTED)
    admin.find("#helion-vcenter .btn[value=save]").click()
    admin.until(lambda: len(admin.all("#helion-vcenter .has-error")) == 3)
    admin.accessible()
    admin.fill("ip_address", vcenter["address"])
    admin.fill("port", vcenter["port"])
    admin.fill("username", vcenter["username"])

    # Not trusted by the system: what is presented is shown to choose from.
    admin.find("#helion-vcenter .btn[value=save]").click()
    admin.until(lambda: admin.all(".helion-presented"), admin.text(), 60)
    assert "Certificate:" in admin.text("[data-errors]")
    admin.find(".helion-presented input").click()
    admin.find("#helion-vcenter .btn[value=save]").click()
    admin.until(lambda: "Password" in admin.text("[data-errors]"), admin.text(), 60)
    assert admin.find("[name=password]").get_attribute("value") == _PLANTED
    assert _PLANTED not in admin.driver.page_source
    assert eon.resources() == []


def test_an_address_where_nobody_is(admin, eon):
    admin.open(f"{ESX}register")
    admin.fill("ip_address", "127.0.0.1")
    admin.fill("port", "9")
    admin.find("#helion-vcenter .btn[value=certificate]").click()
    admin.until(lambda: admin.all("#helion-vcenter .has-error"), admin.text(), 60)
    assert "Address" in admin.text("[data-errors]")


def test_a_stopped_vcenter_shows_and_comes_back(admin, eon, vcenter, undercloud):
    eon.nothing()
    register(admin, vcenter, name="vcenter-02")
    with undercloud.stopped("vcenter"):
        stands(admin, "unreachable")
        assert "last known clusters" in admin.text("#helion-head")
        assert len(admin.all("#helion-list tbody tr")) == 5
        admin.accessible()
    stands(admin, "registered")


def test_the_networks_of_a_vcenter(admin, eon, vcenter):
    eon.nothing()
    register(admin, vcenter, name="vcenter-03")
    drawn = "#helion-wires svg.topo [data-key^='node:{}']"
    admin.find(drawn.format("esx-host"))
    names = [
        element.get_attribute("aria-label") for element in admin.all(drawn.format("esx-cluster"))
    ]
    assert len(names) == 5
    assert any(_CLUSTER in name for name in names)
    assert len(admin.all(drawn.format("esx-vcenter"))) == 1
    assert len(admin.all("#helion-wires [data-key^='row:']")) == 3  # no proxy: nothing is active
    admin.accessible()
    admin.find("#helion-wires > p > a").click()
    card = admin.find("[data-topology-card]")
    admin.until(lambda: "vcenter-03" in card.text, "it is what the topology shows")


def test_a_cluster_leads_to_its_place_in_the_topology(admin, eon, vcenter):
    eon.nothing()
    register(admin, vcenter)
    link = row(admin, _CLUSTER).find_element(By.CSS_SELECTOR, "th a").get_attribute("href")
    admin.driver.get(f"{link}?tab=nics")
    assert "vmnic1" in admin.text("#helion-nics thead")
    admin.accessible()
    admin.driver.get(f"{link}?tab=network")
    admin.find("#helion-tab-network > p > a").click()
    card = admin.find("[data-topology-card]")
    admin.until(lambda: _CLUSTER in card.text, "the cluster's card")


def test_a_reader_of_the_system_is_offered_nothing(page, eon, vcenter):
    page.sign_in("watcher").open(ESX)
    assert "Ask a cloud administrator" in page.text()
    page.find("#helion-list .helion-name a").click()
    page.find("#helion-head-buttons [data-action=menu]").click()
    page.find("[data-action=more]").click()
    entry = page.find("[role=menuitem][data-action=unregister]")
    assert "Ask a cloud administrator" in entry.text
    assert "helion:vcenter:delete" in entry.get_attribute("title")
    page.accessible()


def test_the_template_is_a_form_and_a_file(admin, eon, tmp_path):
    admin.open(f"{ESX}network")
    admin.until(lambda: "The networks comply with all rules" in admin.text("#helion-verdict"))
    file = tmp_path / "network.json"
    content = json.loads(admin.find("#id_network").get_attribute("value"))
    content["switches"][0]["name"] = "FROM-A-FILE"
    file.write_text(f"# as HP's are\n{json.dumps(content)}")
    admin.find("#helion-upload").send_keys(str(file))
    admin.until(lambda: "There is no switch named" in admin.text("#helion-verdict"))
    assert admin.find("[name='switches.0.name']").get_attribute("value") == "FROM-A-FILE"
    file.write_text("{")
    admin.find("#helion-upload").send_keys(str(file))
    admin.until(lambda: "not valid JSON" in admin.text("#helion-verdict"))


def test_a_stopped_service_is_named(admin, undercloud):
    with undercloud.stopped("helion"):
        for path in (ESX, f"{ESX}x/", f"{ESX}x/y/", f"{ESX}network"):
            admin.open(path)
            assert "esx_onboarder" in admin.text(), path
    admin.open(ESX)
    assert admin.all(".helion-trouble") == []
