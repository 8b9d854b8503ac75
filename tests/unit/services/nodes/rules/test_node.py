"""A node that is to leave, or to take a role."""

from unittest import mock

import pytest

from helion_services.base.messages import Message
from helion_services.nodes.hardware import Finding
from helion_services.nodes.rules import node as rule


def node(**changes):
    usual = {
        "label": "box",
        "reservation": None,
        "protected": False,
        "protected_reason": None,
        "maintenance": False,
        "maintenance_reason": None,
        "retired": False,
        "retired_reason": None,
        "resource_class": "compute",
        "provision_state": "available",
        "instance_uuid": None,
    }
    return mock.Mock(spec=list(usual), **(usual | changes))


@pytest.mark.parametrize(
    ("changes", "result", "words"),
    [
        ({}, "pass", "box is neither locked nor protected."),
        ({"reservation": "host-1"}, "block", "box is locked by Ironic"),
        (
            {"protected": True, "protected_reason": "Pay day."},
            "block",
            "box is protected (Pay day). Remove",
        ),
        ({"protected": True}, "block", "box is protected. Remove the protection first."),
        ({"maintenance": True, "maintenance_reason": "Disk"}, "warn", "in maintenance (Disk)."),
        ({"retired": True}, "pass", "box is retired."),
        ({"retired": True, "maintenance": True}, "warn", "box is in maintenance. box is retired."),
    ],
)
def test_free_to_leave(changes, result, words):
    check = rule.free_to_leave(node(**changes))
    assert check.result == result
    assert words in check.reason


@pytest.mark.parametrize(
    ("changes", "result", "words"),
    [
        ({}, "pass", "box is available and fits compute."),
        ({"resource_class": "control"}, "block", "class control; compute needs compute"),
        ({"resource_class": None}, "block", "no resource class; compute needs compute"),
        ({"provision_state": "cleaning"}, "block", "box is cleaning, not available."),
        ({"instance_uuid": "some"}, "block", "has a server on it already"),
        ({"maintenance": True}, "block", "in maintenance"),
        ({"retired": True, "retired_reason": "Old"}, "block", "retired (Old)"),
        ({"reservation": "host-1"}, "warn", "locked"),
    ],
)
def test_fits_role(changes, result, words):
    check = rule.fits_role(node(**changes), "compute", "compute")
    assert check.result == result
    assert words in check.reason


def test_fits_role_by_its_hardware():
    small = Finding("warn", Message("few", "It has 4 CPU cores; compute needs 8."))
    wrong = Finding("block", Message("wrong", "It lies."))
    fine = Finding("pass", Message("fine", "It is fine."))
    assert rule.fits_role(node(), "compute", "compute", [fine]).result == "pass"
    check = rule.fits_role(node(), "compute", "compute", [small, wrong])
    assert check.result == "block"
    assert check.reason == "It has 4 CPU cores; compute needs 8. It lies."
    assert rule.fits_role(node(), "compute", "compute", [small]).result == "warn"
