"""Nodes as ``openstack baremetal create`` takes them become drafts."""

import re

from helion_services.base.messages import Message
from helion_services.nodes.importer import values
from helion_services.nodes.importer.entry import Draft
from helion_services.nodes.importer.values import Invalid
from helion_services.nodes.new_node import is_secret

_NODE_KEYS = frozenset(
    {"name", "driver", "driver_info", "properties", "ports", "resource_class", "role"}
)
_NUMBERS = ("cpus", "memory_mb", "local_gb")
_MOST = 100  # ports, or keys of one kind
_USERINFO = re.compile(r"://[^/]*@")

_PORT = {
    "address": values.mac,
    "pxe_enabled": None,
    "physical_network": values.text,
    "name": values.text,
    "local_link_connection": values.plain,
    "is_smartnic": None,
    "extra": values.plain,
}
"""Keys of a port and what reads them; None for true or false."""


def role(item):
    """The role that an item names: its own, its profile, its resource class or None."""
    if item.get("role"):
        return item["role"]
    properties = item.get("properties")
    capabilities = properties.get("capabilities") if isinstance(properties, dict) else None
    return profile(capabilities) or item.get("resource_class")


def profile(capabilities):
    """The profile in ``profile:compute,boot_option:local``, or None."""
    if isinstance(capabilities, dict):
        return capabilities.get("profile")
    if not isinstance(capabilities, str):
        return None
    match = re.search(r"(?:^|,)\s*profile:([^,]+)", capabilities)
    return match and match[1].strip()


def draft(entry, role, report):
    """The :class:`Draft` of an entry; errors go to the report."""
    item, row = entry.values, entry.row
    for name in item.keys() - _NODE_KEYS:
        report.ignore(name)
    node = Draft(entry, role)
    node.driver = _take(report, row, "driver", _driver, item.get("driver"))
    node.name = _take(report, row, "name", values.node_name, item.get("name"), optional=True)
    node.driver_info = _each(report, row, "driver_info", _info, item.get("driver_info"))
    node.properties = _each(report, row, "properties", _property, item.get("properties"))
    resource_class = _take(report, row, "resource_class", values.text, item.get("resource_class"))
    node.resource_class = resource_class or role
    node.ports = list(_ports(report, row, item.get("ports")))
    # Ironic boots from every port unless that is turned off.
    node.ports.sort(key=lambda port: not port.setdefault("pxe_enabled", True))
    node.macs = [port["address"] for port in node.ports]
    return node


def _take(report, row, field, convert, raw, optional=False):
    if optional and raw in (None, ""):
        return None
    try:
        return convert(raw)
    except Invalid as exc:
        report.error(row, field, exc.message)
        return None


def _each(report, row, field, convert, raw):
    """A dict of checked values; ``convert`` takes a key and its value."""
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        report.error(
            row, field, Message("value-not-fields", "Write this as fields with their names.")
        )
        return {}
    if len(raw) > _MOST:
        report.error(
            row,
            field,
            Message(
                "value-too-many-fields",
                "There are more than {limit} fields. Remove some.",
                limit=_MOST,
            ),
        )
        return {}
    checked = {}
    for name, value in raw.items():
        label = f"{field}.{ascii(str(name)[:40])[1:-1]}"
        checked[str(name)] = _take(
            report, row, label, lambda item, name=name: convert(name, item), value
        )
    return checked


def _driver(raw):
    driver = values.text(raw).strip()
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", driver):
        raise Invalid(
            Message("value-not-driver", "Write one of Ironic's drivers, such as ipmi or redfish.")
        )
    return driver


def _info(name, raw):
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


def _property(name, raw):
    values.text(name)
    return values.whole(raw) if name in _NUMBERS else values.plain(raw)


def _ports(report, row, raw):
    if not raw or not isinstance(raw, list) or len(raw) > _MOST:
        report.error(
            row,
            "ports",
            Message(
                "value-not-ports",
                'Write a list of ports, each with the "address" of a network interface.',
            ),
        )
        return
    for number, port in enumerate(raw):
        label = f"ports[{number}]"
        if not isinstance(port, dict):
            report.error(
                row,
                label,
                Message("value-not-port", 'Write the "address" of the network interface.'),
            )
            continue
        for name in port.keys() - _PORT.keys():
            report.ignore(f"ports.{name}")
        checked = {
            name: _take(report, row, f"{label}.{name}", convert or _true_or_false, port.get(name))
            for name, convert in _PORT.items()
            if name == "address" or port.get(name) is not None
        }
        if checked["address"]:
            yield checked


def _true_or_false(raw):
    if not isinstance(raw, bool):
        raise Invalid(Message("value-not-boolean", "Write true or false."))
    return raw
