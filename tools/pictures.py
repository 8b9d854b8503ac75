"""The screenshots of the documentation: a function opens the page of each."""

import chromium
from selenium.webdriver.common.by import By

SETTLED = "!document.querySelector('[data-waiting]')"


def overview(driver, url):
    chromium.open_page(driver, f"{url}/admin/uc_overview/", SETTLED)


def nodes(driver, url):
    summary = "document.querySelector('#helion-summary').textContent.trim()"
    chromium.open_page(driver, f"{url}/admin/uc_nodes/", summary)
    # One of the upper rows, so that its menu has room below. Selenium's own click would scroll.
    button = driver.find_elements(By.CSS_SELECTOR, "#helion-list [data-menu]")[2]
    driver.execute_script("arguments[0].click()", button)
    chromium.until(driver, "document.querySelector('.helion-menu')")


def node(driver, url):
    driver.get(f"{url}/admin/uc_nodes/?state=available")
    address = driver.find_element(By.CSS_SELECTOR, ".helion-name a").get_attribute("href")
    chromium.open_page(driver, address, "document.querySelector('#helion-head-buttons button')")


def enrol(driver, url):
    fields = "document.querySelector('#helion-driver-fields input')"
    chromium.open_page(driver, f"{url}/admin/uc_nodes/enrol/?driver=redfish", fields)


def node_edit(driver, url):
    driver.get(f"{url}/admin/uc_nodes/?state=available")
    address = driver.find_element(By.CSS_SELECTOR, ".helion-name a").get_attribute("href")
    chromium.open_page(driver, f"{address}edit", "document.forms.length")
    chromium.size(driver, 1000)


def service_catalog(driver, url):
    chromium.open_page(driver, f"{url}/project/service_catalog/", SETTLED)


def scale(driver, url):
    chromium.open_page(driver, f"{url}/admin/uc_scale/", "document.querySelector('.helion-role')")


def scale_add(driver, url):
    chromium.open_page(
        driver, f"{url}/admin/uc_scale/compute/add?source=file", "document.forms.length"
    )
    text = driver.find_element(By.CSS_SELECTOR, "[name=text]")
    driver.execute_script("arguments[0].value = arguments[1]", text, _SERVERS)
    _press(driver, "check")
    chromium.until(driver, "document.querySelector('#helion-preview table')")
    chromium.size(driver, 1220)  # what was given, and what was read of it
    driver.execute_script("window.scrollTo(0, 0)")


def scale_plan(driver, url):
    chromium.open_page(driver, f"{url}/admin/uc_scale/compute/add", "document.forms.length")
    _press(driver, "plan")
    chromium.until(driver, "document.querySelector('.helion-plan')")


def overcloud(driver, url):
    chromium.open_page(
        driver,
        f"{url}/admin/uc_overcloud/",
        f"document.querySelector('.helion-facts') && {SETTLED}",
    )


def operations(driver, url):
    chromium.open_page(
        driver, f"{url}/admin/uc_operations/", "document.querySelector('#helion-list td')"
    )


def operation(driver, url):
    operations(driver, url)
    link = driver.find_element(By.XPATH, "//table[@id='helion-list']//a[starts-with(., 'Remove')]")
    chromium.open_page(
        driver, link.get_attribute("href"), "document.querySelector('#helion-operation-steps li')"
    )
    chromium.size(driver, 1000)  # with the log


def _topology(layout, height=1300):
    def take(driver, url):
        chromium.size(driver, height)  # a picture is higher than a window
        chromium.open_page(
            driver, f"{url}/admin/uc_topology/?layout={layout}", "document.querySelector('.box')"
        )

    return take


def esx(driver, url):
    chromium.open_page(
        driver, f"{url}/admin/uc_esx/", "document.querySelector('#helion-list-cluster tbody tr')"
    )


def esx_register(driver, url):
    chromium.open_page(driver, f"{url}/admin/uc_esx/register", "document.forms.length")
    for name, value in _vcenter(driver, url).items():
        driver.find_element(By.NAME, name).clear()
        driver.find_element(By.NAME, name).send_keys(value)
    shown = "document.querySelector('.helion-presented')"
    driver.execute_script("document.querySelector('.btn[value=certificate]').click()")
    chromium.until(driver, shown)
    driver.execute_script("[...document.querySelectorAll('.helion-presented input')].pop().click()")
    chromium.size(driver, 1090)


