"""How long Chromium takes from a navigation to something on the page."""

import contextlib
import shutil
import time

from selenium import webdriver

# Runs before the page's own scripts: notes when an element whose text matches is there and drawn.
_WATCH = """
(() => {
  const wanted = new RegExp(%s);
  const look = () => {
    for (const cell of document.querySelectorAll(%s)) {
      if (!wanted.test(cell.textContent)) continue;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => { window.benchDrawn = performance.now(); }));
      return;
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true, characterData: true });
})();
"""


@contextlib.contextmanager
def opened():
    """A Chromium."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(flag)
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


@contextlib.contextmanager
def signed_in(dashboard, user="admin"):
    """A Chromium whose user is signed in to Horizon."""
    with opened() as driver:
        driver.get(f"{dashboard}/auth/login/")
        driver.find_element("id", "id_username").send_keys(user)
        driver.find_element("id", "id_password").send_keys("embedded")
        driver.find_element("id", "loginBtn").click()
        yield driver


def seconds_until_drawn(driver, url, pattern, selector="td, th", patience=120):
    """Seconds from the start of the navigation until a matching element is drawn."""
    source = _WATCH % (_quoted(pattern), _quoted(selector))
    added = driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})
    try:
        driver.get(url)
        end = time.monotonic() + patience
        while time.monotonic() < end:
            drawn = driver.execute_script("return window.benchDrawn")
            if drawn:
                return drawn / 1000
            time.sleep(0.02)
    finally:
        driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
    raise TimeoutError(f"nothing like {pattern} was drawn on {url}")


def seconds_to_draw(driver, html, tag="tbody"):
    """Seconds to put ``html`` (rows of a table) into the page that is open and to draw it."""
    return (
        driver.execute_async_script(
            """
            const [html, done] = arguments;
            const table = document.createElement('table');
            const began = performance.now();
            table.innerHTML = html;
            document.body.append(table);
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
            """,
            f"<{tag}>{html}</{tag}>",
        )
        / 1000
    )


def _quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
