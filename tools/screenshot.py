"""Takes the pictures of the documentation from a running demo, with Chromium.

``python tools/screenshot.py`` finds the demo by ``.undercloud/endpoints.json`` and writes PNG
files of 1280 pixels' width into ``doc/source/images``. Those of Scale, Overcloud and Operations
need an overcloud, that of one operation is of the newest that removed a server, and those of ESX
need a registered vCenter with an activated cluster and an imported one. The topology's are of a
demo with ``--carrier-grade``, and those called ``-1000`` of one with ``--nodes 1000``, too. Names
of pictures may be given, to take only those.
"""

import argparse
import contextlib
import json
import os
import pathlib
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 1280, 800
LARGEST = 200_000  # bytes; a repository keeps every picture for ever
PATIENCE = 60  # seconds for a page
SETTLED = "!document.querySelector('[data-waiting]')"


def main():
    chosen = _parser().parse_args()
    url = (chosen.url or _of_demo(chosen.state)).rstrip("/")
    chosen.output.mkdir(parents=True, exist_ok=True)
    with _browser() as driver:
        _sign_in(driver, url, chosen.user, chosen.password)
        failed = [
            name
            for name in chosen.names or PICTURES
            if not _save(driver, url, chosen, (PICTURES | LARGE)[name], name)
        ]
    return f"too large: {', '.join(failed)}" if failed else 0


def overview(driver, url):
    _open(driver, f"{url}/admin/uc_overview/", SETTLED)


def nodes(driver, url):
    summary = "document.querySelector('#helion-summary').textContent.trim()"
    _open(driver, f"{url}/admin/uc_nodes/", summary)
    # One of the upper rows, so that its menu has room below. Selenium's own click would scroll.
    button = driver.find_elements(By.CSS_SELECTOR, "#helion-nodes [data-menu]")[2]
    driver.execute_script("arguments[0].click()", button)
    _until(driver, "document.querySelector('.helion-menu')")


def node(driver, url):
    driver.get(f"{url}/admin/uc_nodes/?state=available")
    address = driver.find_element(By.CSS_SELECTOR, ".helion-name a").get_attribute("href")
    _open(driver, address, "document.querySelector('#helion-node-actions button')")


def enrol(driver, url):
    fields = "document.querySelector('#helion-driver-fields input')"
    _open(driver, f"{url}/admin/uc_nodes/enrol/?driver=redfish", fields)


def service_catalog(driver, url):
    _open(driver, f"{url}/project/service_catalog/", SETTLED)


def scale(driver, url):
    _open(driver, f"{url}/admin/uc_scale/", "document.querySelector('.helion-role')")


def scale_add(driver, url):
    _open(driver, f"{url}/admin/uc_scale/compute/add?source=file", "document.forms.length")
    text = driver.find_element(By.CSS_SELECTOR, "[name=text]")
    driver.execute_script("arguments[0].value = arguments[1]", text, _SERVERS)
    _press(driver, "check")
    _until(driver, "document.querySelector('#helion-preview table')")
    _size(driver, 1220)  # what was given, and what was read of it
    driver.execute_script("window.scrollTo(0, 0)")


def scale_plan(driver, url):
    _open(driver, f"{url}/admin/uc_scale/compute/add", "document.forms.length")
    _press(driver, "plan")
    _until(driver, "document.querySelector('.helion-plan')")


def overcloud(driver, url):
    _open(
        driver,
        f"{url}/admin/uc_overcloud/",
        f"document.querySelector('#helion-overcloud') && {SETTLED}",
    )


def operations(driver, url):
    _open(driver, f"{url}/admin/uc_operations/", "document.querySelector('#helion-operations td')")


def operation(driver, url):
    operations(driver, url)
    link = driver.find_element(
        By.XPATH, "//table[@id='helion-operations']//a[starts-with(., 'Remove')]"
    )
    _open(
        driver, link.get_attribute("href"), "document.querySelector('#helion-operation-steps li')"
    )
    _size(driver, 1000)  # with the log


def _topology(layout, height=1300):
    def take(driver, url):
        _size(driver, height)  # a picture is higher than a window
        _open(driver, f"{url}/admin/uc_topology/?layout={layout}", "document.querySelector('.box')")

    return take


def esx(driver, url):
    _open(driver, f"{url}/admin/uc_esx/", "document.querySelector('#helion-clusters tr')")


def esx_register(driver, url):
    _open(driver, f"{url}/admin/uc_esx/register", "document.forms.length")
    for name, value in _vcenter(driver, url).items():
        driver.find_element(By.NAME, name).clear()
        driver.find_element(By.NAME, name).send_keys(value)
    shown = "document.querySelector('.helion-presented')"
    driver.execute_script("document.querySelector('.btn[value=certificate]').click()")
    _until(driver, shown)
    driver.execute_script("[...document.querySelectorAll('.helion-presented input')].pop().click()")
    _size(driver, 1090)


def esx_vcenter(driver, url):
    _size(driver, 1300)  # with its networks
    _open(driver, _vcenter_page(driver, url), "document.querySelector('#helion-wires .box')")


def esx_cluster(driver, url):
    driver.get(f"{url}/admin/uc_esx/")
    address = driver.find_element(By.CSS_SELECTOR, "#helion-clusters a").get_attribute("href")
    _open(driver, address, SETTLED)
    driver.execute_script("document.querySelector('#helion-own-operation details').open = true")
    _size(driver, 1020)


