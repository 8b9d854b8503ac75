"""The demo content is consistent: as data, and with what the services are told."""

import ipaddress
import itertools

import pytest
from keystoneauth1 import session as keystoneauth_session
from keystoneauth1 import token_endpoint

from helion_embedded import identity
from helion_embedded.openstack.cinder import BACKENDS, VOLUME_TYPES
from helion_embedded.openstack.ironic import PROVISIONING_NETWORK
from helion_embedded.seed import (
    bulk,
    carrier_grade,
    flavors,
    networks,
    nodes,
    overcloud,
    progress,
    racks,
)
from helion_embedded.simulators.ironic import inventory
from helion_embedded.simulators.models import MODELS


def all_unique(values):
    values = list(values)
    return len(set(values)) == len(values)


@pytest.fixture(scope="module")
def everything():
    return [*racks.SERVERS, *bulk.servers(10_000 - len(racks.SERVERS))]


def test_twelve_servers_in_their_roles():
    counts = dict.fromkeys(MODELS, 0)
    for server in racks.SERVERS:
        counts[server.role] += 1
    assert counts == {"control": 3, "compute": 4, "object-storage": 2, "block-storage": 3}


def test_the_twelve_are_in_the_states_that_life_has():
    goals = [server.goal for server in racks.SERVERS]
    assert goals.count(racks.AVAILABLE) > len(goals) / 2
    assert {racks.MANAGEABLE, racks.CLEAN_FAILED, racks.ENROLL} <= set(goals)
    assert any(server.maintenance for server in racks.SERVERS)


def test_names_and_addresses_are_unique(everything):
    assert len(everything) == 10_000
    assert all_unique(server.name for server in everything)
    assert all_unique(server.bmc_address for server in everything)
    assert all_unique(server.mac(nic) for server in everything for nic in (0, 1))
    assert all_unique(bulk.node_uuid(server) for server in everything)


def test_addresses_are_valid(everything):
    ilo = next(network for network in networks.NETWORKS if network.name == "ipmi")
    for server in everything:
        assert ipaddress.ip_address(server.bmc_address) in ipaddress.ip_network(ilo.cidr)
        parts = server.mac(1).split(":")
        assert len(parts) == 6
        assert all(len(part) == 2 and int(part, 16) < 256 for part in parts)


def test_bulk_states_keep_their_shares():
    states = [server.goal for server in bulk.servers(1000)]
    for state, percent in bulk.DISTRIBUTION:
        assert states.count(state) == 10 * percent
    assert sum(percent for _state, percent in bulk.DISTRIBUTION) == 100


def test_bulk_grows_at_its_end():
    assert list(bulk.servers(50)) == list(itertools.islice(bulk.servers(500), 50))


def test_a_failed_bulk_node_says_why():
    failed = next(server for server in bulk.servers(100) if server.goal == "clean failed")
    row = bulk.node_row(failed, "noop", 1, "1.0")
    assert failed.bmc_address in row["last_error"]
    assert row["maintenance"]
    assert row["shard"] == bulk.SHARD


def test_an_active_bulk_node_belongs_to_the_conductor():
    active = next(server for server in bulk.servers(100) if server.goal == "active")
    row = bulk.node_row(active, "noop", 7, "1.0")
    assert row["instance_uuid"]
    assert row["conductor_affinity"] == 7
    assert row["power_state"] == "power on"


def test_flavors_cover_the_roles():
    assert set(flavors.FLAVORS.values()) == set(MODELS)
    assert flavors.resource("object-storage") == "CUSTOM_OBJECT_STORAGE"


def test_every_virtual_machine_fits_a_compute_server():
    model = MODELS["compute"]
    assert all_unique(flavor.name for flavor in overcloud.FLAVORS)
    for flavor in overcloud.FLAVORS:
        assert flavor.vcpus <= model.cpus
        assert flavor.ram <= model.memory
        assert flavor.disk <= model.local_gb


def test_the_overcloud_is_seeded_where_it_runs(make_instance):
    assert "overcloud" in progress.missing(make_instance(("keystone", "glance", "overcloud")))
    assert "overcloud" not in progress.missing(make_instance(("keystone", "glance")))


