"""Accessibility of our own block, in both themes and at both widths."""

import pytest

PAGES = [
    "/admin/uc_overview/",
    "/admin/uc_nodes/",
    "/admin/uc_nodes/?q=nothing-has-this-name",
    "/admin/uc_nodes/enrol/",
    "/admin/uc_nodes/{node}/",
    "/admin/uc_nodes/{failed}/",
    "/admin/uc_nodes/{node}/?tab=hardware",
    "/admin/uc_nodes/{node}/?tab=ports",
    "/admin/uc_nodes/{node}/?tab=validation",
    "/admin/uc_nodes/{node}/?tab=history",
    "/admin/uc_overcloud/",
    "/admin/uc_esx/",
    "/admin/uc_esx/register",
    "/admin/uc_esx/network",
    "/admin/uc_operations/",
    "/admin/uc_topology/",
    "/admin/uc_topology/?layout=carrier-grade",
    "/admin/uc_topology/planning/",
    "/project/service_catalog/",
]


@pytest.mark.parametrize("theme", ["default", "material"])
def test_every_page(page, ironic, theme):
    node = next(ironic.nodes(provision_state="available"))
    failed = next(ironic.nodes(provision_state="clean failed"))
    page.sign_in("admin").theme(theme)
    found = {}
    for path in PAGES:
        page.open(path.format(node=node.id, failed=failed.id))
        page.until(lambda: not page.all("[data-waiting]"))
        for width in (1280, 400):
            page.width(width)
            found[path, width] = page.axe()
            assert not page.overflows(), (path, width)
    assert {where: what for where, what in found.items() if what} == {}


def test_menu_and_dialog(page):
    page.sign_in("admin").open("/admin/uc_nodes/")
    page.find("tbody [data-menu]").click()
    page.find("[data-action=more]").click()
    assert page.axe() == []
    page.find("[data-action=maintenance], [data-action=unmaintenance]").click()
    page.find("dialog")
    assert page.axe() == []