def esx_activate(driver, url):
    driver.get(f"{_vcenter_page(driver, url)}?state=imported")
    # Selenium's own click would wait for a row that is drawn anew.
    driver.execute_script("document.querySelector('#helion-list tbody [data-menu]').click()")
    driver.execute_script("document.querySelector('[data-action=activate]').click()")
    kept = "document.querySelector('.helion-kept')"
    _until(driver, "document.querySelector('#helion-drawn .helion-item')")
    driver.execute_script("document.querySelector('[name=source][value=form]')?.click()")
    _until(driver, kept)
    driver.execute_script(_WRONG_MTU)
    _until(driver, "document.querySelector('#helion-drawn .has-error')")
    _size(driver, 1150)
    driver.execute_script("window.scrollTo(0, 0)")


def _vcenter_page(driver, url):
    driver.get(f"{url}/admin/uc_esx/")
    return driver.find_element(By.CSS_SELECTOR, "#helion-list th a").get_attribute("href")


def _vcenter(driver, url):
    """What the form that registers is filled with: the address of the one that is registered."""
    driver.get(f"{_vcenter_page(driver, url)}edit")
    found = driver.find_element
    names = ("ip_address", "port", "username")
    given = {name: found(By.NAME, name).get_attribute("value") for name in names}
    driver.get(f"{url}/admin/uc_esx/register")
    return {"name": "vcenter-02", **given, "password": "secret"}


_WRONG_MTU = """\
const mtu = document.querySelector("[name='switches.0.mtu']");
mtu.value = '9';
mtu.dispatchEvent(new Event('input', { bubbles: true }));
"""


def _press(driver, what):
    driver.execute_script(f"document.querySelector('[name=do][value={what}]').click()")


# A baremetal.csv with one row that has errors.
_SERVERS = """\
94:18:82:0a:1b:2c,admin,secret,10.22.0.15,24,131072,600,OvercloudCompute,ipmi
94:18:82:0a:1b:2,admin,secret,10.22.0.16,many,131072,600,OvercloudCompute,ipmi
94:18:82:0a:1b:4c,admin,secret,10.22.0.17,24,131072,600,OvercloudCompute,ipmi
"""

PICTURES = {
    "overview": overview,
    "overcloud": overcloud,
    "operations": operations,
    "operation": operation,
    "nodes": nodes,
    "node": node,
    "enrol": enrol,
    "scale": scale,
    "scale-add": scale_add,
    "scale-plan": scale_plan,
    "esx": esx,
    "esx-register": esx_register,
    "esx-vcenter": esx_vcenter,
    "esx-cluster": esx_cluster,
    "esx-activate": esx_activate,
    "service-catalog": service_catalog,
    "topology-kvm": _topology("kvm"),
    "topology-esx": _topology("esx"),
    "topology-carrier-grade": _topology("carrier-grade", 1400),
}

# Of a demo with a thousand servers: taken only if they are asked for.
LARGE = {
    "topology-kvm-1000": _topology("kvm", 1500),
    "topology-esx-1000": _topology("esx", 1500),
    "topology-carrier-grade-1000": _topology("carrier-grade", 1300),
}


def _save(driver, url, chosen, take, name):
    """Take one picture; whether it is small enough."""
    _size(driver)
    take(driver, url)
    # The menu at the side slides, and the pointer must not light anything up.
    driver.execute_script("document.activeElement?.blur()")
    _until(driver, "document.getAnimations().every((one) => one.playState !== 'running')")
    path = chosen.output / f"{name}.png"
    driver.save_screenshot(str(path))
    size = path.stat().st_size
    print(f"{path} {size // 1024} KB")
    return size <= LARGEST


def _sign_in(driver, url, user, password):
    driver.get(f"{url}/auth/login/")
    driver.find_element(By.ID, "id_username").send_keys(user)
    driver.find_element(By.ID, "id_password").send_keys(password)
    driver.find_element(By.CSS_SELECTOR, "#loginBtn").click()
    _until(driver, "!location.pathname.includes('/auth/login')")


def _open(driver, address, ready):
    """Go to a page and wait until ``ready``, an expression of JavaScript, holds there."""
    driver.get(address)
    _until(driver, ready)


def _until(driver, ready):
    WebDriverWait(driver, PATIENCE, 0.1).until(lambda d: d.execute_script(f"return {ready}"))


@contextlib.contextmanager
def _browser():
    # Named, so that selenium does not look for one on the network.
    chromium = {name: shutil.which(name) for name in ("chromium", "chromedriver")}
    if not all(chromium.values()):
        sys.exit(f"needed: {', '.join(name for name, path in chromium.items() if not path)}")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium["chromium"]
    for argument in ("--headless=new", "--hide-scrollbars", "--force-device-scale-factor=1"):
        options.add_argument(argument)
    options.add_argument(f"--window-size={WIDTH},{HEIGHT}")
    options.add_argument("--lang=en")
    if not os.geteuid():
        options.add_argument("--no-sandbox")
    driver = webdriver.Chrome(options, Service(chromium["chromedriver"]))
    try:
        _size(driver)
        yield driver
    finally:
        driver.quit()


def _size(driver, height=HEIGHT):
    """Give the page itself a size: a window has borders."""
    metrics = {"width": WIDTH, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def _of_demo(state):
    try:
        return json.loads((state / "endpoints.json").read_text())["dashboard"]
    except FileNotFoundError:
        sys.exit(f"nothing runs in {state}: start the demo, or give --url")


def _parser():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(PICTURES | LARGE)}"
    )
    parser.add_argument("--url", help="where Horizon is, instead of the demo's")
    parser.add_argument("--state", type=pathlib.Path, default=ROOT / ".undercloud", metavar="DIR")
    parser.add_argument("--user", default="admin")
    parser.add_argument("--password", default="embedded")
    parser.add_argument(
        "--output", type=pathlib.Path, default=ROOT / "doc" / "source" / "images", metavar="DIR"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
