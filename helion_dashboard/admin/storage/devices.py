"""What arrays and clusters have in common: the forms that register and edit them."""

from django.utils.translation import gettext_lazy

from helion_dashboard.admin.storage import forms
from helion_dashboard.kit.actions import Condition
from helion_dashboard.kit.forms import FormPage

IN_BACKEND = Condition("backend", "set", gettext_lazy("It belongs to no back end."))
"""Of CPGs and clusters: Cinder has a configuration only of members of back ends."""


class DevicePage(FormPage):
    """A form of a device.

    :cvar form_class: a :class:`~helion_dashboard.admin.storage.forms.DeviceForm`
    """

    template = "helion_dashboard/fieldset_form.html"


class EditPage(DevicePage):
    """The form of a registered device."""

    def prepare(self):
        values = forms.initial(self.device(), self.form_class)
        self.form = self.form_class(self.data, registered=True, initial=values)

    def device(self):
        """The record of the device; may raise service errors."""
        raise NotImplementedError
