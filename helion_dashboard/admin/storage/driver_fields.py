"""Fields for what Cinder's drivers read: options of back ends, and extra specs of volume types.

Types, choices, defaults and help are those of the tables of the service.
"""

from django import forms
from django.utils.translation import gettext as _

from helion_dashboard.api import errors
from helion_dashboard.api.storage import drivers as storage_drivers

_OPTION, _SPEC = "option.", "spec."
_BOOLEANS = ("true", "false")
_NUMBERS = ("integer", "port")


def drivers(request):
    """All drivers and no problem; or none, and the reason as a sentence: pages work without."""
    try:
        return storage_drivers.drivers(request), ""
    except errors.ServiceError as exc:
        return [], _("What drivers offer is not known: %s") % exc


def options(drivers):
    """The options that a back end of any of these drivers may have: a list, by their names."""
    first, *others = drivers or [None]
    if first is None:
        return []
    editable = [option for option in first.options if option.editable]
    return [option for option in editable if all(each.has(option.name) for each in others)]


def extra_specs(drivers):
    """``{title: [ExtraSpec]}`` of the extra specs that drivers read, each once.

    The title is that of the drivers without the protocol.
    """
    groups, keys = {}, set()
    for driver in drivers:
        for spec in driver.extra_specs:
            if spec.allowed and spec.key not in keys:
                keys.add(spec.key)
                groups.setdefault(driver.title.partition(":")[0], []).append(spec)
    return groups


def option_fields(options):
    """``{name of a field: field}``."""
    return {_OPTION + option.name: _option_field(option) for option in options}


def option_values(values):
    """``{option: text}`` of a form's values; what is empty has its default."""
    return _values(values, _OPTION)


def option_initial(values):
    """The values of the fields for ``{option: text}``."""
    return {_OPTION + name: value for name, value in values.items()}


def spec_field_name(spec):
    """The name of the field of an extra spec."""
    return _SPEC + spec.key


def spec_field(spec, current=""):
    """The field of an extra spec; the ``current`` value can be kept whatever it is."""
    common = {"label": spec.key, "help_text": _help(spec.help, spec.default), "required": False}
    if spec.choices:
        return forms.ChoiceField(choices=_choices(spec.choices, current), **common)
    return forms.CharField(max_length=255, **common)


def spec_values(values):
    """``{key: value}`` of a form's values; what is empty is left out."""
    return _values(values, _SPEC)


def _option_field(option):
    default = option.default
    if isinstance(default, bool):
        default = str(default).lower()
    elif isinstance(default, list):
        default = ", ".join(map(str, default))
    common = {
        "label": option.name,
        "help_text": _help(option.help, default),
        "required": False,
    }
    if option.type in _NUMBERS:
        return forms.IntegerField(min_value=option.min, max_value=option.max, **common)
    choices = _BOOLEANS if option.type == "boolean" else option.choices
    if choices:
        return forms.ChoiceField(choices=_choices(choices), **common)
    return forms.CharField(max_length=1024, **common)


def _help(text, default):
    if text and text[-1] not in ".!?":
        text += "."
    if default in (None, ""):
        return text
    return _("%(help)s Default: %(default)s.") % {"help": text, "default": default}


def _choices(values, current=""):
    values = [*values, *([current] if current and current not in values else [])]
    return [("", _("Default")), *((value, value) for value in values)]


def _values(values, prefix):
    return {
        name.removeprefix(prefix): str(value)
        for name, value in values.items()
        if name.startswith(prefix) and value not in (None, "")
    }
