"""Messages: who gets them, and of what."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.monitoring import receiver_forms
from helion_dashboard.admin.monitoring.lists import NAMESPACE, sections
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.api.monitoring import states
from helion_dashboard.kit import lists
from helion_dashboard.kit.actions import ID, Action, Actions, Group, page
from helion_dashboard.kit.forms import FormPage
from helion_dashboard.kit.list_query import Column, Facet
from helion_dashboard.kit.switching import switches

_RULE = "monitoring:messages"

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Messages"),
            (
                Action(
                    "test",
                    gettext_lazy("Send a test"),
                    _RULE,
                    run=monitoring.send_test,
                    immediate=True,
                ),
                Action(
                    "edit",
                    gettext_lazy("Edit…"),
                    _RULE,
                    link=page(f"{NAMESPACE}:receiver_edit", ID),
                    most=1,
                ),
                *switches(
                    _RULE,
                    monitoring.enable_receiver,
                    monitoring.disable_receiver,
                    gettext_lazy("No messages are sent until it is enabled again."),
                ),
                Action(
                    "delete",
                    gettext_lazy("Remove"),
                    _RULE,
                    gettext_lazy("Forgets the receiver and the messages that wait for it."),
                    run=monitoring.unregister_receiver,
                ),
            ),
        ),
    ),
    states=states.RECEIVER,
    next={"disabled": ("enable", "edit"), "*": ("test", "edit")},
    waiting=(),
    several=gettext_lazy("%(n)d receivers"),
)


class Receivers(lists.List):
    rule = _RULE
    namespace = NAMESPACE
    views = {  # noqa: RUF012
        "index": "receivers",
        "rows": "receiver_rows",
        "act": "receiver_act",
    }
    title = gettext_lazy("Monitoring")
    record_name = "receiver"
    search = gettext_lazy("Name or server")
    empty = gettext_lazy(
        "Receivers are told when a problem begins and when it is over: by mail, or by a webhook."
    )
    template = "helion_dashboard/section_list.html"
    cells = "helion_dashboard/monitoring/_receiver_cells.html"
    actions = ACTIONS
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("state", gettext_lazy("State"), "state"),
        Column("kind", gettext_lazy("Kind"), "kind"),
        Column("host", gettext_lazy("Sent to")),
        Column("events", gettext_lazy("Messages when")),
    )

    def facets(self):
        kinds = tuple(states.RECEIVER_KINDS.items())
        return (Facet.of_states(states.RECEIVER), Facet("kind", _("Kind"), kinds))

    def load(self, query):
        return self.select(
            monitoring.receivers(self.request),
            query,
            text=lambda receiver: f"{receiver.name} {receiver.host}",
        )

    def item(self, receiver):
        return {"state": receiver.state.name, "enabled": receiver.enabled or None}

    def buttons(self):
        mail, webhook = (reverse(f"{NAMESPACE}:{page.name}") for page in (AddMail, AddWebhook))
        return [
            lists.Link(_("Add mail addresses"), mail, primary=True),
            lists.Link(_("Add a webhook"), webhook),
        ]

    def context(self, page):
        return {"sections": sections(self.request, "receivers")}


class _ReceiverPage(FormPage):
    rule = _RULE
    back = gettext_lazy("All receivers")
    template = "helion_dashboard/fieldset_form.html"

    def back_url(self):
        return reverse(f"{NAMESPACE}:receivers")


class _Add(_ReceiverPage):
    submit = gettext_lazy("Add")
    note = gettext_lazy("Send a test afterwards to see whether messages arrive.")

    def save(self):
        fields = self.form.fields_of_service()
        receiver = monitoring.register_receiver(
            self.request, self.key, kind=self.form_class.kind, **fields
        )
        messages.success(self.request, _("The receiver %s was added.") % receiver.name)
        return self.back_url()


class AddWebhook(_Add):
    name = "receiver_add_webhook"
    title = gettext_lazy("Add a webhook")
    form_class = receiver_forms.WebhookForm


class AddMail(_Add):
    name = "receiver_add_mail"
    title = gettext_lazy("Add mail addresses")
    form_class = receiver_forms.MailForm


class Edit(_ReceiverPage):
    name = "receiver_edit"
    title = gettext_lazy("Edit receiver")
    note = gettext_lazy("A changed address needs its token or password again.")

    def prepare(self):
        receiver = monitoring.receiver(self.request, self.kwargs["receiver"])
        form_class = receiver_forms.FORMS[receiver.kind]
        self.form = form_class(self.data, registered=receiver)

    def save(self):
        fields = self.form.fields_of_service()
        receiver = monitoring.update_receiver(self.request, self.kwargs["receiver"], **fields)
        messages.success(self.request, _("The receiver %s was changed.") % receiver.name)
        return self.back_url()
