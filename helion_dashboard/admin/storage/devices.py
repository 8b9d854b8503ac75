"""What arrays and clusters have in common: the forms that register and edit them."""

from django.utils.translation import gettext_lazy

from helion_dashboard.admin.storage import forms
from helion_dashboard.admin.storage.sections import NAMESPACE
from helion_dashboard.api.storage import client as storage
from helion_dashboard.kit.actions import Condition
from helion_dashboard.kit.trust import KEEP, TrustPage

IN_BACKEND = Condition("backend", "set", gettext_lazy("It belongs to no back end."))
"""Of CPGs and clusters: Cinder has a configuration only of members of back ends."""


class DevicePage(TrustPage):
    """A form of a device.

    :cvar form_class: a :class:`~helion_dashboard.admin.storage.forms.DeviceForm`
    """

    template = "helion_dashboard/storage/device_form.html"
    place_class = forms.PlaceForm
    look_rule = "storage:certificate"
    look_name = f"{NAMESPACE}:certificate"

    @staticmethod
    def certificate(request, address, port):
        return storage.certificate(request, address, port)


class EditPage(DevicePage):
    """The form of a registered device."""

    def prepare(self):
        self.record = self.device()
        self.pinned = bool(self.record.ca_pem)
        super().prepare()

    def make(self, data, initial):
        return self.form_class(data, registered=True, initial=initial)

    def initial(self):
        return {**forms.initial(self.record, self.form_class), "trust": KEEP}

    def device(self):
        """The record of the device; may raise service errors."""
        raise NotImplementedError
