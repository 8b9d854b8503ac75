"""States of a server of the overcloud, as data."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.operations.states import State

MEMBER = {
    state.name: state
    for state in (
        State("deployed", _("Deployed"), ended=True),
        State("deploying", _("Deploying"), moving=True),
        State("deleting", _("Leaving"), moving=True),
        State("error", _("Failed"), ended=True, bad=True),
    )
}


def member_state(name):
    """The :class:`~.operations.states.State`; an unknown one reads as the service wrote it."""
    return MEMBER.get(name) or State(name or "", name or _("Unknown"))
