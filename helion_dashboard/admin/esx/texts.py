"""Sentences of the browser's modules that are about ESX; those of nodes take other words."""

from django.utils.translation import gettext as _


def network():
    """Of the form of network properties."""
    return {
        "add": _("Add"),
        "addTo": _("Add to: %(label)s"),
        "remove": _("Remove"),
        "choose": _("Choose…"),
        "checking": _("Checking the rules…"),
        "kept": _("The networks comply with all rules."),
        "broken": _("%(n)d rules are violated:"),
        "brokenOne": _("1 rule is violated:"),
        "notChecked": _("Checking the rules failed: %(reason)s"),
        "noJson": _("This is not valid JSON: %(reason)s"),
        "noObject": _("The network properties must be a JSON object."),
        "loaded": _("Loaded %(name)s into the form."),
        "tooLarge": _("The file is larger than 1 MiB. Network properties are smaller."),
        "noText": _("The file is not UTF-8 text. Save it as UTF-8 and upload it again."),
        "asking": _("Loading…"),
        "made": _("The form is filled in. Review it."),
    }
