"""Take a backup, wreck Ironic's database, restore it: the nodes are back, from the browser."""

import shutil

import pytest

BACKUP = "/admin/uc_backup/"
_PATIENCE = 180  # seconds for an operation

pytestmark = pytest.mark.skipif(not shutil.which("restic"), reason="restic is not installed")


def succeeded(admin):
    """Wait for the operation on whose page we are."""
    admin.until(lambda: "/uc_operations/" in admin.driver.current_url, lambda: admin.text())
    admin.until(
        lambda: "Succeeded" in admin.text("#helion-head"),
        lambda: admin.text(),
        seconds=_PATIENCE,
    )


@pytest.fixture
def ironic_back(undercloud):
    """Ironic runs again afterwards, whatever a test did."""
    yield
    undercloud.command("start", "ironic")


def test_the_nodes_are_back(admin, undercloud, ironic_back):
    nodes = undercloud.connect("system").baremetal.nodes
    before = {node.id: node.name for node in nodes()}
    assert before
    admin.open(BACKUP)
    admin.accessible()
    admin.link("Back up now").click()
    admin.accessible()
    admin.find("#helion-form .btn-primary").click()
    succeeded(admin)
    admin.open(BACKUP)
    assert "Verified" in admin.text("#helion-list")
    assert "Last verified backup" in admin.text()

    undercloud.command("stop", "ironic")
    (undercloud.state / "db" / "ironic.db").write_bytes(b"wrecked" * 4096)

    admin.find("#helion-list .helion-name a").click()
    admin.accessible()
    name = admin.text("h1")
    restore = f"{admin.driver.current_url.split('?')[0]}restore?part=ironic"
    admin.driver.get(restore)
    admin.accessible()
    text = admin.text()
    assert "Stopped meanwhile: ironic." in text
    assert "The backup is of this cloud." in admin.driver.page_source
    assert "Whether nodes are newer than the backup is not known" in text
    admin.fill("confirmation", name)
    admin.find("#helion-form .helion-removes").click()
    succeeded(admin)
    assert {node.id: node.name for node in nodes()} == before
