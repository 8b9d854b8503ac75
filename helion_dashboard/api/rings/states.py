"""States of storage servers, of their copies of the rings, and of devices, as data."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, table

SERVER = table(
    State("up", _("Up"), Kind.ACTIVE, ended=True),
    State("old", _("Old ring"), Kind.FAILED, "fa fa-clock-rotate-left"),
    State("silent", _("Does not answer"), Kind.FAILED, "fa fa-plug-circle-xmark"),
)

#: Of all servers' copies of a ring together.
RING = table(
    State("current", _("On all servers"), Kind.READY, ended=True),
    State("changed", _("Rebalance due"), Kind.HELD),
    State("old", _("Not on all servers"), Kind.FAILED, "fa fa-clock-rotate-left"),
    State("unknown", _("Unknown"), Kind.NEW),
)

DEVICE = table(
    State("active", _("Active"), Kind.ACTIVE, ended=True),
    State("changed", _("Rebalance due"), Kind.HELD),
    State("drained", _("Drained"), Kind.READY, ended=True),
    State("unmounted", _("Not mounted"), Kind.FAILED, "fa fa-eject"),
    State("unknown", _("Unknown"), Kind.NEW),
)
