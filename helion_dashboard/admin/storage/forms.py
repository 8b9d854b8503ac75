"""The forms of the Storage panel."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.storage import driver_fields
from helion_dashboard.kit.forms import Fieldsets
from helion_dashboard.kit.picker import Candidate, PickerField
from helion_dashboard.kit.trust import KEEP, TrustForm

_TYPES = (("fc", gettext_lazy("FC")), ("iscsi", gettext_lazy("iSCSI")))


def _password(label, **more):
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)
    return forms.CharField(label=label, max_length=1024, strip=False, widget=widget, **more)


class PlaceForm(forms.Form):
    """Where a device is: what is needed to look at its certificate."""

    hostname = forms.CharField(label=gettext_lazy("IP address or host name"), max_length=255)
    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=65535)


class DeviceForm(Fieldsets, TrustForm, PlaceForm):
    """What arrays and clusters have in common: where one is, who logs in, what is trusted.

    Its groups are without the certificate, which the kit draws.
    """

    name = forms.CharField(label=gettext_lazy("Name"), max_length=255)
    username = forms.CharField(label=gettext_lazy("User name"), max_length=255)
    password = _password(gettext_lazy("Password"))

    def __init__(self, *args, registered=False, **kwargs):
        """:param registered: passwords stay where they are left empty"""
        super().__init__(*args, **kwargs)
        if registered:
            self.others = (KEEP, *self.others)
        for name, field in self.fields.items():
            if registered and "password" in name:
                field.required = False
                field.widget.attrs["placeholder"] = _("Set. Leave empty to keep it.")

    def fields_of_service(self):
        """The fields as the service has them, but for trust; an empty password is left out."""
        data = {name: self.cleaned_data[name] for name in self.names()}.items()
        return {name: value for name, value in data if value or "password" not in name}

    @classmethod
    def names(cls):
        """Names of the fields that say what the device is and who logs in."""
        return [name for _legend, names in cls.FIELDSETS for name in names]


class StoreServForm(DeviceForm):
    """An array: its WSAPI, its SSH side, and how servers reach it."""

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

    FIELDSETS = (
        (gettext_lazy("WSAPI"), ("name", "hostname", "port", "username", "password")),
        (gettext_lazy("SSH, for Cinder's driver"), ("san_ip", "san_username", "san_password")),
        (gettext_lazy("Servers"), ("device_type", "iscsi_ips")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hostname"].help_text = _("Of the WSAPI server.")
        self.fields["port"].initial = 8080
        self.fields["port"].help_text = _("8080 on 3PAR StoreServ, 443 on Primera and Alletra.")
        self.fields["username"].help_text = _("A user with the role “edit”.")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("device_type") == "iscsi" and not cleaned.get("iscsi_ips"):
            self.add_error("iscsi_ips", _("Enter the iSCSI addresses of the array."))
        return cleaned

    def fields_of_service(self):
        fields = super().fields_of_service()
        return fields | {"iscsi_ips": fields["iscsi_ips"].replace(",", " ").split()}


class StoreVirtualForm(DeviceForm):
    """A cluster: the REST interface of its management group, and its virtual IP address."""

    subnet = forms.CharField(
        label=gettext_lazy("Subnet mask"),
        max_length=15,
        initial="255.255.255.0",
        help_text=gettext_lazy("Of the virtual IP address."),
    )
    ssh_port = forms.IntegerField(
        label=gettext_lazy("SSH port"), min_value=1, max_value=65535, initial=16022
    )
    managers = forms.IntegerField(
        label=gettext_lazy("Managers"),
        required=False,
        min_value=1,
        max_value=32,
        help_text=gettext_lazy(
            "How many the management group runs, a Failover Manager included. Plans that remove"
            " servers check the quorum with it; LeftHand OS does not report it."
        ),
    )

    FIELDSETS = (
        (gettext_lazy("Cluster"), ("name", "hostname", "subnet", "managers")),
        (gettext_lazy("Access"), ("port", "ssh_port", "username", "password")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("As in the management console; capitals matter.")
        self.fields["hostname"].help_text = _("The virtual IP address of the cluster.")
        self.fields["port"].initial = 8081
        self.fields["port"].help_text = _("Of the REST interface.")


def initial(device, form_class):
    """The values of a device's form: of an array or a cluster, but for its passwords."""
    values = {name: getattr(device, name) for name in form_class.names() if "password" not in name}
    if "iscsi_ips" in values:
        values["iscsi_ips"] = ", ".join(values["iscsi_ips"])
    return values


class MembersForm(Fieldsets, forms.Form):
    """The members of a back end, and the options of its driver.

    :param options: :class:`~helion_dashboard.api.storage.drivers.Option` each that it may have
    :param cpgs: :class:`~helion_dashboard.api.storage.records.Cpg` each that may be one
    :param clusters: the same of :class:`~helion_dashboard.api.storage.records.StoreVirtual`
    """

    members = PickerField(
        label=gettext_lazy("Members"),
        columns=(gettext_lazy("Name"), gettext_lazy("Capacity")),
        error_messages={"required": gettext_lazy("Select a CPG or a cluster.")},
        help_text=gettext_lazy("Either CPGs or StoreVirtual clusters."),
    )

    OWN = ("members",)

    def __init__(self, *args, cpgs, clusters=(), options=(), **kwargs):
        super().__init__(*args, **kwargs)
        fields = driver_fields.option_fields(options)
        self.fields |= fields
        self.FIELDSETS = ((gettext_lazy("Back end"), self.OWN),)
        if fields:
            self.FIELDSETS += ((gettext_lazy("Options of the driver"), list(fields)),)
        self.fields["members"].offer(
            [
                *(
                    Candidate(cpg.id, f"{cpg.name} ({cpg.storeserv})", (_free(cpg),))
                    for cpg in cpgs
                ),
                *(
                    Candidate(row.id, f"{row.name} (StoreVirtual)", (_free(row),))
                    for row in clusters
                ),
            ]
        )


class BackendForm(MembersForm):
    """A new back end."""

    name = forms.CharField(
        label=gettext_lazy("Volume back end name"),
        max_length=255,
        help_text=gettext_lazy("Volume types name it as volume_backend_name."),
    )
    field_order = OWN = ("name", "members")


class ApplyForm(forms.Form):
    """The back ends that Cinder gets: :class:`~helion_dashboard.api.storage.records.Backend`."""

    backends = PickerField(
        label=gettext_lazy("Back ends"),
        columns=(gettext_lazy("Name"), gettext_lazy("Members")),
        required=False,
        help_text=gettext_lazy(
            "Cinder keeps what it has of back ends that you do not select. Select all to take out"
            " those that were deleted here, too."
        ),
    )

    def __init__(self, *args, backends, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["backends"].required = bool(backends)
        self.fields["backends"].offer(
            Candidate(row.id, row.name, (", ".join(member.name for member in row.members),))
            for row in backends
        )


def _free(member):
    return _("%d GiB free") % (member.free_mib // 1024)
