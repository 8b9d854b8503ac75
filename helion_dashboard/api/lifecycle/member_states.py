"""States of a server of the overcloud, as data."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, lookup, table

MEMBER = table(
    State("deployed", _("Deployed"), Kind.READY, ended=True),
    State("deploying", _("Deploying"), Kind.MOVING),
    State("deleting", _("Removing"), Kind.MOVING),
    State("error", _("Failed"), Kind.FAILED, ended=True),
)


def member_state(name):
    """The :class:`~.api.states.State`; an unknown one reads as the service wrote it."""
    return lookup(MEMBER, name)
