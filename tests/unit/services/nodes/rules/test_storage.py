"""Storage nodes that come and go."""

import pytest

from helion_services.nodes.ring import Device
from helion_services.nodes.rules import storage


@pytest.mark.parametrize(
    ("before", "after", "result"),
    [
        (3, 3, "pass"),
        (4, 4, "pass"),
        (5, 3, "pass"),
        (1, 3, "pass"),
        (4, 3, "pass"),
        (3, 2, "block"),
        (3, 1, "block"),
        (5, 4, "block"),
        (2, 0, "block"),
        (3, 4, "warn"),
        (2, 1, "pass"),
    ],
)
def test_vsa_managers(before, after, result):
    check = storage.vsa_managers(before, after)
    assert check.result == result
    assert check.reason.endswith(".")


def test_no_ring_configured():
    assert storage.swift_ring("box", None).result == "warn"


def test_no_device_in_a_ring():
    assert storage.swift_ring("box", []).result == "pass"


@pytest.mark.parametrize(
    ("weight", "partitions", "advice"),
    [
        (75.0, 12, "Lower their weights"),
        (0.0, 12, "Rebalance until"),
        (0.0, 0, "remove the devices"),
    ],
)
def test_devices_in_a_ring(weight, partitions, advice):
    device = Device("object-1", "10.0.0.5", 6200, "sdb1", weight, partitions)
    check = storage.swift_ring("box", [device] * 7)
    assert check.result == "block"
    assert f"object-1: sdb1 on 10.0.0.5:6200, weight {weight:g}, {partitions} part" in check.reason
    assert "And 2 more." in check.reason
    assert advice in check.reason
