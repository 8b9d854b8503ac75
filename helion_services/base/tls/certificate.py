"""The certificates that an address presents, to be checked and trusted."""

import ssl

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtensionOID

from helion_services.base.messages import Message
from helion_services.base.times import iso
from helion_services.base.tls import failures, trust


def fetch(address, port, timeout, peers):
    """What is presented there, the server's own first, whether it is trusted or not.

    Nothing is sent; ``peers`` are the :class:`~.peers.Peers` that may be connected to. Returns
    ``{"chain": [...], "pem", "fingerprint", "names", "trusted", "reason"}``; raises
    :class:`failures.Unreachable`.
    """
    chain = [_as_json(link) for link in _presented(address, port, timeout, peers)]
    reason = _distrust(address, port, timeout, peers)
    if not _fits(chain[0]["names"], address):
        other_name = failures.other_name(address).detail
        reason = other_name if reason in (None, other_name) else f"{other_name} {reason}"
    return {
        "fingerprint": chain[0]["fingerprint"],
        "trusted": reason is None,
        "reason": reason,
        "names": chain[0].pop("names"),
        "pem": chain[0]["pem"],
        "chain": [{key: value for key, value in link.items() if key != "names"} for link in chain],
    }


def with_fingerprint(address, port, fingerprint, timeout, peers):
    """The PEM of the certificate with this SHA-256 fingerprint, which must be presented there.

    Raises :class:`failures.CertificateRefused` if it is another one.
    """
    presented = _as_json(_presented(address, port, timeout, peers)[0])
    if normal(presented["fingerprint"]) != normal(fingerprint):
        raise failures.CertificateRefused(
            Message(
                "certificate-changed",
                "The certificate of {address} has changed since you checked it: its fingerprint"
                " is now {fingerprint}.",
                address=address,
                fingerprint=presented["fingerprint"],
            )
        )
    return presented["pem"]


def of_pem(pem):
    """The SHA-256 fingerprint of the first certificate in PEM."""
    first = x509.load_pem_x509_certificates(pem.encode())[0]
    return trust.fingerprint(first.public_bytes(serialization.Encoding.DER))


def normal(text):
    """A fingerprint without colons and blanks, in lower case."""
    return "".join(character for character in text.lower() if character in "0123456789abcdef")


def _presented(address, port, timeout, peers):
    """Certificates in DER."""
    # To look is the only purpose: nothing is believed, and nothing but the greeting is sent.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        failures.border(address),
        peers.connect(address, port, timeout) as plain,
        context.wrap_socket(plain, server_hostname=address) as wrapped,
    ):
        return _chain(wrapped)


def _chain(wrapped):
    """All that was presented, as DER."""
    if hasattr(wrapped, "get_unverified_chain"):  # Python 3.13
        return list(wrapped.get_unverified_chain())
    chain = wrapped._sslobj.get_unverified_chain()
    return [link.public_bytes(ssl._ssl.ENCODING_DER) for link in chain]


def _distrust(address, port, timeout, peers):
    """Why this system does not trust what is presented, None if it does."""
    try:
        with (
            failures.border(address),
            peers.connect(address, port, timeout) as plain,
            trust.context().wrap_socket(plain, server_hostname=address),
        ):
            return None
    except failures.CertificateRefused as exc:
        return exc.message.detail


def _as_json(der):
    certificate = x509.load_der_x509_certificate(der)
    return {
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "not_before": iso(certificate.not_valid_before_utc),
        "not_after": iso(certificate.not_valid_after_utc),
        "fingerprint": trust.fingerprint(der),
        "serial": f"{certificate.serial_number:x}",
        "self_signed": certificate.subject == certificate.issuer,
        "names": _names(certificate),
        "pem": certificate.public_bytes(serialization.Encoding.PEM).decode(),
    }


def _fits(names, address):
    """Whether a certificate for these names is for an address or host name."""
    host = address.lower().rstrip(".")
    _, _, domain = host.partition(".")
    return any(name.lower() in (host, f"*.{domain}") for name in names)


def _names(certificate):
    try:
        alternatives = certificate.extensions.get_extension_for_oid(
            ExtensionOID.SUBJECT_ALTERNATIVE_NAME
        ).value
    except x509.ExtensionNotFound:
        return []
    return [
        *alternatives.get_values_for_type(x509.DNSName),
        *(str(address) for address in alternatives.get_values_for_type(x509.IPAddress)),
    ]
