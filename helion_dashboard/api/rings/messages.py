"""Sentences of the Ringos service."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api import messages

MESSAGES = {
    "ring-not-found": _("There is no ring {name}."),
    "rings-missing": _("There is no builder file in {folder}."),
    "rings-not-configured": _("[ringos] rings_dir is not configured."),
    "rings-swift-missing": _("Swift is not installed beside the service. Install swift with pip."),
    "rings-unreadable": _("{path} cannot be read: {reason}."),
    "rings-writable": _(
        "{path} is not read: others than the service's user and root may write it."
    ),
}

messages.register(MESSAGES)
