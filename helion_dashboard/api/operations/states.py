"""States of operations and of their steps, and results of a plan's checks, as data.

They are the same for all services of our own.
"""

import dataclasses

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, lookup, table


@dataclasses.dataclass(frozen=True)
class Result(State):
    """One result of a check.

    :ivar weight: the heavier, the further up in a list
    """

    weight: int = 0


_UNDONE = "fa fa-clock-rotate-left"

OPERATION = table(
    State("queued", _("Queued"), Kind.NEW, "far fa-clock", moving=True),
    State("running", _("Running"), Kind.MOVING),
    State("paused", _("Paused"), Kind.HELD, moving=True),
    State("succeeded", _("Succeeded"), Kind.READY, ended=True),
    State("reverting", _("Rolling back"), Kind.MOVING),
    State("reverted", _("Failed and rolled back"), Kind.FAILED, _UNDONE, ended=True),
    State("failed", _("Failed"), Kind.FAILED, ended=True),
    State("cancelled", _("Cancelled"), Kind.HELD, "fa fa-ban", ended=True),
)

#: Names of the states in which an operation is in progress, and of those in which it failed.
ACTIVE = tuple(state.name for state in OPERATION.values() if state.moving)
FAILED = tuple(state.name for state in OPERATION.values() if state.failed)

STEP = table(
    State("pending", _("Not started"), Kind.NEW),
    State("running", _("Running"), Kind.MOVING),
    State("done", _("Done"), Kind.READY, ended=True),
    State("failed", _("Failed"), Kind.FAILED, ended=True),
    State("undoing", _("Rolling back"), Kind.MOVING),
    State("undone", _("Rolled back"), Kind.HELD, _UNDONE, ended=True),
    State("skipped", _("Skipped"), Kind.NEW, "fa fa-circle-minus", ended=True),
)

CHECK = table(
    Result("block", _("Blocking"), Kind.FAILED, "fa fa-ban", weight=2),
    Result("warn", _("Warning"), Kind.HELD, "fa fa-triangle-exclamation", weight=1),
    Result("pass", _("Passed"), Kind.READY),
)


def operation_state(name):
    """The :class:`State` of an operation; an unknown one reads as the service wrote it."""
    return lookup(OPERATION, name)


def step_state(name):
    """The :class:`State` of a step; an unknown one reads as the service wrote it."""
    return lookup(STEP, name)


def check_result(name):
    """The :class:`Result` of a check; an unknown one counts as one that blocks."""
    unknown = lookup(CHECK, name)
    return CHECK.get(name) or Result(
        unknown.name, unknown.label, unknown.kind, unknown.icon, weight=CHECK["block"].weight
    )
