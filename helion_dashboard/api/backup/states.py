"""States of repositories and backups, and names of what they have, as data."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, table

REPOSITORY = table(
    State("ready", _("Ready"), Kind.READY, ended=True),
    State("failed", _("Failed"), Kind.FAILED),
)

BACKUP = table(
    State("unverified", _("Not verified"), Kind.HELD),
    State("verified", _("Verified"), Kind.READY),
    State("damaged", _("Damaged"), Kind.FAILED),
    State("working", _("In progress"), Kind.MOVING),
)

#: What is counted in a backup.
COUNTS = {
    "nodes": _("Nodes"),
    "ports": _("Ports"),
    "servers": _("Servers"),
    "stacks": _("Stacks"),
    "users": _("Users"),
    "projects": _("Projects"),
    "images": _("Images"),
    "volumes": _("Volumes"),
    "networks": _("Networks"),
    "operations": _("Operations"),
    "secrets": _("Secrets that decrypt"),
}

#: What a restore does to something that is not as the backup has it.
CHANGES = {
    "new": _("Lost: newer than the backup"),
    "changed": _("Set back"),
    "gone": _("Comes back, though it is gone"),
}
