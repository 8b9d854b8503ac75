"""Parses files of servers into nodes: pure functions."""

import re

from helion_services.base.messages import Message
from helion_services.nodes import conflicts
from helion_services.nodes.importer import (
    create_file,
    documents,
    flat,
    naming,
    node_fields,
    role_names,
    table,
    values,
)
from helion_services.nodes.importer.entry import MAX_ROWS, Entry
from helion_services.nodes.importer.power import POWER_MANAGEMENT, Power, all_to
from helion_services.nodes.importer.result import Notice, Report, Result, RowError
from helion_services.nodes.importer.role_names import HP_ROLES, ROLES
from helion_services.nodes.importer.values import Invalid
from helion_services.nodes.new_node import NewNode

__all__ = [
    "FORMATS",
    "HP_ROLES",
    "MAX_BYTES",
    "MAX_ROWS",
    "POWER_MANAGEMENT",
    "ROLES",
    "NewNode",
    "Notice",
    "Power",
    "Result",
    "RowError",
    "all_to",
    "check",
    "parse",
]

FORMATS = ("auto", "csv", "json", "yaml")
MAX_BYTES = 1024**2

_YAML = re.compile(r"---|%YAML|(?:-|[A-Za-z_]+:)(?:\s|$)")
_READERS = {"csv": table.read, "json": documents.read_json, "yaml": documents.read_yaml}


def parse(text, format="auto", mapping=POWER_MANAGEMENT, roles=ROLES, drivers=None):  # noqa: A002
    """Read a file of servers; never raises, whatever the text.

    :param format: one of :data:`FORMATS`
    :param mapping: :class:`Power` by lower-case ``power_management``
    :param roles: our role by lower-case name in the file
    :param drivers: names of the drivers that Ironic has turned on; None if they are not known
    :returns: a :class:`Result` with all errors of all rows
    """
    report = Report()
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        report.error(
            None, None, Message("file-too-large", "The file is larger than 1 MiB. Split it.")
        )
        return report.result()
    kind = detect(text) if format == "auto" else format
    try:
        reader = _READERS[kind]
    except KeyError:
        report.error(
            None,
            "format",
            Message(
                "format-unknown",
                "This format is unknown. Use one of {formats}.",
                formats=", ".join(FORMATS),
            ),
        )
        return report.result()
    try:
        entries = list(reader(text, report))
    except Invalid as exc:
        report.error(None, None, exc.message)
        return report.result()
    if not entries and not report.errors:
        report.error(
            None,
            None,
            Message("file-empty", "There is no node in the file. Write a node in each row."),
        )
    drafts = [
        create_file.draft(entry, role, report)
        if entry.create
        else flat.draft(entry, role, mapping, report)
        for entry, role in _roles(entries, kind, roles, report)
    ]
    conflicts.report(drafts, report)
    return report.result(_nodes(drafts, drivers, report))


def check(items, drivers=None):
    """Check nodes that are :class:`NewNode` as JSON already, as if a file had them.

    Not whether two of them are the same: the request has no rows, and
    :func:`~helion_services.nodes.conflicts.refuse` compares them and those of Ironic together.

    :returns: a :class:`Result`; the row of an error is the place in the list from 1
    """
    report = Report()
    drafts = []
    for number, item in enumerate(items, 1):
        fields = {name: value for name, value in item.items() if name != "attributes"}
        for name, value in (item.get("attributes") or {}).items():
            if name in node_fields.ATTRIBUTES:
                fields[name] = value
            else:
                report.error(number, "attributes", _NO_ATTRIBUTE)
        entry = Entry(number, fields, {}, frozenset(), create=True)
        drafts.append(create_file.draft(entry, item["role"], report))
    return report.result(_nodes(drafts, drivers, report))


_NO_ATTRIBUTE = Message("value-attribute-unknown", "A node has no such attribute.")


def detect(text):
    """The format of a text, by its first line."""
    lines = [line.strip() for line in text.splitlines()]
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if first.startswith(("{", "[", "//", "/*")):
        return "json"
    return "yaml" if _YAML.match(first) else "csv"


