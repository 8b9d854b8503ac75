"""QoS specs: limits that volume types have, enforced by the array or the hypervisor."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.admin.storage.sections import NAMESPACE, SectionList
from helion_dashboard.admin.storage.type_forms import PairsField, QosForm
from helion_dashboard.api.cinder import client as cinder
from helion_dashboard.api.cinder import qos
from helion_dashboard.kit import lists
from helion_dashboard.kit.actions import ID, Action, Actions, Condition, Group, page
from helion_dashboard.kit.forms import FormPage
from helion_dashboard.kit.list_query import Column

_RULE = "volume_extension:qos_specs_manage"


class QosSpecs(SectionList):
    rule = f"{_RULE}:get_all"
    section = "qos"
    views = {"index": "qos", "rows": "qos_rows", "act": "qos_act"}  # noqa: RUF012
    record_name = "qos"
    search = gettext_lazy("Name")
    empty = gettext_lazy(
        "QoS specs limit the throughput of volumes. Create some, and associate volume types."
    )
    cells = "helion_dashboard/storage/_qos_cells.html"
    button = lists.Button(
        f"{_RULE}:create",
        "add_qos",
        gettext_lazy("Create QoS specs"),
    )
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("consumer", gettext_lazy("Consumer"), "consumer"),
        Column("specs", gettext_lazy("Limits")),
        Column("types", gettext_lazy("Volume types")),
    )
    actions = Actions(
        groups=(
            Group(
                gettext_lazy("QoS specs"),
                (
                    Action(
                        "edit",
                        gettext_lazy("Edit…"),
                        f"{_RULE}:update",
                        link=page(f"{NAMESPACE}:edit_qos", ID),
                        most=1,
                    ),
                    Action(
                        "delete",
                        gettext_lazy("Delete"),
                        f"{_RULE}:delete",
                        gettext_lazy("Volumes keep the limits that they have."),
                        run=qos.delete,
                        needs=(
                            Condition(
                                "types", "unset", gettext_lazy("Take its volume types out first.")
                            ),
                        ),
                        destroys=True,
                    ),
                ),
            ),
        ),
        several=gettext_lazy("%(n)d QoS specs"),
        type_count=gettext_lazy("Type the number of QoS specs, %(count)s, to confirm"),
    )

    def load(self, query):
        self.records = qos.qos_specs(self.request)
        return self.select(self.records, query)

    def item(self, record):
        return {"types": len(record.types) or None}

    def counts(self, page):
        number = len(self.records)
        return [
            lists.Count(ngettext("%d set of QoS specs", "%d sets of QoS specs", number) % number)
        ]


class _QosPage(FormPage):
    back = gettext_lazy("All QoS specs")

    def types(self, record=None):
        """The volume types that have no QoS specs, or these."""
        own = record.id if record else None
        return [each for each in cinder.volume_types(self.request) if each.qos in (None, own)]

    def values(self):
        """What Cinder gets besides the name."""
        data = self.form.cleaned_data
        return data["consumer"], data["specs"], data["types"]

    def back_url(self):
        return reverse(f"{NAMESPACE}:qos")


class Add(_QosPage):
    name = "add_qos"
    title = gettext_lazy("Create QoS specs")
    rule = f"{_RULE}:create"
    submit = gettext_lazy("Create")

    def prepare(self):
        self.form = QosForm(self.data, types=self.types())

    def save(self):
        name = self.form.cleaned_data["name"]
        qos.create(self.request, name, *self.values())
        messages.success(self.request, _("The QoS specs %s were created.") % name)
        return self.back_url()


class Edit(_QosPage):
    name = "edit_qos"
    title = gettext_lazy("Edit QoS specs")
    rule = f"{_RULE}:update"

    def prepare(self):
        self.record = qos.qos_spec(self.request, self.kwargs["qos"])
        initial = {
            "name": self.record.name,
            "consumer": self.record.consumer,
            "specs": PairsField.text(self.record.specs),
            "types": [each.id for each in self.record.types],
        }
        types = self.types(self.record)
        self.form = QosForm(self.data, types=types, named=True, initial=initial)

    def save(self):
        qos.update(self.request, self.record, *self.values())
        messages.success(self.request, _("The QoS specs %s were changed.") % self.record.name)
        return self.back_url()
