"""The forms of volume types: extra specs, QoS specs, encryption and access."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.storage import driver_fields
from helion_dashboard.api.cinder import qos
from helion_dashboard.api.cinder.type_settings import CONTROL_LOCATIONS, Encryption
from helion_dashboard.kit.forms import Fieldsets
from helion_dashboard.kit.picker import Candidate, PickerField

BACKEND_KEY = "volume_backend_name"


class PairsField(forms.CharField):
    """``key=value`` in each line; cleaned to a dictionary."""

    def __init__(self, **kwargs):
        attrs = {"rows": 4, "class": "helion-code", "spellcheck": "false"}
        super().__init__(
            required=False, max_length=16_384, widget=forms.Textarea(attrs=attrs), **kwargs
        )

    def clean(self, value):
        text = super().clean(value)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        pairs = [line.partition("=") for line in lines]
        if any(not key.strip() or not mark for key, mark, _value in pairs):
            raise forms.ValidationError(_("Write key=value, one in each line."))
        return {key.strip(): value.strip() for key, _mark, value in pairs}

    @staticmethod
    def text(pairs):
        """What the field shows of a dictionary."""
        return "\n".join(f"{key}={value}" for key, value in sorted(pairs.items()))


class VolumeTypeForm(Fieldsets, forms.Form):
    """A volume type.

    :param backends: names of the back ends
    :param no_backends: why they are not known now, or empty
    :param specs: ``{title: [ExtraSpec]}`` of drivers, see :func:`.driver_fields.extra_specs`
    :param problem: why there are none, or empty
    """

    name = forms.CharField(label=gettext_lazy("Name"), max_length=255)
    description = forms.CharField(label=gettext_lazy("Description"), required=False, max_length=255)
    backend = forms.ChoiceField(
        label=gettext_lazy("Back end"),
        required=False,
        help_text=gettext_lazy("Volumes of the type are created there."),
    )
    public = forms.BooleanField(
        label=gettext_lazy("Public"),
        required=False,
        initial=True,
        help_text=gettext_lazy("All projects may use it."),
    )
    specs = PairsField(
        label=gettext_lazy("Other extra specs"),
        help_text=gettext_lazy("key=value, one in each line."),
    )

    def __init__(self, *args, backends, specs, no_backends="", problem="", **kwargs):
        super().__init__(*args, **kwargs)
        backend_choices = [(name, name) for name in backends]
        self.fields["backend"].choices = self._choices("backend", backend_choices, _("Any"))
        if no_backends:
            self.fields["backend"].help_text = _unknown(no_backends)
        if problem:
            self.fields["specs"].help_text = problem
        own = ("name", "description", "backend", "public")
        groups = {title: list(map(driver_fields.spec_field_name, specs[title])) for title in specs}
        self.FIELDSETS = (
            (gettext_lazy("Volume type"), own),
            *groups.items(),
            (gettext_lazy("Other"), ("specs",)),
        )
        for spec in (spec for group in specs.values() for spec in group):
            name = driver_fields.spec_field_name(spec)
            self.fields[name] = driver_fields.spec_field(spec, self.initial.get(name, ""))

    def _choices(self, name, choices, none):
        """The choices with none, and with the current value if it is another."""
        current = self.initial.get(name)
        others = [(current, current)] if current and current not in dict(choices) else []
        return [("", none), *choices, *others]

    def extra_specs(self):
        """``{key: value}`` of all extra specs."""
        data = self.cleaned_data
        backend = {BACKEND_KEY: data["backend"]} if data["backend"] else {}
        return {**data["specs"], **driver_fields.spec_values(data), **backend}


def _unknown(reason):
    text = _(
        "The pools of Cinder are not known now, so other back ends cannot be selected. Cinder: %s"
    )
    return text % reason


def type_initial(volume_type, specs):
    """The form's values of a :class:`~helion_dashboard.api.cinder.client.VolumeType`.

    ``specs`` are as for :class:`VolumeTypeForm`.
    """
    pairs = dict(volume_type.extra_specs)
    own = {
        driver_fields.spec_field_name(spec): pairs.pop(spec.key, "")
        for group in specs.values()
        for spec in group
    }
    return {
        "name": volume_type.name,
        "description": volume_type.description,
        "public": volume_type.is_public,
        "backend": pairs.pop(BACKEND_KEY, ""),
        **own,
        "specs": PairsField.text(pairs),
    }


class QosForm(forms.Form):
    """QoS specs.

    :param types: :class:`~helion_dashboard.api.cinder.client.VolumeType` each that may have them
    :param named: they have a name already, which Cinder does not change
    """

    name = forms.CharField(label=gettext_lazy("Name"), max_length=255)
    consumer = forms.ChoiceField(
        label=gettext_lazy("Consumer"),
        choices=(
            (qos.CONSUMERS[1], gettext_lazy("Back end: the array")),
            (qos.CONSUMERS[0], gettext_lazy("Front end: the hypervisor")),
            (qos.CONSUMERS[2], gettext_lazy("Both")),
        ),
        help_text=gettext_lazy("Who enforces the limits."),
    )
    specs = PairsField(
        label=gettext_lazy("Limits"),
        help_text=gettext_lazy(
            "key=value, one in each line. HPE arrays: minIOPS, maxIOPS, minBWS and maxBWS in KB/s,"
            " latency in ms, priority (low, normal, high). Hypervisors: total_iops_sec,"
            " total_bytes_sec and others."
        ),
    )
    types = PickerField(
        label=gettext_lazy("Volume types"),
        columns=(gettext_lazy("Name"), gettext_lazy("Back end")),
        required=False,
        help_text=gettext_lazy(
            "A volume type has one set of QoS specs; those with others are left out."
        ),
    )

    def __init__(self, *args, types, named=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["types"].offer(
            Candidate(row.id, row.name, (row.backend or "–",)) for row in types
        )
        self.fields["name"].disabled = named


class EncryptionForm(forms.Form):
    """The encryption of a volume type, or none."""

    provider = forms.ChoiceField(label=gettext_lazy("Provider"), required=False)
    cipher = forms.CharField(
        label=gettext_lazy("Cipher"),
        required=False,
        max_length=255,
        initial="aes-xts-plain64",
        help_text=gettext_lazy("Empty: that of the provider."),
    )
    key_size = forms.IntegerField(
        label=gettext_lazy("Key size (bits)"),
        required=False,
        min_value=1,
        max_value=65_536,
        initial=256,
        help_text=gettext_lazy("Empty: that of the provider."),
    )
    control_location = forms.ChoiceField(
        label=gettext_lazy("Control location"),
        initial=CONTROL_LOCATIONS[0],
        choices=(
            (CONTROL_LOCATIONS[0], gettext_lazy("Front end: the compute host")),
            (CONTROL_LOCATIONS[1], gettext_lazy("Back end: the array")),
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        current = self.initial.get("provider")
        names = ["luks", "luks2", "plain"]
        names += [current] if current and current not in names else []
        none = ("", _("Not encrypted"))
        self.fields["provider"].choices = [none, *((name, name) for name in names)]

    def record(self):
        """The :class:`.Encryption`, or ``None``."""
        return Encryption(**self.cleaned_data) if self.cleaned_data["provider"] else None


class AccessForm(forms.Form):
    """The projects that may use a private volume type."""

    projects = PickerField(
        label=gettext_lazy("Projects"),
        columns=(gettext_lazy("Name"), gettext_lazy("Description")),
        required=False,
    )

    def __init__(self, *args, url, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["projects"].ask(url, candidates)
