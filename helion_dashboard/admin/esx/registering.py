"""Pages that register a vCenter and edit its address and login."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.esx import forms
from helion_dashboard.api import errors
from helion_dashboard.api.esx import client as esx
from helion_dashboard.kit import forms as kit_forms
from helion_dashboard.kit.trust import KEEP, TrustPage

_NAMESPACE = "horizon:admin:uc_esx"


class LoginPage(TrustPage):
    """A form of a vCenter's address and login."""

    template = "helion_dashboard/esx/register.html"
    stylesheet = "helion_dashboard/css/esx.css"
    note = gettext_lazy(
        "The service logs in to the vCenter before it saves the form. The password is stored"
        " encrypted and is never shown."
    )
    place_class = forms.PlaceForm
    place = ("ip_address", "port")
    look_rule = "vcenter:certificate"
    look_name = f"{_NAMESPACE}:certificate"
    field_of = {  # noqa: RUF012
        "unreachable": "ip_address",
        "unsupported-version": "ip_address",
        "login-refused": "password",
        "certificate-refused": "trust",
    }

    #: The vCenter, if it is registered.
    record = None

    @staticmethod
    def certificate(request, address, port):
        return esx.certificate(request, address, port)

    @staticmethod
    def warning(link):
        # nova-compute verifies by Python's ssl, which before 3.13 wants the whole chain.
        if link.self_signed:
            return ""
        return _(
            "Compute proxies need Python 3.13 or newer to verify it. Trust its authority instead."
        )

    def detail_url(self, record):
        """The page of a vCenter."""
        return reverse(f"{_NAMESPACE}:detail", args=[record.id])

    def back_url(self):
        return self.detail_url(self.record) if self.record else reverse(f"{_NAMESPACE}:index")


class Register(LoginPage):
    name = "register"
    title = gettext_lazy("Register a vCenter")
    rule = "vcenter:create"
    form_class = forms.RegisterForm
    submit = gettext_lazy("Register")
    back = gettext_lazy("All vCenters")

    def send(self, certificate):
        # Nothing said means the system's authorities, which need not be said for a new one.
        certificate = {name: value for name, value in certificate.items() if value is not None}
        record = esx.register(self.request, key=self.key, **self.form.login(), **certificate)
        return self.detail_url(record)


class Edit(LoginPage):
    name = "edit"
    rule = "vcenter:update"
    form_class = forms.EditForm

    def prepare(self):
        try:
            self.record = esx.vcenter(self.request, self.kwargs["vcenter"])
        except errors.NotFound as exc:
            raise kit_forms.NotPossibleError(exc.reason) from exc
        self.pinned = self.record.pinned
        super().prepare()

    def make(self, data, initial):
        has_proxies = bool(self.record.clusters.activated)
        return self.form_class(data, initial=initial, has_proxies=has_proxies)

    def initial(self):
        names = ("ip_address", "port", "username", "auto_import")
        return {name: getattr(self.record, name) for name in names} | {"trust": KEEP}

    def send(self, certificate):
        record = esx.update(self.request, self.record.id, **self.form.login(), **certificate)
        return self.detail_url(record)

    @property
    def title(self):
        return _("Edit: %s") % self.record.name if self.record else _("vCenter")

    @property
    def back(self):
        return self.record.name if self.record else _("All vCenters")
