"""The plugin in a stock Horizon, beside other plugins."""

import re

import pytest
import requests


@pytest.fixture
def horizon(undercloud):
    """A signed-in session with the embedded undercloud's own Horizon."""
    session = requests.Session()
    page = session.get(f"{undercloud.dashboard}/auth/login/").text
    inputs = re.findall(r"<input[^>]*>", page)
    hidden = (re.search(r"name=['\"](\w+)['\"].*value=['\"]([^'\"]*)", tag) for tag in inputs)
    form = {match[1]: match[2] for match in hidden if match}
    form.update(username="admin", password="embedded")
    headers = {"Referer": f"{undercloud.dashboard}/auth/login/"}
    answer = session.post(f"{undercloud.dashboard}/auth/login/", form, headers=headers)
    assert "/auth/login/" not in answer.url
    return session


def test_all_panels_of_all_three_plugins_are_there(undercloud, horizon):
    page = horizon.get(f"{undercloud.dashboard}/admin/uc_nodes/").text
    ours = ("/admin/uc_overview/", "/admin/uc_nodes/", "/project/service_catalog/")
    ironic_ui = ("/admin/ironic/",)
    heat = ("/project/stacks/", "/project/stacks/resource_types/", "/project/template_generator/")
    stock = ("/project/instances/", "/admin/flavors/", "/identity/users/")
    links = set(re.findall(r'href="([^"]+)"', page))
    for path in (*ours, *ironic_ui, *stock):
        assert path in links, path
        assert horizon.get(undercloud.dashboard + path).status_code == 200, path
    assert any(path in links for path in heat)


@pytest.mark.parametrize("theme", ["default", "material"])
def test_style_sheets_and_modules_are_served_in_both_themes(undercloud, horizon, theme):
    horizon.cookies.set("theme", theme)
    page = horizon.get(f"{undercloud.dashboard}/admin/uc_nodes/").text
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert any(file.endswith("helion.css") for file in files)
    for file in files:
        answer = horizon.get(undercloud.dashboard + file)
        assert answer.status_code == 200, file
        if file.endswith(".mjs"):
            assert answer.headers["Content-Type"].startswith("text/javascript")
    sheets = [f for f in files if f.endswith(".css")]
    compiled = "".join(horizon.get(undercloud.dashboard + f).text for f in sheets)
    assert "--helion-primary" in compiled
    assert "THEME_DIR" not in compiled
