"""From an array to a volume, from the browser alone; and back."""

import json

import pytest
import yaml
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

STORAGE = "/admin/uc_storage/"
_PATIENCE = 180  # seconds for an operation
_PASSWORD = "planted-san-passw0rd"


@pytest.fixture(scope="module")
def group(undercloud):
    """How one logs in to the simulated management group, and its cluster."""
    return yaml.safe_load((undercloud.state / "storevirtual.yaml").read_text())[0]


@pytest.fixture(scope="module")
def array(undercloud):
    """How one logs in to a simulated array."""
    return yaml.safe_load((undercloud.state / "storeserv.yaml").read_text())[0]


def fill(admin, **values):
    for name, value in values.items():
        field = admin.find(f".helion-form [name={name}]")
        field.clear()
        field.send_keys(str(value))


def send(admin):
    admin.find(".helion-form .btn-primary").click()


def pin(admin):
    """Look at the certificate of the array, and trust exactly this one."""
    admin.find("#helion-device .btn[value=certificate]").click()
    admin.until(lambda: admin.all(".helion-presented"))
    admin.accessible()
    admin.all(".helion-presented input")[0].click()


def row_text(admin, row):
    """The words of the row of a list with this name."""
    path = f"//tr[.//th[contains(., '{row}')]]"
    return admin.until(lambda: admin.driver.find_element(By.XPATH, path).text)


def act(admin, row, action, typed=""):
    """Choose an action of a row; types what the dialog wants."""
    button = f"//tr[.//th[contains(., '{row}')]]//button[@data-menu]"
    admin.until(lambda: admin.driver.find_element(By.XPATH, button).click() or True)
    admin.find(f".helion-menu [data-action={action}]").click()
    if typed:
        admin.find("dialog [name=confirm]").send_keys(typed)
    if admin.all("dialog [type=submit]"):
        admin.find("dialog [type=submit]").click()
        admin.until(lambda: not admin.all("dialog"))


def mapped(admin, name):
    """What the picture of the mapping says of a thing."""
    label = f"[data-topology-picture] [data-key^=node][aria-label^='{name}, ']"
    return admin.find(label).get_attribute("aria-label")


def pick(admin, names):
    """Make the things with these names, and no others, the selection of a picker."""
    for row in admin.all(".helion-pick tbody tr"):
        box = row.find_element(By.CSS_SELECTOR, "input")
        if box.is_selected() != any(name in row.text for name in names):
            box.click()


def resize(admin, backend, members):
    """Make the CPGs with these names the members of a back end."""
    admin.open(STORAGE + "backends/")
    act(admin, backend, "edit")
    pick(admin, members)
    send(admin)
    admin.until(lambda: admin.text("#helion-list").count("array-1") == len(members))


def apply(admin):
    admin.open(STORAGE + "configuration/")
    admin.link("Apply to Cinder…").click()
    admin.accessible()
    send(admin)
    admin.until(lambda: "uc_operations" in admin.driver.current_url)
    admin.until(lambda: "Succeeded" in admin.text("#helion-head"), seconds=_PATIENCE)


def offers(admin, backend):
    """Whether the form of a volume type offers a back end: Cinder's scheduler has to know it."""
    admin.open(STORAGE + "types/add")
    return admin.all(f"[name=backend] option[value='{backend}']")


def volumes_on(undercloud, name):
    file = undercloud.state / "var" / "storeserv" / name / "array.json"
    return list(json.loads(file.read_text())["volumes"].values())


