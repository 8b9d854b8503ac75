"""The tabs that the panel's pages have in common."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

NAMESPACE = "horizon:admin:uc_storage"

_SECTIONS = (
    ("index", _("StoreServ")),
    ("storevirtuals", _("StoreVirtual")),
    ("backends", _("Back ends")),
    ("types", _("Volume types")),
    ("configuration", _("Configuration")),
)


def sections(current):
    """``(name, address, whether it is the current one)`` each."""
    return [(label, reverse(f"{NAMESPACE}:{view}"), view == current) for view, label in _SECTIONS]
