"""From a signed source to an image in Glance and back, from the browser alone."""

import time

import pytest
from selenium.webdriver.common.by import By

from helion_embedded.simulators.distribution import samples
from helion_services.cmd import manage
from tests import distribution

UPDATES = "/admin/uc_updates/"
NAME = "browser-appliance"
_PATIENCE = 120  # seconds for an operation
_MIB = 1 << 20


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """A distribution network with two versions of an image of its own."""
    with distribution.started(tmp_path_factory.mktemp("network") / "it") as running:
        for number, version in enumerate(("1.0", "1.1"), 1):
            running.publisher.add(
                f"images/{NAME}-{version}.raw",
                samples.raw_image(f"{NAME} {version}", 3 * _MIB),
                name=NAME,
                version=version,
                kind="image",
                provider="Browser",
                priority="high",
                build_no=f"7.{number}",
                disk_format="raw",
                published=f"2026-04-0{number}T12:00:00+00:00",
            )
        running.publisher.publish()
        yield running


@pytest.fixture(scope="module")
def glance(undercloud):
    return undercloud.connect("admin").image


@pytest.fixture(scope="module")
def cleared(undercloud, network):
    """Nothing of the network is left when its tests are over, whatever they did."""
    yield
    service = undercloud.connect("system").session
    endpoint = {"service_type": "content-distribution"}

    def api(method, path, **body):
        answer = service.request(path, method, endpoint_filter=endpoint, raise_exc=False, **body)
        return answer.json() if answer.content else {}

    for row in api("GET", "/publications")["publications"]:
        if row["name"].startswith(NAME):
            api("POST", f"/publications/{row['id']}/unpublish", json={"force": True})
    sources = {row["id"] for row in api("GET", "/sources")["sources"] if row["name"] == "Browser"}
    rows = [row for row in api("GET", "/content")["content"] if row["source_id"] in sources]
    end = time.monotonic() + 60
    while rows and time.monotonic() < end:
        for row in rows:
            api("DELETE", f"/content/{row['id']}")
        left = {row["id"] for row in api("GET", "/content")["content"]}
        rows = [row for row in rows if row["id"] in left]
        time.sleep(0.5)
    for source in sources:
        api("DELETE", f"/sources/{source}")


def images(glance):
    """``{version: whether it is hidden}`` of the images in Glance."""
    return {
        image.properties["version"]: image.is_hidden
        for hidden in (False, True)
        for image in glance.images(name=NAME, is_hidden=hidden)
    }


def send(admin):
    """Send the form, and wait for the answer."""
    admin.find("#helion-form .btn-primary").click()
    admin.until(lambda: not admin.all("#helion-form .btn-primary[disabled]"))


def fill(admin, **values):
    for name, value in values.items():
        field = admin.find(f"#helion-form [name={name}]")
        script = "arguments[0].value = arguments[1]"  # typing a document takes seconds
        admin.driver.execute_script(script, field, value)


def error_of(admin, name):
    return admin.text(f"#helion-form .has-error:has([name={name}]) [data-error]")


def succeeded(admin):
    admin.until(lambda: "/uc_operations/" in admin.driver.current_url)
    admin.until(
        lambda: "Succeeded" in admin.text("#helion-head"),
        lambda: admin.text(),
        seconds=_PATIENCE,
    )


def row(admin, version):
    """The row of a version of the image in the list of the page; None if there is none."""
    path = f"//table[@id='helion-list']//tr[contains(., '{NAME}') and contains(., '{version}')]"
    return next(iter(admin.driver.find_elements(By.XPATH, path)), None)


def act(admin, version, action):
    """Choose an action of a row."""
    button = admin.until(lambda: row(admin, version)).find_element(By.CSS_SELECTOR, "[data-menu]")
    button.click()
    admin.find(f".helion-menu [data-action={action}]").click()
    if admin.all("dialog [type=submit]"):
        admin.find("dialog [type=submit]").click()
        admin.until(lambda: not admin.all("dialog"))


def test_a_source_says_at_its_fields_what_is_wrong(admin, network, cleared):
    admin.open(UPDATES + "sources/")
    admin.link("Add a source").click()
    admin.accessible()
    values = {**network.values(), "name": "Browser", "fingerprint": "AB:CD"}
    fill(admin, **(values | {"root": "{not json"}))
    send(admin)
    assert "root metadata" in error_of(admin, "root")
    fill(admin, root=values["root"])
    send(admin)
    fingerprint = error_of(admin, "fingerprint").split("fingerprint ")[1].split(". ")[0]
    fill(admin, fingerprint=fingerprint, password="wrong")
    send(admin)
    assert error_of(admin, "password")
    fill(admin, password=values["password"], url="https://127.0.0.1:1/")
    send(admin)
    assert error_of(admin, "url")
    fill(admin, url="ftp://x")
    send(admin)
    assert error_of(admin, "url")
    fill(admin, url=values["url"], ca_pem="not a certificate")
    send(admin)
    assert error_of(admin, "ca_pem")
    fill(admin, ca_pem=values["ca_pem"])
    send(admin)
    admin.until(lambda: "was added" in admin.driver.find_element(By.TAG_NAME, "body").text)
    admin.open(UPDATES + "sources/")
    assert "Ready" in admin.text("#helion-list")


