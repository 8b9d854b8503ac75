"""The forms of the panel."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_NUMBER = {"min_value": 0, "max_value": 2**31 - 1}


class BeginForm(forms.Form):
    """The plan that was read."""

    digest = forms.CharField(widget=forms.HiddenInput)


class AddForm(forms.Form):
    """New devices of a server."""

    server = forms.GenericIPAddressField(
        label=gettext_lazy("Address of the server"),
        help_text=gettext_lazy("Its ports are those of the other servers in each ring."),
    )
    devices = forms.CharField(
        label=gettext_lazy("Devices"),
        max_length=4000,
        help_text=gettext_lazy(
            "Names of the mount points, such as sdb1 sdc1. Format and mount the disks first."
        ),
    )
    region = forms.IntegerField(label=gettext_lazy("Region"), initial=1, **_NUMBER)
    zone = forms.IntegerField(label=gettext_lazy("Zone"), initial=1, **_NUMBER)
    weight = forms.FloatField(
        label=gettext_lazy("Weight"),
        initial=100,
        min_value=0.01,
        help_text=gettext_lazy("As that of other disks of the same size."),
    )

    def clean_devices(self):
        """The names as a list."""
        names = self.cleaned_data["devices"].replace(",", " ").split()
        if not names:
            raise forms.ValidationError(_("Name the new devices."))
        return list(dict.fromkeys(names))
