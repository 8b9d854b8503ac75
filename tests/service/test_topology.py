"""The Topology against the real services: what it shows, what it asks, what it says of faults."""

import html
import json
import re

import pytest

from helion_dashboard.api import short_cache
from tests.topology_rows import row

HERE = "/admin/uc_topology/"
DATA = HERE + "data.json"
COMPLETE = HERE + "?complete=1"  # the page itself is a frame that asks nobody
# As hostile as Neutron takes it: it refuses emoji, and signs that turn text round.
HOSTILE = "<img src=x onerror=alert(1)>\u05e9\u05dc\u05d5\u05dd{{ 7 }}"


def layers(data):
    return {layer["name"]: layer["state"] for layer in data["layers"]}


@pytest.fixture(autouse=True)
def _nothing_remembered():
    short_cache.forget(())


@pytest.fixture
def neutron(undercloud):
    return undercloud.connect("admin").network


def test_it_counts_what_ironic_has(admin, ironic):
    data = admin.json(DATA).json()
    by_class = {}
    for node in ironic.nodes(details=True):
        by_class.setdefault(node.resource_class, set()).add(node.id)
    for role in ("control", "compute", "object-storage", "block-storage"):
        group = row(data, role)
        assert {member["id"] for member in group["nodes"]} == by_class[role]
        assert group["count"] == len(by_class[role])


def test_it_says_what_neutron_has(admin, neutron):
    shown = {line["id"]: line for line in admin.json(DATA).json()["networks"]}
    for name in ("ipmi", "management", "external", "service"):
        network = neutron.find_network(name)
        subnet = neutron.get_subnet(network.subnet_ids[0])
        assert shown[name]["neutron"] == network.id
        assert shown[name].get("vlan") == network.provider_segmentation_id
        assert shown[name]["cidr"] == subnet.cidr
        assert shown[name]["state"] == "ok"


def test_the_page_and_its_data_are_the_same(admin):
    page = admin.page(COMPLETE)
    match = re.search(r'id="helion-topology-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    inlined = json.loads(match[1])
    fresh = admin.json(DATA).json()
    assert [group["id"] for group in inlined["rows"]] == [group["id"] for group in fresh["rows"]]
    for network in fresh["networks"]:
        assert html.escape(network["name"]) in page


def test_an_unchanged_picture_is_not_sent_again(admin):
    # Nodes that another test moves would change it.
    tags = {admin.json(DATA)["ETag"] for _ in range(3)}
    answers = [
        admin.get(DATA, HTTP_IF_NONE_MATCH=", ".join(tags), HTTP_X_REQUESTED_WITH="XMLHttpRequest")
        for _ in range(3)
    ]
    assert 304 in [answer.status_code for answer in answers]


def test_planning_looks_at_the_real_networks(admin):
    page = admin.page(HERE + "planning/")
    results = dict(re.findall(r'data-rule="([\w-]+)" data-result="(\w+)"', page))
    for rule in ("networks", "vlan-unique", "cidr-overlap", "gateway-inside", "floating-inside"):
        assert results[rule] == "pass", page
    assert results["mtu"] == "pass"


def test_a_nodes_page_shows_its_own_wires(admin, ironic):
    node = next(candidate for candidate in ironic.nodes() if candidate.name.startswith("rack1-u10"))
    page = admin.page(f"/admin/uc_nodes/{node.id}/", tab="networks")
    port = next(ironic.ports(node=node.id, details=True))
    assert port.address in page
    assert "10.20.1.10" in page
    picture = admin.json(f"{HERE}node/{node.id}.json").json()
    assert [member["id"] for member in row(picture, "control")["nodes"]] == [node.id]


@pytest.fixture
def odd_network(neutron, ironic):
    """A network with a hostile name that a node is on, though no layout has it."""
    node = next(candidate for candidate in ironic.nodes() if candidate.name.startswith("rack1-u11"))
    nic = next(ironic.ports(node=node.id, details=True))
    network = neutron.create_network(name=HOSTILE)
    port = neutron.create_port(network_id=network.id, mac_address=nic.address)
    yield node, network
    neutron.delete_port(port)
    neutron.delete_network(network)


def test_a_hostile_name_stays_text_and_is_unexpected(admin, odd_network):
    node, network = odd_network
    data = admin.json(DATA).json()
    shown = next(
        candidate for candidate in data["networks"] if candidate.get("neutron") == network.id
    )
    assert (shown["name"], shown["state"]) == (HOSTILE, "extra")
    member = next(member for member in row(data, "control")["nodes"] if member["id"] == node.id)
    wire = next(wire for wire in member["wires"] if wire["network"] == shown["id"])
    assert wire["state"] == "unexpected"
    assert member["health"] == "warning"
    page = admin.page(COMPLETE)
    assert "<img src=x" not in page
    assert html.escape(HOSTILE) in page


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (DATA, {"ironic": 4, "neutron": 3, "nova": 1}),
        # Horizon's frame asks Neutron and Nova besides.
        (COMPLETE, {"ironic": 4}),
        (HERE, {"ironic": 0}),
        (HERE + "planning/", {"ironic": 4}),
    ],
)
def test_what_is_asked(admin, path, most):
    admin.get(path)  # discovers versions
    short_cache.forget(())
    with admin.counting() as calls:
        assert admin.get(path).status_code == 200
    assert {name: calls[name] for name in most} == most


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (HERE + "table.json", {"ironic": 0, "neutron": 0, "nova": 0}),
        (HERE + "find.json?q=control", {"ironic": 0, "neutron": 0, "nova": 0}),
        (HERE + "planning/", {"ironic": 0}),
    ],
)
def test_what_the_page_asked_for_is_enough(admin, path, most):
    admin.get(path)  # discovers versions
    admin.get(COMPLETE)
    with admin.counting() as calls:
        assert admin.get(path).status_code == 200
    assert {name: calls[name] for name in most} == most


