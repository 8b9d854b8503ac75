"""Chromium through the real pages of the embedded undercloud's Horizon."""

import pathlib
import shutil

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "embedded"
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")


WIDTHS = (1280, 400)


class Match(WebElement):
    """An element that is looked up again when a refresh has replaced it meanwhile.

    The browser refuses what concerns an element that is gone before it does anything of it, so
    that a click is never made twice.
    """

    def __init__(self, element, again):
        super().__init__(element.parent, element.id)
        self._again = again

    def _execute(self, command, params=None):
        try:
            return super()._execute(command, dict(params or {}))
        except StaleElementReferenceException:
            self._id = self._again().id
            return super()._execute(command, dict(params or {}))

    def find_element(self, by=By.ID, value=None):
        """The first match within this element."""

        def again():
            return super(Match, self).find_element(by, value)

        return Match(again(), again)


class Page:
    """A browser with one signed-in user.

    :param sessions: cookies by user, for those who have signed in before
    """

    def __init__(self, driver, base, sessions):
        self.driver = driver
        self.base = base
        self._sessions = sessions

    def sign_in(self, user):
        # Away from the page first: an answer that it waits for would bring the old session back.
        self.driver.get("about:blank")
        if user not in self._sessions:
            self._sessions[user] = self._cookies(user)
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.driver.execute_cdp_cmd("Network.setCookies", {"cookies": self._sessions[user]})
        return self

    def _cookies(self, user):
        """The cookies of a new session of ``user``."""
        self.until(self._signed_out, "the form to sign in").send_keys(user)
        self.find("#id_password").send_keys(PASSWORD)
        self.find("#loginBtn").click()
        self.until(lambda: "/auth/login" not in self.driver.current_url)
        cookies = self.driver.execute_cdp_cmd("Network.getCookies", {"urls": [self.base]})
        self.driver.get("about:blank")
        return cookies["cookies"]

    def _signed_out(self):
        """The field for the user's name; None if an answer that was on its way spoilt it."""
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.driver.get(f"{self.base}/auth/login/")
        return next(iter(self.all("#id_username")), None)

    def open(self, path):
        self.driver.get(self.base + path)
        self.until(self._complete, "the page's content")
        return self

    def _complete(self):
        """Whether all content of the page and its modules have come, if they come apart."""
        return not self.all("#helion[data-incomplete]")

    def width(self, pixels):
        size = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def theme(self, name):
        cookie = {"name": "theme", "value": name, "url": self.base}
        self.driver.execute_cdp_cmd("Network.setCookie", cookie)
        return self

    def find(self, css):
        """The first match of a selector, as soon as there is one."""
        return Match(self._first(css), lambda: self._first(css))

    def _first(self, css):
        return self.until(lambda: self._complete() and next(iter(self.all(css)), None), css)

    def all(self, css):
        """All matches of a selector, now."""
        return [
            Match(element, lambda place=place: self._match(css, place))
            for place, element in enumerate(self.driver.find_elements(By.CSS_SELECTOR, css))
        ]

    def _match(self, css, place):
        """The match at a place of what the page shows now."""
        matches = self.driver.find_elements(By.CSS_SELECTOR, css)
        if place < len(matches):
            return matches[place]
        raise StaleElementReferenceException(f"{css}: no match {place} any more")

    def link(self, text):
        """The first link with this text, as soon as there is one."""
        return Match(self._link(text), lambda: self._link(text))

    def _link(self, text):
        return self.until(
            lambda: next(iter(self.driver.find_elements(By.LINK_TEXT, text)), None), text
        )

    def text(self, css="#helion"):
        """The text of an element; a refresh may replace it meanwhile."""
        texts = self.until(
            lambda: self._complete() and next(([match.text] for match in self.all(css)), None), css
        )
        return texts[0]

    def until(self, test, what="", seconds=20):
        """What ``test()`` returns as soon as that is true; ``what`` may be a function."""
        # A refresh may replace what is just being looked at.
        wait = WebDriverWait(self.driver, seconds, 0.1, [StaleElementReferenceException])
        try:
            return wait.until(lambda _driver: test())
        except TimeoutException:
            raise AssertionError(what() if callable(what) else what) from None

    def choose(self, label):
        """Click an entry of the open menu by its words."""
        entry = self.until(
            lambda: next(
                (e for e in self.all("[role=menuitem]") if e.text.split("\n")[0] == label), None
            ),
            f"no {label!r} in {[e.text for e in self.all('[role=menuitem]')]}",
        )
        entry.click()

    def fill(self, name, value):
        """Type a value into the field ``name``, instead of what is in it."""
        field = self.find(f"[name='{name}']")
        field.clear()
        field.send_keys(str(value))

    def accessible(self):
        """Assert that axe-core finds nothing and that the page fits, wide and narrow."""
        for width in WIDTHS:
            self.width(width)
            self.until(lambda: self.axe() == [], lambda: str(self.axe()))  # colours fade in
            assert not self.overflows(), width
        self.width(WIDTHS[0])

    def axe(self):
        """The violations that axe-core finds in our own block: ``[(rule, target, summary)]``."""
        if not self.driver.execute_script("return !!window.axe"):
            self.driver.execute_script(AXE.read_text())
        report = self.driver.execute_async_script(
            "axe.run('#helion').then(arguments[0], e => arguments[0]({violations: [String(e)]}))"
        )
        return [
            (rule["id"], node["target"], node.get("failureSummary"))
            for rule in report["violations"]
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


@pytest.fixture(scope="session")
def sessions():
    """Cookies by user: who has signed in once needs no form again."""
    return {}


@pytest.fixture
def page(chromium, undercloud, sessions):
    opened = Page(chromium, undercloud.dashboard, sessions)
    opened.width(WIDTHS[0])
    yield opened
    assert opened.problems() == []


@pytest.fixture
def admin(page):
    """A browser whose user is the administrator."""
    return page.sign_in("admin")
