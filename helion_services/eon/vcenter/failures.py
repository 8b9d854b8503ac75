"""What may go wrong with a vCenter; ``detail`` says what to do."""

import contextlib
from xml.parsers.expat import ExpatError

from pyVmomi import vim, vmodl

from helion_services.base.messages import Message
from helion_services.base.problems import Problem
from helion_services.base.tls import failures as tls


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
def translated():
    """Turn a problem of TLS into one of these."""
    try:
        yield
    except tls.CertificateRefused as exc:
        raise CertificateRefused(exc.message) from exc
    except tls.Unreachable as exc:
        raise Unreachable(exc.message) from exc


@contextlib.contextmanager
def border(address):
    """Turn what is raised at the wire into one of these; faults of tasks and methods pass."""
    try:
        with translated(), tls.border(address):
            yield
    except ExpatError as exc:
        raise Unreachable(tls.no_answer(exc, address)) from exc
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
