"""The forms that register and edit arrays and clusters."""

from helion_dashboard.admin.storage import forms
from helion_dashboard.kit.forms import FormPage


class DevicePage(FormPage):
    """A form of a device.

    :cvar form_class: a :class:`~helion_dashboard.admin.storage.forms.DeviceForm`
    """

    template = "helion_dashboard/storage/device_form.html"


class EditPage(DevicePage):
    """The form of a registered device."""

    def prepare(self):
        values = forms.initial(self.device(), self.form_class)
        self.form = self.form_class(self.data, registered=True, initial=values)

    def device(self):
        """The record of the device; may raise service errors."""
        raise NotImplementedError
