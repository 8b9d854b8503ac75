"""The field that picks nodes, on a stack without servers."""

import pytest
from selenium.webdriver.common.keys import Keys

from .test_overcloud import Stacks

BOXES = "[data-picker] tbody input"


@pytest.fixture(scope="module", autouse=True)
def _stack(undercloud):
    stacks = Stacks(undercloud.connect("admin").session)
    stacks.make()
    yield
    stacks.none()


def test_a_node_is_searched_and_picked_by_keys_and_stays_on_errors(admin):
    admin.open("/admin/uc_scale/compute/add?source=pick")
    before = len(admin.until(lambda: admin.all(BOXES), "candidates"))
    name = admin.find("[data-picker] tbody label").text
    admin.find("[data-picker] [type=search]").send_keys(name)
    admin.until(lambda: len(admin.all(BOXES)) < before or before == 1, "a shorter list")
    admin.until(lambda: admin.find("[data-picker] tbody label").text == name, name)
    admin.find(BOXES).send_keys(Keys.SPACE)
    admin.until(lambda: f"1 selected\n{name}" in admin.text("[data-picker-selection]"), name)
    admin.accessible()
    admin.fill("count", 0)
    admin.find("[name=do][value=plan]").click()
    admin.until(lambda: admin.all(".has-error"), "an error")
    assert name in admin.text("[data-picker-selection]")
    assert admin.find("[data-picker] > [name=nodes]").get_attribute("value")
    assert admin.problems() == []
