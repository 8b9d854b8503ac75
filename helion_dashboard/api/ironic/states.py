"""Ironic's states and verbs of a node, as data.

Source: Ironic's own state machine (``ironic.common.state_machine``); a test compares the two.
"""

import dataclasses

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api import states
from helion_dashboard.api.states import Kind


@dataclasses.dataclass(frozen=True)
class State(states.State):
    """One provision state.

    :ivar verbs: targets that may be set in it, the one that is most often next first
    """

    verbs: tuple = ()


def _table(*rows):
    return states.table(*(State(*row[:3], verbs=row[3] if len(row) > 3 else ()) for row in rows))


STATES = _table(
    ("enroll", _("Enrolled"), Kind.NEW, ("manage",)),
    ("verifying", _("Verifying"), Kind.MOVING),
    ("manageable", _("Manageable"), Kind.NEW, ("provide", "inspect", "clean", "adopt")),
    ("inspecting", _("Inspecting"), Kind.MOVING),
    ("inspect wait", _("Inspecting (waiting)"), Kind.MOVING, ("abort",)),
    ("inspect failed", _("Inspection failed"), Kind.FAILED, ("inspect", "manage")),
    ("cleaning", _("Cleaning"), Kind.MOVING),
    ("clean wait", _("Cleaning (waiting)"), Kind.MOVING, ("abort",)),
    ("clean hold", _("Cleaning held"), Kind.HELD, ("unhold", "abort")),
    ("clean failed", _("Cleaning failed"), Kind.FAILED, ("manage",)),
    ("available", _("Available"), Kind.READY, ("active", "manage")),
    ("deploying", _("Deploying"), Kind.MOVING),
    ("wait call-back", _("Deploying (waiting)"), Kind.MOVING, ("abort", "deleted")),
    ("deploy hold", _("Deployment held"), Kind.HELD, ("unhold", "abort")),
    ("deploy failed", _("Deployment failed"), Kind.FAILED, ("deleted", "rebuild", "active")),
    ("active", _("Active"), Kind.ACTIVE, ("deleted", "rebuild", "rescue", "service")),
    ("deleting", _("Undeploying"), Kind.MOVING),
    ("error", _("Error"), Kind.FAILED, ("deleted", "rebuild")),
    ("adopting", _("Adopting"), Kind.MOVING),
    ("adopt failed", _("Adoption failed"), Kind.FAILED, ("adopt", "manage")),
    ("rescuing", _("Rescuing"), Kind.MOVING),
    ("rescue wait", _("Rescuing (waiting)"), Kind.MOVING, ("abort", "deleted")),
    ("rescue", _("Rescue mode"), Kind.HELD, ("unrescue", "rescue", "deleted")),
    ("rescue failed", _("Rescue failed"), Kind.FAILED, ("rescue", "unrescue", "deleted")),
    ("unrescuing", _("Leaving rescue mode"), Kind.MOVING),
    (
        "unrescue failed",
        _("Leaving rescue mode failed"),
        Kind.FAILED,
        ("unrescue", "rescue", "deleted"),
    ),
    ("servicing", _("Servicing"), Kind.MOVING),
    ("service wait", _("Servicing (waiting)"), Kind.MOVING, ("abort", "deleted")),
    ("service hold", _("Servicing held"), Kind.HELD, ("unhold", "service", "abort")),
    (
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
    return STATES.get(name) or State(
        name or "", name or _("Unknown"), Kind.HELD, states.UNKNOWN_ICON
    )


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
