"""TLS with vCenters: what is trusted, and what a certificate is recognised by."""

import hashlib
import ssl

from cryptography import x509

from helion_services.eon.vcenter import problems


def context(ca_pem=None):
    """The TLS context to verify with: the certificates ``ca_pem``, or those of the system.

    Raises :class:`problems.CertificateRefused` if they are none.
    """
    if not ca_pem:
        return ssl.create_default_context()
    try:
        made = ssl.create_default_context(cadata=ca_pem)
    except (ssl.SSLError, ValueError) as exc:
        raise problems.CertificateRefused(
            "What was given to trust is no certificate in PEM."
        ) from exc
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
