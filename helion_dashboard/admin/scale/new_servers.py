"""New servers from a file or from the fields of one: read by the service, which keeps them.

The service gives a token for them, so that their passwords need not be sent again with a plan.
"""

import dataclasses
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
class Newcomers:
    """What was read.

    :ivar imported: the :class:`~.lifecycle.plans.Import` for a preview, ``None`` if nothing is read
    :ivar token: stands for the servers; empty when there are none, or errors
    :ivar names: what they are called
    """

    imported: object = None
    token: str = ""
    names: tuple = ()


def read(request, form):
    """The :class:`Newcomers` of a :class:`~.forms.SourceForm` that was cleaned.

    Errors are put at the form's fields. Raises :class:`errors.ServiceError`.
    """
    source = form.cleaned_data.get("source")
    if form.errors or source not in (form.FILE, form.ONE):
        return Newcomers()
    if not policy.allowed(request, "import:create"):
        form.add_error(None, _("Your roles do not allow you to bring in new servers."))
        return Newcomers()
    if source == form.ONE:
        return _read_one(request, form)
    text = _text(form)
    if form.errors or not text:
        names = tuple(filter(None, form.cleaned_data["kept"].split(_JOIN)))
        return Newcomers(token=form.cleaned_data["token"], names=names)
    return _read_file(request, form, text)


def kept(names):
    """The value of the form's field ``kept``."""
    return _JOIN.join(names)


def _read_file(request, form, text):
    try:
        found = lifecycle.read_import(request, text)
    except errors.Invalid as exc:
        form.add_error("text", exc.fields.get("text") or [exc.reason])
        return Newcomers()
    if found.errors:
        rows = len({error.row for error in found.errors})
        form.add_error(
            "text",
            ngettext("%d row has errors: see below.", "%d rows have errors: see below.", rows)
            % rows,
        )
    return _newcomers(found)


def _read_one(request, form):
    text = json.dumps([form.new_server()])
    found = lifecycle.read_import(request, text, "json")
    for error in found.errors:
        name = _field(error.field)
        form.add_error(name if name in form.fields else None, error.message)
    return _newcomers(found)


def _newcomers(found):
    names = tuple(node.get("name", "") for node in found.nodes)
    return Newcomers(found, found.token or "", names)


def _text(form):
    """What was typed, or what is in the file; errors go to the fields."""
    given = form.cleaned_data.get("file")
    if not given:
        return form.cleaned_data.get("text")
    if given.size > LARGEST:
        form.add_error("file", _("The file is larger than 1 MiB: split it."))
        return ""
    try:
        return given.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        form.add_error("file", _("The file is no text in UTF-8."))
        return ""


def _field(name):
    """The form's field for one of a node of a file."""
    name = name or ""
    if name.startswith(driver_fields.PREFIX):
        return name
    return "address" if name.startswith("ports") else name.removeprefix("properties.")
