"""The catalogue: what all sources list, and what of it is here."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.admin.updates import versions
from helion_dashboard.admin.updates.sections import NAMESPACE, OVERVIEW, ServiceList
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.updates import client as updates
from helion_dashboard.api.updates import states as update_states
from helion_dashboard.kit import details, lists
from helion_dashboard.kit.actions import Action, Actions, Condition, Group, states
from helion_dashboard.kit.list_query import Column, Facet

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Catalogue entry"),
            (
                Action(
                    "download",
                    gettext_lazy("Download"),
                    "entry:download",
                    gettext_lazy(
                        "Downloads the file and verifies it. It can be published afterwards."
                    ),
                    run=updates.download,
                    needs=(
                        Condition("content", "unset", gettext_lazy("Already downloaded.")),
                        states("available", "suspended"),
                    ),
                ),
            ),
        ),
    ),
    states=update_states.ENTRY,
    next={"available": ("download",)},
    waiting=("available",),
    several=gettext_lazy("%(n)d entries"),
    type_count=gettext_lazy("Type the number of entries, %(count)s, to confirm"),
)


def item(entry):
    """What menus need to know of an entry."""
    return {"state": entry.state.name, "content": entry.content_id or None}


class Catalogue(ServiceList):
    rule = "entry:list"
    title = gettext_lazy("Updates")
    record_name = "entry"
    search = gettext_lazy("Name, provider or notes")
    empty = gettext_lazy(
        "The catalogue lists the updates, images, templates and firmware of your sources. Add a"
        " source first."
    )
    actions = ACTIONS
    cells = "helion_dashboard/updates/_entry_cells.html"
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("state", gettext_lazy("State")),
        Column("kind", gettext_lazy("Type"), "kind"),
        Column("priority", gettext_lazy("Priority"), "rank"),
        Column("provider", gettext_lazy("Provider"), "provider"),
        Column("size", gettext_lazy("Size"), "size"),
        Column("published", gettext_lazy("Published"), "published_at"),
    )
    order = "-published_at"

    def facets(self):
        return (
            Facet("kind", _("Type"), tuple(update_states.KINDS.items())),
            Facet("priority", _("Priority"), tuple(update_states.PRIORITIES.items())),
            Facet(
                "status",
                _("Status"),
                tuple(
                    (name, update_states.ENTRY[name].label)
                    for name in ("available", "suspended", "withdrawn")
                ),
            ),
            Facet("local", _("Downloaded"), (("true", _("Yes")), ("false", _("No")))),
            Facet("newer", _("Newer than published"), (("true", _("Yes")), ("false", _("No")))),
        )

    def fetch(self, **query):
        return updates.entries(self.request, **query)

    def item(self, entry):
        return item(entry)

    def counts(self, page):
        numbers, newer = gather(
            lambda: updates.facets(self.request),
            lambda: updates.facets(self.request, newer="true"),
        )
        matter = sum(newer["kind"].values())
        total, urgent = sum(numbers["kind"].values()), numbers["priority"].get("critical", 0)
        yield lists.Count(ngettext("%d entry", "%d entries", total) % total)
        if matter:
            text = ngettext("%d update matters to you", "%d updates matter to you", matter)
            yield lists.Count(text % matter, "?newer=true")
        if urgent:
            text = ngettext("%d critical", "%d critical", urgent) % urgent
            yield lists.Count(text, "?priority=critical", "failed")

    def first_step(self):
        url = reverse(f"{NAMESPACE}:register")
        return lists.Link(_("Add a source"), url, "plus")


class Entry(details.Details):
    rule = "entry:get"
    namespace = NAMESPACE
    record_name = "entry"
    kind = gettext_lazy("Catalogue entry")
    back = gettext_lazy("Catalogue")
    gone = gettext_lazy("The catalogue has no entry “%s”.")
    actions = ACTIONS
    template = "helion_dashboard/updates/entry.html"
    tabs = (OVERVIEW, versions.TAB)

    def load(self):
        return updates.entry(self.request, self.kwargs["entry"])

    def label(self):
        return self.record.label

    def item(self):
        return item(self.record)
