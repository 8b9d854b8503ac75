"""New servers of a plan: from a file, or one from a form's fields."""

import json

from django.utils.translation import gettext as _

from helion_dashboard import policy
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import driver_fields, new_servers
from helion_dashboard.kit.new_servers import NewServers


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
    return new_servers.read(request, form)


def _read_fields(request, form):
    text = json.dumps([form.new_server()])
    imported = lifecycle.read_import(request, text, "json")
    for error in imported.errors:
        name = _field(error.field)
        form.add_error(name if name in form.fields else None, error.message)
    return new_servers.of_import(imported)


def _field(name):
    """The form's field for a field of a node in a file."""
    name = name or ""
    if name.startswith(driver_fields.PREFIX):
        return name
    return "address" if name.startswith("ports") else name.removeprefix("properties.")
