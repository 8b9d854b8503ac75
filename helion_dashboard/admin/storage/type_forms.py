"""The forms of volume types: extra specs, QoS specs, encryption and access."""

import dataclasses

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api.cinder import qos
from helion_dashboard.api.cinder.type_settings import CONTROL_LOCATIONS, Encryption
from helion_dashboard.kit.forms import Fieldsets
from helion_dashboard.kit.picker import Candidate, PickerField

BACKEND_KEY = "volume_backend_name"


@dataclasses.dataclass(frozen=True)
class ExtraSpec:
    """An extra spec of HPE's driver; ``field`` is its field, ``choices`` are its values if few."""

    key: str
    label: str
    help: str
    choices: tuple = ()

    @property
    def field(self):
        return self.key.rpartition(":")[2]


_YES_NO = (("true", gettext_lazy("On")), ("false", gettext_lazy("Off")))
_PERSONAS = (
    *("2 - Generic-ALUA", "1 - Generic", "3 - Generic-legacy", "4 - HPUX-legacy"),
    *("5 - AIX-legacy", "6 - EGENERA", "7 - ONTAP-legacy", "8 - VMware", "9 - OpenVMS"),
    *("10 - HPUX", "11 - WindowsServer"),
)
#: Source: ``hpe3par_valid_keys`` and ``valid_*_values`` of Cinder's driver ``hpe_3par_common``.
EXTRA_SPECS = (
    ExtraSpec(
        "hpe3par:provisioning",
        gettext_lazy("Provisioning"),
        gettext_lazy("Default: thin. Deduplication needs a CPG of SSDs."),
        (
            ("thin", gettext_lazy("Thin")),
            ("full", gettext_lazy("Full")),
            ("dedup", gettext_lazy("Thin, deduplicated")),
        ),
    ),
    ExtraSpec(
        "hpe3par:compression",
        gettext_lazy("Compression"),
        gettext_lazy("For thin volumes of 16 GiB or more, on arrays that have it."),
        _YES_NO,
    ),
    ExtraSpec(
        "hpe3par:snap_cpg",
        gettext_lazy("CPG of snapshots"),
        gettext_lazy("Empty: the CPG of the volume."),
    ),
    ExtraSpec(
        "hpe3par:persona",
        gettext_lazy("Host persona"),
        gettext_lazy("Of hosts that the driver creates. Default: 2 - Generic-ALUA."),
        tuple((name, name) for name in _PERSONAS),
    ),
    ExtraSpec(
        "hpe3par:vvs",
        gettext_lazy("Virtual volume set"),
        gettext_lazy("A set on the array, whose QoS rules then apply instead of QoS specs."),
    ),
    ExtraSpec(
        "hpe3par:flash_cache",
        gettext_lazy("Adaptive Flash Cache"),
        gettext_lazy("On arrays that have it."),
        _YES_NO,
    ),
)


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

    FIELDSETS = (
        (gettext_lazy("Volume type"), ("name", "description", "backend", "public")),
        (
            gettext_lazy("HPE 3PAR, Primera and Alletra"),
            tuple(spec.field for spec in EXTRA_SPECS),
        ),
        (gettext_lazy("Other"), ("specs",)),
    )

    def __init__(self, *args, backends, **kwargs):
        super().__init__(*args, **kwargs)
        backend_choices = [(name, name) for name in backends]
        self.fields["backend"].choices = self._choices("backend", backend_choices, _("Any"))
        for spec in EXTRA_SPECS:
            options = {"label": spec.label, "help_text": spec.help, "required": False}
            if spec.choices:
                choices = self._choices(spec.field, spec.choices, _("Default"))
                self.fields[spec.field] = forms.ChoiceField(choices=choices, **options)
            else:
                self.fields[spec.field] = forms.CharField(max_length=255, **options)

    def _choices(self, name, choices, none):
        """The choices with none, and with the current value if it is another."""
        current = self.initial.get(name)
        others = [(current, current)] if current and current not in dict(choices) else []
        return [("", none), *choices, *others]

    def extra_specs(self):
        """``{key: value}`` of all extra specs."""
        data = self.cleaned_data
        own = {spec.key: data[spec.field] for spec in EXTRA_SPECS} | {BACKEND_KEY: data["backend"]}
        return {**data["specs"], **{key: value for key, value in own.items() if value}}


def type_initial(volume_type):
    """The form's values of a :class:`~helion_dashboard.api.cinder.client.VolumeType`."""
    specs = dict(volume_type.extra_specs)
    own = {spec.field: specs.pop(spec.key, "") for spec in EXTRA_SPECS}
    return {
        "name": volume_type.name,
        "description": volume_type.description,
        "public": volume_type.is_public,
        "backend": specs.pop(BACKEND_KEY, ""),
        **own,
        "specs": PairsField.text(specs),
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
