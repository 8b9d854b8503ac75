"""Chromium, as it is used to take screenshots."""

import contextlib
import os
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

WIDTH, HEIGHT = 1280, 800
PATIENCE = 60  # seconds for a page


def sign_in(driver, url, user, password):
    driver.get(f"{url}/auth/login/")
    driver.find_element(By.ID, "id_username").send_keys(user)
    driver.find_element(By.ID, "id_password").send_keys(password)
    driver.find_element(By.CSS_SELECTOR, "#loginBtn").click()
    until(driver, "!location.pathname.includes('/auth/login')")


def open_page(driver, address, ready):
    """Go to a page and wait until ``ready``, an expression of JavaScript, holds there."""
    driver.get(address)
    until(driver, ready)


def until(driver, ready):
    WebDriverWait(driver, PATIENCE, 0.1).until(lambda d: d.execute_script(f"return {ready}"))


@contextlib.contextmanager
def browser():
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
        size(driver)
        yield driver
    finally:
        driver.quit()


def size(driver, height=HEIGHT):
    """Give the page itself a size: a window has borders."""
    metrics = {"width": WIDTH, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
