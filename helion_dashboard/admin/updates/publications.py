"""What is published: images, Heat templates and objects, with their earlier versions."""

import contextlib

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.updates import forms, templates
from helion_dashboard.admin.updates.sections import NAMESPACE, ServiceList
from helion_dashboard.api import errors
from helion_dashboard.api.updates import client as updates
from helion_dashboard.api.updates import states as update_states
from helion_dashboard.kit import details
from helion_dashboard.kit.actions import ID, Action, Actions, Condition, Group, page, states
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.forms import FormPage, NameTypedForm, NotPossibleError
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.list_query import Column, Facet

_OPERATION = "horizon:admin:uc_operations:detail"

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Publication"),
            (
                Action(
                    "roll_back",
                    gettext_lazy("Change version…"),
                    "publication:roll_back",
                    link=page(f"{NAMESPACE}:roll_back", ID),
                    most=1,
                    needs=(states("published"),),
                ),
                Action(
                    "roll_out",
                    gettext_lazy("Roll out…"),
                    "plan:create",
                    link=page(f"{NAMESPACE}:roll_out"),
                    parameter="publication",
                    most=1,
                    needs=(
                        Condition(
                            "kind",
                            "in",
                            gettext_lazy("Only images can be rolled out to servers."),
                            ("image",),
                        ),
                        states("published", "superseded"),
                    ),
                ),
                Action(
                    "unpublish",
                    gettext_lazy("Unpublish…"),
                    "publication:unpublish",
                    link=page(f"{NAMESPACE}:unpublish", ID),
                    most=1,
                    needs=(states("published", "superseded"),),
                ),
            ),
        ),
    ),
    states=update_states.PUBLICATION,
    next={"published": ("roll_out", "roll_back", "unpublish"), "superseded": ("unpublish",)},
    waiting=(),
    several=gettext_lazy("%(n)d publications"),
    type_count=gettext_lazy("Type the number of publications, %(count)s, to confirm"),
)


class Publications(ServiceList):
    rule = "publication:list"
    views = {  # noqa: RUF012
        "index": "publications",
        "rows": "publication_rows",
        "act": "publication_act",
    }
    title = gettext_lazy("Updates")
    section = "publications"
    record_name = "publication"
    search = ""
    empty = gettext_lazy(
        "Published images are in Glance, templates in the template store, and other content in the"
        " object store. Publish content to see it here."
    )
    actions = ACTIONS
    cells = "helion_dashboard/updates/_publication_cells.html"
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("version", gettext_lazy("Version"), "version"),
        Column("state", gettext_lazy("State"), "state"),
        Column("kind", gettext_lazy("Type"), "kind"),
        Column("visibility", gettext_lazy("Visibility")),
        Column("published_by", gettext_lazy("Published by")),
        Column("created", gettext_lazy("Published"), "created_at"),
    )
    order = "name"

    def facets(self):
        return (
            Facet.of_states(update_states.PUBLICATION),
            Facet("kind", _("Type"), tuple(update_states.KINDS.items())),
        )

    def fetch(self, **query):
        query.pop("q")
        return updates.publications(self.request, **query)

    def item(self, publication):
        return {"state": publication.state.name, "kind": publication.kind}


class Publication(details.Details):
    rule = "publication:get"
    namespace = NAMESPACE
    views = {  # noqa: RUF012
        "detail": "publication_detail",
        "state": "publication_state",
        "index": "publications",
        "act": "publication_act",
    }
    record_name = "publication"
    kind = gettext_lazy("Publication")
    back = gettext_lazy("All publications")
    gone = gettext_lazy("The publication “%s” does not exist.")
    actions = ACTIONS
    template = "helion_dashboard/updates/publication.html"
    _tabs = (
        Tab(
            "overview",
            gettext_lazy("Overview"),
            "helion_dashboard/updates/_tab_publication.html",
            live=True,
        ),
        templates.TAB,
        Tab(
            "usage",
            gettext_lazy("Used by"),
            "helion_dashboard/updates/_usage.html",
            lambda request, publication: {
                "usage": updates.usage(request, publication.id),
                "publication": publication,
            },
        ),
    )

    @property
    def tabs(self):
        """Only a template has a text to show."""
        is_template = self.record.kind == "template"
        return [tab for tab in self._tabs if is_template or tab is not templates.TAB]

    def load(self):
        return updates.publication(self.request, self.kwargs["publication"])

    def label(self):
        return self.record.label

    def item(self):
        return {"state": self.record.state.name, "kind": self.record.kind}


class _ChangePage(FormPage):
    """A form that changes one publication; goes on to the operation."""

    back = gettext_lazy("Back to the publication")

    def load(self):
        self.publication = updates.publication(self.request, self.kwargs["publication"])

    def operation_url(self, operation):
        return url_or_none(_OPERATION, operation) or self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:publication_detail", args=[self.kwargs["publication"]])

    def context(self):
        return {"publication": self.publication}


class RollBack(_ChangePage):
    name = "roll_back"
    title = gettext_lazy("Change the published version")
    rule = "publication:roll_back"
    submit = gettext_lazy("Change version")
    template = "helion_dashboard/updates/roll_back.html"

    def prepare(self):
        self.load()
        offers = self.publication.roll_back_to
        if not offers:
            raise NotPossibleError(
                _("No other version is available locally or in the catalogue of a source.")
            )
        self.form = forms.RollBackForm(self.data, offers=offers)

    def context(self):
        """With what uses the image; the version can be changed without knowing that."""
        usage = None
        if self.publication.kind == "image":
            with contextlib.suppress(errors.ServiceError):
                usage = updates.usage(self.request, self.publication.id)
        return {**super().context(), "usage": usage}

    def save(self):
        version = self.form.cleaned_data["version"]
        return self.operation_url(
            updates.roll_back(self.request, self.publication.id, version, self.key)
        )


class Unpublish(_ChangePage):
    name = "unpublish"
    title = gettext_lazy("Unpublish")
    rule = "publication:unpublish"
    submit = gettext_lazy("Unpublish")
    template = "helion_dashboard/updates/unpublish.html"

    def prepare(self):
        self.load()
        self.usage = updates.usage(self.request, self.publication.id)
        # The name of an image that servers use has to be typed.
        self.form = (
            NameTypedForm(self.data, name=self.publication.name)
            if self.usage.servers
            else Form(self.data)
        )

    def save(self):
        force = bool(self.usage.servers)
        return self.operation_url(
            updates.unpublish(self.request, self.publication.id, force, self.key)
        )

    def context(self):
        return {**super().context(), "usage": self.usage}
