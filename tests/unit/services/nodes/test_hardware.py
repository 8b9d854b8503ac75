"""Hardware against the role, and against what was declared."""

import copy
from unittest import mock

import pytest

from helion_embedded.simulators import models
from helion_embedded.simulators.ironic import inventory as simulated
from helion_services.nodes import hardware
from helion_services.nodes.importer import HP_ROLES

MAC = "94:18:82:01:0a:a0"


def server(role="compute"):
    """``(properties, inventory)`` of a simulated server of a role, which has all it needs."""
    model = models.MODELS[role]
    node = mock.Mock(
        uuid="4b4f7bc4-2cf0-4b8b-a36b-2a1bd2b0b5a1",
        resource_class=role,
        driver_info={"bmc_address": "10.20.1.20"},
    )
    node.name = "box"
    properties = {"cpus": model.cpus, "memory_mb": model.memory, "local_gb": model.local_gb}
    return properties, simulated.inventory(node, [MAC])


def results(*args, **kwargs):
    return [finding.result for finding in hardware.check(*args, **kwargs)]


@pytest.mark.parametrize("role", models.MODELS)
def test_the_simulated_servers_have_what_they_need(role):
    properties, inventory = server(role)
    assert results(role, properties, inventory) == ["pass"]
    assert results(role, properties, {"inventory": inventory}) == ["pass"]


def test_every_role_of_hp_has_numbers():
    assert set(HP_ROLES.values()) - {"undercloud"} == set(hardware.requirements())


def test_before_an_inspection():
    properties, _findings = server()
    (finding,) = hardware.check("compute", properties, None)
    assert finding.result == "warn"
    assert "not inspected" in finding.message.detail
    assert len(hardware.check("compute", {"cpus": "4", "memory_mb": None, "local_gb": "x"})) == 2


def test_by_what_was_declared_alone():
    assert hardware.declared("compute", {"cpus": 8, "memory_mb": 32768, "local_gb": 558}) == []
    assert hardware.declared("compute", None) == []
    assert (
        hardware.declared("compute", {"cpus": float("inf"), "memory_mb": [], "local_gb": {}}) == []
    )
    (finding,) = hardware.declared("compute", {"cpus": 4})
    assert finding.message.detail == "It has 4 CPU cores; compute needs 8."


def test_a_role_without_numbers():
    properties, inventory = server()
    assert results("esx-proxy", properties, inventory) == ["pass"]


def test_hp_s_minimum_in_gib_is_enough():
    # 512 GB are 476.8 GiB.
    properties = {"cpus": 8, "memory_mb": 32768, "local_gb": 476}
    assert results("control", properties) == ["warn"]
    assert len(hardware.check("control", properties | {"local_gb": 475})) == 2


def change(inventory, **changes):
    inventory = copy.deepcopy(inventory)
    for path, value in changes.items():
        *parents, key = path.split("__")
        place = inventory
        for parent in parents:
            place = place[int(parent) if parent.isdigit() else parent]
        place[int(key) if key.isdigit() else key] = value
    return inventory


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cpu__count": 4}, "It has 4 CPU cores; compute needs 8."),
        ({"memory__physical_mb": 16384}, "It has 16384 MB of memory; compute needs 32768."),
        ({"interfaces": []}, "It has 0 network interfaces; compute needs 1."),
        ({"cpu__flags": ["sse4_2"]}, "cannot run virtual machines"),
        ({"interfaces__0__speed_mbps": 1000}, "runs at 1000 Mbit/s; compute needs 10000."),
    ],
)
def test_less_than_needed_warns(changes, words):
    _properties, inventory = server()
    findings = hardware.check("compute", {}, change(inventory, **changes))
    assert [finding.result for finding in findings] == ["warn"]
    assert words in findings[0].message.detail


def test_disks():
    _properties, inventory = server()
    small = change(inventory, disks=[{"size": 300 * 1000**3}])
    assert results("compute", {}, small) == ["warn"]
    moonshot = change(small, system_vendor__product_name="ProLiant m300 Server Cartridge")
    assert results("compute", {}, moonshot) == ["pass"]
    assert results("control", {}, moonshot) == ["warn"]
    large = change(inventory, disks=[{"size": 6000 * 1000**3}])
    assert results("compute", {"local_gb": 5587}, large) == ["warn"]
    assert results("object-storage", {"local_gb": 5587}, large) == ["pass"]


def test_a_declared_disk_above_the_physical_one_warns():
    properties, inventory = server()
    (finding,) = hardware.check("compute", properties | {"local_gb": 931}, inventory)
    assert finding.result == "warn"
    assert (
        finding.message.detail
        == "It was declared with a disk of 931 GiB, but its largest has 558 GiB."
    )
    assert results("compute", properties | {"local_gb": 558}, inventory) == ["pass"]


def test_other_mismatches_warn():
    properties, inventory = server()
    findings = hardware.check("compute", properties | {"cpus": 64, "memory_mb": "65536"}, inventory)
    assert [finding.result for finding in findings] == ["warn", "warn"]
    assert "declared with 64 CPU cores, but has 48" in findings[0].message.detail


@pytest.mark.parametrize(
    ("changes", "ports", "bmc", "result"),
    [
        ({}, [MAC], "10.20.1.20", "pass"),
        ({}, [MAC.upper()], None, "pass"),
        ({}, ["94:18:82:ff:ff:ff"], None, "warn"),
        ({"bmc_mac": MAC}, [MAC], None, "block"),
        ({"interfaces__0__ipv4_address": "10.20.1.20"}, [MAC], "10.20.1.20", "block"),
        ({}, [MAC], "10.20.9.9", "warn"),
        ({"bmc_address": None}, [MAC], "10.20.9.9", "pass"),
        ({}, [MAC], "https://10.20.1.20", "pass"),
        ({}, [MAC], "https://10.20.1.20:8000/redfish/v1/", "pass"),
        ({}, [MAC], "https://10.20.9.9", "warn"),
        ({}, [MAC], "ilo-1.example.com", "pass"),
        ({}, [MAC], "https://ilo-1.example.com", "pass"),
        ({}, [MAC], "https://[", "pass"),
        ({"bmc_address": "2001:db8::12"}, [MAC], "https://[2001:DB8:0::12]:443", "pass"),
        ({"bmc_v6address": "2001:db8::12"}, [MAC], "2001:db8::12", "pass"),
        ({"bmc_address": "::"}, [MAC], "10.20.9.9", "pass"),
        ({"interfaces__0__ipv4_address": "10.20.1.20"}, [MAC], "https://10.20.1.20", "block"),
        ({"interfaces__0__ipv6_address": "2001:db8::12"}, [MAC], "https://[2001:db8::12]", "block"),
    ],
)
def test_network(changes, ports, bmc, result):
    properties, inventory = server()
    ports = [{"address": mac} for mac in ports]
    assert results(
        "compute", properties, change(inventory, **changes), ports=ports, bmc_address=bmc
    ) == [result]


def test_an_inventory_that_says_nothing():
    for inventory in ({}, {"inventory": {}}, {"cpu": None, "disks": None, "interfaces": None}):
        assert results("compute", {}, inventory) == ["pass"]
