"""Lists of nodes in JSON and YAML as entries.

Three kinds of nodes: with HP's column names, TripleO's ``instackenv.json`` and what ``openstack
baremetal create`` takes. One list may mix them.
"""

import json

from helion_services.base.messages import Message
from helion_services.nodes.importer import columns, strict_yaml
from helion_services.nodes.importer.entry import Entry, limit
from helion_services.nodes.importer.values import Invalid

_PORTS = "ports"


def read_json(text, report):
    """The entries of a JSON text; raises :class:`Invalid`."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as exc:
        message = Message(
            "file-not-json",
            "This is not well-formed JSON. Look at line {line}, column {column}.",
            line=exc.lineno,
            column=exc.colno,
        )
        raise Invalid(message) from None
    except (ValueError, RecursionError):
        raise Invalid(
            Message(
                "file-json-too-large",
                "This JSON has a number that is too long, or is nested too deeply.",
            )
        ) from None
    return _entries(data, report)


def read_yaml(text, report):
    """The entries of a YAML text; raises :class:`Invalid`."""
    return _entries(strict_yaml.load(text), report)


def _entries(data, report):
    if isinstance(data, dict):
        for name in data.keys() - {"nodes"}:
            report.ignore(name)
        data = data.get("nodes")
    if not isinstance(data, list):
        raise Invalid(
            Message(
                "file-not-a-list",
                'The file must be a list of nodes, or have such a list called "nodes".',
            )
        )
    limit(data)
    for number, item in enumerate(data, 1):
        if not isinstance(item, dict):
            report.error(
                number,
                None,
                Message("row-not-a-node", "This is not a node. Write its fields with their names."),
            )
        elif "driver_info" in item:
            yield Entry(number, item, {}, frozenset(), create=True)
        else:
            yield _flat(number, item, report)


def _flat(number, item, report):
    values, labels = {}, {}
    for name, value in item.items():
        column = columns.column(name)
        if column is None:
            # TripleO's files carry comments as fields with an underscore.
            if name != _PORTS and not str(name).startswith("_"):
                report.ignore(name)
        elif column in values:
            report.error(
                number,
                column,
                Message("row-field-twice", "Two fields have the same meaning. Remove one of them."),
            )
        else:
            values[column], labels[column] = value, name
    if "mac_address" not in values and _PORTS in item:
        values["mac_address"], labels["mac_address"] = _addresses(item[_PORTS]), _PORTS
    return Entry(number, values, labels, columns.ACCESS)


def _addresses(ports):
    """Of ports as TripleO has them: a list of ``{"address": ...}``."""
    if not isinstance(ports, list):
        return ports
    return [port.get("address") if isinstance(port, dict) else port for port in ports]