def esx_vcenter(driver, url):
    chromium.size(driver, 1300)  # with its networks
    chromium.open_page(
        driver, _vcenter_page(driver, url), "document.querySelector('#helion-wires .box')"
    )


def esx_cluster(driver, url):
    driver.get(f"{url}/admin/uc_esx/")
    address = driver.find_element(By.CSS_SELECTOR, "#helion-list-cluster tbody a").get_attribute(
        "href"
    )
    chromium.open_page(driver, address, SETTLED)
    driver.execute_script("document.querySelector('#helion-tab-overview details').open = true")
    chromium.size(driver, 1020)


def esx_activate(driver, url):
    driver.get(f"{_vcenter_page(driver, url)}?state=imported")
    # Selenium's own click would wait for a row that is drawn anew.
    driver.execute_script("document.querySelector('#helion-list tbody [data-menu]').click()")
    driver.execute_script("document.querySelector('[data-action=activate]').click()")
    kept = "document.querySelector('.helion-kept')"
    chromium.until(driver, "document.querySelector('#helion-drawn .helion-item')")
    driver.execute_script("document.querySelector('[name=source][value=form]')?.click()")
    chromium.until(driver, kept)
    driver.execute_script(_WRONG_MTU)
    chromium.until(driver, "document.querySelector('#helion-drawn .has-error')")
    chromium.size(driver, 1150)
    driver.execute_script("window.scrollTo(0, 0)")


def _vcenter_page(driver, url):
    driver.get(f"{url}/admin/uc_esx/")
    return driver.find_element(By.CSS_SELECTOR, "#helion-list tbody a").get_attribute("href")


def _vcenter(driver, url):
    """What the form that registers is filled with: the address of the one that is registered."""
    driver.get(f"{_vcenter_page(driver, url)}edit")
    element = driver.find_element
    names = ("ip_address", "port", "username")
    values = {name: element(By.NAME, name).get_attribute("value") for name in names}
    driver.get(f"{url}/admin/uc_esx/register")
    return {"name": "vcenter-02", **values, "password": "secret"}


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


def _storage(path="", rows=True):
    """A page of Storage: a list with rows, or another."""

    def take(driver, url):
        ready = "document.querySelector('#helion-list td')" if rows else SETTLED
        chromium.open_page(driver, f"{url}/admin/uc_storage/{path}", ready)

    return take


def storage_virtual(driver, url):
    _storage("storevirtual/")(driver, url)
    cluster = driver.find_element(By.CSS_SELECTOR, "#helion-list .helion-name a")
    chromium.open_page(driver, cluster.get_attribute("href"), SETTLED)


def storage_apply(driver, url):
    """Back ends that Cinder has already are applied once more, which changes nothing."""
    _storage("backends/")(driver, url)
    idents = driver.execute_script(
        "return [...document.querySelectorAll('#helion-list [data-state=up]')]"
        ".map((mark) => mark.closest('tr').id.replace('entry-', ''))"
    )
    query = "&".join(f"backend={ident}" for ident in idents)
    address = f"{url}/admin/uc_storage/configuration/apply?{query}"
    chromium.open_page(driver, address, "document.querySelector('.helion-form .btn-primary')")
    driver.find_element(By.CSS_SELECTOR, ".helion-form .btn-primary").click()
    chromium.until(driver, "document.querySelector('#helion-operation-steps .helion-ready')")
    chromium.size(driver, 900)


def storage_mapping(driver, url):
    ready = "document.querySelector('svg.topo [data-key]')"
    chromium.open_page(driver, f"{url}/admin/uc_topology/storage/", ready)


def storage_register(driver, url):
    chromium.open_page(driver, f"{url}/admin/uc_storage/register", "document.forms.length")
    chromium.size(driver, 1150)


def storage_type(driver, url):
    chromium.open_page(driver, f"{url}/admin/uc_storage/types/add", "document.forms.length")
    chromium.size(driver, 1000)


def backup(driver, url):
    rows = "document.querySelector('#helion-list td')"
    chromium.open_page(driver, f"{url}/admin/uc_backup/", rows)


def backup_restore(driver, url):
    backup(driver, url)
    link = driver.find_element(By.CSS_SELECTOR, "#helion-list .helion-name a")
    address = link.get_attribute("href") + "restore"
    chromium.open_page(driver, address, "document.querySelector('[name=confirmation]')")
    chromium.size(driver, 800)


