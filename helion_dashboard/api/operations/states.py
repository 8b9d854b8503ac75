"""States of operations and of their steps, and results of a plan's checks, as data.

They are the same for all services of our own.
"""

import dataclasses

from django.utils.translation import gettext_lazy as _


@dataclasses.dataclass(frozen=True)
class State:
    """One state of an operation or of a step.

    :ivar name: the service's own name
    :ivar label: the word on the page
    :ivar moving: it changes without anybody doing anything
    :ivar ended: it does not change any more
    :ivar bad: it did not do what it was to do, though nobody wished it to stop
    """

    name: str
    label: str
    moving: bool = False
    ended: bool = False
    bad: bool = False


@dataclasses.dataclass(frozen=True)
class Result:
    """One result of a check.

    :ivar label: the word on the page
    :ivar weight: the heavier, the further up in a list
    """

    name: str
    label: str
    weight: int


def _table(*items):
    return {item.name: item for item in items}


OPERATION = _table(
    State("queued", _("Queued"), moving=True),
    State("running", _("Running"), moving=True),
    State("succeeded", _("Succeeded"), ended=True),
    State("reverting", _("Being undone"), moving=True),
    State("reverted", _("Failed and undone"), ended=True, bad=True),
    State("failed", _("Failed"), ended=True, bad=True),
    State("cancelled", _("Cancelled"), ended=True),
)

#: Names of the states in which an operation is in progress, and of those in which it failed.
ACTIVE = tuple(state.name for state in OPERATION.values() if state.moving)
FAILED = tuple(state.name for state in OPERATION.values() if state.bad)

STEP = _table(
    State("pending", _("Not begun")),
    State("running", _("Running"), moving=True),
    State("done", _("Done"), ended=True),
    State("failed", _("Failed"), ended=True, bad=True),
    State("undoing", _("Being undone"), moving=True),
    State("undone", _("Undone"), ended=True),
    State("skipped", _("Skipped"), ended=True),
)

CHECK = _table(
    Result("block", _("Prevents it"), 2),
    Result("warn", _("Warning"), 1),
    Result("pass", _("Passed"), 0),
)


def operation_state(name):
    """The :class:`State` of an operation; an unknown one reads as the service wrote it."""
    return OPERATION.get(name) or State(name or "", name or _("Unknown"))


def step_state(name):
    """The :class:`State` of a step; an unknown one reads as the service wrote it."""
    return STEP.get(name) or State(name or "", name or _("Unknown"))


def check_result(name):
    """The :class:`Result` of a check; an unknown one counts as one that prevents."""
    return CHECK.get(name) or Result(name or "", name or _("Unknown"), CHECK["block"].weight)
