"""What WSAPI accepts as the name of an object."""

import re

from helion_embedded.simulators.storeserv.errors import WsapiError

_LEGAL = re.compile(r"[A-Za-z0-9_.:-]+")


def check(name, length=31):
    """Raise :class:`WsapiError` for a name that is missing, too long or not legal."""
    if not name:
        raise WsapiError("INV_INPUT_MISSING_REQUIRED", "name")
    if len(name) > length:
        raise WsapiError("INV_INPUT_EXCEEDS_LENGTH", "name")
    if not _LEGAL.fullmatch(name):
        raise WsapiError("INV_INPUT_ILLEGAL_CHAR", "name")
