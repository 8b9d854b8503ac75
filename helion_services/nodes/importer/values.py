"""The form of single values.

Every function returns the value in its normal form, or raises :class:`Invalid` with a message that
says what to write instead.
"""

import ipaddress
import math
import re

from helion_services.base.messages import Message

MOST_PORTS = 100  # of a node: each is a call of Ironic

_LONGEST = 255
_DEEPEST = 8

# Pairs, as most write it; fours, as Cisco does; sixes, as HP does; and digits alone.
_MAC = re.compile(
    r"[0-9a-f]{2}([:.-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}"
    r"|[0-9a-f]{4}([:.-])[0-9a-f]{4}\2[0-9a-f]{4}"
    r"|[0-9a-f]{6}[:.-]?[0-9a-f]{6}"
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,254}")
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# The last label of a host name has a letter, otherwise 10.1.2.300 would be one.
_HOST = re.compile(rf"(?=.*[A-Za-z][A-Za-z0-9-]*$)(?:{_LABEL}\.)*{_LABEL}")
_SIZE = re.compile(r"([0-9]{1,9}) ?([KMGTP]i?B)", re.IGNORECASE)
_POWERS = {letter: power for power, letter in enumerate("kmgtp", 1)}


MAC_MISSING = Message(
    "value-mac-missing", "Write the MAC address of the interface that the server boots from."
)


class Invalid(ValueError):
    """A value is refused; carries a :class:`Message` that says what to write."""

    @property
    def message(self):
        """The :class:`Message`."""
        return self.args[0]


def text(raw):
    """A text of one line, as it is; None is an empty one."""
    if raw is None:
        return ""
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    if not isinstance(raw, str):
        raise Invalid(Message("value-not-text", "This must be a text. Put it in quotes."))
    if len(raw) > _LONGEST:
        raise Invalid(
            Message(
                "value-too-long",
                "This is too long. At most {limit} characters are allowed.",
                limit=_LONGEST,
            )
        )
    if not raw.isprintable():
        raise Invalid(
            Message(
                "value-not-printable",
                "This has a character that cannot be printed, such as a tab or a line break. Remove"
                " it.",
            )
        )
    return raw


def mac(raw):
    """A MAC address as ``94:18:82:01:0a:a0``."""
    value = text(raw).strip().lower()
    digits = re.sub(r"[:.-]", "", value)
    if not _MAC.fullmatch(value):
        raise Invalid(
            Message(
                "value-not-mac",
                "This is not a MAC address. Write six pairs of hexadecimal digits, such as"
                " 94:18:82:01:0a:a0.",
            )
        )
    if int(digits[:2], 16) & 1 or int(digits, 16) == 0:
        raise Invalid(
            Message(
                "value-not-interface-mac",
                "No network interface has this MAC address. Write that of the interface that the"
                " server boots from.",
            )
        )
    return ":".join(digits[place : place + 2] for place in range(0, 12, 2))


def macs(raw):
    """A MAC address or a list of them, always as a list; that of the boot interface is first."""
    many = raw if isinstance(raw, list) else [raw]
    if not many:
        raise Invalid(MAC_MISSING)
    if len(many) > MOST_PORTS:
        raise Invalid(
            Message(
                "value-too-many-ports",
                "There are more than {limit} ports. Remove some.",
                limit=MOST_PORTS,
            )
        )
    return [mac(item) for item in many]


def whole(raw):
    """A whole number of at least 1."""
    value = text(raw).strip()
    if not re.fullmatch(r"[0-9]{1,9}", value, re.ASCII) or int(value) == 0:
        raise Invalid(
            Message("value-not-whole", "Write a whole number of at least 1, in digits only.")
        )
    return int(value)


def memory_mib(raw):
    """Memory in MiB: a number of MiB, or a number with a unit such as ``32 GB``.

    Memory comes in powers of two, so ``GB`` is a GiB here.
    """
    return _size(raw, binary=True, unit=1024**2)


