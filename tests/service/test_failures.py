"""A service that is down shows as such; the rest of the page works."""

import os
import signal
import time

import pytest

NODES = "/admin/uc_nodes/"


@pytest.fixture(scope="module")
def _unhang(undercloud):
    yield
    os.kill(undercloud.pid("ironic"), signal.SIGCONT)


def test_a_stopped_ironic_is_named_and_the_page_answers(undercloud, admin):
    with undercloud.stopped("ironic"):
        page = admin.page(NODES)
        assert "The service “baremetal” did not return the data for this page" in page
        assert "It cannot be reached" in page
        assert "No node passes" not in page
        answer = admin.json(NODES + "rows.json")
        assert (answer.status_code, answer.json()["service"]) == (502, "baremetal")
        assert "cannot be reached" in admin.page(NODES + "enrol/")
        ident = "11111111-1111-1111-1111-111111111111"
        assert "cannot be reached" in admin.page(f"{NODES}{ident}/")
        (result,) = admin.act("power_on", ident).json()["results"]
        assert not result["ok"]
        document = admin.json("/admin/uc_overview/services.json").json()
        rows = document["parts"]["helion-overview-services"].split("<tr>")
        down = [row for row in rows if "Down" in row]
        assert len(down) == 1
        assert "Ironic" in down[0]
        assert admin.json("/admin/uc_overview/nodes.json").status_code == 502
    assert admin.json(NODES + "rows.json").status_code == 200


def wait_for_answer(admin, seconds=30):
    """Until the dashboard asks a service again that did not answer in time."""
    end = time.monotonic() + seconds
    while "It did not answer in time" in admin.page(NODES):
        assert time.monotonic() < end
        time.sleep(0.5)


def test_an_ironic_that_hangs_does_not_hold_the_page_for_ever(undercloud, admin, settings):
    settings.HELION_DASHBOARD = {**settings.HELION_DASHBOARD, "SERVICE_TIMEOUT": 1}
    admin.page(NODES)
    pid = undercloud.pid("ironic")
    os.kill(pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        page = admin.page(NODES)
        took = time.monotonic() - began
    finally:
        os.kill(pid, signal.SIGCONT)
        wait_for_answer(admin)
    assert "It did not answer in time" in page
    # One call, one wait: not a second one for the same answer.
    assert took < 2 * 1 + 5


@pytest.mark.faults
def test_a_stopped_keystone_is_named_on_every_page(undercloud, admin):
    with undercloud.stopped("keystone"):
        for path in (NODES, "/admin/uc_overview/", "/project/service_catalog/", "/identity/"):
            answer = admin.get(path)
            assert answer.status_code == 503, path
            page = answer.content.decode()
            assert "Keystone does not answer" in page
            assert f'<a href="{path}">Try again</a>' in page
        for path in (NODES + "rows.json", "/admin/uc_overview/services.json"):
            answer = admin.json(path)
            assert answer.status_code in (200, 502, 503), path
            assert answer.json()
    # Keystone is believed to be down for two more seconds at most.
    end = time.monotonic() + 30
    while admin.get(NODES).status_code == 503:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert "Keystone does not answer" not in admin.page(NODES)


@pytest.mark.faults
def test_a_stopped_neutron_is_named_and_nobody_else(undercloud, admin):
    with undercloud.stopped("neutron"):
        document = admin.json("/admin/uc_overview/services.json").json()
        rows = document["parts"]["helion-overview-services"].split("<tr>")
        (down,) = (row for row in rows if "Down" in row)
        assert "Neutron" in down
        for path in (NODES, "/admin/uc_topology/data.json", "/admin/uc_scale/?complete=1"):
            assert admin.get(path).status_code == 200, path


def test_a_catalog_without_bare_metal_and_its_service_has_no_group(admin):
    session = admin.session
    token = session["token"]
    ours = (
        *("baremetal", "node-lifecycle", "esx_onboarder", "storage-configuration"),
        *(
            "content-distribution",
            "undercloud-backup",
            "undercloud-monitoring",
            "ring-management",
            "network",
        ),
    )
    token.serviceCatalog = [s for s in token.serviceCatalog if s["type"] not in ours]
    session["token"] = token
    session.save()
    page = admin.page("/project/service_catalog/")
    assert "Undercloud Admin" not in page
    assert admin.get(NODES).status_code in (403, 404)
