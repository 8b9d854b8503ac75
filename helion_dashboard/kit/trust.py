"""How the certificate of a device comes to be trusted: fields of a form, and its page.

What is shown is not trusted by that: a person compares it and chooses it by its fingerprint, and it
is fetched again and must have this fingerprint still. The pages work as plain forms, too: the
certificate is then shown by sending the form to be looked at.
"""

import dataclasses
import re

from django import forms
from django.http import JsonResponse
from django.template import loader
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from helion_dashboard.api import errors
from helion_dashboard.kit import forms as kit_forms
from helion_dashboard.kit import live
from helion_dashboard.kit.rules import ruled

KEEP = "keep"
SYSTEM = "system"
PASTED = "pasted"

_FINGERPRINT = re.compile(r"([0-9A-Fa-f]{2}:){15,63}[0-9A-Fa-f]{2}")
_PEM = "-----BEGIN CERTIFICATE-----"
_TEMPLATE = "helion_dashboard/_certificate.html"
CERTIFICATES = ".pem,.crt,.cer"
"""What files of certificates in PEM are called: the value of ``data-file`` of their fields."""


class Changed(Exception):
    """The address presents another certificate than the one that was chosen."""


@dataclasses.dataclass(frozen=True)
class Choice:
    """A certificate of the chain that may be chosen.

    :ivar link: the :class:`~helion_dashboard.api.certificates.Link`
    :ivar label: what choosing it means
    :ivar warning: what does not work with it, or empty
    """

    link: object
    label: str
    warning: str = ""

    @property
    def value(self):
        return self.link.fingerprint


class TrustForm(forms.Form):
    """The fields about a certificate; a form has them beside those of the address.

    :cvar others: choices of ``trust`` beside a certificate that was shown
    """

    trust = forms.CharField(label=gettext_lazy("Certificate"), initial=SYSTEM)
    ca_pem = forms.CharField(
        label=gettext_lazy("Certificates to trust"),
        help_text=gettext_lazy("In PEM format: its own certificate or that of its authority."),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(
            attrs={
                "rows": 6,
                "spellcheck": "false",
                "class": "helion-code",
                "data-file": CERTIFICATES,
            }
        ),
    )

    others = (SYSTEM, PASTED)

    def clean_trust(self):
        trust = self.cleaned_data["trust"]
        if trust not in self.others and not _FINGERPRINT.fullmatch(trust):
            raise forms.ValidationError(_("Select an option."))
        return trust

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("trust") == PASTED and _PEM not in cleaned.get("ca_pem", ""):
            self.add_error("ca_pem", _("Paste at least one certificate in PEM: %s…") % _PEM)
        return cleaned


