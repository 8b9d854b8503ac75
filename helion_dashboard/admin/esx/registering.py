"""Pages that register a vCenter and edit its address and login.

They work as plain forms, too: the certificate is then shown by sending the form to be looked at.
"""

from django.http import JsonResponse
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from helion_dashboard.admin.esx import forms, trust
from helion_dashboard.api import errors
from helion_dashboard.api.esx import client as esx
from helion_dashboard.kit import forms as kit_forms
from helion_dashboard.kit import live
from helion_dashboard.kit.rules import ruled

_LOOK = "vcenter:certificate"
_NAMESPACE = "horizon:admin:uc_esx"

# Where it is said if the service names no field.
_FIELD_OF = {
    "unreachable": "ip_address",
    "unsupported-version": "ip_address",
    "login-refused": "password",
    "certificate-refused": "trust",
}


class _LoginPage(kit_forms.FormPage):
    """A form with a certificate to trust; the vCenter is logged in to before anything is kept."""

    template = "helion_dashboard/esx/register.html"
    stylesheet = "helion_dashboard/css/esx.css"
    note = gettext_lazy(
        "The service logs in to the vCenter before it saves the form. The password is stored"
        " encrypted and is never shown."
    )

    #: The vCenter, if it is registered.
    record = None
    #: The :class:`~.esx.vcenters.Certificate` that the address presents, once it was fetched.
    presented = None

    def send(self, certificate):
        """Have the service do it: the vCenter. ``certificate`` are the fields about it."""
        raise NotImplementedError

    def make(self, data, initial):
        """The form."""
        return self.form_class(data, initial=initial)

    def prepare(self):
        self.place = None
        if self.data is not None and self.data.get("do") == "certificate":
            self.place = forms.PlaceForm(self.data)
            self.presented = look(self.request, self.place)
        if not self.presented:
            self.form = self.make(self.data, self.initial())
            return
        # What else is missing is said when it is sent.
        self.form = self.make(None, self.data.dict())
        self.data = None

    @property
    def fields(self):
        # What was pasted is wrong there; all else is wrong with the choice.
        if self.form.cleaned_data.get("trust") == trust.PASTED:
            return _FIELD_OF
        return {**_FIELD_OF, "ca_pem": "trust", "fingerprint": "trust"}

    def check(self):
        if self.place is None:
            self._look_again()
            return
        for name, sentences in self.place.errors.items():
            if name not in self.form.errors:
                self.form.add_error(name, sentences)

    def save(self):
        try:
            record = self.send(trust.fields(self.request, self.form))
        except trust.Changed:
            self.form.add_error("trust", _("The certificate has changed. Check it again."))
        except errors.ServiceError as exc:
            kit_forms.complain(self.form, exc, self.fields)
        else:
            return reverse(f"{_NAMESPACE}:detail", args=[record.id])
        self._look_again()
        return None

    def back_url(self):
        if self.record is None:
            return reverse(f"{_NAMESPACE}:index")
        return reverse(f"{_NAMESPACE}:detail", args=[self.record.id])

    def context(self):
        return {
            "vcenter": self.record,
            **shown(self.presented, self.form["trust"].value()),
            "scripts": {"asking": _("Connecting to the vCenter…")},
        }

    def answer_data(self):
        if not self.presented:
            return {}
        return {"certificate": draw(self.request, self.presented, self.data.get("trust", ""))}

    def _look_again(self):
        """Fetch the certificate if the choice of it is wrong."""
        if "trust" in self.form.errors and "ip_address" not in self.form.errors:
            self.presented = look(self.request, self.form)


class Register(_LoginPage):
    name = "register"
    title = gettext_lazy("Register a vCenter")
    rule = "vcenter:create"
    form_class = forms.RegisterForm
    submit = gettext_lazy("Register")
    back = gettext_lazy("All vCenters")

    def send(self, certificate):
        # Nothing said means the system's authorities, which need not be said for a new one.
        certificate = {name: value for name, value in certificate.items() if value is not None}
        return esx.register(self.request, key=self.key, **self.form.login(), **certificate)


class Edit(_LoginPage):
    name = "edit"
    rule = "vcenter:update"
    form_class = forms.EditForm

    def prepare(self):
        try:
            self.record = esx.vcenter(self.request, self.kwargs["vcenter"])
        except errors.NotFound as exc:
            raise kit_forms.NotPossibleError(exc.reason) from exc
        super().prepare()

    def make(self, data, initial):
        has_proxies = bool(self.record.clusters.activated)
        return self.form_class(data, initial=initial, has_proxies=has_proxies)

    def initial(self):
        names = ("ip_address", "port", "username", "auto_import")
        return {name: getattr(self.record, name) for name in names} | {"trust": trust.KEEP}

    def send(self, certificate):
        return esx.update(self.request, self.record.id, **self.form.login(), **certificate)

    @property
    def title(self):
        return _("Edit: %s") % self.record.name if self.record else _("vCenter")

    @property
    def back(self):
        return self.record.name if self.record else _("All vCenters")


@require_POST
@ruled(_LOOK)
def certificate(request):
    """What the form's address presents, as HTML to choose from; 422 with errors by field."""
    form = forms.PlaceForm(request.POST)
    presented = look(request, form)
    if not presented:
        return JsonResponse({"errors": kit_forms.by_field(form)}, status=422)
    return JsonResponse({"certificate": draw(request, presented, request.POST.get("trust", ""))})


def look(request, form):
    """The :class:`~.esx.vcenters.Certificate`, or ``None`` after the form has its errors."""
    form.is_valid()
    data = form.cleaned_data
    if "ip_address" not in data or "port" not in data:
        return None
    try:
        return esx.certificate(request, data["ip_address"], data["port"])
    except errors.ServiceError as exc:
        form.add_error("ip_address", exc.reason)
        return None


def shown(presented, choice):
    """What the template of a certificate needs; ``choice`` is the value that is selected."""
    choices = trust.choices(presented) if presented else []
    return {"shown": presented, "choices": choices, "trust": choice}


def draw(request, presented, choice):
    """A certificate as HTML to choose from."""
    live.without_projects(request)
    template = "helion_dashboard/esx/_certificate.html"
    return loader.render_to_string(template, shown(presented, choice), request)
