"""Local content: verified files that can be published."""

from django.contrib import messages
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.updates import forms, versions
from helion_dashboard.admin.updates.sections import NAMESPACE, OVERVIEW, ServiceList
from helion_dashboard.api.updates import client as updates
from helion_dashboard.api.updates import states as update_states
from helion_dashboard.api.wire import has_service
from helion_dashboard.kit import details, lists
from helion_dashboard.kit.actions import ID, Action, Actions, Condition, Group, page
from helion_dashboard.kit.forms import FormPage, NotPossibleError
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.list_query import Column, Facet

_OPERATION = "horizon:admin:uc_operations:detail"
_IDLE = Condition("operation", "unset", gettext_lazy("An operation works on it."))

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Content"),
            (
                Action(
                    "publish",
                    gettext_lazy("Publish…"),
                    "content:publish",
                    link=page(f"{NAMESPACE}:publish", ID),
                    most=1,
                    needs=(
                        _IDLE,
                        Condition(
                            "publishable",
                            "set",
                            gettext_lazy(
                                "Without an object store only images and templates can be"
                                " published."
                            ),
                        ),
                    ),
                ),
                Action(
                    "delete",
                    gettext_lazy("Delete"),
                    "content:delete",
                    gettext_lazy(
                        "Deletes the local file. While a source lists it, it can be downloaded"
                        " again."
                    ),
                    run=updates.delete_content,
                    needs=(
                        _IDLE,
                        Condition("published", "unset", gettext_lazy("Unpublish it first.")),
                    ),
                ),
            ),
        ),
    ),
    states=update_states.CONTENT,
    next={"available": ("publish",), "missing": ("delete",)},
    waiting=("available",),
    leaves=("delete",),
    several=gettext_lazy("%(n)d files"),
    type_count=gettext_lazy("Type the number of files, %(count)s, to confirm"),
)


def item(request, content):
    """What menus need to know of content."""
    is_publishable = content.kind in ("image", "template") or has_service(
        request.user, "object-store"
    )
    return {
        "publishable": is_publishable or None,
        "state": content.state.name,
        "kind": content.kind,
        "published": bool(content.publications) or None,
        "operation": content.operation_id or None,
    }


class Contents(ServiceList):
    rule = "content:list"
    views = {"index": "contents", "rows": "content_rows", "act": "content_act"}  # noqa: RUF012
    title = gettext_lazy("Updates")
    section = "contents"
    record_name = "content"
    search = gettext_lazy("Name")
    empty = gettext_lazy(
        "Verified files appear here after they are downloaded from the catalogue or imported."
    )
    actions = ACTIONS
    cells = "helion_dashboard/updates/_content_cells.html"
    button = lists.Button(
        "content:import",
        "import",
        gettext_lazy("Import a file"),
        "upload",
    )
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("state", gettext_lazy("State")),
        Column("kind", gettext_lazy("Type"), "kind"),
        Column("size", gettext_lazy("Size"), "size"),
        Column("source", gettext_lazy("Source")),
        Column("created", gettext_lazy("Added"), "created_at"),
    )
    order = "-created_at"

    def facets(self):
        return (
            Facet("kind", _("Type"), tuple(update_states.KINDS.items())),
            Facet("origin", _("Origin"), tuple(update_states.ORIGINS.items())),
        )

    def fetch(self, **query):
        page_of_service, self.disk = updates.contents(self.request, **query)
        return page_of_service

    def item(self, content):
        return item(self.request, content)

    def counts(self, page):
        sizes = {
            "used": filesizeformat(self.disk.content_bytes),
            "free": filesizeformat(max(0, self.disk.free_bytes - self.disk.reserve_bytes)),
        }
        return [lists.Count(_("%(used)s used, %(free)s free for downloads") % sizes)]

    def buttons(self):
        url = reverse(f"{NAMESPACE}:housekeeping")
        return (lists.Link(_("Housekeeping"), url, "broom"), *super().buttons())


class Content(details.Details):
    rule = "content:get"
    namespace = NAMESPACE
    views = {  # noqa: RUF012
        "detail": "content_detail",
        "state": "content_state",
        "index": "contents",
        "act": "content_act",
    }
    record_name = "content"
    kind = gettext_lazy("Content")
    back = gettext_lazy("All content")
    gone = gettext_lazy("The content “%s” does not exist.")
    actions = ACTIONS
    template = "helion_dashboard/updates/content.html"
    tabs = (OVERVIEW, versions.TAB)

    def load(self):
        return updates.content(self.request, self.kwargs["content"])

    def label(self):
        return self.record.label

    def item(self):
        return item(self.request, self.record)

    def context(self):
        return {"entry": self.record}  # what its publisher says is drawn as an entry's is


class Import(FormPage):
    name = "import"
    title = gettext_lazy("Import a file")
    rule = "content:import"
    submit = gettext_lazy("Import")
    back = gettext_lazy("All content")
    template = "helion_dashboard/updates/import.html"

    def prepare(self):
        sources = [each for each in updates.sources(self.request) if not each.is_mirror]
        if not sources:
            raise NotPossibleError(_("No source vouches for a file yet. Add a source first."))
        self.form = forms.ImportForm(self.data, self.request.FILES or None, sources=sources)

    def save(self):
        data = self.form.cleaned_data
        operation = updates.import_file(self.request, data["source"], data["file"])
        return url_or_none(_OPERATION, operation) or self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:contents")


class Publish(FormPage):
    name = "publish"
    title = gettext_lazy("Publish content")
    rule = "content:publish"
    submit = gettext_lazy("Publish")
    back = gettext_lazy("Back to the content")
    template = "helion_dashboard/updates/publish.html"

    def prepare(self):
        self.content = updates.content(self.request, self.kwargs["content"])
        self.form = forms.PublishForm(self.data, kind=self.content.kind)

    def save(self):
        data = self.form.cleaned_data
        operation = updates.publish(
            self.request,
            self.content.id,
            data.get("visibility", "private"),
            data.get("project_id"),
            self.key,
        )
        if operation is None:
            messages.info(self.request, _("%s is published already.") % self.content.label)
            return self.back_url()
        return url_or_none(_OPERATION, operation) or self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:content_detail", args=[self.kwargs["content"]])

    def context(self):
        return {"content": self.content}
