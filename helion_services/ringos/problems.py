"""Why rings cannot be shown."""

from helion_services.base.messages import Message
from helion_services.base.problems import NotFound, Unavailable

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


def _unavailable(code, text, **params):
    return Unavailable(_SERVICE, Message(code, text, **params))
