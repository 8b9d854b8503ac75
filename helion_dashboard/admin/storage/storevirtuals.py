"""StoreVirtual clusters."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.admin.storage import configuration, forms
from helion_dashboard.admin.storage.devices import IN_BACKEND, DevicePage, EditPage
from helion_dashboard.admin.storage.sections import NAMESPACE, SectionList
from helion_dashboard.api.storage import client as storage
from helion_dashboard.api.storage import states as storage_states
from helion_dashboard.kit import details, lists
from helion_dashboard.kit.actions import ID, Action, Actions, Condition, Group, page
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.list_query import Column, Facet

_NO_BACKEND = Condition("backend", "unset", gettext_lazy("Take it out of its back end first."))

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Cluster"),
            (
                Action(
                    "refresh",
                    gettext_lazy("Read again"),
                    "storevirtual:refresh",
                    gettext_lazy("Logs in to the management group and reads the cluster."),
                    run=storage.refresh_storevirtual,
                    immediate=True,
                ),
                Action(
                    "edit",
                    gettext_lazy("Edit…"),
                    "storevirtual:update",
                    link=page(f"{NAMESPACE}:edit_storevirtual", ID),
                    most=1,
                ),
                configuration.action("cluster", most=1, needs=(IN_BACKEND,)),
                Action(
                    "delete",
                    gettext_lazy("Unregister"),
                    "storevirtual:delete",
                    gettext_lazy("Forgets the cluster and its login. Nothing changes on it."),
                    run=storage.unregister_storevirtual,
                    needs=(_NO_BACKEND,),
                    destroys=True,
                ),
            ),
        ),
    ),
    states=storage_states.CLUSTER,
    next={"*": ("refresh", "edit")},
    waiting=(),
    several=gettext_lazy("%(n)d clusters"),
    type_count=gettext_lazy("Type the number of clusters, %(count)s, to confirm"),
)


def item(cluster):
    """What menus need to know of a cluster."""
    return {"state": cluster.state.name, "backend": cluster.backend or None}


class StoreVirtuals(SectionList):
    rule = "storevirtual:list"
    section = "storevirtuals"
    views = {  # noqa: RUF012
        "index": "storevirtuals",
        "rows": "storevirtual_rows",
        "act": "storevirtual_act",
    }
    record_name = "cluster"
    search = gettext_lazy("Name or address")
    empty = gettext_lazy(
        "Register a StoreVirtual cluster to configure its storage for a Cinder before Ussuri."
    )
    actions = ACTIONS
    cells = "helion_dashboard/storage/_storevirtual_cells.html"
    button = lists.Button(
        "storevirtual:create",
        "register_storevirtual",
        gettext_lazy("Register a cluster"),
    )
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("state", gettext_lazy("State"), "state"),
        Column("hostname", gettext_lazy("Address"), "hostname"),
        Column("modules", gettext_lazy("Storage systems")),
        Column("backend", gettext_lazy("Back end"), "backend"),
        Column("usage", gettext_lazy("Capacity")),
    )

    def facets(self):
        return (Facet.of_states(storage_states.CLUSTER),)

    def load(self, query):
        self.clusters = storage.storevirtuals(self.request)
        return self.select(
            self.clusters,
            query,
            text=lambda cluster: f"{cluster.name} {cluster.hostname}",
        )

    def item(self, cluster):
        return item(cluster)

    def counts(self, page):
        number = len(self.clusters)
        failed = sum(cluster.state.failed for cluster in self.clusters)
        counts = [lists.Count(ngettext("%d cluster", "%d clusters", number) % number)]
        if failed:
            counts.append(lists.Count(_("%d not connected") % failed, look="failed"))
        return counts


class StoreVirtual(details.Details):
    rule = "storevirtual:get"
    namespace = NAMESPACE
    views = {  # noqa: RUF012
        "detail": "storevirtual",
        "state": "storevirtual_state",
        "index": "storevirtuals",
        "act": "storevirtual_act",
    }
    record_name = "cluster"
    kind = gettext_lazy("StoreVirtual cluster")
    back = gettext_lazy("All clusters")
    gone = gettext_lazy("The cluster “%s” is not registered.")
    actions = ACTIONS
    template = "helion_dashboard/storage/storevirtual.html"
    tabs = (
        Tab(
            "overview",
            gettext_lazy("Overview"),
            "helion_dashboard/storage/_tab_storevirtual.html",
            live=True,
        ),
    )

    def load(self):
        return storage.storevirtual(self.request, self.kwargs["cluster"])

    def item(self):
        return item(self.record)


class Register(DevicePage):
    name = "register_storevirtual"
    title = gettext_lazy("Register a StoreVirtual cluster")
    rule = "storevirtual:create"
    form_class = forms.StoreVirtualForm
    submit = gettext_lazy("Register")
    back = gettext_lazy("All clusters")
    note = gettext_lazy("The login is tried before anything is stored.")

    def send(self, certificate):
        fields = self.form.fields_of_service()
        cluster = storage.register_storevirtual(self.request, self.key, **fields, **certificate)
        messages.success(self.request, _("The cluster %s was registered.") % cluster.name)
        return reverse(f"{NAMESPACE}:storevirtual", args=[cluster.id])

    def back_url(self):
        return reverse(f"{NAMESPACE}:storevirtuals")


class Edit(EditPage):
    name = "edit_storevirtual"
    title = gettext_lazy("Edit StoreVirtual cluster")
    rule = "storevirtual:update"
    form_class = forms.StoreVirtualForm
    back = gettext_lazy("Back to the cluster")

    def device(self):
        return storage.storevirtual(self.request, self.kwargs["cluster"])

    def send(self, certificate):
        fields = self.form.fields_of_service()
        cluster = storage.update_storevirtual(
            self.request, self.kwargs["cluster"], **fields, **certificate
        )
        messages.success(self.request, _("The cluster %s was changed.") % cluster.name)
        return self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:storevirtual", args=[self.kwargs["cluster"]])
