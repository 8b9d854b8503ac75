"""Sentences of the browser's modules that are about ESX; those of nodes take other words."""

from django.utils.translation import gettext as _


def network():
    """Of the form of network properties."""
    return {
        "add": _("Add"),
        "addTo": _("Add to: %(label)s"),
        "remove": _("Remove"),
        "choose": _("Choose…"),
        "checking": _("The rules are being checked…"),
        "kept": _("All rules are kept."),
        "broken": _("%(n)d rules are broken:"),
        "brokenOne": _("One rule is broken:"),
        "notChecked": _("The rules could not be checked: %(reason)s"),
        "noJson": _("This is not valid JSON: %(reason)s"),
        "noObject": _("The network properties must be a JSON object."),
        "loaded": _("%(name)s was read into the form."),
        "tooLarge": _("The file is larger than 1 MiB: it cannot be network properties."),
        "noText": _("The file is no text in UTF-8."),
        "asking": _("The service is being asked…"),
        "made": _("The form was filled in: look it through."),
    }
