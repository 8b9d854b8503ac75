"""Chromium through the real pages of the embedded undercloud's Horizon."""

import pathlib
import shutil

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "embedded"
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")


class Page:
    """A browser with one signed-in user."""

    def __init__(self, driver, base):
        self.driver = driver
        self.base = base

    def sign_in(self, user):
        # Away from the page first: an answer that it waits for would bring the old session back.
        self.driver.get("about:blank")
        self.until(self._signed_out, "the form to sign in").send_keys(user)
        self.find("#id_password").send_keys(PASSWORD)
        self.find("#loginBtn").click()
        self.until(lambda: "/auth/login" not in self.driver.current_url)
        return self

    def _signed_out(self):
        """The field for the user's name; None if an answer that was on its way spoilt it."""
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.driver.get(f"{self.base}/auth/login/")
        return next(iter(self.all("#id_username")), None)

    def open(self, path):
        self.driver.get(self.base + path)
        return self

    def width(self, pixels):
        size = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def theme(self, name):
        self.driver.add_cookie({"name": "theme", "value": name, "path": "/"})

    def find(self, css):
        return self.until(lambda: next(iter(self.all(css)), None), css)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def link(self, text):
        return self.driver.find_element(By.LINK_TEXT, text)

    def text(self, css="#helion"):
        """What an element says; a refresh may replace it while it is looked at."""
        return self.until(lambda: next(([one.text] for one in self.all(css)), None), css)[0]

    def until(self, test, what="", seconds=20):
        # A refresh may replace what is just being looked at.
        wait = WebDriverWait(self.driver, seconds, 0.1, [StaleElementReferenceException])
        return wait.until(lambda _driver: test(), what)

    def choose(self, label):
        """Click an entry of the open menu by its words."""
        entry = self.until(
            lambda: next(
                (e for e in self.all("[role=menuitem]") if e.text.split("\n")[0] == label), None
            ),
            f"no {label!r} in {[e.text for e in self.all('[role=menuitem]')]}",
        )
        entry.click()

    def axe(self):
        """What axe-core finds wrong inside our own block: ``[(rule, target)]``."""
        self.driver.execute_script(AXE.read_text())
        found = self.driver.execute_async_script(
            "axe.run('#helion').then(arguments[0], e => arguments[0]({violations: [String(e)]}))"
        )
        return [
            (rule["id"], node["target"], node.get("failureSummary"))
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def problems(self):
        """What our scripts got wrong, by the console; refused requests are noted there too."""
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] == "SEVERE"
            and "helion_dashboard" in entry["message"]
            and "Failed to load resource" not in entry["message"]
        ]

    def overflows(self):
        """Whether the page itself must be scrolled sideways."""
        return self.driver.execute_script(
            "const d = document.documentElement; return d.scrollWidth > d.clientWidth + 1;"
        )


@pytest.fixture(scope="session")
def chromium():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in (*_FLAGS, "--window-size=1280,900"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def page(chromium, undercloud):
    made = Page(chromium, undercloud.dashboard)
    made.width(1280)
    yield made
    assert made.problems() == []


@pytest.fixture
def ironic(undercloud):
    return undercloud.connect("system").baremetal
