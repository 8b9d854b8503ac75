"""How a connection over TLS fails; the message of a failure says what to do."""

import contextlib
import http.client
import socket
import ssl

from helion_services.base.messages import Message

# Of OpenSSL's X509_V_ERR_...
_EXPIRED = 10
_NOT_YET_VALID = 9
_SELF_SIGNED = (18, 19)
_OTHER_NAME = (62, 64)


class PeerProblem(Exception):
    """A peer cannot be used.

    :ivar message: the :class:`~helion_services.base.messages.Message` with the reason
    """

    def __init__(self, message):
        super().__init__(message.detail)
        self.message = message


class Unreachable(PeerProblem):
    """It does not answer, or does not speak TLS."""


class CertificateRefused(PeerProblem):
    """Its certificate is not to be trusted."""


@contextlib.contextmanager
def border(address):
    """Turn what is raised at the wire into a :class:`PeerProblem`."""
    try:
        yield
    except (OSError, http.client.HTTPException) as exc:
        raise of(exc, address) from exc


def of(exc, address):
    """The :class:`PeerProblem` for what was raised at the wire."""
    if isinstance(exc, ssl.SSLCertVerificationError):
        return CertificateRefused(distrust(exc, address))
    if isinstance(exc, ssl.SSLEOFError):  # cut, at whatever point
        return Unreachable(_no_answer(address, "the connection was closed"))
    if isinstance(exc, ssl.SSLError):
        return Unreachable(
            Message(
                "tls-failed",
                "{address} does not speak TLS ({reason}). Check the port.",
                address=address,
                reason=str(exc.reason or exc),
            )
        )
    return Unreachable(no_answer(exc, address))


def no_answer(exc, address):
    """The message for an error of the connection."""
    if isinstance(exc, socket.gaierror):
        return _no_answer(address, "the name cannot be resolved")
    if isinstance(exc, TimeoutError):
        return _no_answer(address, "timed out")
    text = getattr(exc, "strerror", None) or str(exc) or type(exc).__name__
    return _no_answer(address, text.rstrip(".").lower())


def _no_answer(address, reason):
    return Message(
        "no-answer", "{address} does not answer: {reason}.", address=address, reason=reason
    )


def other_name(address):
    """The message for a certificate that is for another host."""
    return Message(
        "certificate-other-name",
        "The certificate of {address} was issued for another name. Use a name in the certificate"
        " as the address.",
        address=address,
    )


def distrust(exc, address):
    """The message why a certificate is refused, which says what to do."""
    code = exc.verify_code
    if code in _OTHER_NAME:
        return other_name(address)
    if code == _EXPIRED:
        return Message(
            "certificate-expired",
            "The certificate of {address} has expired. Renew it there.",
            address=address,
        )
    if code == _NOT_YET_VALID:
        return Message(
            "certificate-not-yet-valid",
            "The certificate of {address} is not valid yet. Renew it there or correct the clock.",
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
