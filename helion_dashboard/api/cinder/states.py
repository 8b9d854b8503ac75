"""States of a back end in Cinder, as data."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, table

BACKEND = table(
    State("up", _("Up"), Kind.READY, ended=True),
    State("absent", _("Not applied"), Kind.NEW, ended=True),
    State("partial", _("Partly applied"), Kind.HELD, ended=True),
    State("disabled", _("Disabled"), Kind.HELD, ended=True),
    State("no-pool", _("No pool"), Kind.FAILED, ended=True),
    State("down", _("Down"), Kind.FAILED, ended=True),
)
"""From good to bad."""
