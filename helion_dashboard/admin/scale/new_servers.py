"""New servers from a file or from a form's fields: the service reads and keeps them.

It gives a token for them, so that their passwords need not be sent again with a plan.
"""

import dataclasses
import itertools
import json

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helion_dashboard import policy
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import driver_fields

LARGEST = 1024**2  # bytes of a file: the service takes no more
_JOIN = ", "


@dataclasses.dataclass(frozen=True)
class NewServers:
    """Servers that the service has read.

    :ivar imported: the :class:`~.lifecycle.plans.Import`, ``None`` if nothing was read now
    :ivar token: stands for the servers; empty when there are none, or errors
    :ivar names: the names of the servers
    """

    imported: object = None
    token: str = ""
    names: tuple = ()

    @property
    def preview(self):
        """The :class:`Preview`, ``None`` if nothing was read now."""
        return preview(self.imported) if self.imported else None


@dataclasses.dataclass(frozen=True)
class Line:
    """A row of a file.

    :ivar row: its number, ``None`` for the file as a whole
    :ivar node: the node of the row, as a dictionary; ``None`` with errors
    :ivar errors: to be corrected, :class:`~.lifecycle.plans.RowError` each
    :ivar notices: what the service decided or left out, the same
    """

    row: int | None
    node: dict | None = None
    errors: tuple = ()
    notices: tuple = ()

    @property
    def access(self):
        """``driver_info`` in pairs; the service masks secrets."""
        return list(((self.node or {}).get("driver_info") or {}).items())

    @property
    def macs(self):
        """The MAC addresses of its ports."""
        return [port.get("address", "") for port in (self.node or {}).get("ports") or ()]

    @property
    def properties(self):
        """Its hardware, by Ironic's names."""
        return (self.node or {}).get("properties") or {}


@dataclasses.dataclass(frozen=True)
class Preview:
    """A file as a table.

    :ivar lines: in the order of the file
    :ivar whole: errors and notices of the file as a whole, or ``None``
    """

    lines: tuple
    whole: Line | None
    good: int
    bad: int


def read(request, form):
    """The :class:`NewServers` of a :class:`~.forms.SourceForm` that was cleaned.

    Errors are put at the form's fields. Raises :class:`errors.ServiceError`.
    """
    source = form.cleaned_data.get("source")
    if form.errors or source not in (form.FILE, form.ONE):
        return NewServers()
    if not policy.allowed(request, "import:create"):
        form.add_error(None, _("Your roles do not allow you to enrol new servers."))
        return NewServers()
    if source == form.ONE:
        return _read_fields(request, form)
    text = _text(form)
    if form.errors or not text:
        names = tuple(filter(None, form.cleaned_data["kept"].split(_JOIN)))
        return NewServers(token=form.cleaned_data["token"], names=names)
    return _read_file(request, form, text)


def kept(names):
    """The value of the form's field ``kept``."""
    return _JOIN.join(names)


def preview(imported):
    """The :class:`Preview` of an :class:`~.lifecycle.plans.Import`."""
    nodes = {node.get("row"): node for node in imported.nodes}
    remarks = itertools.chain(imported.errors, imported.notices)
    lines = {
        row: Line(
            row,
            nodes.get(row),
            tuple(error for error in imported.errors if error.row == row),
            tuple(notice for notice in imported.notices if notice.row == row),
        )
        for row in {*nodes, *(remark.row for remark in remarks)}
    }
    whole = lines.pop(None, None)
    rows = tuple(lines[row] for row in sorted(lines))
    return Preview(
        rows, whole, good=len(imported.nodes), bad=sum(bool(line.errors) for line in rows)
    )


def _read_file(request, form, text):
    try:
        imported = lifecycle.read_import(request, text)
    except errors.Invalid as exc:
        form.add_error("text", exc.fields.get("text") or [exc.reason])
        return NewServers()
    if imported.errors:
        rows = len({error.row for error in imported.errors})
        form.add_error(
            "text",
            ngettext("%d row has errors: see below.", "%d rows have errors: see below.", rows)
            % rows,
        )
    return _new_servers(imported)


def _read_fields(request, form):
    text = json.dumps([form.new_server()])
    imported = lifecycle.read_import(request, text, "json")
    for error in imported.errors:
        name = _field(error.field)
        form.add_error(name if name in form.fields else None, error.message)
    return _new_servers(imported)


def _new_servers(imported):
    names = tuple(node.get("name", "") for node in imported.nodes)
    return NewServers(imported, imported.token or "", names)


def _text(form):
    """The text of the form or of its file; errors go to the fields."""
    upload = form.cleaned_data.get("file")
    if not upload:
        return form.cleaned_data.get("text")
    if upload.size > LARGEST:
        form.add_error("file", _("The file is larger than 1 MiB. Split it."))
        return ""
    try:
        return upload.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        form.add_error("file", _("The file is not UTF-8 text. Save it as UTF-8."))
        return ""


def _field(name):
    """The form's field for a field of a node in a file."""
    name = name or ""
    if name.startswith(driver_fields.PREFIX):
        return name
    return "address" if name.startswith("ports") else name.removeprefix("properties.")