def _nodes(drafts, drivers, report):
    for draft in drafts:
        _check_driver(draft, drivers, report)
        _note_disk(draft, report)
    naming.name(drafts, report)
    return [
        NewNode(
            draft.name,
            draft.role,
            draft.driver,
            draft.driver_info,
            tuple(draft.ports),
            draft.properties,
            draft.resource_class,
            draft.attributes,
            draft.entry.row,
        )
        for draft in drafts
    ]


def _check_driver(draft, drivers, report):
    if drivers is None or draft.driver is None or draft.driver in drivers:
        return
    field = "driver" if draft.entry.create else draft.entry.label("power_management")
    report.error(
        draft.entry.row,
        field,
        Message(
            "value-driver-unknown",
            "Ironic does not have the driver {driver} turned on. Use one of {drivers}.",
            driver=draft.driver,
            drivers=sorted(drivers),
        ),
    )


def _note_disk(draft, report):
    """A note if the disk is a round thousand: disks are sold in TB, and Ironic counts GiB."""
    size = draft.properties.get("local_gb")
    if size and size % 1000 == 0:
        message = Message(
            "row-disk-round",
            "The disk is declared with {size} GiB. A disk of {terabytes} TB has {gib} GiB: write"
            " “{terabytes} TB”, or leave it to the inspection.",
            size=size,
            terabytes=size // 1000,
            gib=values.disk_gib(f"{size} GB"),
        )
        report.notice(draft.entry.row, message)


def _roles(entries, kind, roles, report):
    """The entries that are to be enrolled, each with its role."""
    kept = []
    for entry in entries:
        field, name = _named_role(entry, roles)
        try:
            role, deleted = role_names.read(name, roles, is_profile=field.endswith("capabilities"))
        except Invalid as exc:
            report.error(entry.row, field, exc.message)
            # The rest of the row is checked too; it takes no place from others.
            kept.append((entry, role_names.REST))
            continue
        if deleted:
            report.notice(
                entry.row, Message("row-deleted", "The row is marked as deleted and is skipped.")
            )
        else:
            kept.append((entry, role))
    # Only HP's own file, which has no header, lists the undercloud's own server.
    hp = kind == "csv" and not any(entry.labels for entry in entries)
    missing = iter(role_names.fill([role for _entry, role in kept], first_is_undercloud=hp))
    for entry, role in kept:
        filled = role or next(missing)
        if filled == role_names.UNDERCLOUD:
            report.notice(entry.row, _UNDERCLOUD if role else _FIRST)
            continue
        if role is None:
            report.notice(
                entry.row,
                Message(
                    "row-role-filled",
                    "The row names no role. By HP's order it becomes {role}.",
                    role=filled,
                ),
            )
        if entry.lacks:
            report.notice(entry.row, _short(entry.lacks))
        yield entry, filled


def _short(names):
    """That a line ends early: a delimiter may have been forgotten."""
    return Message(
        "row-fields-missing",
        "The line is shorter than the others. These fields are empty: {fields}.",
        fields=[ascii(name[:40])[1:-1] for name in names],
    )


_UNDERCLOUD = Message("row-undercloud", "The undercloud's own server is skipped: it is in use.")
_FIRST = Message(
    "row-first-undercloud",
    "The row names no role, and no row is the undercloud. By HP's order this row is, so it is"
    " skipped: the undercloud's own server is in use. To enrol it, write its role.",
)


def _named_role(entry, roles):
    """``(field, name)`` of the role that an entry names: in a field of its own, else as the profile
    in its capabilities, else as a resource class that is a role."""
    own = entry.values.get("role")
    if own not in (None, ""):
        return entry.label("role"), own
    if entry.create:
        field, capabilities = "properties.capabilities", create_file.capabilities(entry.values)
    else:
        field, capabilities = entry.label("capabilities"), entry.values.get("capabilities")
    profile = create_file.profile(capabilities)
    if profile not in (None, ""):
        return field, profile
    resource_class = entry.values.get("resource_class") if entry.create else None
    is_role = isinstance(resource_class, str) and resource_class.lower() in roles
    return "resource_class", resource_class if is_role else None
