"""Storage nodes that come and go."""

import pytest

from helion_services.base.messages import Message
from helion_services.nodes.ring import Device
from helion_services.nodes.rules import storage
from helion_services.nodes.storevirtual import Cluster


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


@pytest.mark.parametrize(
    ("systems", "managers", "leaving", "replacing", "result", "code"),
    [
        (3, 3, 0, False, "pass", "vsa-managers-enough"),
        (4, 4, 0, False, "warn", "vsa-managers-start"),
        (3, 1, 0, False, "warn", "vsa-managers-start"),
        (5, 5, 2, False, "pass", "vsa-managers-odd"),
        (5, 5, 1, False, "block", "vsa-managers-even"),
        (3, 3, 1, False, "block", "vsa-managers-too-few"),
        (5, 5, 3, False, "block", "vsa-quorum-lost"),
        (2, 3, 2, False, "block", "vsa-quorum-lost"),
        (7, 3, 2, False, "warn", "vsa-quorum-unsure"),
        (7, 5, 1, False, "warn", "vsa-managers-may-leave"),
        (3, 3, 1, True, "warn", "vsa-managers-may-leave"),
        (3, 3, 2, True, "block", "vsa-quorum-lost"),
    ],
)
def test_the_managers_of_a_group(systems, managers, leaving, replacing, result, code):
    check = storage.vsa_group(Cluster("VSA-Gold", systems, managers), leaving, replacing)
    assert (check.result, check.message.code) == (result, code)


@pytest.mark.parametrize(("before", "after", "result"), [(3, 2, "block"), (3, 3, "warn")])
def test_what_is_not_checked_does_not_pass(before, after, result):
    counted = storage.vsa_managers(before, after)
    check = storage.vsa_not_checked(Message("vsa-no-service", "No service."), counted)
    assert check.result == result
    assert check.reason == (
        f"Not checked: No service. If each server runs a manager: {counted.reason}"
    )


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
