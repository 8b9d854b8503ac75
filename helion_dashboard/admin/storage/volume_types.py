"""Volume types of Cinder, and the back ends that their volumes land on."""

import dataclasses

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.admin.storage import driver_fields
from helion_dashboard.admin.storage.sections import NAMESPACE, SectionList
from helion_dashboard.admin.storage.type_forms import BACKEND_KEY, VolumeTypeForm, type_initial
from helion_dashboard.api.cinder import client as cinder
from helion_dashboard.api.cinder import qos
from helion_dashboard.api.concurrently import gather
from helion_dashboard.kit import lists
from helion_dashboard.kit.actions import ID, Action, Actions, Condition, Group, page
from helion_dashboard.kit.forms import FormPage
from helion_dashboard.kit.list_query import Column
from helion_dashboard.kit.questions import Question, answer


@dataclasses.dataclass(frozen=True)
class Row:
    """A volume type with the pools that its volumes land on; ``None`` for any.

    :ivar qos: name of its QoS specs, or empty
    :ivar unchecked: Cinder's scheduler did not report its pools
    """

    type: cinder.VolumeType
    pools: tuple | None
    qos: str = ""
    unchecked: bool = False

    @property
    def id(self):
        return self.type.id

    @property
    def name(self):
        return self.type.name

    @property
    def backend(self):
        return self.type.backend

    @property
    def specs(self):
        """The extra specs besides the back end, which has a column of its own."""
        return {key: value for key, value in self.type.extra_specs.items() if key != BACKEND_KEY}


_PRIVATE = Condition("private", "set", gettext_lazy("All projects may use a public type."))


class VolumeTypes(SectionList):
    rule = "volume_type:list"
    section = "types"
    views = {"index": "types", "rows": "type_rows", "act": "type_act"}  # noqa: RUF012
    record_name = "type"
    search = gettext_lazy("Name")
    empty = gettext_lazy("A volume type names the back end on which its volumes are created.")
    cells = "helion_dashboard/storage/_type_cells.html"
    button = lists.Button(
        "volume_type:create",
        "add_type",
        gettext_lazy("Create a volume type"),
    )
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("backend", gettext_lazy("Back end"), "backend"),
        Column("pools", gettext_lazy("Pools")),
        Column("specs", gettext_lazy("Extra specs")),
        Column("qos", gettext_lazy("QoS specs")),
        Column("public", gettext_lazy("Public")),
    )
    actions = Actions(
        groups=(
            Group(
                gettext_lazy("Volume type"),
                (
                    Action(
                        "edit",
                        gettext_lazy("Edit…"),
                        "volume_type:update",
                        link=page(f"{NAMESPACE}:edit_type", ID),
                        most=1,
                    ),
                    Action(
                        "encryption",
                        gettext_lazy("Encryption…"),
                        "volume_extension:volume_type_encryption:get",
                        link=page(f"{NAMESPACE}:encryption", ID),
                        most=1,
                    ),
                    Action(
                        "access",
                        gettext_lazy("Access…"),
                        "volume_extension:volume_type_access:get_all_for_type",
                        link=page(f"{NAMESPACE}:access", ID),
                        needs=(_PRIVATE,),
                        most=1,
                    ),
                    Action(
                        "delete",
                        gettext_lazy("Delete"),
                        "volume_type:delete",
                        gettext_lazy("Cinder refuses to delete a type that volumes have."),
                        run=cinder.delete_volume_type,
                        destroys=True,
                    ),
                ),
            ),
        ),
        several=gettext_lazy("%(n)d volume types"),
        type_count=gettext_lazy("Type the number of volume types, %(count)s, to confirm"),
    )

    def load(self, query):
        request, question = self.request, Question(None, "pools", cinder.pools)
        (pools, reason), self.types = gather(
            lambda: answer(request, question), lambda: cinder.volume_types(request)
        )
        names = qos.names(request) if any(each.qos for each in self.types) else {}
        rows = [
            Row(each, _landing(each, pools), names.get(each.qos, ""), bool(reason))
            for each in self.types
        ]
        selection = self.select(rows, query)
        texts = [_("The list is incomplete. Cinder: %s") % reason] if reason else []
        unnamed = {pool.backend for pool in pools or ()} - {each.backend for each in self.types}
        texts += [_no_type(name) for name in sorted(unnamed - {""})]
        notices = [lists.Notice(text, problem=True) for text in texts]
        return dataclasses.replace(selection, notices=(*selection.notices, *notices))

    def item(self, row):
        return {"private": not row.type.is_public or None}

    def counts(self, page):
        number = len(self.types)
        return [lists.Count(ngettext("%d volume type", "%d volume types", number) % number)]


def _landing(volume_type, pools):
    """The pools that volumes of the type land on; ``None`` for any, or if no pools are known."""
    if not volume_type.backend or pools is None:
        return None
    return tuple(pool for pool in pools if pool.backend == volume_type.backend)


def _no_type(name):
    return _("No volume type names the back end “%s”.") % name


class _TypePage(FormPage):
    template = "helion_dashboard/fieldset_form.html"
    back = gettext_lazy("All volume types")

    def offers(self):
        """What the form offers: names of the scheduler's back ends, extra specs of drivers."""
        request, question = self.request, Question(None, "pools", cinder.pools)
        (pools, reason), (drivers, problem) = gather(
            lambda: answer(request, question), lambda: driver_fields.drivers(request)
        )
        return {
            "backends": sorted({pool.backend for pool in pools or ()} - {""}),
            "no_backends": reason,
            "specs": driver_fields.extra_specs(drivers),
            "problem": problem,
        }

    def values(self):
        """What Cinder gets."""
        data = self.form.cleaned_data
        return (data["name"], data["description"], data["public"], self.form.extra_specs())

    def back_url(self):
        return reverse(f"{NAMESPACE}:types")


class Add(_TypePage):
    name = "add_type"
    title = gettext_lazy("Create a volume type")
    rule = "volume_type:create"
    submit = gettext_lazy("Create")

    def prepare(self):
        self.form = VolumeTypeForm(self.data, **self.offers())

    def save(self):
        cinder.create_volume_type(self.request, *self.values())
        name = self.form.cleaned_data["name"]
        messages.success(self.request, _("The volume type %s was created.") % name)
        return self.back_url()


class Edit(_TypePage):
    name = "edit_type"
    title = gettext_lazy("Edit volume type")
    rule = "volume_type:update"

    def prepare(self):
        row = cinder.volume_type(self.request, self.kwargs["type"])
        offers = self.offers()
        initial = type_initial(row, offers["specs"])
        self.form = VolumeTypeForm(self.data, **offers, initial=initial)

    def save(self):
        cinder.update_volume_type(self.request, self.kwargs["type"], *self.values())
        name = self.form.cleaned_data["name"]
        messages.success(self.request, _("The volume type %s was changed.") % name)
        return self.back_url()
