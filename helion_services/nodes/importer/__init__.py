"""Parses files of servers into nodes: pure functions."""

import re

from helion_services.base.messages import Message
from helion_services.nodes import conflicts
from helion_services.nodes.importer import (
    create_file,
    documents,
    flat,
    naming,
    role_names,
    table,
)
from helion_services.nodes.importer.entry import MAX_ROWS
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
    "parse",
]

FORMATS = ("auto", "csv", "json", "yaml")
MAX_BYTES = 1024**2

_YAML = re.compile(r"---|%YAML|(?:-|[A-Za-z_]+:)(?:\s|$)")
_READERS = {"csv": table.read, "json": documents.read_json, "yaml": documents.read_yaml}


def parse(text, format="auto", mapping=POWER_MANAGEMENT, roles=ROLES):  # noqa: A002
    """Read a file of servers; never raises, whatever the text.

    :param format: one of :data:`FORMATS`
    :param mapping: :class:`Power` by lower-case ``power_management``
    :param roles: our role by lower-case name in the file
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
    return report.result(_nodes(entries, kind, mapping, roles, report))


def detect(text):
    """The format of a text, by its first line."""
    lines = [line.strip() for line in text.splitlines()]
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if first.startswith(("{", "[")):
        return "json"
    return "yaml" if _YAML.match(first) else "csv"


def _nodes(entries, kind, mapping, roles, report):
    drafts = [
        create_file.draft(entry, role, report)
        if entry.create
        else flat.draft(entry, role, mapping, report)
        for entry, role in _roles(entries, kind, roles, report)
    ]
    conflicts.report(drafts, report)
    naming.name(drafts)
    return [
        NewNode(
            draft.name,
            draft.role,
            draft.driver,
            draft.driver_info,
            tuple(draft.ports),
            draft.properties,
            draft.resource_class,
            draft.entry.row,
        )
        for draft in drafts
    ]


def _roles(entries, kind, roles, report):
    """The entries that are to be enrolled, each with its role."""
    kept = []
    for entry in entries:
        try:
            role, deleted = role_names.read(_named_role(entry, roles), roles)
        except Invalid as exc:
            report.error(entry.row, entry.label("role"), exc.message)
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
        yield entry, filled


_UNDERCLOUD = Message("row-undercloud", "The undercloud's own server is skipped: it is in use.")
_FIRST = Message(
    "row-first-undercloud",
    "The row names no role, and no row is the undercloud. By HP's order this row is, so it is"
    " skipped: the undercloud's own server is in use. To enrol it, write its role.",
)


def _named_role(entry, roles):
    """The role that an entry names; a resource class or profile counts if it is a role."""
    if entry.create:
        name = create_file.role(entry.values)
        return name if entry.values.get("role") else _if_role(name, roles)
    name = entry.values.get("role")
    if name not in (None, ""):
        return name
    return _if_role(create_file.profile(entry.values.get("capabilities")), roles)


def _if_role(name, roles):
    return name if isinstance(name, str) and name.lower() in roles else None
