"""What Heat does to a stack and to its resources, in words.

Heat joins an action and how far it is: ``UPDATE_IN_PROGRESS``.
"""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, lookup, table

# Action -> under way, done, failed.
_WORDS = {
    "INIT": (_("Being prepared"), _("Not begun"), _("Preparing failed")),
    "CREATE": (_("Being created"), _("Created"), _("Creating failed")),
    "UPDATE": (_("Being changed"), _("Changed"), _("Changing failed")),
    "DELETE": (_("Being deleted"), _("Deleted"), _("Deleting failed")),
    "ROLLBACK": (_("Being rolled back"), _("Rolled back"), _("Rolling back failed")),
    "SUSPEND": (_("Being suspended"), _("Suspended"), _("Suspending failed")),
    "RESUME": (_("Being resumed"), _("Resumed"), _("Resuming failed")),
    "ADOPT": (_("Being adopted"), _("Adopted"), _("Adopting failed")),
    "SNAPSHOT": (_("Snapshot being taken"), _("Snapshot taken"), _("Taking a snapshot failed")),
    "CHECK": (_("Being checked"), _("Checked"), _("The check failed")),
    "RESTORE": (_("Being restored"), _("Restored"), _("Restoring failed")),
}
_STACK_WORDS = {
    **_WORDS,
    "CREATE": (_("Being deployed"), _("Deployed"), _("Deploying failed")),
    "UPDATE": (_("Being changed"), _("Deployed"), _("The last change failed")),
    "DELETE": (_("Being undeployed"), _("Undeployed"), _("Undeploying failed")),
}
_PROGRESS = (("IN_PROGRESS", Kind.MOVING), ("COMPLETE", Kind.READY), ("FAILED", Kind.FAILED))


def _table(words):
    return table(
        *(
            State(f"{action}_{progress}", label, kind)
            for action, labels in words.items()
            for (progress, kind), label in zip(_PROGRESS, labels, strict=True)
        )
    )


RESOURCE = _table(_WORDS)
STACK = _table(_STACK_WORDS)


def stack_status(name):
    """The :class:`State` of the overcloud's stack; an unknown one reads as Heat wrote it."""
    return lookup(STACK, name)


def resource_status(name):
    """The :class:`State` of a resource; an unknown one reads as Heat wrote it."""
    return lookup(RESOURCE, name)
