"""The sentences of the browser's modules, translated here: Horizon's own catalog for scripts does
not hold those of a plugin."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "accepted": _("%(action)s: accepted for %(things)s."),
    "allActions": _("All actions"),
    "atMost": _("Choose at most %(n)d at once."),
    "cancel": _("Cancel"),
    "dismiss": _("Dismiss"),
    "failed": _("The dashboard answered with status %(status)s. Nothing may have been done."),
    "hours": _("%(hours)d h %(minutes)d min"),
    "minutes": _("%(minutes)d min %(seconds)d s"),
    "more": _("and %(n)d more"),
    "noAnswer": _("The dashboard does not answer. What you see may be out of date."),
    "notAllowed": _("Your roles do not allow it (rule %(rule)s)."),
    "notNow": _("Not possible now (%(n)d)"),
    "notTyped": _("What was typed differs."),
    "notUpdated": _("What you see may be out of date. The service “%(service)s” said: %(reason)s"),
    "refused": _("%(action)s: refused for"),
    "seconds": _("%(seconds)d s"),
    "selected": _("%(n)d selected"),
    "skipped": _("%(n)d left out, as it is not possible there"),
    "typeName": _("Type %(name)s to confirm"),
}


def texts():
    """All sentences in the language of this request."""
    return {name: str(text) for name, text in TEXTS.items()}
