"""What HP supported."""

import pytest

from helion_services.nodes.rules import limits


@pytest.mark.parametrize(
    ("check", "result"),
    [
        (limits.servers(7), "warn"),
        (limits.servers(8), "pass"),
        (limits.servers(100), "pass"),
        (limits.servers(101), "warn"),
        (limits.vms(40), "pass"),
        (limits.vms(41), "warn"),
        (limits.role("control", 3), "pass"),
        (limits.role("control", 4), "warn"),
        (limits.role("compute", 0), "warn"),
        (limits.role("compute", 101), "warn"),
        (limits.role("object-storage", 1), "warn"),
        (limits.role("object-storage", 9), "pass"),
        (limits.role("esx-proxy", 9), "pass"),
    ],
)
def test_limits(check, result):
    assert check.result == result
    assert check.name.startswith("limits.")
    assert check.reason.endswith(".")
