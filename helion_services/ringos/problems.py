"""Why rings cannot be shown."""

from helion_services.base.messages import Message, Stored
from helion_services.base.problems import Conflict, NotFound, Unavailable

_SERVICE = "Swift"


def not_configured():
    """There is no folder to read."""
    return _unavailable("rings-not-configured", "[ringos] rings_dir is not configured.")


def swift_missing():
    """Swift's own code is not installed here."""
    return _unavailable(
        "rings-swift-missing", "Swift is not installed beside the service. Install swift with pip."
    )


def no_builders(folder):
    """The folder has no builder file."""
    return _unavailable(
        "rings-missing", "There is no builder file in {folder}.", folder=str(folder)
    )


def writable(path):
    """Others may write a file that is a program."""
    return _unavailable(
        "rings-writable",
        "{path} is not read: others than the service's user and root may write it.",
        path=str(path),
    )


def unreadable(path, error):
    """A builder file is damaged, or may not be read."""
    return _unavailable(
        "rings-unreadable",
        "{path} cannot be read: {reason}.",
        path=str(path),
        reason=str(error).rstrip(".") or type(error).__name__,
    )


def no_ring(name):
    """No ring has this name."""
    return NotFound(Message("ring-not-found", "There is no ring {name}.", name=name))


def no_device(server):
    """No ring has such devices."""
    return NotFound(
        Message("ring-device-not-found", "No ring has these devices of {server}.", server=server)
    )


def device_exists(server, device):
    """A ring has the device already."""
    return Conflict(
        Message(
            "ring-device-exists",
            "The rings have the device {device} of {server} already.",
            server=server,
            device=device,
        )
    )


def ring_empty(name):
    """A ring has no device to take ports from."""
    return Conflict(
        Message(
            "ring-empty",
            "The ring {ring} has no device. Add the first with swift-ring-builder.",
            ring=name,
        )
    )


def plan_changed():
    """The plan is no longer true."""
    return Conflict(
        Message(
            "ring-plan-changed",
            "What would move has changed since you read it. Read it again.",
        )
    )


def blocked(check):
    """A check of the plan blocks it."""
    return Conflict(Stored(check["detail"], check["code"], check["params"]))


def _unavailable(code, text, **params):
    return Unavailable(_SERVICE, Message(code, text, **params))
