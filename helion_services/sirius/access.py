"""How devices are reached over HTTPS, and in what ways that fails."""

import contextlib
import dataclasses
import os
import tempfile

from helion_services.base.messages import Message
from helion_services.sirius import states


class DeviceError(Exception):
    """An array or a cluster cannot be used.

    :ivar state: the state that it is in then
    :ivar message: the :class:`~helion_services.base.messages.Message` with the reason
    :ivar field: of a form that it belongs to
    """

    def __init__(self, state, message, field):
        super().__init__(message.detail)
        self.state = state
        self.message = message
        self.field = field


@dataclasses.dataclass(frozen=True)
class Login:
    """Where a device is and who logs in."""

    hostname: str
    port: int
    username: str
    password: str = dataclasses.field(repr=False)
    ca_pem: str | None = None

    @property
    def root(self):
        """The address of its web server."""
        return root(self.hostname, self.port)


def root(hostname, port):
    """The address of a web server, without a path."""
    host = f"[{hostname}]" if ":" in hostname else hostname
    return f"https://{host}:{port}"


@contextlib.contextmanager
def trust(ca_pem):
    """What requests takes as ``verify``: a file of certificates, or True for the system's."""
    if not ca_pem:
        yield True
        return
    handle, path = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(ca_pem)
        yield path
    finally:
        os.unlink(path)


def unreachable(message):
    """It cannot be read, for the reason in ``message``."""
    return DeviceError(states.UNREACHABLE, message, "hostname")


def hangs(address):
    """It takes too long."""
    return unreachable(Message("array-hangs", "{address} does not answer.", address=address))


def refuses(address, reason):
    """It answers with an error, whose text is ``reason``."""
    return unreachable(
        Message(
            "array-refuses",
            "{address} refuses to be read: {reason}",
            address=address,
            reason=reason,
        )
    )


def certificate_refused(address):
    """Its certificate is not trusted."""
    message = Message(
        "array-certificate",
        "The certificate of {address} is not trusted, or is for another name. Enter the"
        " certificate of its authority.",
        address=address,
    )
    return DeviceError(states.CERTIFICATE_REFUSED, message, "ca_pem")


def login_refused(address):
    """It refuses the login."""
    message = Message(
        "array-login-refused", "{address} refuses the user name or password.", address=address
    )
    return DeviceError(states.LOGIN_REFUSED, message, "password")