def test_one_node_is_asked_about_alone(admin, ironic):
    node = next(candidate for candidate in ironic.nodes() if candidate.name.startswith("rack1-u10"))
    path = f"{HERE}node/{node.id}.json"
    admin.get(path)
    with admin.counting() as calls:
        assert admin.get(path).status_code == 200
    assert calls["ironic"] == 4
    # Networks and subnets; ports by MAC, server, host and kept address.
    assert calls["neutron"] <= 2 + 4


@pytest.mark.parametrize("service", ["neutron", "ironic"])
def test_who_is_down_is_a_layer_not_known(undercloud, admin, service):
    before = admin.json(DATA).json()
    short_cache.forget(())
    with undercloud.stopped(service):
        data = admin.json(DATA).json()
        page = admin.page(COMPLETE)
        planning = admin.page(HERE + "planning/")
    assert layers(data)[service] == "unknown"
    title = next(layer["title"] for layer in data["layers"] if layer["name"] == service)
    assert f"{title}: unknown." in page
    assert "cannot be reached" in page
    assert 'data-result="unknown"' in planning
    if service == "ironic":
        assert row(data, "control")["state"] == "unknown"
        assert "count" not in row(data, "control")
    else:
        assert row(data, "control")["count"] == row(before, "control")["count"]
        assert {
            network["state"] for network in data["networks"] if network["id"] != "fibre-channel"
        } == {"unknown"}
    short_cache.forget(())
    assert layers(admin.json(DATA).json())[service] == "known"


def test_a_tenant_sees_nothing_of_it(sign_in):
    demo = sign_in("demo")
    for path in (HERE, COMPLETE, DATA, HERE + "planning/", HERE + "find.json?q=a"):
        assert demo.get(path).status_code in (403, 404)


def test_a_reader_of_the_system_is_told_what_is_kept_from_him(sign_in):
    data = sign_in("watcher").json(DATA).json()
    assert layers(data)["ironic"] == "known"
    assert row(data, "control")["count"] == 3
    neutron = next(layer for layer in data["layers"] if layer["name"] == "neutron")
    assert neutron["state"] == "unknown"
    assert "Your roles" in neutron["reason"]
