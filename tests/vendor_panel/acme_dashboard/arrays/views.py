"""The pages of the arrays: a list, a page of each, and the form that registers one."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from acme_dashboard.arrays import api
from helion_dashboard.kit import details, lists
from helion_dashboard.kit.actions import Action, Actions, Group, states
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.forms import FormPage
from helion_dashboard.kit.list_query import Column, Facet

NAMESPACE = "horizon:admin:acme_arrays"

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Array"),
            (
                Action(
                    "check",
                    gettext_lazy("Check connection"),
                    "acme:array:check",
                    gettext_lazy("Signs in to the array and reads its version."),
                    run=api.check,
                    needs=(states("new", "online"),),
                    immediate=True,
                ),
                Action(
                    "delete",
                    gettext_lazy("Unregister"),
                    "acme:array:delete",
                    gettext_lazy("Deletes the array here. On the array nothing changes."),
                    run=api.unregister,
                    needs=(states("new", "online"),),
                    destroys=True,
                ),
            ),
        ),
    ),
    states=api.STATES,
    next={"new": ("check",)},
    several=gettext_lazy("%(n)d arrays"),
    type_count=gettext_lazy("Type the number of arrays, %(count)s, to confirm"),
)


class Arrays(lists.List):
    namespace = NAMESPACE
    title = gettext_lazy("Arrays")
    record_name = "array"
    search = gettext_lazy("Name")
    empty = gettext_lazy("Arrays are where volumes live. None is registered yet.")
    actions = ACTIONS
    cells = "acme/_cells.html"
    button = lists.Button(
        "acme:array:create",
        "register",
        gettext_lazy("Register an array"),
    )
    columns = (
        Column("name", gettext_lazy("Array"), "name"),
        Column("state", gettext_lazy("State"), "state"),
        Column("address", gettext_lazy("Address")),
        Column("capacity", gettext_lazy("Capacity"), "capacity"),
    )

    def facets(self):
        return (Facet.of_states(api.STATES),)

    def load(self, query):
        return self.select(api.arrays(self.request), query)

    def item(self, array):
        return {"state": array.state.name}

    def counts(self, page):
        number = len(api.arrays(self.request))
        return [lists.Count(ngettext("%d array", "%d arrays", number) % number)]


class Array(details.Details):
    namespace = NAMESPACE
    record_name = "array"
    kind = gettext_lazy("Array")
    back = gettext_lazy("All arrays")
    gone = gettext_lazy("The array “%s” does not exist.")
    actions = ACTIONS
    template = "acme/array.html"
    tabs = (Tab("overview", gettext_lazy("Overview"), "acme/_overview.html", live=True),)

    def load(self):
        return api.array(self.request, self.kwargs["id"])

    def item(self):
        return {"state": self.record.state.name}


class RegisterForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=64)
    address = forms.GenericIPAddressField(label=gettext_lazy("IP address"))
    capacity = forms.IntegerField(label=gettext_lazy("Capacity (TiB)"), min_value=1)


class Register(FormPage):
    name = "register"
    title = gettext_lazy("Register an array")
    rule = "acme:array:create"
    form_class = RegisterForm
    submit = gettext_lazy("Register")
    back = gettext_lazy("All arrays")

    def save(self):
        array = api.register(self.request, **self.form.cleaned_data)
        return reverse(f"{NAMESPACE}:detail", args=[array.id])

    def back_url(self):
        return reverse(f"{NAMESPACE}:index")
