"""The sentences of the browser's modules, translated here: Horizon's own catalog for scripts does
not hold those of a plugin."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "accepted": _("%(action)s: accepted for %(of)s."),
    "allActions": _("All actions"),
    "atMost": _("Choose at most %(n)d at once."),
    "cancel": _("Cancel"),
    "deletePort": _("Delete port"),
    "deletePortSays": _("Ironic forgets this port. The node can then not be booted through it."),
    "dismiss": _("Dismiss"),
    "failed": _("The dashboard answered with status %(status)s. Nothing may have been done."),
    "gone": _("(no longer there)"),
    "hasInstance": _("An instance is on it: undeploy it first."),
    "hours": _("%(hours)d h %(minutes)d min"),
    "inMaintenance": _("Not possible in maintenance."),
    "isProtected": _("The node is protected."),
    "locked": _("Ironic's conductor %(host)s is at work on it: wait for it to end."),
    "minutes": _("%(minutes)d min %(seconds)d s"),
    "more": _("and %(n)d more"),
    "noAnswer": _("The dashboard does not answer. What you see may be out of date."),
    "noInstance": _("No instance is on it: it is no server of the overcloud."),
    "nodes": _("%(n)d nodes"),
    "notAllowed": _("Your roles do not allow it (rule %(rule)s)."),
    "notInMaintenance": _("It is not in maintenance."),
    "notNow": _("Not possible now (%(n)d)"),
    "notTyped": _("What was typed differs."),
    "notUpdated": _("What you see may be out of date. The service “%(service)s” said: %(reason)s"),
    "refused": _("%(action)s: refused for"),
    "seconds": _("%(seconds)d s"),
    "selected": _("%(n)d selected"),
    "skipped": _("%(n)d left out, as it is not possible there"),
    "typeCount": _("Type the number of nodes, %(wanted)s, to confirm"),
    "typeName": _("Type %(wanted)s to confirm"),
    "wrongPower": _("Nothing to do: its power state is “%(power)s”."),
    "wrongState": _("Not possible in the state “%(state)s”."),
}


def texts():
    """All sentences in the language of this request."""
    return {name: str(text) for name, text in TEXTS.items()}
