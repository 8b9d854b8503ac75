"""What is trusted, and what a certificate is recognised by."""

import functools
import hashlib
import re
import ssl

from cryptography import x509

from helion_services.base.messages import Message
from helion_services.base.tls import failures

_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----")


@functools.lru_cache(maxsize=256)  # the stored ones of devices are read again and again
def certificates(text):
    """The certificates in a text, as PEM: without the comments or the key between them.

    Raises :class:`failures.CertificateRefused` if there are none, or unreadable ones.
    """
    pem = "".join(f"{certificate}\n" for certificate in _CERTIFICATE.findall(text))
    try:
        if not pem:
            raise ValueError("no certificate")
        ssl.create_default_context(cadata=pem)
        x509.load_pem_x509_certificates(pem.encode())
    except (ssl.SSLError, TypeError, ValueError) as exc:
        raise failures.CertificateRefused(
            Message("certificate-invalid", "Enter a certificate in PEM format.")
        ) from exc
    return pem


def context(ca_pem=None):
    """The TLS context to verify with: the :func:`certificates` given, or those of the system."""
    if not ca_pem:
        return ssl.create_default_context()
    verifying = ssl.create_default_context(cadata=ca_pem)
    # A certificate that is trusted itself need not be an authority's.
    verifying.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return verifying


def has_root(ca_pem):
    """Whether a certificate is self-signed, which Python's ssl requires before 3.13."""
    chain = x509.load_pem_x509_certificates(ca_pem.encode())
    return any(certificate.subject == certificate.issuer for certificate in chain)


def fingerprint(der):
    """The SHA-256 fingerprint of a certificate in DER: ``AB:CD:...``."""
    return hashlib.sha256(der).digest().hex(":").upper()
