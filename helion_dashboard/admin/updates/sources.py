"""Sources: signed repositories and mirrors that content comes from."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.admin.updates import forms
from helion_dashboard.admin.updates.sections import NAMESPACE, sections
from helion_dashboard.api.updates import client as updates
from helion_dashboard.api.updates import states as update_states
from helion_dashboard.kit import details, lists
from helion_dashboard.kit.actions import ID, Action, Actions, Condition, Group, page
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.forms import FormPage
from helion_dashboard.kit.list_query import Column, Facet
from helion_dashboard.kit.switching import switches

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Source"),
            (
                Action(
                    "refresh",
                    gettext_lazy("Read again"),
                    "source:refresh",
                    gettext_lazy("Reads and verifies what the source lists."),
                    run=updates.refresh,
                    immediate=True,
                    needs=(Condition("enabled", "set", gettext_lazy("Enable it first.")),),
                ),
                Action(
                    "edit",
                    gettext_lazy("Edit…"),
                    "source:update",
                    link=page(f"{NAMESPACE}:edit", ID),
                    most=1,
                ),
                *switches(
                    "source:update",
                    updates.enable,
                    updates.disable,
                    gettext_lazy("The source is not read until it is enabled again."),
                ),
                Action(
                    "delete",
                    gettext_lazy("Remove"),
                    "source:delete",
                    gettext_lazy(
                        "Forgets the source, its login and its catalogue entries. Downloaded and"
                        " published content stays."
                    ),
                    run=updates.unregister,
                    destroys=True,
                ),
            ),
        ),
    ),
    states=update_states.SOURCE,
    next={"disabled": ("enable", "edit"), "*": ("refresh", "edit")},
    waiting=(),
    several=gettext_lazy("%(n)d sources"),
    type_count=gettext_lazy("Type the number of sources, %(count)s, to confirm"),
)


def item(source):
    """What menus need to know of a source."""
    return {"state": source.state.name, "enabled": source.enabled or None}


class Sources(lists.List):
    rule = "source:list"
    namespace = NAMESPACE
    views = {"index": "sources", "rows": "source_rows", "act": "source_act"}  # noqa: RUF012
    title = gettext_lazy("Updates")
    record_name = "source"
    search = gettext_lazy("Name or address")
    empty = gettext_lazy(
        "A source is a signed repository that lists updates and extensions, or a mirror of public"
        " cloud images."
    )
    template = "helion_dashboard/section_list.html"
    cells = "helion_dashboard/updates/_source_cells.html"
    actions = ACTIONS
    button = lists.Button(
        "source:create",
        "register",
        gettext_lazy("Add a source"),
    )
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("state", gettext_lazy("State"), "state"),
        Column("kind", gettext_lazy("Kind"), "kind"),
        Column("url", gettext_lazy("Address"), "url"),
        Column("entries", gettext_lazy("Entries"), "entries"),
        Column("refreshed", gettext_lazy("Last read")),
        Column("expires", gettext_lazy("Valid until")),
    )

    def facets(self):
        return (Facet.of_states(update_states.SOURCE),)

    def load(self, query):
        self.sources = updates.sources(self.request)
        return self.select(
            self.sources,
            query,
            text=lambda source: f"{source.name} {source.url}",
        )

    def item(self, source):
        return item(source)

    def counts(self, page):
        number, failed = len(self.sources), sum(source.state.failed for source in self.sources)
        yield lists.Count(ngettext("%d source", "%d sources", number) % number)
        if failed:
            yield lists.Count(_("%d cannot be read") % failed, look="failed")

    def context(self, page):
        return {"sections": sections("sources")}


class Source(details.Details):
    rule = "source:get"
    namespace = NAMESPACE
    views = {  # noqa: RUF012
        "detail": "source_detail",
        "state": "source_state",
        "index": "sources",
        "act": "source_act",
    }
    record_name = "source"
    kind = gettext_lazy("Source")
    back = gettext_lazy("All sources")
    gone = gettext_lazy("The source “%s” does not exist.")
    actions = ACTIONS
    template = "helion_dashboard/updates/source.html"
    tabs = (
        Tab(
            "overview",
            gettext_lazy("Overview"),
            "helion_dashboard/updates/_tab_source.html",
            live=True,
        ),
    )

    def load(self):
        return updates.source(self.request, self.kwargs["source"])

    def item(self):
        return item(self.record)


class _SourcePage(FormPage):
    template = "helion_dashboard/fieldset_form.html"

    def check(self):
        """The fingerprint that was entered is that of the root metadata."""
        data = self.form.cleaned_data
        if not data.get("root") or not data.get("fingerprint"):
            return
        anchor = updates.inspect_root(self.request, data["root"])
        if not forms.same_fingerprint(data["fingerprint"], anchor.fingerprint):
            text = _(
                "The root metadata has the fingerprint %s. Do not go on unless the publisher"
                " confirms it."
            )
            self.form.add_error("fingerprint", text % anchor.fingerprint)


class Register(_SourcePage):
    name = "register"
    title = gettext_lazy("Add a source")
    rule = "source:create"
    submit = gettext_lazy("Add")
    back = gettext_lazy("All sources")
    note = gettext_lazy("The source is read and verified before it is stored.")

    def prepare(self):
        shipped = updates.shipped_roots(self.request)
        self.form = forms.SourceForm(self.data, shipped=shipped)

    def save(self):
        source = updates.register(self.request, self.key, **self.form.fields_of_service())
        messages.success(self.request, _("The source %s was added.") % source.name)
        return reverse(f"{NAMESPACE}:index")

    def back_url(self):
        return reverse(f"{NAMESPACE}:sources")


class Edit(_SourcePage):
    name = "edit"
    title = gettext_lazy("Edit source")
    rule = "source:update"
    back = gettext_lazy("Back to the source")

    def prepare(self):
        source = updates.source(self.request, self.kwargs["source"])
        self.form = forms.SourceForm(
            self.data, registered=source, initial=forms.source_initial(source)
        )

    def save(self):
        fields = self.form.fields_of_service()
        source = updates.update(self.request, self.kwargs["source"], **fields)
        messages.success(self.request, _("The source %s was changed.") % source.name)
        return self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:source_detail", args=[self.kwargs["source"]])
