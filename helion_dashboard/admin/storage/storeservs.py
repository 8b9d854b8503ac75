"""Arrays and their CPGs."""

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
from helion_dashboard.kit.actions import ID, Action, Actions, Condition, Group, page, states
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.list_query import Column, Facet

_NO_CPGS = Condition("cpgs", "unset", gettext_lazy("Unregister its CPGs first."))

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Array"),
            (
                Action(
                    "refresh",
                    gettext_lazy("Read again"),
                    "storeserv:refresh",
                    gettext_lazy("Logs in to the array and reads its CPGs and ports."),
                    run=storage.refresh,
                    immediate=True,
                ),
                Action(
                    "cpgs",
                    gettext_lazy("CPGs…"),
                    "storeserv:get",
                    link=page(f"{NAMESPACE}:cpgs", ID),
                    most=1,
                ),
                Action(
                    "edit",
                    gettext_lazy("Edit…"),
                    "storeserv:update",
                    link=page(f"{NAMESPACE}:edit", ID),
                    most=1,
                ),
                Action(
                    "delete",
                    gettext_lazy("Unregister"),
                    "storeserv:delete",
                    gettext_lazy("Forgets the array and its login. Nothing changes on the array."),
                    run=storage.unregister,
                    needs=(_NO_CPGS,),
                    destroys=True,
                ),
            ),
        ),
    ),
    states=storage_states.ARRAY,
    next={"*": ("cpgs", "refresh", "edit")},
    waiting=(),
    several=gettext_lazy("%(n)d arrays"),
    type_count=gettext_lazy("Type the number of arrays, %(count)s, to confirm"),
)


def item(array):
    """What menus need to know of an array."""
    return {"state": array.state.name, "cpgs": array.cpgs.registered or None}


class StoreServs(SectionList):
    rule = "storeserv:list"
    record_name = "array"
    search = gettext_lazy("Name, address or serial number")
    empty = gettext_lazy(
        "Register a 3PAR StoreServ, Primera or Alletra array to offer its storage in Cinder."
    )
    actions = ACTIONS
    cells = "helion_dashboard/storage/_storeserv_cells.html"
    button = lists.Button(
        "storeserv:create",
        "register",
        gettext_lazy("Register an array"),
    )
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("state", gettext_lazy("State"), "state"),
        Column("hostname", gettext_lazy("Address"), "hostname"),
        Column("device_type", gettext_lazy("Type")),
        Column("model", gettext_lazy("Model")),
        Column("cpgs", gettext_lazy("CPGs")),
        Column("usage", gettext_lazy("Capacity")),
    )

    def facets(self):
        return (Facet.of_states(storage_states.ARRAY),)

    def load(self, query):
        self.arrays = storage.storeservs(self.request)
        return self.select(
            self.arrays,
            query,
            text=lambda array: f"{array.name} {array.hostname} {array.system.serial}",
        )

    def item(self, array):
        return item(array)

    def counts(self, page):
        failed = sum(array.state.failed for array in self.arrays)
        counts = [
            lists.Count(ngettext("%d array", "%d arrays", len(self.arrays)) % len(self.arrays))
        ]
        if failed:
            counts.append(lists.Count(_("%d not connected") % failed, look="failed"))
        return counts


class StoreServ(details.Details):
    rule = "storeserv:get"
    namespace = NAMESPACE
    record_name = "array"
    kind = gettext_lazy("Array")
    back = gettext_lazy("All arrays")
    gone = gettext_lazy("The array “%s” is not registered.")
    actions = ACTIONS
    template = "helion_dashboard/storage/storeserv.html"
    tabs = (
        Tab(
            "overview",
            gettext_lazy("Overview"),
            "helion_dashboard/storage/_tab_overview.html",
            live=True,
        ),
        Tab("ports", gettext_lazy("Ports"), "helion_dashboard/storage/_tab_ports.html", live=True),
    )

    def load(self):
        return storage.storeserv(self.request, self.kwargs["storeserv"])

    def item(self):
        return item(self.record)


