"""Fields of Ironic's nodes that a file may have under Ironic's own names."""

import re

from helion_services.base.messages import Message
from helion_services.nodes.importer import values
from helion_services.nodes.importer.values import Invalid
from helion_services.nodes.new_node import is_secret

_USERINFO = re.compile(r"://[^/]*@")
_PROPERTIES = {
    "cpus": values.whole,
    "memory_mb": values.memory_mib,
    "local_gb": values.disk_gib,
    "capabilities": values.capabilities,
}


def info(name, raw):
    """The value of a key of ``driver_info``; a secret is always text."""
    values.text(name)
    if isinstance(raw, dict | list):
        raise Invalid(Message("value-not-scalar", "Write a text, a number, true or false."))
    # An unquoted 123 in YAML is a password, too.
    value = values.text(raw) if is_secret(name) else values.plain(raw)
    if isinstance(value, str) and _USERINFO.search(value):
        raise Invalid(
            Message(
                "value-url-with-user",
                "Remove user and password from the URL: they have fields of their own.",
            )
        )
    return value


def node_property(name, raw):
    """The value of a key of ``properties``."""
    values.text(name)
    return _PROPERTIES.get(name, values.plain)(raw)


def _traits(raw):
    items = raw if isinstance(raw, list) else [raw]
    traits = [values.text(item) for item in items]
    if not all(re.fullmatch(r"[A-Z][A-Z0-9_]*", trait) for trait in traits):
        raise Invalid(
            Message(
                "value-not-traits",
                "Write a list of traits, in capitals, such as CUSTOM_GPU or HW_CPU_X86_VMX.",
            )
        )
    return traits


def _extra(raw):
    if not isinstance(raw, dict):
        raise Invalid(Message("value-not-fields", "Write this as fields with their names."))
    return values.plain(raw)


ATTRIBUTES = {
    **{
        f"{kind}_interface": values.text
        for kind in (
            *("bios", "boot", "console", "deploy", "firmware", "inspect", "management"),
            *("network", "power", "raid", "rescue", "storage", "vendor"),
        )
    },
    "conductor_group": values.text,
    "description": values.text,
    "owner": values.text,
    "lessee": values.text,
    "traits": _traits,
    "extra": _extra,
}
"""Attributes of a node that are passed on as they are, and what reads each."""
