"""What a single value must look like.

Every function returns the value in its one true form, or raises :class:`Invalid` with a sentence
that says what to write instead.
"""

import ipaddress
import math
import re

_LONGEST = 255
_DEEPEST = 8

_HEX = re.compile(r"[0-9a-f]{12}")
_MAC = re.compile(
    r"[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}"
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,254}")
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# The last label of a host name has a letter, otherwise 10.1.2.300 would be one.
_HOST = re.compile(rf"(?=.*[A-Za-z][A-Za-z0-9-]*$)(?:{_LABEL}\.)*{_LABEL}")
_URL = re.compile(r"(https?)://(\[[0-9A-Fa-f:.]+\]|[^/@:\[\]]+)(:[0-9]{1,5})?/?")


class Invalid(ValueError):
    """A value cannot be taken; its text says what to write."""


def text(raw):
    """A text of one line, as it is; None is an empty one."""
    if raw is None:
        return ""
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    if not isinstance(raw, str):
        raise Invalid("This must be a text. Put it in quotes.")
    if len(raw) > _LONGEST:
        raise Invalid(f"This is too long. At most {_LONGEST} characters are taken.")
    if not raw.isprintable():
        raise Invalid(
            "There is a character that cannot be printed, such as a tab or a line break. Remove it."
        )
    return raw


def mac(raw):
    """A MAC address as ``94:18:82:01:0a:a0``."""
    given = text(raw).strip().lower()
    digits = re.sub(r"[:.-]", "", given)
    if not (_MAC.fullmatch(given) or _HEX.fullmatch(given)):
        raise Invalid(
            "This is not a MAC address. Write six pairs of hexadecimal digits, such as"
            " 94:18:82:01:0a:a0."
        )
    if int(digits[:2], 16) & 1 or int(digits, 16) == 0:
        raise Invalid(
            "No network interface has this MAC address. Write the one of the interface that the"
            " server boots from."
        )
    return ":".join(digits[place : place + 2] for place in range(0, 12, 2))


def macs(raw):
    """One MAC address or a list of them, always as a list; the one that boots comes first."""
    many = raw if isinstance(raw, list) else [raw]
    if not many:
        raise Invalid("Write the MAC address of the interface that the server boots from.")
    return [mac(one) for one in many]


def whole(raw):
    """A whole number of at least 1."""
    given = text(raw).strip()
    if not re.fullmatch(r"[0-9]{1,9}", given, re.ASCII) or int(given) == 0:
        raise Invalid("Write a whole number of at least 1, in digits only.")
    return int(given)


def address(raw):
    """Address of a management controller: IP address or host name."""
    given = text(raw).strip()
    try:
        found = ipaddress.ip_address(given.removeprefix("[").removesuffix("]"))
    except ValueError:
        if not _HOST.fullmatch(given) or len(given) > 253:
            raise Invalid(
                "This is neither an IP address nor a host name. Write the address of the server's"
                " management controller (iLO, BMC), such as 10.20.1.10."
            ) from None
        return given.lower()
    if found.is_unspecified or found.is_multicast:
        raise Invalid("No management controller can have this address. Write its own one.")
    return str(found)


def url(raw):
    """Address of a management controller that speaks Redfish, as a URL; HTTPS unless it says so."""
    given = text(raw).strip()
    if "://" not in given:
        host = address(given)
        return f"https://[{host}]" if ":" in host else f"https://{host}"
    match = _URL.fullmatch(given)
    if match is None:
        raise Invalid(
            "Write a URL of scheme, host and perhaps port, such as https://10.20.1.10, without user"
            " and password."
        )
    scheme, host, port = match.groups()
    host = address(host)
    return f"{scheme}://{f'[{host}]' if ':' in host else host}{port or ''}"


def node_name(raw):
    """A name that Ironic takes."""
    given = text(raw).strip()
    if not _NAME.fullmatch(given) or _UUID.fullmatch(given):
        raise Invalid(
            "A name has letters, digits, dots, hyphens, underscores and tildes, begins with a"
            " letter or a digit and is not a UUID."
        )
    return given


def plain(raw, depth=0):
    """Any JSON value that Ironic's database can keep."""
    if depth > _DEEPEST:
        raise Invalid(f"This is nested too deeply. At most {_DEEPEST} levels are taken.")
    if isinstance(raw, list):
        return [plain(one, depth + 1) for one in raw]
    if isinstance(raw, dict):
        return {text(name): plain(one, depth + 1) for name, one in raw.items()}
    if isinstance(raw, float):
        if not math.isfinite(raw):
            raise Invalid("This number is too large.")
        return raw
    return raw if raw is None or isinstance(raw, bool | int) else text(raw)
