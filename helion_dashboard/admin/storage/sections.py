"""The tabs that the panel's pages have in common, and what its lists have."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from helion_dashboard.kit import lists
from helion_dashboard.kit.links import url_or_none

NAMESPACE = "horizon:admin:uc_storage"

_SECTIONS = (
    ("index", _("StoreServ")),
    ("storevirtuals", _("StoreVirtual")),
    ("backends", _("Back ends")),
    ("types", _("Volume types")),
    ("qos", _("QoS specs")),
    ("configuration", _("Configuration")),
)


def sections(current):
    """``(name, address, whether it is the current one)`` each; the last leads to the Topology."""
    tabs = [(label, reverse(f"{NAMESPACE}:{view}"), view == current) for view, label in _SECTIONS]
    mapping = url_or_none("horizon:admin:uc_topology:storage")
    return [*tabs, (_("Mapping"), mapping, False)] if mapping else tabs


class SectionList(lists.List):
    """A list on a tab.

    :cvar section: the tab it is on
    """

    namespace = NAMESPACE
    title = _("Storage")
    template = "helion_dashboard/section_list.html"
    section = "index"

    def context(self, page):
        return {"sections": sections(self.section)}
