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


def act(admin, row, action, typed=""):
    """Choose an action of a row; types what the dialog wants."""
    button = f"//tr[.//th[contains(., '{row}')]]//button[@data-menu]"
    admin.driver.find_element(By.XPATH, button).click()
    admin.find(f".helion-menu [data-action={action}]").click()
    if typed:
        admin.find("dialog [name=confirm]").send_keys(typed)
    if admin.all("dialog [type=submit]"):
        admin.find("dialog [type=submit]").click()
        admin.until(lambda: not admin.all("dialog"))


def apply(admin):
    admin.open(STORAGE + "configuration/")
    admin.find("form[data-confirm] [type=submit]").click()
    admin.find("dialog [type=submit]").click()
    admin.until(lambda: "uc_operations" in admin.driver.current_url)
    admin.until(lambda: "Succeeded" in admin.text("#helion-head"), seconds=_PATIENCE)


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

    admin.open(STORAGE + "backends/add")
    admin.accessible()
    fill(admin, name="browser-ssd")
    admin.find("[data-picker] tbody input").click()
    send(admin)
    admin.until(lambda: "browser-ssd" in admin.text("#helion-list"))

    admin.open(STORAGE + "configuration/")
    assert "hpe3par_cpg = SSD_r5" in admin.text("pre")
    assert _PASSWORD not in admin.driver.page_source
    admin.accessible()
    apply(admin)

    admin.open(STORAGE + "types/add")
    fill(admin, name="browser-fast")
    Select(admin.find("[name=backend]")).select_by_value("browser-ssd")
    send(admin)
    admin.until(lambda: "browser-fast" in admin.text("#helion-list"))
    assert "#SSD_r5" in admin.text("#helion-list")

    cinder = undercloud.connect("admin")
    volume = cinder.create_volume(1, name="browser", volume_type="browser-fast", wait=True)
    assert [row["userCPG"] for row in volumes_on(undercloud, array["name"])] == ["SSD_r5"]
    admin.open(STORAGE + "backends/")
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
    act(admin, "SSD_r5", "unregister")
    admin.until(lambda: "0 registered" in admin.text("#helion-summary"))
    admin.open(STORAGE)
    act(admin, "array-1", "delete", "array-1")
    admin.until(lambda: "array-1" not in admin.text("#helion-list"))
