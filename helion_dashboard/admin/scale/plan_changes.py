"""What has changed since a plan was made, as rows of a table."""

import dataclasses
import json

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api import messages
from helion_dashboard.api.ironic import states as node_states
from helion_dashboard.api.lifecycle import member_states, stack_states
from helion_dashboard.api.operations import states as operation_states


@dataclasses.dataclass(frozen=True)
class ChangeRow:
    """A difference; ``before`` and ``after`` are texts, or ``None`` for nothing."""

    subject: str
    before: str | None
    after: str | None


def rows(changes):
    """A :class:`ChangeRow` for each difference.

    :param changes: ``{"kind", "subject", "before", "after"}`` each, as the service sends them;
        services of before send ``{"what", "before", "after"}``, which are texts
    """
    return [row for change in changes for row in _rows(change)]


def _rows(change):
    before, after = change.get("before"), change.get("after")
    if "what" in change:
        return [ChangeRow(change["what"], _text(before), _text(after))]
    make = _KINDS.get(change.get("kind"), _other)
    return make(change.get("subject") or {}, before, after)


def _check(subject, before, after):
    return [ChangeRow(messages.flat(subject), _result(before), _result(after))]


def _result(name):
    return None if name is None else str(operation_states.check_result(name).label)


def _change(subject, before, after):
    sentence = messages.flat(subject)
    sides = (sentence if side else None for side in (before, after))
    return [ChangeRow(_("What will change"), *sides)]


def _plan(subject, before, after):
    return [ChangeRow(messages.flat(subject), _sentences(before), _sentences(after))]


def _sentences(value):
    if value is None:
        return None
    return " ".join(messages.flat(item) for item in (value if isinstance(value, list) else [value]))


def _fields(subject, before, after):
    """A row for each field that differs; a thing that only one side has is its first field."""
    name = subject.get("name", "")
    if before is None or after is None:
        return [ChangeRow(name, _summary(before), _summary(after))]
    names = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return [
        ChangeRow(f"{name}: {_LABELS.get(key, key)}", _value(key, before), _value(key, after))
        for key in names
    ]


def _summary(values):
    return _value(next(iter(values)), values) if values else None


def _value(key, values):
    value = values.get(key)
    if value is None:
        return None
    return str(_WORDS.get(key, _text)(value))


def _vms(subject, before, after):
    name = _("%s: virtual machines") % subject.get("name", "")
    return [ChangeRow(name, _names(before), _names(after))]


def _names(names):
    if names is None:
        return None
    return messages.listing(names) if names else _("None")


def _other(subject, before, after):
    name = messages.flat(subject) or subject.get("name") or _text(subject)
    return [ChangeRow(name, _text(before), _text(after))]


def _text(value):
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return json.dumps(value)


def _moment(text):
    moment = parse_datetime(text)
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment else text


_KINDS = {
    "check": _check,
    "change": _change,
    "plan": _plan,
    "stack": _fields,
    "server": _fields,
    "node": _fields,
    "vms": _vms,
}
_LABELS = {
    "status": gettext_lazy("state"),
    "changed_at": gettext_lazy("last change"),
    "state": gettext_lazy("state"),
    "server_status": gettext_lazy("state in Nova"),
    "provision_state": gettext_lazy("provision state"),
    "maintenance": gettext_lazy("maintenance"),
    "maintenance_reason": gettext_lazy("reason for maintenance"),
    "protected": gettext_lazy("protected"),
    "retired": gettext_lazy("retired"),
    "in_use": gettext_lazy("in use"),
}
_WORDS = {
    "status": lambda name: stack_states.stack_status(name).label,
    "changed_at": _moment,
    "state": lambda name: member_states.member_state(name).label,
    "provision_state": lambda name: node_states.state_of(name).label,
}