def disk_gib(raw):
    """A disk in GiB: a number of GiB, or a number with a unit such as ``1 TB`` (931 GiB)."""
    return _size(raw, binary=False, unit=1024**3)


def _size(raw, *, binary, unit):
    value = text(raw).strip()
    match = _SIZE.fullmatch(value)
    if not match:
        try:
            return whole(value)
        except Invalid:
            raise Invalid(_NOT_SIZE) from None
    prefix = match[2].lower()
    base = 1024 if binary or "i" in prefix else 1000
    size = int(match[1]) * base ** _POWERS[prefix[0]] // unit
    if not 0 < size < 10**9:
        raise Invalid(_NOT_SIZE)
    return size


_NOT_SIZE = Message(
    "value-not-size",
    "Write a whole number of at least 1, or one with a unit, such as 32 GB or 1 TB. Without a unit,"
    " memory is in MiB and a disk in GiB (1 TB is 931 GiB).",
)


def port(raw):
    """The number of a TCP or UDP port."""
    value = text(raw).strip()
    if not re.fullmatch(r"[0-9]{1,5}", value, re.ASCII) or not 0 < int(value) < 2**16:
        raise Invalid(Message("value-not-port-number", "Write a port number between 1 and 65535."))
    return int(value)


def capabilities(raw):
    """Capabilities as Ironic keeps them: ``profile:compute,boot_mode:uefi``; a dict is joined."""
    if not isinstance(raw, dict):
        return text(raw)
    pairs = [(text(name), _word(value)) for name, value in raw.items()]
    if any(":" in name or "," in name + value for name, value in pairs):
        raise Invalid(
            Message("value-not-capabilities", "Write each capability without commas and colons.")
        )
    return text(",".join(f"{name}:{value}" for name, value in pairs))


def _word(raw):
    return str(raw).lower() if isinstance(raw, bool) else text(raw)


def true_or_false(raw):
    """A boolean."""
    if not isinstance(raw, bool):
        raise Invalid(Message("value-not-boolean", "Write true or false."))
    return raw


def address(raw):
    """Address of a management controller: IP address or host name."""
    value = text(raw).strip()
    try:
        ip = ipaddress.ip_address(value.removeprefix("[").removesuffix("]"))
    except ValueError:
        if not _HOST.fullmatch(value) or len(value) > 253:
            raise Invalid(
                Message(
                    "value-not-address",
                    "This is neither an IP address nor a host name. Write the address of the"
                    " server's management controller (iLO, BMC), such as 10.20.1.10, and a port in"
                    " pm_port.",
                )
            ) from None
        return value.lower()
    if ip.is_unspecified or ip.is_multicast:
        raise Invalid(
            Message(
                "value-not-controller-address",
                "No management controller can have this address. Write its own address.",
            )
        )
    return str(ip)


def node_name(raw):
    """A name that Ironic takes."""
    value = text(raw).strip()
    if not _NAME.fullmatch(value) or _UUID.fullmatch(value):
        raise Invalid(
            Message(
                "value-not-node-name",
                "A name has letters, digits, dots, hyphens, underscores and tildes, begins with a"
                " letter or a digit and is not a UUID.",
            )
        )
    return value


def plain(raw, depth=0):
    """Any JSON value that Ironic's database can keep."""
    if depth > _DEEPEST:
        raise Invalid(
            Message(
                "value-too-deep",
                "This is nested too deeply. At most {limit} levels are allowed.",
                limit=_DEEPEST,
            )
        )
    if isinstance(raw, list):
        return [plain(item, depth + 1) for item in raw]
    if isinstance(raw, dict):
        return {text(name): plain(item, depth + 1) for name, item in raw.items()}
    if isinstance(raw, float):
        if not math.isfinite(raw):
            raise Invalid(Message("value-too-large", "This number is too large."))
        return raw
    return raw if raw is None or isinstance(raw, bool | int) else text(raw)
