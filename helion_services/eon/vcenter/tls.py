"""TLS with vCenters: what is trusted, and what a certificate is recognised by."""

import hashlib
import re
import ssl

from cryptography import x509

from helion_services.base.messages import Message
from helion_services.eon.vcenter import failures

_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


def certificates(text):
    """The certificates in a text, as PEM: without the comments or the key between them.

    Raises :class:`failures.CertificateRefused` if there is none, or one cannot be read.
    """
    found = "".join(f"{one}\n" for one in _CERTIFICATE.findall(text))
    try:
        if not found:
            raise ValueError("no certificate")
        ssl.create_default_context(cadata=found)
        x509.load_pem_x509_certificates(found.encode())
    except (ssl.SSLError, TypeError, ValueError) as exc:
        raise failures.CertificateRefused(
            Message("certificate-invalid", "Enter a certificate in PEM format.")
        ) from exc
    return found


def context(ca_pem=None):
    """The TLS context to verify with: the :func:`certificates` given, or those of the system."""
    if not ca_pem:
        return ssl.create_default_context()
    made = ssl.create_default_context(cadata=ca_pem)
    # A pinned certificate need not be an authority's.
    made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return made


def has_root(ca_pem):
    """Whether one of the certificates is signed by itself: before 3.13, Python's ssl wants one."""
    found = x509.load_pem_x509_certificates(ca_pem.encode())
    return any(one.subject == one.issuer for one in found)


def fingerprint(der):
    """The SHA-256 fingerprint of a certificate in DER: ``AB:CD:...``."""
    return hashlib.sha256(der).digest().hex(":").upper()
