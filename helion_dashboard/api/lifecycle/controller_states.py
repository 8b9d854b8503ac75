"""States of the clusters on controllers, and whether a controller may be taken down, as data."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, lookup, table

UNCHECKED = "unchecked"
NO = "no"

CLUSTER = table(
    State("healthy", _("Healthy"), Kind.READY),
    State("reduced", _("Lost a member"), Kind.FAILED),
    State("stopped", _("Stopped"), Kind.FAILED),
    State("divided", _("Divided"), Kind.FAILED),
    State("unreachable", _("Unreachable"), Kind.FAILED),
    State(UNCHECKED, _("Not checked"), Kind.NEW),
)
MEMBER = table(
    State("ready", _("Ready"), Kind.READY),
    State("impaired", _("Not ready"), Kind.FAILED),
    State("unreachable", _("Unreachable"), Kind.FAILED),
)
ANSWER = table(
    State("yes", _("Yes"), Kind.READY),
    State(NO, _("No"), Kind.FAILED),
    State("unknown", _("Unknown"), Kind.NEW),
)


def cluster(name):
    """The :class:`~.api.states.State` of a cluster."""
    return lookup(CLUSTER, name)


def member(name):
    """The :class:`~.api.states.State` of a member of a cluster."""
    return lookup(MEMBER, name)


def answer(name):
    """Whether a controller may be taken down, as a :class:`~.api.states.State`."""
    return lookup(ANSWER, name)
