"""The ports of a node, as Ironic and TripleO write them."""

from helion_services.base.messages import Message
from helion_services.nodes.importer import values
from helion_services.nodes.importer.values import Invalid

_KEYS = {
    "address": values.mac,
    "pxe_enabled": values.true_or_false,
    "physical_network": values.text,
    "name": values.text,
    "local_link_connection": values.plain,
    "is_smartnic": values.true_or_false,
    "extra": values.plain,
}
"""Keys of a port and what reads them."""


def read(raw, row, report):
    """The checked ports of a list, the boot interface first; errors go to the report."""
    if not raw or not isinstance(raw, list):
        report.error(
            row,
            "ports",
            Message(
                "value-not-ports",
                'Write a list of ports, each with the "address" of a network interface.',
            ),
        )
        return []
    if len(raw) > values.MOST_PORTS:
        report.error(
            row,
            "ports",
            Message(
                "value-too-many-ports",
                "There are more than {limit} ports. Remove some.",
                limit=values.MOST_PORTS,
            ),
        )
        return []
    ports = [port for number, each in enumerate(raw) if (port := _port(each, number, row, report))]
    return boot_first(ports)


def boot_first(ports):
    """These ports, those that boot first; Ironic boots from each unless that is turned off."""
    return sorted(ports, key=lambda port: not port.setdefault("pxe_enabled", True))


def _port(raw, number, row, report):
    """A port, or None after its errors were reported."""
    label = f"ports[{number}]"
    if not isinstance(raw, dict):
        report.error(
            row, label, Message("value-not-port", 'Write the "address" of the network interface.')
        )
        return None
    for name in raw.keys() - _KEYS.keys():
        report.ignore(f"ports.{name}")
    port = {}
    for name, convert in _KEYS.items():
        if name != "address" and raw.get(name) is None:
            continue
        try:
            port[name] = convert(raw.get(name))
        except Invalid as exc:
            report.error(row, f"{label}.{name}", exc.message)
    return port if "address" in port else None