class TrustPage(kit_forms.FormPage):
    """A page of a :class:`TrustForm`; the device is logged in to before anything is kept.

    Its template extends ``helion_dashboard/trust_form.html``.

    :cvar place_class: a form with the two fields that are needed to look at the certificate
    :cvar place: the names of these: of the address, and of the port
    :cvar look_rule: of our policy, to look at a certificate
    :cvar look_name: of the view that does, with its namespaces
    :cvar field_of: fields of the form by the codes of errors that name none
    """

    place_class = None
    place = ("hostname", "port")
    look_rule = ""
    look_name = ""
    field_of = {}  # noqa: RUF012

    #: The :class:`~helion_dashboard.api.certificates.Certificate` that is presented, once fetched.
    presented = None
    #: Whether what is registered is trusted by certificates of its own; None: it is new.
    pinned = None

    # For panels to override.

    @staticmethod
    def certificate(request, address, port):
        """What is presented there; may raise service errors."""
        raise NotImplementedError

    @staticmethod
    def warning(link):
        """What does not work if exactly this certificate is trusted, or empty."""
        return ""

    def send(self, certificate):
        """Have the service do it. ``certificate`` are the fields about it. Returns the address."""
        raise NotImplementedError

    def make(self, data, initial):
        """The form."""
        return self.form_class(data, initial=initial)

    # The kit's part.

    @classmethod
    def look_urls(cls, address):
        """The pattern for a panel's ``urls.py``, at ``address``, of the view to look with."""
        name = cls.look_name.rpartition(":")[2]
        return [path(address, cls.look_view(), name=name)]

    @classmethod
    def look_view(cls):
        """What the form's address presents, as HTML to choose from; 422 with errors by field."""
        return require_POST(ruled(cls.look_rule)(cls._answer_look))

    def prepare(self):
        self._place = None
        if self.data is not None and self.data.get("do") == "certificate":
            self._place = self.place_class(self.data)
            self.presented = self.look(self.request, self._place)
        if not self.presented:
            self.form = self.make(self.data, self.initial())
            return
        # What else is missing is said when it is sent.
        self.form = self.make(None, self.data.dict())
        self.data = None

    @property
    def fields(self):
        # What was pasted is wrong there; all else is wrong with the choice.
        if self.form.cleaned_data.get("trust") == PASTED:
            return self.field_of
        return {**self.field_of, "ca_pem": "trust", "fingerprint": "trust"}

    def check(self):
        if self._place is None:
            self._look_again()
            return
        for name, sentences in self._place.errors.items():
            if name not in self.form.errors:
                self.form.add_error(name, sentences)

    def save(self):
        try:
            return self.send(self._trusted())
        except Changed:
            self.form.add_error("trust", _("The certificate has changed. Check it again."))
        except errors.ServiceError as exc:
            kit_forms.complain(self.form, exc, self.fields)
        self._look_again()
        return None

    def context(self):
        return {
            "pinned": self.pinned,
            "place": " ".join(self.place),
            **self._shown(self.presented, self.form["trust"].value()),
            "scripts": {"asking": _("Connecting…")},
        }

    def answer_data(self):
        if not self.presented:
            return {}
        return {"certificate": self._draw(self.request, self.presented, self.data.get("trust", ""))}

    @classmethod
    def look(cls, request, form):
        """The certificate, or ``None`` after the form has its errors."""
        form.is_valid()
        if not set(cls.place) <= set(form.cleaned_data):
            return None
        try:
            return cls.certificate(request, *(form.cleaned_data[name] for name in cls.place))
        except errors.ServiceError as exc:
            form.add_error(cls.place[0], exc.reason)
            return None

    @classmethod
    def choices(cls, certificate):
        """A :class:`Choice` for each certificate of a chain that can be pinned."""
        options = []
        if certificate.chain:
            own = certificate.chain[0]
            label = _("Trust exactly this certificate")
            options.append(Choice(own, label, cls.warning(own)))
        if certificate.authority:
            options.append(Choice(certificate.authority, _("Trust the authority that signed it")))
        return options

    @classmethod
    def _answer_look(cls, request):
        form = cls.place_class(request.POST)
        presented = cls.look(request, form)
        if not presented:
            return JsonResponse({"errors": kit_forms.by_field(form)}, status=422)
        html = cls._draw(request, presented, request.POST.get("trust", ""))
        return JsonResponse({"certificate": html})

    @classmethod
    def _shown(cls, presented, choice):
        """What the template of a certificate needs; ``choice`` is the value that is selected."""
        choices = cls.choices(presented) if presented else []
        return {"shown": presented, "choices": choices, "trust": choice}

    @classmethod
    def _draw(cls, request, presented, choice):
        """A certificate as HTML to choose from."""
        live.without_projects(request)
        return loader.render_to_string(_TEMPLATE, cls._shown(presented, choice), request)

    def _look_again(self):
        """Fetch the certificate if the choice of it is wrong."""
        if "trust" in self.form.errors and self.place[0] not in self.form.errors:
            self.presented = self.look(self.request, self.form)

    def _trusted(self):
        """What the service is sent for the choice; may raise :class:`Changed`."""
        data = self.form.cleaned_data
        if data["trust"] == KEEP:
            return {}
        if data["trust"] == SYSTEM:
            return {"ca_pem": None}
        if data["trust"] == PASTED:
            return {"ca_pem": data["ca_pem"]}
        presented = self.certificate(self.request, *(data[name] for name in self.place))
        return _pinned(presented, data["trust"])


def _pinned(certificate, fingerprint):
    digest = fingerprint.upper()
    if certificate.fingerprint.upper() == digest:
        return {"fingerprint": certificate.fingerprint}
    for link in certificate.chain:
        if link.fingerprint.upper() == digest:
            return {"ca_pem": link.pem}
    raise Changed
