"""Lists of nodes in JSON and YAML as entries.

Three kinds of nodes: with HP's column names, TripleO's ``instackenv.json`` and what ``openstack
baremetal create`` takes. One list may mix them. Bifrost's inventory is a map of nodes by name.
"""

import json

from helion_services.base.messages import Message
from helion_services.nodes.importer import bifrost, columns, strict_yaml
from helion_services.nodes.importer.entry import Entry, limit
from helion_services.nodes.importer.values import Invalid


def read_json(text, report):
    """The entries of a JSON text; raises :class:`Invalid`."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as exc:
        raise Invalid(_not_json(text, exc)) from None
    except (ValueError, RecursionError):
        raise Invalid(
            Message(
                "file-json-too-large",
                "This JSON has a number that is too long, or is nested too deeply.",
            )
        ) from None
    return _entries(data, report)


def _not_json(text, exc):
    """What keeps a text from being JSON, by the place where reading it ended."""
    rest = text[exc.pos :].lstrip()
    line = text.count("\n", 0, len(text) - len(rest)) + 1
    if rest.startswith(("//", "/*", "#")):
        return Message(
            "file-json-comment",
            "JSON allows no comments. Remove the comment in line {line}.",
            line=line,
        )
    if text[: exc.pos].rstrip().endswith(",") and rest.startswith(("}", "]")):
        return Message(
            "file-json-comma",
            "JSON allows no comma after the last item. Remove that before line {line}, column"
            " {column}.",
            line=line,
            column=exc.colno,
        )
    return Message(
        "file-not-json",
        "This is not well-formed JSON. Look at line {line}, column {column}.",
        line=line,
        column=exc.colno,
    )


def read_yaml(text, report):
    """The entries of a YAML text; raises :class:`Invalid`."""
    return _entries(strict_yaml.load(text), report)


def _entries(data, report):
    for number, item in enumerate(_items(data, report), 1):
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


def _items(data, report):
    """The list of nodes in the content of a file."""
    if bifrost.is_inventory(data):
        report.notice(
            None,
            Message(
                "file-bifrost",
                "The file is read as an inventory of Bifrost: “nics” are the ports, and the groups"
                " of “driver_info” are joined.",
            ),
        )
        data = bifrost.nodes(data)
    elif isinstance(data, dict):
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
    return data


def _flat(number, item, report):
    values, labels, others = {}, {}, {}
    for name, value in item.items():
        column = columns.column(name)
        if column is None:
            # TripleO's files carry comments as fields with an underscore.
            if not str(name).startswith("_"):
                others[str(name)] = value
        elif column in values:
            report.error(
                number,
                column,
                Message("row-field-twice", "Two fields have the same meaning. Remove one of them."),
            )
        else:
            values[column], labels[column] = value, name
    if others.get("ports") and "mac_address" not in values:
        labels["mac_address"] = "ports"
    return Entry(number, values, labels, columns.ACCESS, others=others)
