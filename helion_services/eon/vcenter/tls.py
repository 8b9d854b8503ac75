"""TLS with vCenters: what is trusted, and what a certificate is recognised by."""

import hashlib
import ssl

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


def fingerprint(der):
    """The SHA-256 fingerprint of a certificate in DER: ``AB:CD:...``."""
    return hashlib.sha256(der).digest().hex(":").upper()
