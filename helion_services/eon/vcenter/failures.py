"""What may go wrong with a vCenter; ``detail`` says what to do."""

import contextlib
import http.client
import socket
import ssl
from xml.parsers.expat import ExpatError

from pyVmomi import vim, vmodl

from helion_services.base.messages import Message
from helion_services.base.problems import Problem

# Of OpenSSL's X509_V_ERR_...
_EXPIRED = 10
_NOT_YET_VALID = 9
_SELF_SIGNED = (18, 19)
_OTHER_NAME = (62, 64)


class VCenterProblem(Problem):
    """A vCenter cannot be used.

    :cvar kind: the code, of which the reason is a parameter
    :cvar field: the field of a form that it belongs to
    """

    hpe = None  # the same sentence, with the status of HPE's form

    kind = "vcenter"

    def __init__(self, reason, **extra):
        super().__init__(409, Message(self.kind, "{reason}", reason=reason), **extra)

    def at_field(self, field):
        """Make it the fault of a field of the request, unless it is one already."""
        if "errors" not in self.extra:
            self.status = 422
            self.extra |= {
                "errors": {field: [self.detail]},
                "error_facts": {field: [self.message.fact()]},
            }


class Unreachable(VCenterProblem):
    """It does not answer, or not as a vCenter does."""

    kind = "unreachable"
    field = "ip_address"


class CertificateRefused(VCenterProblem):
    """Its certificate is not to be trusted."""

    kind = "certificate-refused"
    field = "ca_pem"


class LoginRefused(VCenterProblem):
    """User name or password is wrong, or has no right to log in."""

    kind = "login-refused"
    field = "password"


class LoginPaused(LoginRefused):
    """It refused a login that worked a moment ago, which is tried again soon."""


class UnsupportedVersion(VCenterProblem):
    """It is too old, or no vCenter."""

    kind = "unsupported-version"
    field = "ip_address"


class SessionLost(Unreachable):
    """The session has ended: log in again."""

    kind = "session-lost"


@contextlib.contextmanager
def border(address):
    """Turn what is raised at the wire into one of these; faults of tasks and methods pass."""
    try:
        yield
    except ssl.SSLCertVerificationError as exc:
        raise CertificateRefused(distrust(exc, address)) from exc
    except ssl.SSLEOFError as exc:  # cut, at whatever point
        raise Unreachable(
            Message(
                "no-answer",
                "{address} does not answer: {reason}.",
                address=address,
                reason="the connection was closed",
            )
        ) from exc
    except ssl.SSLError as exc:
        raise Unreachable(
            Message(
                "tls-failed",
                "{address} does not speak TLS as a vCenter does ({reason}). Check the port.",
                address=address,
                reason=str(exc.reason or exc),
            )
        ) from exc
    except vim.fault.InvalidLogin as exc:
        raise LoginRefused(wrong_password(address)) from exc
    except vim.fault.NotAuthenticated as exc:
        raise SessionLost(
            Message(
                "session-ended",
                "The session at the vCenter server {address} has ended.",
                address=address,
            )
        ) from exc
    except (OSError, http.client.HTTPException, ExpatError) as exc:
        raise Unreachable(
            Message(
                "no-answer",
                "{address} does not answer: {reason}.",
                address=address,
                reason=_reason(exc),
            )
        ) from exc


def wrong_password(address):
    """The message for a login that is refused."""
    return Message(
        "password-wrong",
        "Could not login to the vCenter server {address}: the user name or password is wrong.",
        address=address,
    )


def failed_login(exc, address):
    """The problem for a fault that a login was answered with, but for ``InvalidLogin``."""
    if isinstance(exc, vim.fault.NoPermission):
        return LoginRefused(
            Message(
                "login-not-permitted",
                "Could not login to the vCenter server {address}: the user lacks the permission.",
                address=address,
            )
        )
    return Unreachable(
        Message(
            "login-failed",
            "{address} answers, but cannot log in anybody at the moment: {reason}",
            address=address,
            reason=_fault_text(exc),
        )
    )


def failed_greeting(exc, address):
    """The problem for a fault that the first question to a vCenter was answered with."""
    if isinstance(exc, vmodl.fault.SystemError):
        return failed_login(exc, address)
    if isinstance(exc, vmodl.RuntimeFault | vmodl.MethodFault):
        return UnsupportedVersion(
            Message(
                "interface-too-old",
                "{address} does not support the vSphere 6.5 API: it is too old or not a vCenter"
                " ({reason}).",
                address=address,
                reason=exc.msg or type(exc).__name__,
            )
        )
    return Unreachable(
        Message(
            "answer-unreadable",
            "{address} does not answer as a vCenter does: {reason}.",
            address=address,
            reason=type(exc).__name__,
        )
    )


def _fault_text(exc):
    return f"{(getattr(exc, 'msg', None) or type(exc).__name__).rstrip('.')}."


def other_name(address):
    """The message for a certificate that is for another host."""
    return Message(
        "certificate-other-name",
        "The certificate of {address} was issued for another name. Register the vCenter by a name"
        " in its certificate.",
        address=address,
    )


def distrust(exc, address):
    """The message why a certificate is refused, which says what to do."""
    code = exc.verify_code
    if code in _OTHER_NAME:
        return other_name(address)
    if code in (_EXPIRED, _NOT_YET_VALID):
        if code == _EXPIRED:
            return Message(
                "certificate-expired",
                "The certificate of {address} has expired. Renew it in vCenter.",
                address=address,
            )
        return Message(
            "certificate-not-yet-valid",
            "The certificate of {address} is not valid yet. Renew it in vCenter or correct the"
            " clock.",
            address=address,
        )
    if code in _SELF_SIGNED:
        return Message(
            "certificate-self-signed",
            "The certificate of {address} is not signed by a trusted authority. Check it and"
            " trust it, or provide the certificate of its authority.",
            address=address,
        )
    return Message(
        "certificate-unknown-authority",
        "The certificate of {address} is signed by an untrusted authority. Provide the"
        " certificate of the authority, or trust this certificate ({reason}).",
        address=address,
        reason=exc.verify_message,
    )


def _reason(exc):
    if isinstance(exc, socket.gaierror):
        return "the name cannot be resolved"
    if isinstance(exc, TimeoutError):
        return "timed out"
    text = getattr(exc, "strerror", None) or str(exc) or type(exc).__name__
    return text.rstrip(".").lower()
