"""How devices are reached over HTTPS, and in what ways that fails."""

import contextlib
import dataclasses

import requests

from helion_services.base.messages import Message
from helion_services.base.tls import certificate, failures, https, trust
from helion_services.base.tls.peers import Peers
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
    """Where a device is and who logs in.

    :ivar peers: the :class:`Peers` that may be connected to
    :ivar timeout: seconds for each answer
    """

    hostname: str
    port: int
    username: str
    password: str = dataclasses.field(repr=False)
    ca_pem: str | None = None
    peers: Peers = Peers()
    timeout: float = 20.0

    @property
    def root(self):
        """The address of its web server."""
        return root(self.hostname, self.port)


def root(hostname, port):
    """The address of a web server, without a path."""
    host = f"[{hostname}]" if ":" in hostname else hostname
    return f"https://{host}:{port}"


def session(login):
    """A context: a ``requests.Session`` that goes where a :class:`Login` says."""
    ca_pem = trust.certificates(login.ca_pem) if login.ca_pem else None
    return https.session(login.peers, login.timeout, ca_pem)


@contextlib.contextmanager
def border(address, unreachable_message, unreadable_message):
    """Turn what requests raises into a :class:`DeviceError`.

    :param unreachable_message: why nothing answers there
    :param unreadable_message: what it means that an answer is not as it should be
    """
    try:
        yield
    except failures.PeerProblem as exc:
        raise _of_tls(exc) from exc
    except requests.Timeout as exc:
        raise hangs(address) from exc
    except (requests.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError) as exc:
        raise unreachable(unreadable_message) from exc
    except requests.RequestException as exc:
        problem = https.problem(exc, address)
        raise _of_tls(problem) if problem else unreachable(unreachable_message) from exc


def presented(runtime, hostname, port):
    """What an address presents, see :func:`.certificate.fetch`; raises :class:`DeviceError`."""
    options = runtime.conf.sirius
    with _looking():
        return certificate.fetch(hostname, port, options.timeout, Peers.of(options))


def pinned(runtime, hostname, port, fingerprint):
    """The PEM of the certificate with this fingerprint, which must be presented there.

    Raises :class:`DeviceError`.
    """
    options = runtime.conf.sirius
    with _looking():
        return certificate.with_fingerprint(
            hostname, port, fingerprint, options.timeout, Peers.of(options)
        )


def authorities(pem):
    """The certificates in a text as PEM, None for those of the system.

    Raises :class:`DeviceError`.
    """
    if not (pem or "").strip():
        return None
    try:
        return trust.certificates(pem)
    except failures.CertificateRefused as exc:
        raise _of_tls(exc) from exc


@contextlib.contextmanager
def _looking():
    try:
        yield
    except failures.CertificateRefused as exc:
        raise DeviceError(states.CERTIFICATE_REFUSED, exc.message, "fingerprint") from exc
    except failures.PeerProblem as exc:
        raise unreachable(exc.message) from exc


_SILENT = (
    "array-answer",
    "array-hangs",
    "array-unreachable",
    "no-answer",
    "storevirtual-answer",
    "storevirtual-unreachable",
    "tls-failed",
)


def discreet(error, hostname):
    """The :class:`DeviceError` for somebody who chose the address.

    Whether a port is open, and what is there but no device, is nobody's business.
    """
    if error.message.code not in _SILENT:
        return error
    return unreachable(
        Message(
            "device-unreachable",
            "No device answers at {address}. Check the address, the port, the network in between,"
            " and that the REST interface (WSAPI of an array) is enabled there.",
            address=hostname,
        )
    )


def _of_tls(problem):
    if isinstance(problem, failures.CertificateRefused):
        return DeviceError(states.CERTIFICATE_REFUSED, problem.message, "ca_pem")
    return unreachable(problem.message)


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


def login_refused(address):
    """It refuses the login."""
    message = Message(
        "array-login-refused", "{address} refuses the user name or password.", address=address
    )
    return DeviceError(states.LOGIN_REFUSED, message, "password")


def not_permitted(address, reason):
    """It accepts the login, but the user may not read all that is needed."""
    message = Message(
        "array-not-permitted",
        "{address} accepts the login, but the user lacks a right: {reason}. Use one with the role"
        " “edit” in all domains.",
        address=address,
        reason=reason,
    )
    return DeviceError(states.LOGIN_REFUSED, message, "username")
