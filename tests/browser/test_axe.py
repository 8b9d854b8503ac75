"""Accessibility of our own block, in both themes and at both widths."""

import pytest
from keystoneauth1.adapter import Adapter

PAGES = [
    "/admin/uc_overview/",
    "/admin/uc_nodes/",
    "/admin/uc_nodes/?q=nothing-has-this-name",
    "/admin/uc_nodes/enrol/",
    "/admin/uc_nodes/import/",
    "/admin/uc_nodes/{node}/",
    "/admin/uc_nodes/{broken}/",
    "/admin/uc_nodes/{node}/edit",
    "/admin/uc_nodes/{node}/?tab=hardware",
    "/admin/uc_nodes/{node}/?tab=ports",
    "/admin/uc_nodes/{node}/?tab=validation",
    "/admin/uc_nodes/{node}/?tab=history",
    "/admin/uc_nodes/{node}/?tab=sensors",
    "/admin/uc_scale/",
    "/admin/uc_overcloud/",
    "/admin/uc_esx/",
    "/admin/uc_esx/register",
    "/admin/uc_esx/network",
    "/admin/uc_storage/",
    "/admin/uc_storage/register",
    "/admin/uc_storage/storevirtual/",
    "/admin/uc_storage/storevirtual/register",
    "/admin/uc_storage/backends/",
    "/admin/uc_storage/types/",
    "/admin/uc_storage/types/add",
    "/admin/uc_storage/qos/",
    "/admin/uc_storage/qos/add",
    "/admin/uc_storage/configuration/",
    "/admin/uc_storage/configuration/apply",
    "/admin/uc_updates/",
    "/admin/uc_updates/?q=nothing-has-this-name",
    "/admin/uc_updates/{entry}/",
    "/admin/uc_updates/{entry}/?tab=versions",
    "/admin/uc_updates/downloads/",
    "/admin/uc_updates/content/",
    "/admin/uc_updates/content/import",
    "/admin/uc_updates/content/housekeeping",
    "/admin/uc_updates/published/",
    "/admin/uc_updates/rollouts/",
    "/admin/uc_updates/sources/",
    "/admin/uc_updates/sources/add",
    "/admin/uc_updates/sources/{source}/",
    "/admin/uc_updates/sources/{source}/edit",
    "/admin/uc_monitoring/",
    "/admin/uc_monitoring/hosts/",
    "/admin/uc_monitoring/services/?q=nothing-has-this-name",
    "/admin/uc_monitoring/messages/",
    "/admin/uc_monitoring/tokens/",
    "/admin/uc_monitoring/messages/add-mail",
    "/admin/uc_monitoring/messages/add-webhook",
    "/admin/uc_sensors/",
    "/admin/uc_backup/",
    "/admin/uc_backup/repositories/",
    "/admin/uc_backup/repositories/add",
    "/admin/uc_object_storage/",
    "/admin/uc_object_storage/servers/",
    "/admin/uc_object_storage/devices/",
    "/admin/uc_object_storage/drain?server=127.0.0.22",
    "/admin/uc_object_storage/add",
    "/admin/uc_directory/",
    "/admin/uc_directory/add",
    "/admin/uc_operations/",
    "/admin/uc_operations/?state=queued",
    "/admin/uc_operations/{operation}/",
    "/admin/uc_audit/",
    "/admin/uc_audit/logins/",
    "/admin/uc_logs/",
    "/admin/uc_topology/",
    "/admin/uc_topology/?layout=carrier-grade",
    "/admin/uc_topology/planning/",
    "/admin/uc_topology/storage/",
    "/project/service_catalog/",
]


@pytest.fixture(scope="module")
def ids(undercloud, failed):
    """What the addresses above leave open."""
    ironic = undercloud.connect("system").baremetal
    updates = Adapter(undercloud.connect("admin").session, service_type="content-distribution")
    return {
        "node": next(ironic.nodes(provision_state="available")).id,
        "broken": next(ironic.nodes(provision_state="clean failed")).id,
        "operation": failed[0],
        "entry": updates.get("/entries?limit=1").json()["entries"][0]["id"],
        "source": updates.get("/sources").json()["sources"][0]["id"],
    }


@pytest.mark.parametrize("theme", ["default", "material"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page(admin, ids, path, theme):
    admin.theme(theme).open(path.format(**ids))
    admin.until(lambda: not admin.all("[data-waiting]"))
    admin.accessible()


def test_menu_and_dialog(admin):
    admin.open("/admin/uc_nodes/")
    admin.find("tbody [data-menu]").click()
    admin.find("[data-action=more]").click()
    assert admin.axe() == []
    admin.find("[data-action=maintenance], [data-action=unmaintenance]").click()
    admin.find("dialog")
    assert admin.axe() == []
