"""Form fields for the properties of a driver.

Ironic describes each property by a sentence only (``GET /v1/drivers/{driver}/properties``):
whether it must be given stands in the sentence as "Required.", and that it is secret shows in its
name.
"""

import re

from django import forms
from django.utils.translation import gettext as _

PREFIX = "driver_info."

_REQUIRED = re.compile(r"\brequired\b(?! if| when| for| only| unless)", re.IGNORECASE)
_NOT_REQUIRED = re.compile(r"\b(?:not required|optional)\b", re.IGNORECASE)
# The same as that of the service of nodes, which keeps what matches apart and encrypted.
_SECRET = re.compile(r"pass(?:word|phrase|wd)|secret|token|community|key_contents|_key$")
# How one gets to a BMC, even where Ironic could do without.
_ACCESS = re.compile(r"_(?:address|username|user|password)$")


def fields(properties):
    """``{field name: field}`` for ``{property: description}``, required ones first."""
    form_fields = {
        PREFIX + name: _field(name, text or "") for name, text in sorted(properties.items())
    }
    return dict(sorted(form_fields.items(), key=lambda item: not item[1].required))


def values(cleaned):
    """``driver_info`` from a form's cleaned data: what was left empty is left out."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in cleaned.items()
        if name.startswith(PREFIX) and value not in ("", None)
    }


def setting(name):
    """The driver's own name of a field."""
    return name.removeprefix(PREFIX)


def is_required(description):
    """Whether the property is required, by Ironic's description."""
    return bool(_REQUIRED.search(description)) and not _NOT_REQUIRED.search(description)


def is_secret(name):
    """Whether a property holds a secret, by its name."""
    return bool(_SECRET.search(name.lower()))


def is_essential(field):
    """Whether most nodes need this field of a form; a page may fold the others."""
    return field.required or bool(_ACCESS.search(field.label))


def _field(name, description):
    secret = is_secret(name)
    return forms.CharField(
        label=name,
        help_text=description,
        required=is_required(description),
        strip=not secret,
        # A password is never sent back to the browser.
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)
        if secret
        else forms.TextInput(),
        error_messages={"required": _("This field is required.")},
    )
