"""What may go wrong with a vCenter; ``detail`` says what to do."""

import contextlib
import http.client
import socket
import ssl
from xml.parsers.expat import ExpatError

from pyVmomi import vim, vmodl

from helion_services.base.problems import Problem

# Of OpenSSL's X509_V_ERR_...
_EXPIRED = 10
_NOT_YET_VALID = 9
_SELF_SIGNED = (18, 19)
_OTHER_NAME = (62, 64)


class VCenterProblem(Problem):
    """A vCenter cannot be used. The ``code`` is that of the class."""

    code = "vcenter"

    def __init__(self, detail, **extra):
        super().__init__(400, self.code, detail, **extra)


class Unreachable(VCenterProblem):
    """It does not answer, or not as a vCenter does."""

    code = "unreachable"


class CertificateRefused(VCenterProblem):
    """Its certificate is not to be trusted."""

    code = "certificate-refused"


class LoginRefused(VCenterProblem):
    """User name or password is wrong, or has no right to log in."""

    code = "login-refused"


class UnsupportedVersion(VCenterProblem):
    """It is too old, or no vCenter."""

    code = "unsupported-version"


class SessionLost(Unreachable):
    """The session has ended: log in again."""

    code = "session-lost"


@contextlib.contextmanager
def border(address):
    """Turn what is raised at the wire into one of these; faults of tasks and methods pass."""
    try:
        yield
    except ssl.SSLCertVerificationError as exc:
        raise CertificateRefused(distrust(exc, address)) from exc
    except ssl.SSLError as exc:
        raise Unreachable(
            f"{address} does not speak TLS as a vCenter does ({exc.reason or exc}): is the port"
            " right?"
        ) from exc
    except vim.fault.InvalidLogin as exc:
        raise LoginRefused(
            f"Could not login to the vCenter server {address}: the user name or the password is"
            " wrong."
        ) from exc
    except vim.fault.NotAuthenticated as exc:
        raise SessionLost(f"The session at the vCenter server {address} has ended.") from exc
    except (OSError, http.client.HTTPException, ExpatError) as exc:
        raise Unreachable(f"{address} does not answer: {_said(exc)}.") from exc


def refused_login(exc, address):
    """The problem for another fault that a login was answered with."""
    if isinstance(exc, vim.fault.NoPermission):
        return LoginRefused(
            f"Could not login to the vCenter server {address}: the user has no right to."
        )
    if isinstance(exc, vmodl.RuntimeFault | vmodl.MethodFault):
        return UnsupportedVersion(
            f"{address} does not understand the interface of vSphere 6.5: it is too old, or no"
            f" vCenter ({exc.msg or type(exc).__name__})."
        )
    return Unreachable(f"{address} does not answer as a vCenter does: {type(exc).__name__}.")


def distrust(exc, address):
    """Why a certificate is refused, as a sentence that says what to do."""
    code = exc.verify_code
    if code in _OTHER_NAME:
        return (
            f"The certificate of {address} is for another name: register the vCenter by a name"
            " that is in its certificate."
        )
    if code in (_EXPIRED, _NOT_YET_VALID):
        when = "has expired" if code == _EXPIRED else "is not valid yet"
        return f"The certificate of {address} {when}: renew it in vCenter, or set the clock right."
    if code in _SELF_SIGNED:
        return (
            f"The certificate of {address} is signed by nobody that is trusted: look at it, and pin"
            " it or give the certificate of its authority."
        )
    return (
        f"The certificate of {address} is signed by an authority that is not trusted: give the"
        f" certificate of the authority, or pin it ({exc.verify_message})."
    )


def _said(exc):
    if isinstance(exc, socket.gaierror):
        return "the name is not known"
    if isinstance(exc, TimeoutError):
        return "it took too long"
    text = getattr(exc, "strerror", None) or str(exc) or type(exc).__name__
    return text.rstrip(".").lower()
