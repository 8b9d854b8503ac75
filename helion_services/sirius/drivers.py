"""Cinder's drivers: what their sections hold, and which further options each has.

A driver is a file in ``driver_tables``: its template, and the table of its options, which
``tools/driver_options.py`` takes from the installed Cinder. Here only the files are read.
"""

import dataclasses
import functools
import json
import pathlib
import re

from helion_services.base.option_text import option_text
from helion_services.sirius import problems

_FOLDER = pathlib.Path(__file__).parent / "driver_tables"
_ALWAYS = ("volume_driver", "volume_backend_name")
_BOOLEANS = {"true": "true", "false": "false"}


@dataclasses.dataclass(frozen=True, eq=False)
class Driver:
    """A driver of Cinder.

    :ivar template: ``{option: text}``, with the fields of a member and its device in braces
    :ivar kind: of the members that it is for, with ``protocol``; empty: not offered yet
    :ivar removed: the release of Cinder that no longer has it, or empty
    :ivar cinder: the version whose table ``options`` is
    :ivar refused: options that would write passwords to Cinder's log
    :ivar extra_specs: keys of volume types that it reads, as dictionaries
    """

    name: str
    title: str
    driver: str
    template: dict
    protocol: str
    cinder: str
    options: tuple
    kind: str = ""
    removed: str = ""
    refused: tuple = ()
    extra_specs: tuple = ()

    def section(self, values):
        """The options that the service sets itself, as texts, for the values of a member."""
        filled = {name: text.format_map(values) for name, text in self.template.items()}
        return {"volume_driver": self.driver, **filled}

    def is_fixed(self, name):
        """Whether the service sets an option itself."""
        return name in self.template or name in _ALWAYS

    def is_editable(self, option):
        """Whether a back end may have an option of the table."""
        name, hidden = option["name"], option.get("secret") or option.get("multiple")
        return not (self.is_fixed(name) or name in self.refused or hidden)

    def texts(self, values):
        """Further options as ``cinder.conf`` has them, by name; refuses what it cannot have."""
        return {name: self._text(name, value) for name, value in values.items()}

    def _text(self, name, value):
        if self.is_fixed(name):
            raise _refusal("driver-option-fixed", name)
        option = next((each for each in self.options if each["name"] == name), None)
        if option is None:
            raise _refusal("driver-option-unknown", name, driver=self.title)
        if name in self.refused:
            raise _refusal("driver-option-logs-passwords", name)
        if not self.is_editable(option):
            raise _refusal("driver-option-secret", name)
        return _checked(option, value)


@functools.cache
def drivers():
    """All drivers, sorted by name."""
    return tuple(_read(file) for file in sorted(_FOLDER.glob("*.json")))


def of(kind, protocol):
    """The :class:`Driver` of members of a kind, over a protocol."""
    return next(each for each in drivers() if (each.kind, each.protocol) == (kind, protocol))


def _read(file):
    content = json.loads(file.read_text())
    specs = content.get("extra_specs")
    rows = json.loads((_FOLDER / "extra_specs" / f"{specs}.json").read_text()) if specs else ()
    lists = {name: tuple(content.get(name, ())) for name in ("options", "refused")}
    return Driver(**content | lists | {"extra_specs": tuple(rows)})


def _checked(option, value):
    """The text of a value that the table allows."""
    name = option["name"]
    text = _READERS[option["type"]](name, value)
    choices, pattern = option.get("choices"), option.get("regex")
    if choices and text not in choices:
        raise _refusal("driver-option-not-offered", name, choices=choices)
    if pattern and not re.search(pattern, text):
        raise _refusal("driver-option-pattern", name, pattern=pattern)
    if "min" in option and int(text) < option["min"]:
        raise _refusal("driver-option-too-small", name, limit=option["min"])
    if "max" in option and int(text) > option["max"]:
        raise _refusal("driver-option-too-large", name, limit=option["max"])
    return text


def _read_string(name, value):
    if not isinstance(value, str):
        raise _refusal("driver-option-not-text", name)
    try:
        option_text(value)
    except ValueError as exc:
        raise _refusal("driver-option-not-storable", name) from exc
    return value


def _read_integer(name, value):
    try:
        return str(int(str(value)))
    except ValueError as exc:
        raise _refusal("driver-option-not-integer", name) from exc


def _read_boolean(name, value):
    try:
        return _BOOLEANS[str(value).lower()]
    except KeyError as exc:
        raise _refusal("driver-option-not-boolean", name) from exc


def _read_list(name, value):
    rows = value if isinstance(value, list) else str(value).split(",")
    texts = [_read_string(name, row).strip() for row in rows]
    if any("," in text for text in texts):
        raise _refusal("driver-option-not-list", name)
    return ",".join(texts)


_READERS = {
    "string": _read_string,
    "integer": _read_integer,
    "port": _read_integer,
    "boolean": _read_boolean,
    "list": _read_list,
}

_REFUSALS = {
    "driver-option-fixed": "The service sets {option}.",
    "driver-option-unknown": "The driver {driver} has no option {option}.",
    "driver-option-logs-passwords": "{option} would write passwords to Cinder’s log.",
    "driver-option-secret": "{option} cannot be set here: it may hold secrets.",
    "driver-option-not-offered": "{option} must be one of: {choices}.",
    "driver-option-pattern": "{option} must match {pattern}.",
    "driver-option-too-small": "{option} is at least {limit}.",
    "driver-option-too-large": "{option} is at most {limit}.",
    "driver-option-not-text": "{option} must be a text.",
    "driver-option-not-storable": "{option} cannot hold a line break or “\\$”.",
    "driver-option-not-integer": "{option} must be a whole number.",
    "driver-option-not-boolean": "{option} must be true or false.",
    "driver-option-not-list": "{option} must be a list of texts.",
}


def _refusal(code, name, **params):
    return problems.field("options", code, _REFUSALS[code], option=name, **params)
