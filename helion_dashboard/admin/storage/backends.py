"""Back ends of Cinder: names for one or several CPGs or StoreVirtual clusters."""

import dataclasses

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.admin.storage import backend_rows, configuration, driver_fields, forms
from helion_dashboard.admin.storage.sections import NAMESPACE, SectionList
from helion_dashboard.api.cinder import states
from helion_dashboard.api.storage import client as storage
from helion_dashboard.kit import lists
from helion_dashboard.kit.actions import ID, Action, Actions, Group, page
from helion_dashboard.kit.forms import FormPage, NotPossibleError
from helion_dashboard.kit.list_query import Column, Facet

_STATES = tuple((state.name, state.label) for state in states.BACKEND.values())


class Backends(SectionList):
    rule = "backend:list"
    section = "backends"
    views = {"index": "backends", "rows": "backend_rows", "act": "backend_act"}  # noqa: RUF012
    record_name = "entry"
    search = gettext_lazy("Name")
    empty = gettext_lazy(
        "A back end gives CPGs or StoreVirtual clusters a name that volume types refer to. Register"
        " CPGs or a cluster, then add one."
    )
    cells = "helion_dashboard/storage/_backend_cells.html"
    button = lists.Button(
        "backend:create",
        "add_backend",
        gettext_lazy("Add a back end"),
    )
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("state", gettext_lazy("In Cinder")),
        Column("members", gettext_lazy("Members")),
        Column("usage", gettext_lazy("Capacity")),
        Column("types", gettext_lazy("Volume types")),
        Column("volumes", gettext_lazy("Volumes")),
    )
    actions = Actions(
        groups=(
            Group(
                gettext_lazy("Back end"),
                (
                    Action(
                        "edit",
                        gettext_lazy("Expand or shrink…"),
                        "backend:update",
                        link=page(f"{NAMESPACE}:edit_backend", ID),
                        most=1,
                    ),
                    configuration.action("backend", most=100),
                    configuration.APPLY,
                    Action(
                        "delete",
                        gettext_lazy("Delete"),
                        "backend:delete",
                        gettext_lazy(
                            "Takes the back end out of the configuration. Its members stay"
                            " registered; volumes on them are not changed."
                        ),
                        run=storage.delete_backend,
                        destroys=True,
                    ),
                ),
            ),
        ),
        several=gettext_lazy("%(n)d back ends"),
        type_count=gettext_lazy("Type the number of back ends, %(count)s, to confirm"),
    )

    def facets(self):
        return (Facet("state", _("In Cinder"), _STATES),)

    def load(self, query):
        backends, in_cinder = backend_rows.read(self.request)
        self.entries = [backend_rows.row(backend, in_cinder) for backend in backends]
        selection = self.select(self.entries, query)
        notices = [
            lists.Notice(_("The list is incomplete. %s") % reason, problem=True)
            for reason in dict.fromkeys(in_cinder.reasons.values())
        ]
        return dataclasses.replace(selection, notices=(*selection.notices, *notices))

    def counts(self, page):
        number = len(self.entries)
        failed = sum(entry.state.failed for entry in self.entries)
        counts = [lists.Count(ngettext("%d back end", "%d back ends", number) % number)]
        if failed:
            counts.append(lists.Count(_("%d cannot be used") % failed, look="failed"))
        return counts


class Add(FormPage):
    template = "helion_dashboard/fieldset_form.html"
    name = "add_backend"
    title = gettext_lazy("Add a back end")
    rule = "backend:create"
    submit = gettext_lazy("Add")
    back = gettext_lazy("All back ends")

    def prepare(self):
        cpgs, clusters = _cpgs(self.request), _clusters(self.request)
        if not cpgs and not clusters:
            raise NotPossibleError(
                _("No CPG or cluster is free. Register a CPG of an array, or a cluster, first.")
            )
        offers = _options(self.request, [("storeserv", None)] if cpgs else [])
        self.form = forms.BackendForm(self.data, cpgs=cpgs, clusters=clusters, options=offers)

    def save(self):
        data = self.form.cleaned_data
        options = driver_fields.option_values(data)
        storage.create_backend(self.request, data["name"], data["members"], options, self.key)
        messages.success(self.request, _("The back end %s was added.") % data["name"])
        return self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:backends")


class Edit(FormPage):
    template = "helion_dashboard/fieldset_form.html"
    name = "edit_backend"
    title = gettext_lazy("Edit back end")
    rule = "backend:update"
    back = gettext_lazy("All back ends")

    def prepare(self):
        backend = self.backend = storage.backend(self.request, self.kwargs["backend"])
        if backend.kind == "storevirtual":
            free = {"cpgs": (), "clusters": _clusters(self.request, backend.id)}
        else:
            free = {"cpgs": _cpgs(self.request, backend.id)}
        members = [member.id for member in backend.members]
        initial = {"members": members, **driver_fields.option_initial(backend.options)}
        kinds = [(backend.kind, member.device_type) for member in backend.members]
        self.offers = _options(self.request, kinds)
        self.form = forms.MembersForm(self.data, initial=initial, options=self.offers, **free)

    def save(self):
        data = self.form.cleaned_data
        hidden = set(self.backend.options) - {option.name for option in self.offers}
        kept = {name: self.backend.options[name] for name in hidden}
        options = kept | driver_fields.option_values(data)
        storage.set_members(self.request, self.kwargs["backend"], data["members"], options)
        messages.success(self.request, _("The back end was changed."))
        return self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:backends")


def _options(request, kinds):
    """The options that back ends of these ``(kind, protocol)`` may have; ``None`` is any."""
    drivers, _problem = driver_fields.drivers(request) if kinds else ([], "")
    return driver_fields.options(
        [
            driver
            for driver in drivers
            if any((driver.kind, each) in kinds for each in (driver.protocol, None))
        ]
    )


def _cpgs(request, backend=None):
    """Registered CPGs of all arrays that no other back end has."""
    return [cpg for cpg in storage.registered_cpgs(request) if _is_free(cpg, backend)]


def _clusters(request, backend=None):
    """StoreVirtual clusters that no other back end has."""
    return [row for row in storage.storevirtuals(request) if _is_free(row, backend)]


def _is_free(member, backend):
    return member.status.name == "registered" or (backend and member.backend_id == backend)
