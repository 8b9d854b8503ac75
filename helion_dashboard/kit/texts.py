"""The sentences of the browser's modules. They are translated here: Horizon's own catalog for
scripts does not hold those of a plugin."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "accepted": _("%(action)s: accepted for %(things)s."),
    "again": _("Try again"),
    "allActions": _("All actions"),
    "atMost": _("Select at most %(n)d."),
    "cancel": _("Cancel"),
    "checking": _("Checking what runs there…"),
    "dismiss": _("Dismiss"),
    "failed": _("The dashboard answered with status %(status)s. The action may have failed."),
    "fromFile": _("%(name)s from a file"),
    "hours": _("%(hours)d h %(minutes)d min"),
    "matches": _("%(n)d match"),
    "minutes": _("%(minutes)d min %(seconds)d s"),
    "more": _("and %(n)d more"),
    "needAttention": _("%(n)d fields need attention"),
    "needsAttention": _("One field needs attention"),
    "noAnswer": _("The dashboard does not answer. This page may be out of date."),
    "noText": _("The file is not UTF-8 text. Save it as UTF-8."),
    "rule": _("Rule: %(rule)s"),
    "notAllowed": _("Your roles do not allow this. Ask a cloud administrator."),
    "notNow": _("Not possible now (%(n)d)"),
    "notSent": _("%(action)s: stopped, not done for %(things)s."),
    "notShown": _("The dashboard answered with status %(status)s. The page cannot be shown."),
    "notTyped": _("The text differs."),
    "notUpdated": _("This page may be out of date. The service “%(service)s” answered: %(reason)s"),
    "progress": _("%(action)s: %(n)d of %(total)d"),
    "refused": _("%(action)s: refused for"),
    "remove": _("Remove %(name)s"),
    "seconds": _("%(seconds)d s"),
    "selectAll": _("Select all %(n)d"),
    "selectNone": _("Select none"),
    "selected": _("%(n)d selected"),
    "skipped": _("%(n)d skipped: not possible there"),
    "stop": _("Stop"),
    "unknownImpact": _("What runs there is not known: the dashboard could not find out."),
    "unknownResult": _("No answer. It may have been done: check before you repeat it."),
    "tooLarge": _("The file is larger than 1 MiB."),
    "typeName": _("Type %(name)s to confirm"),
}


def texts():
    """All sentences in the language of this request."""
    return {name: str(text) for name, text in TEXTS.items()}
