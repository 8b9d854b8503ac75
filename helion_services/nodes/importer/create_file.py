"""Nodes as ``openstack baremetal create`` takes them become drafts."""

import re

from helion_services.base.messages import Message
from helion_services.nodes.importer import node_fields, ports, values
from helion_services.nodes.importer.entry import Draft
from helion_services.nodes.importer.values import Invalid

_NODE_KEYS = frozenset(
    {"name", "driver", "driver_info", "properties", "ports", "resource_class", "role"}
)
_MOST = 100  # keys of one kind

_OLD_DRIVERS = {
    "pxe_ipmitool": "ipmi",
    "pxe_ipmitool_socat": "ipmi",
    "agent_ipmitool": "ipmi",
    "agent_ipmitool_socat": "ipmi",
    "pxe_drac": "idrac",
    "agent_drac": "idrac",
    "pxe_ilo": "ilo",
    "iscsi_ilo": "ilo",
    "agent_ilo": "ilo",
    "pxe_irmc": "irmc",
    "agent_irmc": "irmc",
    "pxe_snmp": "snmp",
}
"""Drivers before Ironic had hardware types. Their ``driver_info`` has the same keys today."""

_FINDS_PORTS = ("redfish", "idrac", "ilo", "ilo5", "irmc")
"""Drivers whose management controller knows the server's NICs."""


def capabilities(item):
    """The capabilities of an item, unchecked, or None."""
    properties = item.get("properties")
    return properties.get("capabilities") if isinstance(properties, dict) else None


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
    for name in item.keys() - _NODE_KEYS - node_fields.ATTRIBUTES.keys():
        report.ignore(name)
    node = Draft(entry, role)
    node.driver = _driver(report, row, item.get("driver"))
    node.name = _take(report, row, "name", values.node_name, item.get("name"), optional=True)
    node.driver_info = _each(report, row, "driver_info", node_fields.info, item.get("driver_info"))
    node.properties = _each(
        report, row, "properties", node_fields.node_property, item.get("properties")
    )
    resource_class = _take(report, row, "resource_class", values.text, item.get("resource_class"))
    node.resource_class = resource_class or role
    for name, convert in node_fields.ATTRIBUTES.items():
        if item.get(name) is not None:
            node.attributes[name] = _take(report, row, name, convert, item[name])
    if item.get("ports") or node.driver not in _FINDS_PORTS:
        node.ports = ports.read(item.get("ports"), row, report)
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


def _driver(report, row, raw):
    """The driver by its name of today, or None."""
    name = _take(report, row, "driver", _driver_name, raw)
    driver = _OLD_DRIVERS.get(name, name)
    if driver != name:
        report.notice(
            row,
            Message(
                "row-driver-renamed",
                "The driver {old} is called {driver} now.",
                old=name,
                driver=driver,
            ),
        )
    return driver


def _driver_name(raw):
    driver = values.text(raw).strip()
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", driver):
        raise Invalid(
            Message("value-not-driver", "Write one of Ironic's drivers, such as ipmi or redfish.")
        )
    return driver
