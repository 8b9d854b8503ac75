"""The login of a vCenter, as it was entered: checked, and tried."""

import contextlib
import dataclasses
import ipaddress
import re
import socket

from helion_services.base.messages import Message
from helion_services.base.tls import certificate, peers, trust
from helion_services.eon import problems
from helion_services.eon.vcenter import failures, session

# With underscores: resolvers take them, and some sites have such names.
_NAME = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9])?(\.[A-Za-z0-9_-]+)*\.?")

_SILENT = ("no-answer", "tls-failed", "answer-unreadable")
"""Codes of what would tell open ports from closed ones."""

_WITH_HPES_CLIENT = (
    "Send the certificate as ca_pem, set [eon] ca_file, or register the vCenter in the dashboard."
)

# What HPE's service called the fields.
_LABELS = {
    "ip_address": "IP address",
    "name": "name",
    "username": "username",
    "password": "password",
}


@dataclasses.dataclass(frozen=True)
class Login:
    """Where a vCenter is and who logs in; what :func:`session.connect` needs of a manager."""

    ip_address: str
    port: int
    username: str
    ca_pem: str | None


def check_texts(values, keys):
    """Raise for a text that is blank, or an address that is none."""
    for key in keys:
        value = values.get(key)
        if value is not None and not value.strip():
            raise problems.InvalidFields(
                {key: Message("field-empty", "This field cannot be empty.")},
                hpe=f"Invalid {_LABELS[key]}: Invalid String: '', reason: Cannot be empty",
            )
    address = values.get("ip_address")
    if address is not None and not _is_address(address):
        message = Message("address-invalid", "Enter an IP address or a host name.")
        raise problems.InvalidFields(
            {"ip_address": message},
            hpe=f"Invalid IP address: '{address}', reason: {message.detail}",
        )


def trusted(options, values, address, port):
    """The certificates to trust for what was given: PEM, or None for those of the system.

    ``ca_pem`` says so itself; ``fingerprint`` is of the certificate that must be presented.
    """
    if values.get("fingerprint"):
        with _at_field("fingerprint"):
            digest = values["fingerprint"]
            return certificate.with_fingerprint(
                address, port, digest, options.timeout, peers.Peers.of(options)
            )
    return authorities(values)


def authorities(values):
    """The certificates in ``ca_pem`` as PEM, None for those of the system."""
    pem = (values.get("ca_pem") or "").strip()
    if not pem:
        return None
    with _at_field("ca_pem"):
        return trust.certificates(pem)


def fetch_certificate(options, address, port):
    """What is presented at an address, see :func:`certificate.fetch`."""
    check_texts({"ip_address": address}, ("ip_address",))
    address = address.strip()
    with _at_field():
        answer = certificate.fetch(address, port, options.timeout, peers.Peers.of(options))
    return {"ip_address": address, "port": port} | answer


def attempt(options, login, password):
    """Log in and out again; returns :class:`session.About` and the certificate's fingerprint.

    Raises a :class:`failures.VCenterProblem` that names the field it belongs to.
    """
    with (
        _at_field(),
        session.connect(
            login,
            password,
            options.timeout,
            options.supported_versions,
            peers.Peers.of(options),
            peers.ROUNDS * options.timeout,
        ) as vcenter,
    ):
        return vcenter.about, vcenter.fingerprint


def addresses(host):
    """The host as it was given, and all the addresses that it has.

    Raises :class:`failures.Unreachable` if it has none.
    """
    with _at_field(), failures.border(host):
        entries = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    return {host.lower(), *(entry[4][0] for entry in entries)}


def _is_address(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        # What looks like numbers and is no address is no name either.
        return bool(_NAME.fullmatch(text)) and not re.fullmatch(r"[\d.]+", text)
    return True


@contextlib.contextmanager
def _at_field(field=None):
    """A context in which the problems of a vCenter say which field they belong to."""
    try:
        with failures.translated():
            yield
    except failures.VCenterProblem as exc:
        if exc.message.params["reason"].code in _SILENT:
            # What is there but no vCenter is nobody's business.
            exc = failures.Unreachable(
                Message(
                    "no-vcenter-there",
                    "No vCenter answers there. Check the address, the port, and the network between"
                    " the service and the vCenter.",
                )
            )
        exc.at_field(field or exc.field)
        if isinstance(exc, failures.CertificateRefused):
            exc.hpe = f"{exc.detail} {_WITH_HPES_CLIENT}"
        raise exc from None
