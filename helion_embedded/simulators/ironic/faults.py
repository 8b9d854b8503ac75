"""Failures on demand: ``driver_info['fail_on']`` names what goes wrong."""

from ironic.common import exception

from helion_embedded.simulators.ironic import sensors

POWER, INSPECT, DEPLOY, CLEAN = _FAILURES = ("power", "inspect", "deploy", "clean")
FAULTS = (*_FAILURES, sensors.FAN, sensors.HEAT)

PROPERTIES = {
    "bmc_address": "IP address or host name of the simulated iLO. Required.",
    "bmc_username": "User name on the iLO, with administrator privilege. Optional.",
    "bmc_password": "Password of that user. Optional.",
    "fail_on": (
        "What fails on this node, for demonstrations: a comma-separated list of"
        f" {', '.join(FAULTS)}. Optional."
    ),
}
"""Properties of ``driver_info`` with descriptions in Ironic's own style."""

_REASONS = {
    POWER: "iLO at %s did not answer: connection timed out after 60 seconds",
    INSPECT: "iLO at %s reports a memory error in PROC 1 DIMM 4 during POST",
    DEPLOY: "Writing the image failed on the server behind iLO %s: /dev/sda: I/O error",
    CLEAN: "Erasing disks failed on the server behind iLO %s: Smart Array in slot 0: drive"
    " 1I:1:3 has failed",
}


class SimulatedFault(exception.IronicException):
    """What a driver raises when the hardware does not do as it is told."""

    _msg_fmt = "%(reason)s"


def check(task, fault):
    """Raise :class:`SimulatedFault` if the node of ``task`` is to fail at ``fault``."""
    info = task.node.driver_info
    if fault in faults_of(info):
        raise SimulatedFault(reason=_REASONS[fault] % info.get("bmc_address"))


def faults_of(driver_info):
    """The set of faults that ``driver_info`` asks for."""
    return {fault.strip() for fault in str(driver_info.get("fail_on", "")).split(",")} - {""}


def validate(driver_info):
    """Raise Ironic's exceptions for properties that are missing or make no sense."""
    if not driver_info.get("bmc_address"):
        raise exception.MissingParameterValue("driver_info is missing bmc_address")
    unknown = faults_of(driver_info) - set(FAULTS)
    if unknown:
        raise exception.InvalidParameterValue(
            f"driver_info fail_on: unknown {', '.join(sorted(unknown))};"
            f" known are {', '.join(FAULTS)}"
        )
