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
        ("UPDATE_FAILED", "warn"),
        ("CHECK_FAILED", "warn"),
        ("RESUME_FAILED", "warn"),
        ("RESUME_COMPLETE", "pass"),
        ("CHECK_COMPLETE", "pass"),
        ("SNAPSHOT_COMPLETE", "pass"),
        ("CHECK_IN_PROGRESS", "block"),
        ("RESUME_IN_PROGRESS", "block"),
        ("SUSPEND_IN_PROGRESS", "block"),
        # What Heat refuses, whether it succeeded or failed.
        ("SUSPEND_COMPLETE", "block"),
        ("SUSPEND_FAILED", "block"),
        ("DELETE_FAILED", "block"),
        ("DELETE_COMPLETE", "block"),
    ],
)
def test_not_busy(status, result):
    check = stack.not_busy(status)
    assert check.result == result
    assert not status or status in check.reason


@pytest.mark.parametrize(
    ("status", "result"),
    [
        ("CREATE_COMPLETE", "pass"),
        ("SUSPEND_COMPLETE", "pass"),
        ("DELETE_FAILED", "pass"),
        ("UPDATE_IN_PROGRESS", "warn"),
        ("DELETE_IN_PROGRESS", "warn"),
    ],
)
def test_deletable(status, result):
    check = stack.deletable(status)
    assert check.result == result
    assert status in check.reason