def test_volume_types_name_back_ends():
    assert set(VOLUME_TYPES.values()) == set(BACKENDS)


_NETWORKS = networks.NETWORKS + carrier_grade.NETWORKS


def test_networks_do_not_overlap():
    ranges = [ipaddress.ip_network(network.cidr) for network in _NETWORKS]
    assert not any(a.overlaps(b) for a, b in itertools.combinations(ranges, 2))
    for network, cidr in zip(_NETWORKS, ranges, strict=True):
        for address in (network.gateway, *network.pool):
            assert ipaddress.ip_address(address) in cidr


def test_one_untagged_network_a_wire():
    untagged = [n.physical_network for n in _NETWORKS if n.vlan is None]
    assert all_unique(untagged)
    assert all_unique(n.vlan for n in _NETWORKS if n.vlan)
    assert PROVISIONING_NETWORK in {n.name for n in networks.NETWORKS}


@pytest.mark.parametrize(
    ("state", "inspected", "goal", "action"),
    [
        ("enroll", None, racks.AVAILABLE, "manage"),
        ("enroll", None, racks.ENROLL, None),
        ("verifying", None, racks.AVAILABLE, None),
        ("manageable", None, racks.MANAGEABLE, "inspect"),
        ("manageable", "2026", racks.MANAGEABLE, None),
        ("manageable", "2026", racks.CLEAN_FAILED, "provide"),
        ("clean failed", "2026", racks.CLEAN_FAILED, None),
        ("available", "2026", racks.AVAILABLE, None),
    ],
)
def test_the_way_of_a_node(state, inspected, goal, action):
    server = racks.Server(9, 1, "compute", 1, goal=goal)
    node = {"provision_state": state, "inspection_finished_at": inspected}
    assert nodes.next_action(server, node) == action
    assert nodes.is_settled(server, node) == (action is None and state != "verifying")


def test_what_was_seeded_is_not_seeded_again(make_instance):
    instance = make_instance(("keystone", "ironic"), nodes=12)
    assert progress.missing(instance) == ["nodes"]
    progress.save(instance, {"nodes": 12})
    assert progress.missing(instance) == []
    assert progress.missing(make_instance(("keystone", "ironic"), nodes=100)) == ["bulk"]
    assert "networks" in progress.missing(make_instance(nodes=12))
    assert "carrier_grade" not in progress.missing(make_instance(nodes=12))
    assert "carrier_grade" in progress.missing(make_instance(carrier_grade=True))


def test_no_nodes_are_no_work(make_instance):
    assert progress.missing(make_instance(("keystone", "ironic"), nodes=0)) == []


class Node:
    uuid = "7c04b8b0-0d34-5b8d-a324-58abf867c45b"
    name = "rack1-u01-object0"
    resource_class = "object-storage"
    driver_info = {"bmc_address": "10.20.1.1"}
    properties = {"capabilities": "profile:object"}


def test_an_inspection_finds_an_hpe_server():
    hardware = inventory.inventory(Node, ["94:18:82:01:01:a0"])
    assert hardware["system_vendor"]["manufacturer"] == "HPE"
    assert hardware["system_vendor"]["product_name"].startswith("ProLiant SL4540")
    assert hardware["interfaces"][0]["mac_address"] == "94:18:82:01:01:a0"
    assert all_unique(nic["mac_address"] for nic in hardware["interfaces"])
    names = [disk["name"] for disk in hardware["disks"]]
    assert names[-1] == "/dev/sdaa"
    assert all_unique(names)
    assert hardware == inventory.inventory(Node, ["94:18:82:01:01:a0"])


def test_an_inspection_keeps_what_a_person_set():
    assert inventory.properties(Node)["capabilities"] == "profile:object"
    assert inventory.properties(Node)["cpus"] == MODELS["object-storage"].cpus


def test_a_service_that_cannot_yet_is_asked_again(requests_mock):
    answers = [{"status_code": 503}, {"json": {"sources": [1]}}]
    requests_mock.get("http://sherpa.test/sources", answers)
    session = keystoneauth_session.Session(auth=token_endpoint.Token("http://sherpa.test", "t"))
    api = identity.adapter(session, "content-distribution", region=None)
    assert api.get("/sources").json() == {"sources": [1]}
