"""The options that Nova's VMware driver has, as of Nova 34, and what may be in them.

The table is data so that the service needs no Nova; a test holds it against Nova's own.
"""

import dataclasses
import urllib.parse
from collections.abc import Callable

from helion_services.base.messages import Message


@dataclasses.dataclass(frozen=True)
class Option:
    """An option in the group ``vmware``.

    :ivar kind: makes a value from a text, or raises ValueError
    :ivar least: of a number, or None
    :ivar most: of a number, or None
    """

    name: str
    kind: Callable[[str], object]
    default: object = None
    secret: bool = False
    least: int | None = None
    most: int | None = None

    def check(self, text):
        """Raise ValueError, with a sentence, if Nova would not accept a text."""
        try:
            value = self.kind(text)
        except ValueError:
            raise ValueError(f"“{text}” is no value for {self.name}.") from None
        if self.least is not None and value < self.least:
            raise ValueError(f"{self.name} must be {self.least} at least.")
        if self.most is not None and value > self.most:
            raise ValueError(f"{self.name} must be {self.most} at most.")


def boolean(text):
    """What oslo.config takes for a boolean."""
    if text.lower() in ("true", "1", "on", "yes"):
        return True
    if text.lower() in ("false", "0", "off", "no"):
        return False
    raise ValueError(text)


def uri(text):
    """A URI with a scheme."""
    if not urllib.parse.urlsplit(text).scheme:
        raise ValueError(text)
    return text


_PORT = {"least": 0, "most": 65535}

VMWARE = {
    option.name: option
    for option in (
        Option("api_retry_count", int, 10, least=0),
        Option("ca_file", str),
        Option("cache_prefix", str),
        Option("cluster_name", str),
        Option("connection_pool_size", int, 10, least=10),
        Option("console_delay_seconds", int, least=0),
        Option("datastore_regex", str),
        Option("host_ip", str),
        Option("host_password", str, secret=True),
        Option("host_port", int, 443, **_PORT),
        Option("host_username", str),
        Option("insecure", boolean, False),
        Option("integration_bridge", str),
        Option("maximum_objects", int, 100, least=0),
        Option("pbm_default_policy", str),
        Option("pbm_enabled", boolean, False),
        Option("pbm_wsdl_location", str),
        Option("serial_log_dir", str, "/opt/vmware/vspc"),
        Option("serial_port_proxy_uri", uri),
        Option("serial_port_service_uri", str),
        Option("task_poll_interval", float, 0.5),
        Option("use_linked_clone", boolean, True),
        Option("vnc_keymap", str, "en-us"),
        Option("vnc_port", int, 5900, **_PORT),
        Option("vnc_port_total", int, 10000, least=0),
    )
}

OURS = frozenset(
    {"ca_file", "cluster_name", "host_ip", "host_password", "host_port", "host_username"}
)
"""What the service fills in itself."""

FORBIDDEN = frozenset({"insecure", "integration_bridge"})
"""Options that cannot be set: certificates are verified, and NSX-MH is not supported."""


def wrong(values):
    """Messages about further options, strings by name, that proxies cannot have."""
    faults = []
    for name, text in values.items():
        if name not in VMWARE:
            faults.append(
                Message(
                    "option-unknown", "Nova's VMware driver has no option {option}.", option=name
                )
            )
        elif name in OURS | FORBIDDEN:
            faults.append(
                Message("option-fixed", "The option {option} cannot be set.", option=name)
            )
        else:
            try:
                VMWARE[name].check(text)
            except ValueError as exc:
                faults.append(Message("option-invalid", "{reason}", reason=str(exc)))
    return faults
