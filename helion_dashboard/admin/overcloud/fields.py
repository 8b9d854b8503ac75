"""Form fields made from the parameters of the overcloud's template."""

import decimal
import ipaddress
import json
import re

from django import forms
from django.core import validators
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api import messages
from helion_dashboard.kit import json_text
from helion_dashboard.kit.template_values import shown

PREFIX = "parameters."
_DIGITS = 30  # Python refuses to read and write whole numbers that are very long


_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# The last label of a host name is no number: that would be an address that lacks a part.
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)*(?![0-9]+\Z){_LABEL}\Z")


def _are_hosts(text):
    wrong = [item for item in _items(text) if not _is_address(item) and not _HOST.match(item)]
    if wrong:
        sentence = _("Neither a host name nor an IP address: %s.") % messages.listing(wrong)
        raise forms.ValidationError(sentence)


def _are_addresses(text):
    wrong = [item for item in _items(text) if not _is_address(item)]
    if wrong:
        raise forms.ValidationError(_("Not an IP address: %s.") % messages.listing(wrong))


_ITEMS = {"host": _are_hosts, "address": _are_addresses}


class NumberField(forms.DecimalField):
    """A number of Heat; cleaned to an ``int`` where it is a whole one."""

    def clean(self, value):
        number = super().clean(value)
        if number is None:
            return None
        if number.adjusted() > _DIGITS:
            raise forms.ValidationError(_("The number is too large."))
        return int(number) if number == number.to_integral_value() else float(number)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"step": "any", "inputmode": "numeric"}


class JsonField(forms.CharField):
    """JSON as text."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "class": "helion-code"})

    def clean(self, value):
        text = super().clean(value)
        try:
            return text and json.dumps(json_text.parse(text))
        except ValueError as exc:
            raise forms.ValidationError(_("This is not valid JSON: %s") % exc) from exc


def field(parameter, entered=None):
    """The form field of a :class:`~.lifecycle.overcloud.Parameter`.

    :param entered: the value that it shows at first, ``None`` for its default
    """
    limits = parameter.constraints
    initial = parameter.default if entered is None else entered
    common = {
        "label": parameter.label or parameter.name,
        "help_text": parameter.description,
        "required": parameter.default is None,
        "error_messages": {"required": _("This field is required.")},
    }
    if not parameter.hidden:
        common["initial"] = shown(initial)
    if parameter.type == "boolean":
        # A box that is not ticked is an answer too.
        return forms.BooleanField(**common | {"required": False, "initial": _true(initial)})
    if parameter.type == "number":
        bounds = {"min_value": _number(limits.get("min")), "max_value": _number(limits.get("max"))}
        return NumberField(**common, **bounds)
    if parameter.type == "json":
        return JsonField(**common)
    if limits.get("custom") == "ip_addr":
        return forms.GenericIPAddressField(widget=_line(parameter), **common)
    if limits.get("allowed_values"):
        return forms.ChoiceField(choices=_choices(parameter), **common)
    if parameter.choices:
        return forms.ChoiceField(choices=_names(parameter, initial), **common)
    return _text(parameter, limits, common)


def value(parameter, cleaned):
    """The value to send for a parameter; ``None`` if it is the default."""
    if parameter.type == "boolean":
        return None if cleaned == _true(parameter.default) else str(cleaned).lower()
    if cleaned in ("", None) or str(cleaned) == shown(parameter.default):
        return None
    return cleaned


def _items(text):
    return filter(None, (item.strip() for item in text.split(",")))


def _is_address(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _text(parameter, limits, common):
    text = forms.CharField(
        min_length=_whole(limits.get("min_length")),
        max_length=_whole(limits.get("max_length")),
        strip=not parameter.hidden,
        widget=_password() if parameter.hidden else _line(parameter),
        **common,
    )
    if limits.get("items") in _ITEMS:
        text.validators.append(_ITEMS[limits["items"]])
    pattern = limits.get("allowed_pattern")
    if pattern:
        sentence = limits.get("description") or _("Enter text that matches %s.") % pattern
        # Heat matches the whole text.
        text.validators.append(validators.RegexValidator(rf"\A(?:{pattern})\Z", sentence))
    return text


def _line(parameter):
    # An emptied field shows the default that it stands for.
    return forms.TextInput(attrs={"placeholder": shown(parameter.default)})


def _password():
    # It is never sent back to the browser.
    return forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)


def _choices(parameter):
    values = [(str(value), str(value)) for value in parameter.constraints["allowed_values"]]
    return values if parameter.default is not None else [("", gettext_lazy("Choose…")), *values]


def _names(parameter, initial):
    """The names that a parameter can have. One that does not exist stays, and says so."""
    names = [(name, name) for name in parameter.choices]
    current = shown(initial)
    if current and current not in parameter.choices:
        names.insert(0, (current, _("%s (not found)") % current))
    if parameter.default is None:
        return [("", gettext_lazy("Choose…")), *names]
    return names if shown(parameter.default) else [("", gettext_lazy("None")), *names]


def _true(value):
    return str(value).lower() in ("true", "1", "yes", "on", "t", "y")


def _number(content):
    try:
        return decimal.Decimal(str(content)) if content is not None else None
    except decimal.InvalidOperation:
        return None


def _whole(content):
    number = _number(content)
    return None if number is None else int(number)
