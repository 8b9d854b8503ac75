"""A state of anything, as every page reads it: its word, what it means, and so icon and colour.

A service's states are one :func:`table`; what is not in it reads as the service wrote it.
"""

import dataclasses
import enum

from django.utils.translation import gettext_lazy as _


class Kind(enum.Enum):
    """What a state means to somebody who looks at a list; the value names its colour."""

    NEW = "new"  # not yet ready for use
    READY = "ready"  # waits for work, or is done
    ACTIVE = "active"  # does its work
    MOVING = "moving"  # changes without anybody doing anything
    HELD = "held"  # waits for a person
    FAILED = "failed"  # needs a person


#: Classes of Font Awesome for states that have no icon of their own.
ICONS = {
    Kind.NEW: "far fa-circle",
    Kind.READY: "fa fa-circle-check",
    Kind.ACTIVE: "fa fa-circle-play",
    Kind.MOVING: "fa fa-rotate",
    Kind.HELD: "fa fa-circle-pause",
    Kind.FAILED: "fa fa-circle-exclamation",
}
UNKNOWN_ICON = "far fa-circle-question"


@dataclasses.dataclass(frozen=True)
class State:
    """One state.

    :ivar name: the service's own name
    :ivar label: the word on the page
    :ivar kind: a :class:`Kind`
    :ivar icon: classes of its icon; by default that of its kind
    :ivar moving: it changes without anybody doing anything; by default as its kind says
    :ivar ended: it no longer changes
    """

    name: str
    label: str
    kind: Kind
    icon: str = ""
    moving: bool | None = None
    ended: bool = False

    def __post_init__(self):
        object.__setattr__(self, "icon", self.icon or ICONS[self.kind])
        if self.moving is None:
            object.__setattr__(self, "moving", self.kind is Kind.MOVING)

    @property
    def failed(self):
        """Whether it needs a person, because something went wrong."""
        return self.kind is Kind.FAILED


def table(*states):
    """``{name: state}``, in this order."""
    return {state.name: state for state in states}


def lookup(states, name):
    """The state called ``name`` of a :func:`table`; an unknown one reads as it was written."""
    return states.get(name) or State(name or "", name or _("Unknown"), Kind.NEW, UNKNOWN_ICON)