class Register(DevicePage):
    name = "register"
    title = gettext_lazy("Register an array")
    rule = "storeserv:create"
    form_class = forms.StoreServForm
    submit = gettext_lazy("Register")
    back = gettext_lazy("All arrays")
    note = gettext_lazy("The login is tried before anything is stored.")

    def send(self, certificate):
        fields = self.form.fields_of_service()
        array = storage.register(self.request, self.key, **fields, **certificate)
        messages.success(self.request, _("The array %s was registered.") % array.name)
        return reverse(f"{NAMESPACE}:cpgs", args=[array.id])

    def back_url(self):
        return reverse(f"{NAMESPACE}:index")


class Edit(EditPage):
    name = "edit"
    title = gettext_lazy("Edit array")
    rule = "storeserv:update"
    back = gettext_lazy("Back to the array")
    form_class = forms.StoreServForm

    def device(self):
        return storage.storeserv(self.request, self.kwargs["storeserv"])

    def send(self, certificate):
        fields = self.form.fields_of_service()
        array = storage.update(self.request, self.kwargs["storeserv"], **fields, **certificate)
        messages.success(self.request, _("The array %s was changed.") % array.name)
        return self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:detail", args=[self.kwargs["storeserv"]])


def _unregister(request, ident):
    storeserv, cpg = ident.split(":", 1)
    storage.unregister_cpg(request, storeserv, cpg)


def _register(request, ident):
    storeserv, cpg = ident.split(":", 1)
    storage.register_cpgs(request, storeserv, [cpg])


class Cpgs(lists.List):
    """The CPGs of one array; an id is ``array:cpg``, since actions need both."""

    rule = "storeserv:get"
    namespace = NAMESPACE
    views = {"index": "cpgs", "rows": "cpg_rows", "act": "cpg_act"}  # noqa: RUF012
    title = gettext_lazy("Common provisioning groups")
    record_name = "cpg"
    search = gettext_lazy("Name")
    empty = gettext_lazy("The array has no CPG yet. Create one there, then read the array again.")
    template = "helion_dashboard/storage/cpgs.html"
    cells = "helion_dashboard/storage/_cpg_cells.html"
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("status", gettext_lazy("Status"), "status"),
        Column("backend", gettext_lazy("Back end"), "backend"),
        Column("raid", gettext_lazy("RAID")),
        Column("domain", gettext_lazy("Domain")),
        Column("volumes", gettext_lazy("Volumes")),
        Column("usage", gettext_lazy("Capacity")),
    )
    actions = Actions(
        groups=(
            Group(
                gettext_lazy("CPG"),
                (
                    Action(
                        "register",
                        gettext_lazy("Register"),
                        "cpg:register",
                        gettext_lazy("The CPG can then be a member of a back end."),
                        run=_register,
                        needs=(states("available"),),
                        immediate=True,
                    ),
                    Action(
                        "unregister",
                        gettext_lazy("Unregister"),
                        "cpg:unregister",
                        gettext_lazy("Nothing changes on the array."),
                        run=_unregister,
                        needs=(states("registered", "missing"),),
                    ),
                    configuration.action("cpg", most=1, needs=(IN_BACKEND,)),
                ),
            ),
        ),
        states=storage_states.CPG,
        leaves=(),
        several=gettext_lazy("%(n)d CPGs"),
        type_count=gettext_lazy("Type the number of CPGs, %(count)s, to confirm"),
    )

    def load(self, query):
        self.cpgs = storage.cpgs(self.request, self.kwargs["storeserv"])
        return self.select(self.cpgs, query)

    def ident(self, cpg):
        return f"{cpg.storeserv_id}:{cpg.id}"

    def check(self, ident):
        mine = ident.startswith(f"{self.kwargs['storeserv']}:")
        return "" if mine else _("The array has no such CPG.")

    def item(self, cpg):
        return {"state": cpg.status.name, "backend": cpg.backend or None}

    def counts(self, page):
        registered = sum(cpg.status.name in ("registered", "reserved") for cpg in self.cpgs)
        total = ngettext("%d CPG", "%d CPGs", len(self.cpgs)) % len(self.cpgs)
        return [lists.Count(total), lists.Count(_("%d registered") % registered)]

    def buttons(self):
        url = reverse(f"{NAMESPACE}:add_backend")
        return [lists.Link(_("Add a back end"), url, "plus")]

    def context(self, page):
        return {"array_url": reverse(f"{NAMESPACE}:detail", args=[self.kwargs["storeserv"]])}