def test_an_array_becomes_a_volume_type(admin, undercloud, array):
    admin.open(STORAGE)
    admin.link("Register an array").click()
    fill(
        admin,
        name="array-1",
        hostname=array["address"],
        port=array["port"],
        username=array["username"],
        password="wrong",
        san_ip=array["address"],
        san_username=array["username"],
        san_password=_PASSWORD,
    )
    send(admin)
    admin.until(lambda: "not signed by a trusted authority" in admin.text("#helion-device"))
    pin(admin)
    send(admin)
    admin.until(lambda: "refuses the user name or password" in admin.text("#helion-device"))
    fill(admin, password=array["password"])
    send(admin)
    admin.until(lambda: "Common provisioning groups" in admin.text("h1"))
    admin.accessible()
    act(admin, "SSD_r5", "register")
    admin.until(lambda: "1 registered" in admin.text("#helion-summary"))
    act(admin, "FC_r5", "register")
    admin.until(lambda: "2 registered" in admin.text("#helion-summary"))

    admin.open(STORAGE + "backends/add")
    admin.accessible()
    fill(admin, name="browser-ssd")
    pick(admin, {"SSD_r5"})
    send(admin)
    admin.until(lambda: "browser-ssd" in admin.text("#helion-list"))

    admin.open(STORAGE + "configuration/")
    assert "hpe3par_cpg = SSD_r5" in admin.text("pre")
    assert _PASSWORD not in admin.driver.page_source
    admin.accessible()
    apply(admin)

    admin.until(lambda: offers(admin, "browser-ssd"))
    fill(admin, name="browser-fast")
    Select(admin.find("[name=backend]")).select_by_value("browser-ssd")
    send(admin)
    admin.until(lambda: "browser-fast" in admin.text("#helion-list"))
    assert "#SSD_r5" in admin.text("#helion-list")

    admin.open("/admin/uc_topology/storage/")
    chain = [mapped(admin, name) for name in ("array-1", "SSD_r5", "browser-ssd", "browser-fast")]
    assert all("healthy" in label for label in chain)
    assert "Leads to: SSD_r5, FC_r5" in chain[0] or "Leads to: FC_r5, SSD_r5" in chain[0]
    assert "Comes from: array-1, Leads to: browser-ssd" in chain[1]
    assert "Leads to: browser-fast" in chain[2]
    assert "In no back end" in mapped(admin, "FC_r5")

    admin.open(STORAGE + "backends/")
    assert "Up" in row_text(admin, "browser-ssd")
    assert "browser-fast" in row_text(admin, "browser-ssd")
    admin.accessible()
    cinder = undercloud.connect("admin")
    volume = cinder.create_volume(1, name="browser", volume_type="browser-fast", wait=True)
    assert [row["userCPG"] for row in volumes_on(undercloud, array["name"])] == ["SSD_r5"]
    resize(admin, "browser-ssd", {"FC_r5", "SSD_r5"})
    assert "Partly applied" in row_text(admin, "browser-ssd")
    admin.open("/admin/uc_topology/storage/")
    assert "does not report FC_r5" in mapped(admin, "browser-ssd"), "it is not applied yet"
    resize(admin, "browser-ssd", {"SSD_r5"})
    act(admin, "browser-ssd", "delete", "browser-ssd")
    admin.until(lambda: "is on the back end" in admin.text("#helion-results"))
    cinder.delete_volume(volume.id, wait=True)

    act(admin, "browser-ssd", "delete", "browser-ssd")
    admin.until(lambda: "browser-ssd" not in admin.text("#helion-list"))
    apply(admin)
    admin.open(STORAGE + "types/")
    act(admin, "browser-fast", "delete", "browser-fast")
    admin.until(lambda: "browser-fast" not in admin.text("#helion-list"))
    admin.open(STORAGE)
    admin.link("array-1").click()
    admin.accessible()
    admin.find("#helion-head-buttons [data-action=cpgs]").click()
    for name, left in (("SSD_r5", "1 registered"), ("FC_r5", "0 registered")):
        act(admin, name, "unregister")
        admin.until(lambda left=left: left in admin.text("#helion-summary"))
    admin.open(STORAGE)
    act(admin, "array-1", "delete", "array-1")
    admin.until(lambda: "array-1" not in admin.text("#helion-list"))


