"""The forms of who gets messages; secrets are never shown again."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api.monitoring import states
from helion_dashboard.kit.forms import Fieldsets
from helion_dashboard.kit.trust import CERTIFICATES

_CODE = {"rows": 5, "class": "helion-code", "spellcheck": "false", "data-file": CERTIFICATES}


def _secret(label, longest, text=""):
    """A field whose value is kept if it is left empty."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=False,
        strip=False,
        help_text=text,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class _ReceiverForm(Fieldsets, forms.Form):
    """What all receivers have; a subclass has the ``kind`` and the fields of it.

    :cvar SECRETS: names of the fields that the service never shows
    :cvar REMOVABLE: which of them may be removed, and the words for that
    """

    kind = ""
    SECRETS = ()
    REMOVABLE = {}  # noqa: RUF012

    name = forms.CharField(label=gettext_lazy("Name"), max_length=255)
    ca_pem = forms.CharField(
        label=gettext_lazy("CA certificate (PEM)"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs=_CODE),
        help_text=gettext_lazy("Empty: the authorities that the system trusts."),
    )

    def __init__(self, *args, registered=None, initial=None, **kwargs):
        """:param registered: the :class:`~helion_dashboard.api.monitoring.records.Receiver`"""
        super().__init__(
            *args, initial=self.values(registered) if registered else initial, **kwargs
        )
        for event, label in states.EVENTS.items():
            self.fields[event] = forms.BooleanField(label=label, required=False, initial=True)
        if registered:
            for name in self.SECRETS:
                self.fields[name].required = False
                self.fields[name].widget.attrs["placeholder"] = _("Leave empty to keep it.")
            for name, label in self.REMOVABLE.items():
                self.offer_removal(name, label)

    def values(self, receiver):
        """What the fields hold of a receiver that exists."""
        names = set(self.base_fields) - set(self.SECRETS)
        events = {event: event in receiver.events for event in states.EVENTS}
        return {name: getattr(receiver, name) for name in names} | events

    def clean(self):
        data = super().clean()
        if not any(data.get(event) for event in states.EVENTS):
            self.add_error(next(iter(states.EVENTS)), _("Select at least one."))
        return data

    def fields_of_service(self):
        """The fields as the service has them; secrets that are empty are left out, those to be
        removed are ``None``."""
        data, removed = self.without_boxes()
        data["events"] = [event for event in states.EVENTS if data.pop(event)]
        data["ca_pem"] = data["ca_pem"] or None
        kept = {key: value for key, value in data.items() if value or key not in self.SECRETS}
        return kept | dict.fromkeys(removed)


class WebhookForm(_ReceiverForm):
    """An address that takes a POST with JSON. It may hold a key, so it is a secret itself."""

    kind = states.WEBHOOK
    SECRETS = ("url", "token")
    REMOVABLE = {"token": gettext_lazy("Remove the token")}  # noqa: RUF012

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=2000,
        help_text=gettext_lazy("It is stored encrypted and never shown."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    token = _secret(
        gettext_lazy("Token"),
        4096,
        gettext_lazy("Sent as “Authorization: Bearer”, over HTTPS only. Empty: none."),
    )

    FIELDSETS = (
        (gettext_lazy("Receiver"), ("name", "url", "token")),
        (gettext_lazy("Messages when"), tuple(states.EVENTS)),
        (gettext_lazy("Trust"), ("ca_pem",)),
    )


class MailForm(_ReceiverForm):
    """Mail addresses, and the server that takes mail for them."""

    kind = states.MAIL
    SECRETS = ("password",)

    recipients = forms.CharField(
        label=gettext_lazy("Recipients"),
        max_length=15_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy("One address on each line."),
    )
    sender = forms.CharField(label=gettext_lazy("Sender"), max_length=255)
    host = forms.CharField(label=gettext_lazy("Mail server"), max_length=255)
    port = forms.IntegerField(label=gettext_lazy("Port"), initial=587, min_value=1, max_value=65535)
    security = forms.ChoiceField(
        label=gettext_lazy("Encryption"), choices=tuple(states.SECURITY.items())
    )
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Empty: without a login. A stored password is then removed."),
    )
    password = _secret(gettext_lazy("Password"), 1024)

    FIELDSETS = (
        (gettext_lazy("Receiver"), ("name", "recipients", "sender")),
        (gettext_lazy("Messages when"), tuple(states.EVENTS)),
        (
            gettext_lazy("Mail server"),
            ("host", "port", "security", "username", "password", "ca_pem"),
        ),
    )

    def values(self, receiver):
        return super().values(receiver) | {"recipients": "\n".join(receiver.recipients)}

    def clean_recipients(self):
        """The addresses, each once."""
        lines = map(str.strip, self.cleaned_data["recipients"].splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def fields_of_service(self):
        data = super().fields_of_service()
        return data | {"username": data["username"] or None}


FORMS = {form.kind: form for form in (WebhookForm, MailForm)}
