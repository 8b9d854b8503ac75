"""The overcloud's stack, before it is changed."""

import pytest

from helion_services.nodes.rules import stack


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (None, "pass"),
        ("CREATE_COMPLETE", "pass"),
        ("UPDATE_COMPLETE", "pass"),
        ("UPDATE_IN_PROGRESS", "block"),
        ("ROLLBACK_IN_PROGRESS", "block"),
        ("CREATE_FAILED", "warn"),
    ],
)
def test_not_busy(status, result):
    check = stack.not_busy(status)
    assert check.result == result
    assert not status or status in check.reason
