"""New servers from a file: a form for it, and what the service reads, as a table.

The service gives a token for the servers, so that their passwords need not be sent again.
"""

import dataclasses
import itertools

from django import forms
from django.template import loader
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import live
from helion_dashboard.kit.texts import TEXTS

LARGEST = 1024**2  # bytes of a file: the service takes no more
_JOIN = ", "


class UnreturnedText(forms.Textarea):
    """A text with passwords in it, which is never sent back."""

    def format_value(self, value):
        return ""


class FileForm(forms.Form):
    """A file of servers or its text; or the token of servers that were read before."""

    text = forms.CharField(
        label=gettext_lazy("Servers as CSV, JSON or YAML"),
        required=False,
        strip=False,
        widget=UnreturnedText(
            attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off", "wrap": "off"}
        ),
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    # The servers of a file that was read before, and their names.
    token = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def require_servers(self):
        """Put an error at the text if there are no servers at all."""
        has_servers = any(map(self.cleaned_data.get, ("text", "file", "token")))
        if not has_servers and not self.errors.keys() & {"text", "file"}:
            self.add_error("text", _("Enter the servers, or choose a file."))


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
    """The :class:`NewServers` of a :class:`FileForm` that was cleaned.

    Errors are put at the form's fields. Raises :class:`errors.ServiceError`.
    """
    text = _text(form)
    if form.errors or not text:
        names = tuple(filter(None, form.cleaned_data["kept"].split(_JOIN)))
        return NewServers(token=form.cleaned_data["token"], names=names)
    return _read_file(request, form, text)


def of_import(imported):
    """The :class:`NewServers` of an :class:`~.lifecycle.plans.Import`."""
    names = tuple(node.get("name", "") for node in imported.nodes)
    return NewServers(imported, imported.token or "", names)


def kept(names):
    """The value of the form's field ``kept``."""
    return _JOIN.join(names)


def texts():
    """Sentences of the page's module, by name."""
    return {
        "asking": _("Waiting for the services…"),
        "tooLarge": _("The file is larger than 1 MiB. Split it."),
    }


def preview_html(request, new, **more):
    """The preview as HTML for the page's module; empty if nothing was read now.

    :param more: what the template needs besides
    """
    if not new.preview:
        return ""
    live.without_projects(request)
    context = {"preview": new.preview, **more}
    return loader.render_to_string("helion_dashboard/new_servers/_preview.html", context, request)


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
    return of_import(imported)


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
        form.add_error("file", TEXTS["noText"])
        return ""