def test_a_cluster_is_for_a_cinder_before_ussuri(admin, group):
    admin.open(STORAGE + "storevirtual/")
    admin.link("Register a cluster").click()
    fill(
        admin,
        name=group["name"],
        hostname=group["address"],
        subnet=group["subnet"],
        port=group["port"],
        username=group["username"],
        password=group["password"],
        managers=3,
    )
    pin(admin)
    send(admin)
    admin.until(lambda: group["name"] in admin.text("h1"))
    admin.accessible()

    admin.open(STORAGE + "backends/add")
    fill(admin, name="browser-vsa")
    pick(admin, {group["name"]})
    send(admin)
    admin.until(lambda: "Not applied" in admin.text("#helion-list"))
    admin.open(STORAGE + "configuration/")
    assert "Cinder before Ussuri" in admin.text("pre")
    admin.link("Apply to Cinder…").click()
    pick(admin, {"browser-vsa"})
    send(admin)
    admin.until(lambda: "Ussuri" in admin.text(".helion-form"))
    admin.accessible()

    admin.open(STORAGE + "storevirtual/")
    assert "browser-vsa" in row_text(admin, group["name"])
    admin.accessible()
    admin.open(STORAGE + "backends/")
    act(admin, "browser-vsa", "delete", "browser-vsa")
    admin.until(lambda: "browser-vsa" not in admin.text("#helion-list"))
    admin.open(STORAGE + "storevirtual/")
    act(admin, group["name"], "delete", group["name"])
    admin.until(lambda: group["name"] not in admin.text("#helion-list"))


def test_a_private_type_with_limits_and_encryption(admin, undercloud):
    cinder = undercloud.connect("admin").block_storage
    admin.open(STORAGE + "types/add")
    fill(admin, name="browser-private")
    Select(admin.find("[name='spec.hpe3par:provisioning']")).select_by_value("full")
    admin.find("[name=public]").click()
    send(admin)
    admin.until(lambda: "browser-private" in admin.text("#helion-list"))
    kind = cinder.find_type("browser-private")
    assert kind.extra_specs == {"hpe3par:provisioning": "full"}

    admin.open(STORAGE + "qos/add")
    admin.accessible()
    fill(admin, name="browser-limits", specs="maxIOPS=500")
    admin.find(f".helion-pick [value='{kind.id}']").click()
    send(admin)
    admin.until(lambda: "maxIOPS=500" in admin.text("#helion-list"))
    assert "browser-private" in admin.text("#helion-list")
    admin.accessible()

    admin.open(f"{STORAGE}types/")
    act(admin, "browser-private", "encryption")
    admin.accessible()
    Select(admin.find("[name=provider]")).select_by_value("luks")
    send(admin)
    admin.until(lambda: admin.driver.current_url.endswith("/types/"))
    assert cinder.get_type_encryption(kind.id).provider == "luks"

    act(admin, "browser-private", "access")
    admin.accessible()
    project = undercloud.connect("admin").identity.find_project("admin")
    admin.find("[type=search]").send_keys("admin")
    admin.find(f".helion-pick [value='{project.id}']").click()
    send(admin)
    admin.until(lambda: admin.driver.current_url.endswith("/types/"))
    assert [row["project_id"] for row in cinder.get_type_access(kind.id)] == [project.id]

    admin.open(STORAGE + "qos/")
    act(admin, "browser-limits", "edit")
    admin.find(f".helion-pick [value='{kind.id}']").click()
    send(admin)
    admin.until(lambda: "browser-private" not in admin.text("#helion-list"))
    act(admin, "browser-limits", "delete", "browser-limits")
    admin.until(lambda: "browser-limits" not in admin.text("#helion-list"))
    admin.open(STORAGE + "types/")
    act(admin, "browser-private", "delete", "browser-private")
    admin.until(lambda: "browser-private" not in admin.text("#helion-list"))