def download(admin, version):
    admin.open(f"{UPDATES}?q={NAME}")
    # A download that was cancelled may still be rolled back.
    admin.until(lambda: "Available" in row(admin, version).text, seconds=_PATIENCE)
    act(admin, version, "download")
    admin.until(lambda: "Downloaded" in row(admin, version).text, seconds=_PATIENCE)


def pause_and_resume(admin, network):
    """Download 1.0, pausing it in the middle; what comes afterwards is cut off again and again."""
    network.faults["slow"] = 50_000
    act(admin, "1.0", "download")
    admin.open(UPDATES + "downloads/")
    admin.until(lambda: "kB/s" in row(admin, "1.0").text.replace("\xa0", " ").replace("KB", "kB"))
    admin.accessible()
    act(admin, "1.0", "pause")
    admin.until(lambda: "Paused" in row(admin, "1.0").text, seconds=_PATIENCE)
    network.faults.clear()
    network.requests.clear()
    network.faults["cut"] = _MIB // 4
    act(admin, "1.0", "resume")
    admin.until(lambda: not row(admin, "1.0"), admin.text, seconds=_PATIENCE)
    network.faults.clear()
    assert sum("appliance-1.0" in path for _method, path in network.requests) > 1


def publish(admin, version):
    admin.open(f"{UPDATES}content/?q={NAME}")
    admin.until(lambda: row(admin, version))
    act(admin, version, "publish")
    admin.accessible()
    send(admin)
    succeeded(admin)


def open_tab(admin, path, version, tab):
    """Open a tab of the page of a row; everybody can read it."""
    admin.open(UPDATES + path)

    def follow():
        line = row(admin, version)
        return line and (line.find_element(By.CSS_SELECTOR, "th a").click() or True)

    admin.until(follow)  # a refresh may replace the row
    admin.link(tab).click()
    admin.until(lambda: not admin.all("[data-waiting]"))
    admin.accessible()


def test_an_image_is_downloaded_published_and_rolled_back(admin, glance, network, cleared):
    admin.open(UPDATES)
    admin.find("[name=q]").send_keys(NAME + "\n")
    admin.until(lambda: row(admin, "1.1"))
    pause_and_resume(admin, network)
    publish(admin, "1.0")
    assert images(glance) == {"1.0": False}
    image = next(glance.images(name=NAME))
    assert (image.properties["build_no"], image.visibility) == ("7.1", "private")

    network.faults["slow"] = 50_000
    admin.open(f"{UPDATES}?q={NAME}")
    act(admin, "1.1", "download")
    admin.open(UPDATES + "downloads/")
    act(admin, "1.1", "cancel")
    admin.until(lambda: not row(admin, "1.1"))
    network.faults.clear()
    download(admin, "1.1")
    publish(admin, "1.1")
    assert images(glance) == {"1.0": True, "1.1": False}
    open_tab(admin, f"content/?q={NAME}", "1.1", "Versions")
    assert all(version in admin.text() for version in ("1.0", "1.1"))

    admin.open(UPDATES + "published/")
    act(admin, "1.1", "roll_back")
    admin.accessible()
    admin.find("[name=version][value='1.0']").click()
    send(admin)
    succeeded(admin)
    assert images(glance) == {"1.0": False, "1.1": True}

    for version in ("1.0", "1.1"):
        admin.open(UPDATES + "published/")
        act(admin, version, "unpublish")
        admin.accessible()
        send(admin)
        succeeded(admin)
    assert images(glance) == {}


def test_a_file_is_dropped_on_the_page_and_imported(admin, network, cleared, tmp_path):
    keys = network.publisher.folder / "keys"
    (keys / "root.json").write_bytes(network.publisher.root_file.read_bytes())
    (tmp_path / "web.yaml").write_text("heat_template_version: 2018-08-31\n")
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(f"- {{file: web.yaml, name: {NAME}-web, version: '3', kind: template}}\n")
    file, damaged = tmp_path / "web.csu", tmp_path / "damaged.csu"
    assert manage.main(["csu", "build", str(manifest), str(file), "--keys", str(keys)]) == 0
    damaged.write_bytes(file.read_bytes().replace(b"2018-08-31", b"2018-08-32"))

    admin.open(UPDATES + "content/")
    admin.link("Import a file").click()
    admin.accessible()
    choose_source(admin)
    send(admin)
    assert error_of(admin, "file")
    admin.find("[name=file]").send_keys(str(damaged))
    send(admin)
    admin.until(lambda: "/uc_operations/" in admin.driver.current_url)
    admin.until(lambda: "Failed" in admin.text("#helion-head"), seconds=_PATIENCE)
    assert "hash differs" in admin.text()

    admin.open(UPDATES + "content/import")
    choose_source(admin)
    admin.find("[name=file]").send_keys(str(file))
    send(admin)
    succeeded(admin)
    admin.open(f"{UPDATES}content/?q={NAME}-web")
    assert "Imported" in row(admin, "3").text
    publish(admin, "3")
    open_tab(admin, "published/?kind=template", "3", "Template")
    assert "heat_template_version: 2018-08-31" in admin.text("pre")
    admin.open(UPDATES + "published/?kind=template")
    act(admin, "3", "unpublish")
    send(admin)
    succeeded(admin)
    admin.open(f"{UPDATES}content/?q={NAME}-web")
    act(admin, "3", "delete")
    admin.until(lambda: not row(admin, "3"))


def choose_source(admin):
    admin.find("[name=source]").send_keys("Browser")
