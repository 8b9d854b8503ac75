"""Ironic's states and verbs of a node, as data.

Source: Ironic's own state machine (``ironic.common.state_machine``); a test compares the two.
"""

import dataclasses
import enum

from django.utils.translation import gettext_lazy as _


class Kind(enum.Enum):
    """What a state means to somebody who looks at a list of nodes."""

    NEW = "new"  # known, not yet ready for use
    READY = "ready"  # waits for work
    ACTIVE = "active"  # does its work
    MOVING = "moving"  # changes by itself
    HELD = "held"  # waits for a person
    FAILED = "failed"  # needs a person


@dataclasses.dataclass(frozen=True)
class State:
    """One provision state.

    :ivar name: Ironic's own name
    :ivar label: the word on the page
    :ivar kind: a :class:`Kind`
    :ivar verbs: targets that may be set in it, the one that is most often next first
    """

    name: str
    label: str
    kind: Kind
    verbs: tuple = ()


def _table(*states):
    return {state.name: state for state in states}


STATES = _table(
    State("enroll", _("Enrolled"), Kind.NEW, ("manage",)),
    State("verifying", _("Verifying"), Kind.MOVING),
    State("manageable", _("Manageable"), Kind.NEW, ("provide", "inspect", "clean", "adopt")),
    State("inspecting", _("Inspecting"), Kind.MOVING),
    State("inspect wait", _("Inspecting (waiting)"), Kind.MOVING, ("abort",)),
    State("inspect failed", _("Inspection failed"), Kind.FAILED, ("inspect", "manage")),
    State("cleaning", _("Cleaning"), Kind.MOVING),
    State("clean wait", _("Cleaning (waiting)"), Kind.MOVING, ("abort",)),
    State("clean hold", _("Cleaning held"), Kind.HELD, ("unhold", "abort")),
    State("clean failed", _("Cleaning failed"), Kind.FAILED, ("manage",)),
    State("available", _("Available"), Kind.READY, ("active", "manage")),
    State("deploying", _("Deploying"), Kind.MOVING),
    State("wait call-back", _("Deploying (waiting)"), Kind.MOVING, ("abort", "deleted")),
    State("deploy hold", _("Deployment held"), Kind.HELD, ("unhold", "abort")),
    State("deploy failed", _("Deployment failed"), Kind.FAILED, ("deleted", "rebuild", "active")),
    State("active", _("Active"), Kind.ACTIVE, ("deleted", "rebuild", "rescue", "service")),
    State("deleting", _("Undeploying"), Kind.MOVING),
    State("error", _("Error"), Kind.FAILED, ("deleted", "rebuild")),
    State("adopting", _("Adopting"), Kind.MOVING),
    State("adopt failed", _("Adoption failed"), Kind.FAILED, ("adopt", "manage")),
    State("rescuing", _("Rescuing"), Kind.MOVING),
    State("rescue wait", _("Rescuing (waiting)"), Kind.MOVING, ("abort", "deleted")),
    State("rescue", _("Rescue mode"), Kind.HELD, ("unrescue", "rescue", "deleted")),
    State("rescue failed", _("Rescue failed"), Kind.FAILED, ("rescue", "unrescue", "deleted")),
    State("unrescuing", _("Leaving rescue mode"), Kind.MOVING),
    State(
        "unrescue failed",
        _("Leaving rescue mode failed"),
        Kind.FAILED,
        ("unrescue", "rescue", "deleted"),
    ),
    State("servicing", _("Servicing"), Kind.MOVING),
    State("service wait", _("Servicing (waiting)"), Kind.MOVING, ("abort", "deleted")),
    State("service hold", _("Servicing held"), Kind.HELD, ("unhold", "service", "abort")),
    State(
        "service failed",
        _("Servicing failed"),
        Kind.FAILED,
        ("service", "abort", "rescue", "deleted"),
    ),
)

#: States in which Ironic lets a node go (``DELETE_ALLOWED_STATES`` and, by its default setting,
#: ``available``). In maintenance it lets any node go.
DELETABLE = ("enroll", "manageable", "adopt failed", "available")


def state_of(name):
    """The :class:`State` called ``name``; an unknown one reads as Ironic wrote it."""
    return STATES.get(name) or State(name or "", name or _("Unknown"), Kind.HELD)


#: Power state -> the word on the page. ``None`` is Ironic's "not known".
POWER = {
    "power on": _("On"),
    "power off": _("Off"),
    "rebooting": _("Rebooting"),
    "soft rebooting": _("Rebooting"),
    "soft power off": _("Powering off"),
    "error": _("Error"),
    None: _("Unknown"),
}
