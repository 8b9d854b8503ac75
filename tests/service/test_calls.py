"""Every page asks a fixed number of questions, whatever the size of the cloud."""

import pytest

from tests.service.conftest import Browser

NODES = "/admin/uc_nodes/"
PAGES = {
    "list": NODES,
    "list, filtered": NODES + "?state=available&sort=uuid",
    "rows": NODES + "rows.json",
    "part of a name": NODES + "?q=ra",
    "summary": NODES + "summary.json",
    "node": NODES + "{node}/",
    "state of a node": NODES + "{node}/state.json",
    "ports of a node": NODES + "{node}/?tab=ports",
    "hardware of a node": NODES + "{node}/?tab=hardware",
    "enrol": NODES + "enrol/",
    "overview": "/admin/uc_overview/",
    "nodes in the overview": "/admin/uc_overview/nodes.json",
    "service catalog": "/project/service_catalog/",
}
# What our own views may ask of Ironic; Horizon's frame asks Keystone besides.
MOST = {"hardware of a node": 4, "ports of a node": 2, "enrol": 2, "part of a name": 2}


def calls_by_page(undercloud, settings):
    settings.OPENSTACK_KEYSTONE_URL = undercloud.keystone
    browser = Browser(undercloud, "admin")
    node = next(undercloud.connect("system").baremetal.nodes(limit=1, paginated=False))
    counts = {}
    for name, path in PAGES.items():
        path = path.format(node=node.id)
        browser.get(path)  # discovers versions, fills what is remembered
        with browser.counting() as calls:
            assert browser.get(path).status_code == 200, path
        # Horizon's frame asks further services where they run.
        counts[name] = {service: calls[service] for service in ("keystone", "ironic")}
    return counts


def test_calls_are_the_same_for_12_and_1000_nodes(undercloud, ironic, settings):
    few = calls_by_page(undercloud, settings)
    with undercloud.holding(1000):
        assert len(list(ironic.nodes())) == 1000
        many = calls_by_page(undercloud, settings)
    assert many == few
    for name, calls in few.items():
        assert calls["ironic"] <= MOST.get(name, 1), name


@pytest.mark.parametrize("path", ["/identity/users/", "/project/api_access/"])
def test_foreign_pages_ask_nothing_for_us(undercloud, sign_in, path, monkeypatch):
    from helion_dashboard.api import health, wire

    def never(*args, **kwargs):
        raise AssertionError("asked from a foreign page")

    browser = sign_in("admin")
    monkeypatch.setattr(wire.Wire, "_call", never)
    monkeypatch.setattr(health, "services", never)
    with browser.counting() as calls:
        assert browser.get(path).status_code == 200
    assert "ironic" not in calls
    assert "helion" not in calls


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/admin/uc_operations/", 1),
        ("/admin/uc_operations/?state=is:failed&sort=title", 1),
        ("/admin/uc_operations/rows.json", 1),
        ("/admin/uc_operations/running.json", 1),
        ("/admin/uc_operations/of.json?resource=stack:overcloud", 1),
        ("/admin/uc_overview/operations.json", 2),
        ("/admin/uc_overcloud/?complete=1", 2),
        ("/admin/uc_overcloud/events.json", 1),
        ("/admin/uc_esx/", 2),
        ("/admin/uc_esx/rows.json", 2),
        ("/admin/uc_esx/network", 1),
        ("/admin/uc_esx/register", 0),
        # Frames, whose content comes apart.
        ("/admin/uc_scale/", 0),
        ("/admin/uc_overcloud/", 0),
        ("/admin/uc_topology/", 0),
        # What the head says of running operations is not asked for by the page itself.
        (NODES, 0),
        ("/admin/uc_overview/", 0),
    ],
)
def test_our_services_are_asked_a_fixed_number_of_questions(sign_in, path, most):
    browser = sign_in("admin")
    browser.get(path)
    with browser.counting() as calls:
        assert browser.get(path).status_code == 200
    assert calls["helion"] == most
