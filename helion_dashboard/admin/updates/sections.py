"""The tabs that the panel's pages have in common, and how its lists are paged."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from helion_dashboard.kit import service_list
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.links import url_or_none

NAMESPACE = "horizon:admin:uc_updates"

#: What a publisher says of a catalogue entry, and of the content that came of it.
OVERVIEW = Tab("overview", _("Overview"), "helion_dashboard/updates/_tab_overview.html", live=True)

_SECTIONS = (
    ("index", _("Catalogue")),
    ("downloads", _("Downloads")),
    ("contents", _("Content")),
    ("publications", _("Published")),
    ("rollouts", _("Rollouts")),
    ("sources", _("Sources")),
)


def sections(current):
    """``(name, address, whether it is the current one)`` each."""
    tabs = [(label, reverse(f"{NAMESPACE}:{view}"), view == current) for view, label in _SECTIONS]
    history = url_or_none("horizon:admin:uc_operations:index")
    return [*tabs, (_("History"), f"{history}?service=sherpa", False)] if history else tabs


class ServiceList(service_list.ServiceList):
    """A list that the service filters, sorts and pages.

    :cvar section: the tab it is on
    """

    namespace = NAMESPACE
    template = "helion_dashboard/section_list.html"
    section = "index"

    def label(self, record):
        return record.label

    def context(self, page):
        return {"sections": sections(self.section)}
