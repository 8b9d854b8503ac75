"""What is done about hosts and services."""

import functools

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.api.monitoring import states
from helion_dashboard.kit.actions import Action, Actions, Condition, Group, Input, result

_HANDLE = "monitoring:handle"
_HOUR = 3600
_LONGEST = 24 * 7 * 52  # hours
_COMMENT = Input("comment", gettext_lazy("Comment"))


def _perform(name, request, ids, comment="", hours=None):
    seconds = 0
    if hours is not None:
        if not hours.isascii() or not hours.isdecimal() or not 0 < int(hours[:6]) <= _LONGEST:
            reason = _("Enter a number of hours between 1 and %d.") % _LONGEST
            return [result(ident, reason) for ident in ids]
        seconds = int(hours) * _HOUR
    return [result(*row) for row in monitoring.act(request, name, ids, None, comment, seconds)]


def _action(name, label, text, **more):
    return Action(name, label, _HANDLE, text, bulk=functools.partial(_perform, name), **more)


ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Problem"),
            (
                _action(
                    "acknowledge",
                    gettext_lazy("Acknowledge"),
                    gettext_lazy("Others see that you take care of it, until it is over."),
                    inputs=(_COMMENT,),
                    needs=(
                        Condition("problem", "set", gettext_lazy("There is no problem.")),
                        Condition("acknowledged", "unset", gettext_lazy("Already acknowledged.")),
                    ),
                ),
                _action(
                    "remove-acknowledgement",
                    gettext_lazy("Remove acknowledgement"),
                    gettext_lazy("The problem is unhandled again."),
                    needs=(Condition("acknowledged", "set", gettext_lazy("Not acknowledged.")),),
                ),
                _action(
                    "comment",
                    gettext_lazy("Comment"),
                    gettext_lazy("Adds a comment that everybody sees."),
                    inputs=(_COMMENT,),
                ),
            ),
        ),
        Group(
            gettext_lazy("Monitoring"),
            (
                _action(
                    "check",
                    gettext_lazy("Check now"),
                    gettext_lazy("Checks it immediately."),
                    immediate=True,
                    needs=(
                        Condition(
                            "origin",
                            "not in",
                            gettext_lazy("The server reports the result itself."),
                            ("reported",),
                        ),
                    ),
                ),
                _action(
                    "downtime",
                    gettext_lazy("Schedule downtime"),
                    gettext_lazy("It is handled from now on, for as long as you say."),
                    inputs=(_COMMENT, Input("hours", gettext_lazy("Hours"), default="2")),
                ),
                _action(
                    "remove-downtime",
                    gettext_lazy("Remove downtime"),
                    gettext_lazy("The downtimes of operations last as long as the operations."),
                    needs=(Condition("downtime", "set", gettext_lazy("Not in downtime.")),),
                ),
            ),
        ),
    ),
    states=states.OBJECT,
    next={
        **dict.fromkeys(states.PROBLEM, ("acknowledge", "downtime", "check")),
        "*": ("check", "downtime"),
    },
    waiting=tuple(states.PROBLEM),
    leaves=(),
    several=gettext_lazy("%(n)d hosts and services"),
)


def item(record):
    """What menus need to know of a host or service."""
    return {
        "state": record.state.name,
        "problem": record.is_problem or None,
        "acknowledged": record.acknowledged or None,
        "downtime": record.in_downtime or None,
        "origin": record.origin,
    }
