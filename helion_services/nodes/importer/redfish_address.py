"""Redfish addresses as people write them."""

import re

from helion_services.base.messages import Message
from helion_services.nodes.importer import values
from helion_services.nodes.importer.values import Invalid

_FORM = re.compile(
    r"(?:(?P<scheme>https?)://)?"
    r"(?P<host>\[[0-9a-f:.]+\]|[^/@:\[\]]+|[0-9a-f]*(?::[0-9a-f.]*){2,7})"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?:/|(?:/redfish(?:/v1)?)?/?|(?:/redfish/v1)?(?P<system>/Systems/[^/?#@]+)/?)",
    re.IGNORECASE,
)
_WRONG = Message(
    "value-not-redfish-address",
    "Write the address of the management controller without user and password, such as 10.20.1.10,"
    " 10.20.1.10:8000 or https://10.20.1.10:8000.",
)


def read(raw, port=None):
    """``(URL, system ID or None)`` of an address with or without scheme, port and path.

    The URL has neither a path nor a slash at its end; without a scheme it is HTTPS.

    :param port: that of a column of its own
    :raises values.Invalid: for everything else, and for two ports that differ
    """
    match = _FORM.fullmatch(values.text(raw).strip())
    if match is None:
        raise Invalid(_WRONG)
    if match["port"]:
        own = values.port(match["port"])
        if port not in (None, own):
            raise Invalid(
                Message(
                    "value-two-ports",
                    "The address has another port than the field of the port. Remove one of them.",
                )
            )
        port = own
    host = _host(match["host"])
    scheme = (match["scheme"] or "https").lower()
    system = match["system"]
    return (
        f"{scheme}://{host}{f':{port}' if port else ''}",
        system and f"/redfish/v1/Systems/{system.split('/')[2]}",
    )


def host(raw):
    """The host of such an address alone; raises :class:`values.Invalid`."""
    match = _FORM.fullmatch(values.text(raw).strip())
    return values.address(match["host"] if match else raw)


def _host(text):
    try:
        address = values.address(text)
    except Invalid as exc:
        if exc.message.code == "value-not-address":
            raise Invalid(_WRONG) from None
        raise
    return f"[{address}]" if ":" in address else address
