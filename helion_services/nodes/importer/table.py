"""HP's ``baremetal.csv``, and what spreadsheets make of it, as entries."""

import csv
import re

from helion_services.base.messages import Message
from helion_services.nodes.importer import columns
from helion_services.nodes.importer.entry import Entry, limit
from helion_services.nodes.importer.values import Invalid

_DELIMITERS = ",;\t"
_ENOUGH = columns.NEEDED - 1  # delimiters in a row that is complete
_MARKUP = re.compile(r"\s*<(?:!--|(?:!doctype|html|head|body|\?xml)\b)", re.IGNORECASE)


def read(text, report):
    """The entries of a CSV, with or without a header.

    Every line stands for itself, so that one with a quote too few spoils no other.
    """
    if _MARKUP.match(text):
        raise Invalid(
            Message(
                "file-markup",
                "This is a web page or an XML document. Save the servers as CSV, JSON or YAML.",
            )
        )
    lines = [
        (number, line)
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    limit(
        lines[1:]
    )  # the first may be a header; a limit here spares an error for each of 100,000 lines
    delimiter = _delimiter(line for _number, line in lines)
    rows, widths = [], {}
    for number, line in lines:
        cells, width = _cells(line, delimiter)
        if cells is None:
            message = Message(
                "row-quotes",
                "The quotes in this line do not match. Put a field that has a quote in it in double"
                " quotes, and write that quote twice.",
            )
            report.error(number, None, message)
        elif cells:
            rows.append((number, cells))
            widths[number] = width
    head = columns.header(rows[0][1]) if rows else None
    limit(rows if head is None else rows[1:])
    if head is None:
        return _without_header(rows, widths, delimiter, report)
    return _with_header(rows, widths, head, delimiter, report)


def _without_header(rows, widths, delimiter, report):
    if len(rows) > 1 and not any(re.search(r"[0-9]", cell) for cell in rows[0][1]):
        report.error(rows[0][0], None, _header_unknown())
        return
    widest = min(max(widths.values(), default=0), len(columns.COLUMNS))
    for number, cells in rows:
        if len(cells) < columns.NEEDED:
            message = Message(
                "row-too-short",
                "The line has too few fields ({count}). At least {needed} are needed: {columns}.",
                count=len(cells),
                needed=columns.NEEDED,
                columns=", ".join(columns.COLUMNS[: columns.NEEDED]),
            )
            report.error(number, None, message)
        elif _fits(number, cells, columns.COLUMNS, delimiter, report):
            lacks = columns.COLUMNS[widths[number] : widest]
            yield _entry(number, cells, columns.COLUMNS, {}, lacks)


def _header_unknown():
    return Message(
        "header-unknown",
        "The first line looks like a header, but its names are unknown. Name the columns"
        " {columns}.",
        columns=", ".join(columns.COLUMNS),
    )


def _with_header(rows, widths, head, delimiter, report):
    (number, names), *rows = rows
    labels = {column: name for column, name in zip(head, names, strict=True) if column}
    for column, name in zip(head, names, strict=True):
        if column is None:
            report.ignore(name)
        elif head.count(column) > 1 and labels[column] == name:
            report.error(
                number,
                name,
                Message(
                    "header-column-twice", "Two columns have the same meaning. Remove one of them."
                ),
            )
    # Not every power management needs a MAC address, a user and a password; each row tells.
    needed = {"ip_address"} if "power_management" in head else columns.ACCESS
    missing = [name for name in columns.COLUMNS if name in needed - set(head)]
    for column in missing:
        report.error(
            number,
            column,
            Message(
                "header-column-missing", "The header has no column {column}. Add it.", column=column
            ),
        )
    if missing:
        return
    for line, cells in rows:
        if _fits(line, cells, head, delimiter, report):
            yield _entry(line, cells, head, labels, names[widths[line] :])


def _entry(number, cells, head, labels, lacks):
    values = {name: cell for name, cell in zip(head, cells, strict=False) if name}
    required = frozenset(columns.COLUMNS[: columns.NEEDED]).intersection(filter(None, head))
    return Entry(number, values, labels, required | columns.ACCESS, lacks=tuple(lacks))


def _fits(number, cells, head, delimiter, report):
    if len(cells) <= len(head):
        return True
    message = Message(
        "row-too-long",
        "The line has more fields ({count}) than there are columns ({columns}). Put a field that"
        " contains “{delimiter}” in double quotes.",
        count=len(cells),
        columns=len(head),
        delimiter=delimiter,
    )
    report.error(number, None, message)
    return False


def _delimiter(lines):
    """That with which most lines are complete, else the most frequent."""
    lines = list(lines)

    def weight(delimiter):
        counts = [line.count(delimiter) for line in lines]
        return sum(count >= _ENOUGH for count in counts), sum(counts)

    return max(_DELIMITERS, key=weight)


def _cells(line, delimiter):
    """The stripped fields of a line without empty ones at its end, and their number with those.

    Both are None when the line cannot be read.
    """
    for attempt in (line, re.sub(r'"\s+(?=[,;\t]|$)', '"', line)):
        try:
            (cells,) = csv.reader(
                [attempt], delimiter=delimiter, skipinitialspace=True, strict=True
            )
        except (csv.Error, ValueError):
            continue
        cells = [cell.strip() for cell in cells]
        width = len(cells)
        while cells and not cells[-1]:
            cells.pop()
        return cells, width
    return None, None
