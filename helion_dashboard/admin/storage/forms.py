"""The forms of the Storage panel."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_TYPES = (("fc", gettext_lazy("FC")), ("iscsi", gettext_lazy("iSCSI")))


def _password(label, **more):
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)
    return forms.CharField(label=label, max_length=1024, strip=False, widget=widget, **more)


class RegisterForm(forms.Form):
    """An array: its WSAPI, its SSH side, and how servers reach it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=255)
    hostname = forms.CharField(
        label=gettext_lazy("IP address or host name"),
        max_length=255,
        help_text=gettext_lazy("Of the WSAPI server."),
    )
    port = forms.IntegerField(
        label=gettext_lazy("Port"),
        min_value=1,
        max_value=65535,
        initial=8080,
        help_text=gettext_lazy("8080 on 3PAR StoreServ, 443 on Primera and Alletra."),
    )
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=255,
        help_text=gettext_lazy("A user with the role “edit”."),
    )
    password = _password(gettext_lazy("Password"))
    san_ip = forms.CharField(
        label=gettext_lazy("SAN address"),
        max_length=255,
        help_text=gettext_lazy("Where Cinder's driver connects by SSH."),
    )
    san_username = forms.CharField(label=gettext_lazy("SAN user name"), max_length=255)
    san_password = _password(gettext_lazy("SAN password"))
    device_type = forms.ChoiceField(label=gettext_lazy("Device type"), choices=_TYPES)
    iscsi_ips = forms.CharField(
        label=gettext_lazy("iSCSI addresses"),
        required=False,
        max_length=4096,
        help_text=gettext_lazy("IP or IP:port, separated by commas. Only for iSCSI."),
    )
    ca_pem = forms.CharField(
        label=gettext_lazy("CA certificate (PEM)"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "helion-code", "spellcheck": "false"}),
        help_text=gettext_lazy("Empty: the authorities that the system trusts."),
    )

    WSAPI = ("name", "hostname", "port", "username", "password")
    SAN = ("san_ip", "san_username", "san_password")
    REACH = ("device_type", "iscsi_ips", "ca_pem")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("device_type") == "iscsi" and not cleaned.get("iscsi_ips"):
            self.add_error("iscsi_ips", _("Enter the iSCSI addresses of the array."))
        return cleaned

    def wsapi(self):
        """The fields of the WSAPI."""
        return [self[name] for name in self.WSAPI]

    def san(self):
        """The fields of the SSH side."""
        return [self[name] for name in self.SAN]

    def reach(self):
        """The fields that say how servers reach it, and what is trusted."""
        return [self[name] for name in self.REACH]

    def fields_of_service(self):
        """The fields as the service has them; an empty password is left out."""
        data = dict(self.cleaned_data)
        texts = data.pop("iscsi_ips").replace(",", " ").split()
        return {
            "iscsi_ips": texts,
            **{name: value for name, value in data.items() if value or "password" not in name},
        }


class EditForm(RegisterForm):
    """The same of a registered array; passwords stay where they are left empty."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("password", "san_password"):
            self.fields[name].required = False
            self.fields[name].widget.attrs["placeholder"] = _("Set. Leave empty to keep it.")


def initial(array):
    """The form's values of a :class:`~helion_dashboard.api.storage.records.StoreServ`."""
    names = (*("name", "hostname", "port", "username", "san_ip", "san_username"), "device_type")
    values = {name: getattr(array, name) for name in names}
    return values | {"iscsi_ips": ", ".join(array.iscsi_ips), "ca_pem": array.ca_pem}


class MembersForm(forms.Form):
    """The members of a back end.

    :param cpgs: :class:`~helion_dashboard.api.storage.records.Cpg` each that may be one
    """

    members = forms.MultipleChoiceField(
        label=gettext_lazy("CPGs"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Select a CPG.")},
    )

    def __init__(self, *args, cpgs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [
            (cpg.id, f"{cpg.name} ({cpg.storeserv}), {_free(cpg)}") for cpg in cpgs
        ]


class BackendForm(MembersForm):
    """A new back end."""

    name = forms.CharField(
        label=gettext_lazy("Volume back end name"),
        max_length=255,
        help_text=gettext_lazy("Volume types name it as volume_backend_name."),
    )
    field_order = ("name", "members")


class VolumeTypeForm(forms.Form):
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
    provisioning = forms.ChoiceField(
        label=gettext_lazy("Provisioning"),
        required=False,
        choices=(
            ("", gettext_lazy("Cinder's default: thin")),
            ("thin", gettext_lazy("Thin")),
            ("full", gettext_lazy("Full")),
            ("dedup", gettext_lazy("Thin, deduplicated")),
        ),
    )
    specs = forms.CharField(
        label=gettext_lazy("Other extra specs"),
        required=False,
        max_length=16_384,
        widget=forms.Textarea(attrs={"rows": 4, "class": "helion-code", "spellcheck": "false"}),
        help_text=gettext_lazy("key=value, one in each line, such as hpe3par:snap_cpg=CPG_snap."),
    )
    public = forms.BooleanField(label=gettext_lazy("Public"), required=False, initial=True)

    def __init__(self, *args, backends, **kwargs):
        super().__init__(*args, **kwargs)
        current = self.initial.get("backend")
        names = [*backends, current] if current and current not in backends else backends
        self.fields["backend"].choices = [("", _("Any")), *((name, name) for name in names)]

    def clean_specs(self):
        lines = [line.strip() for line in self.cleaned_data["specs"].splitlines() if line.strip()]
        pairs = [line.partition("=") for line in lines]
        if any(not key.strip() or not mark for key, mark, _value in pairs):
            raise forms.ValidationError(_("Write key=value, one in each line."))
        return {key.strip(): value.strip() for key, _mark, value in pairs}

    def extra_specs(self):
        """``{key: value}`` of all extra specs."""
        data = self.cleaned_data
        own = {BACKEND_KEY: data["backend"], PROVISIONING_KEY: data["provisioning"]}
        return {**data["specs"], **{key: value for key, value in own.items() if value}}


BACKEND_KEY = "volume_backend_name"
PROVISIONING_KEY = "hpe3par:provisioning"


def type_initial(volume_type):
    """The form's values of a :class:`~helion_dashboard.api.cinder.client.VolumeType`."""
    specs = dict(volume_type.extra_specs)
    return {
        "name": volume_type.name,
        "description": volume_type.description,
        "public": volume_type.is_public,
        "backend": specs.pop(BACKEND_KEY, ""),
        "provisioning": specs.pop(PROVISIONING_KEY, ""),
        "specs": "\n".join(f"{key}={value}" for key, value in sorted(specs.items())),
    }


def _free(cpg):
    return _("%d GiB free") % (cpg.free_mib // 1024)
