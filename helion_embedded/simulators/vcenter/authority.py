"""A small certificate authority of the simulator's own: one root, and certificates for servers."""

import datetime
import ipaddress
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from helion_embedded.state import write_private

_DAYS = 3650
ISSUER = "Simulated vCenter CA"


class Authority:
    """Files in one folder: ``ca.pem``, and ``server.pem`` with ``server.key``.

    The key of the root is not kept: what it has signed is all that it ever signs.

    :param issuer: the name of the root
    """

    def __init__(self, folder, issuer=ISSUER):
        folder, self._issuer = pathlib.Path(folder), issuer
        self.root, self.certificate, self.key = (
            folder / name for name in ("ca.pem", "server.pem", "server.key")
        )

    def ensure(self, names):
        """Make the files unless they are there, for a server of these addresses or host names."""
        files = (self.root, self.certificate, self.key)
        if all(path.is_file() for path in files):
            return
        root_key, server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root = _root(self._issuer, root_key)
        server = _server(server_key, names, root, root_key)
        # The root is presented too, so that one can look at it and trust it.
        contents = (_pem(root), _pem(server) + _pem(root), _private(server_key))
        for path, content in zip(files, contents, strict=True):
            write_private(path, content)


def _root(issuer, key):
    name = _name(issuer)
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        _builder(name, name, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


def _server(key, names, root, root_key):
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        _builder(_name(names[0]), root.subject, key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_alternative(n) for n in names]), False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .add_extension(issuer, False)
        .sign(root_key, hashes.SHA256())
    )


def _builder(subject, issuer, key):
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=_DAYS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )


def _alternative(name):
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(common):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _private(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
