"""The Topology of a real overcloud: wires of servers that run, and a plan before it is applied."""

import pytest

from helion_dashboard.api import short_cache
from tests.service.conftest import Browser
from tests.topology_rows import row

HERE = "/admin/uc_topology/"


@pytest.fixture
def admin(undercloud, settings):
    settings.OPENSTACK_KEYSTONE_URL = undercloud.keystone
    return Browser(undercloud, "admin")


def servers(data, ident):
    """The deployed servers of a role by their names in Nova."""
    return {node["server"]: node for node in row(data, ident)["nodes"] if node.get("server")}


def wire(node, network):
    return next(line for line in node["wires"] if line["network"] == network)


def test_servers_that_run_are_on_the_networks_of_their_role(deployed, lifecycle, admin):
    data = admin.json(HERE + "data.json?layout=kvm").json()
    nodes = servers(data, "control")
    assert sorted(nodes) == lifecycle.members("control")
    for node in nodes.values():
        assert {line["network"] for line in node["wires"]} == {
            *("ipmi", "management", "service", "external")
        }
        assert all(line.get("bound") and "state" not in line for line in node["wires"]), node
    compute = next(iter(servers(data, "compute").values()))
    full = row(admin.json(f"{HERE}node/{compute['id']}.json").json(), "compute")["nodes"][0]
    assert wire(full, "external")["reserved"]
    assert wire(full, "external")["address"].startswith("10.23.70.")
    assert wire(full, "management")["address"].startswith("192.168.")
    assert wire(full, "management")["nic"] == "eth0"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    short_cache.forget(())


@pytest.fixture
def renamed(deployed, undercloud):
    """A server whose reservation on the external network cannot be found any more."""
    neutron = undercloud.connect("admin").network
    port = next(candidate for candidate in neutron.ports() if candidate.name.endswith("-external"))
    name = port.name
    neutron.update_port(port.id, name="somebody-else")
    yield name.removesuffix("-external")
    neutron.update_port(port.id, name=name)


def test_a_server_that_lacks_a_port_is_a_mismatch(renamed, undercloud, admin):
    data = admin.json(HERE + "data.json").json()
    node = {**servers(data, "control"), **servers(data, "compute")}[renamed]
    assert wire(node, "external")["state"] == "missing"
    assert node["health"] == "warning"
    only = admin.json(HERE + "data.json", problems="1").json()
    assert node["id"] in [member["id"] for group in only["rows"] for member in group["nodes"]]


def test_a_plan_before_it_is_applied(deployed, admin, lifecycle):
    have = len(lifecycle.members("compute"))
    plan = lifecycle.plan("scale_out", role="compute", count=have + 1)
    (added,) = plan["servers"]
    assert (added["change"], added["role"]) == ("added", "compute")
    data = admin.json(HERE + "data.json", plan=plan["id"]).json()
    shown = next(node for node in row(data, "compute")["nodes"] if node["id"] == added["node"])
    assert (shown["change"], shown["server"]) == ("added", added["name"])
    assert row(data, "compute")["added"] == 1
    assert f"{HERE}?plan={plan['id']}" in admin.page(f"/admin/uc_scale/plan/{plan['id']}/")
    assert "What if:" in admin.page(HERE, plan=plan["id"], complete="1")
    # Nothing was done.
    assert "added" not in row(admin.json(HERE + "data.json").json(), "compute")


def test_a_plan_that_takes_servers_out(deployed, admin, lifecycle):
    name = lifecycle.members("compute")[0]
    plan = lifecycle.plan("scale_in", nodes=[name])
    data = admin.json(HERE + "data.json", plan=plan["id"]).json()
    assert servers(data, "compute")[name]["change"] == "removed"
    assert row(data, "compute")["removed"] == 1