def _updates(path="", ready="document.querySelector('#helion-list td')", height=None):
    """A page of *Updates*."""

    def take(driver, url):
        chromium.open_page(driver, f"{url}/admin/uc_updates/{path}", ready)
        if height:
            chromium.size(driver, height)

    return take


def logs(driver, url):
    """The lines of the newest operation, in all services."""
    operations(driver, url)
    link = driver.find_element(By.CSS_SELECTOR, "#helion-list .helion-name a")
    address = link.get_attribute("href") + "?tab=logs"
    chromium.open_page(driver, address, "document.querySelector('#helion-logs-about td')")
    all_lines = driver.find_element(By.LINK_TEXT, "Filter these lines").get_attribute("href")
    chromium.open_page(driver, all_lines, "document.querySelector('#helion-list td')")


def monitoring(driver, url):
    rows = "document.querySelector('#helion-list td')"
    chromium.open_page(driver, f"{url}/admin/uc_monitoring/services/", rows)


def messages(driver, url):
    rows = "document.querySelector('#helion-list td')"
    chromium.open_page(driver, f"{url}/admin/uc_monitoring/messages/", rows)


def sensors(driver, url):
    rows = "document.querySelector('#helion-sensors-hottest td')"
    chromium.open_page(driver, f"{url}/admin/uc_sensors/", f"{rows} && {SETTLED}")


def node_sensors(driver, url):
    """The charts of the hottest node."""
    sensors(driver, url)
    link = driver.find_element(By.CSS_SELECTOR, "#helion-sensors-hottest tbody a")
    chromium.open_page(driver, link.get_attribute("href"), SETTLED)
    chromium.size(driver, 1000)


def directory(driver, url):
    rows = "document.querySelector('#helion-list td')"
    chromium.open_page(driver, f"{url}/admin/uc_directory/", rows)


def object_storage(driver, url):
    drawn = "document.querySelector('.helion-disk')"
    chromium.open_page(driver, f"{url}/admin/uc_object_storage/", drawn)


def object_storage_drain(driver, url):
    address = f"{url}/admin/uc_object_storage/drain?server=127.0.0.22"
    chromium.open_page(driver, address, "document.querySelector('.helion-checks')")
    chromium.size(driver, 900)


def audit(driver, url):
    address = f"{url}/admin/uc_audit/?period=day"
    chromium.open_page(driver, address, "document.querySelector('#helion-list td')")


PICTURES = {
    "overview": overview,
    "overcloud": overcloud,
    "operations": operations,
    "operation": operation,
    "nodes": nodes,
    "node": node,
    "node-edit": node_edit,
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
    "storage": _storage(),
    "storage-register": storage_register,
    "storage-virtual": storage_virtual,
    "storage-backends": _storage("backends/"),
    "storage-types": _storage("types/"),
    "storage-type": storage_type,
    "storage-qos": _storage("qos/"),
    "storage-configuration": _storage("configuration/", rows=False),
    "storage-apply": storage_apply,
    "storage-mapping": storage_mapping,
    "monitoring": monitoring,
    "messages": messages,
    "sensors": sensors,
    "node-sensors": node_sensors,
    "directory": directory,
    "object-storage": object_storage,
    "object-storage-drain": object_storage_drain,
    "logs": logs,
    "audit": audit,
    "backup": backup,
    "backup-restore": backup_restore,
    "updates": _updates(),
    "updates-content": _updates("content/"),
    "updates-housekeeping": _updates("content/housekeeping", "document.querySelector('dl')"),
    "updates-published": _updates("published/"),
    "updates-rollouts": _updates("rollouts/"),
    "updates-roll-out": _updates("rollouts/new", "document.forms.length", 900),
    "updates-sources": _updates("sources/"),
    "topology-kvm": _topology("kvm"),
    "topology-esx": _topology("esx"),
    "topology-carrier-grade": _topology("carrier-grade", 1400),
}

# Of a demo with a thousand servers: taken only if they are asked for.
LARGE = {
    "topology-kvm-1000": _topology("kvm", 1500),
    "topology-esx-1000": _topology("esx", 1300),
    "topology-carrier-grade-1000": _topology("carrier-grade", 1300),
}

ALL = PICTURES | LARGE
