"""The form that enrols a node, and the one that adds a port."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api import errors
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.kit import driver_fields, json_patch
from helion_dashboard.kit.forms import MacField

# What Ironic takes as a name: a host name or a fully qualified one.
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._~-]{0,253}[A-Za-z0-9_~])?")


class PortForm(forms.Form):
    """One NIC. All empty means: no such port."""

    address = MacField(
        label=gettext_lazy("MAC address"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "94:18:82:0a:1b:2c"}),
    )
    physical_network = forms.CharField(
        label=gettext_lazy("Physical network"), required=False, max_length=64
    )
    pxe_enabled = forms.BooleanField(
        label=gettext_lazy("PXE boot enabled"), required=False, initial=True
    )

    def clean(self):
        cleaned = super().clean()
        needs_mac = cleaned.get("physical_network") and not cleaned.get("address")
        if needs_mac and "address" not in self.errors:
            self.add_error("address", _("A port needs a MAC address."))
        return cleaned


class AddPortForm(PortForm):
    """A NIC that a node gets."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["address"].required = True


class EditPortForm(AddPortForm):
    """A NIC that a node has, with the switch port it is plugged into."""

    switch_id = forms.CharField(
        label=gettext_lazy("Switch ID"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("The MAC address of the switch, or its OpenFlow datapath ID."),
    )
    port_id = forms.CharField(label=gettext_lazy("Switch port"), required=False, max_length=255)
    switch_info = forms.CharField(label=gettext_lazy("Switch name"), required=False, max_length=255)

    def clean(self):
        cleaned = super().clean()
        link = [cleaned.get(name) for name in ("switch_id", "port_id")]
        if any(link) and not all(link):
            self.add_error(
                "port_id" if link[0] else "switch_id",
                _("Enter both the switch ID and the switch port, or neither."),
            )
        return cleaned

    def members(self):
        """``{JSON pointer: value}`` of the port in Ironic."""
        return {
            _LINKS.get(name, json_patch.path(name)): value
            for name, value in self.cleaned_data.items()
        }


_LINKS = {
    name: json_patch.path("local_link_connection", name)
    for name in ("switch_id", "port_id", "switch_info")
}


def port_values(port):
    """``{field: value}`` of a :class:`~helion_dashboard.api.ironic.records.Port`."""
    values = {name: getattr(port, name) for name in ("address", "physical_network", "pxe_enabled")}
    return values | {name: port.local_link_connection.get(name) for name in _LINKS}


def port_members(port):
    """The same by the JSON pointers of :meth:`EditPortForm.members`."""
    return {
        _LINKS.get(name, json_patch.path(name)): value for name, value in port_values(port).items()
    }


class _Ports(forms.BaseFormSet):
    def clean(self):
        addresses = set()
        for form in self.forms:
            address = form.cleaned_data.get("address") if hasattr(form, "cleaned_data") else None
            if address and address in addresses:
                form.add_error("address", _("Duplicate MAC address."))
            addresses.add(address)

    def filled_in(self):
        """Cleaned data of the ports that were filled in."""
        return [form for form in self.forms if form.cleaned_data.get("address")]


PortFormSet = forms.formset_factory(PortForm, formset=_Ports, extra=1, max_num=64)


class EnrolForm(forms.Form):
    """A new node. Its driver's own fields follow those declared here."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=255,
        help_text=gettext_lazy("A host name: letters, digits, dots and hyphens."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    driver = forms.ChoiceField(
        label=gettext_lazy("Driver"),
        error_messages={
            "invalid_choice": gettext_lazy(
                "No conductor has the driver “%(value)s” enabled. Choose one from the list."
            )
        },
    )
    resource_class = forms.CharField(
        label=gettext_lazy("Resource class"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Flavors refer to it. Required before the node can be deployed."),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"), max_length=4096, required=False
    )
    cpus = forms.IntegerField(
        label=gettext_lazy("CPUs"), required=False, min_value=1, max_value=4096
    )
    memory_mb = forms.IntegerField(
        label=gettext_lazy("Memory (MiB)"), required=False, min_value=1, max_value=2**31 - 1
    )
    local_gb = forms.IntegerField(
        label=gettext_lazy("Disk (GiB)"), required=False, min_value=1, max_value=2**31 - 1
    )
    cpu_arch = forms.ChoiceField(
        label=gettext_lazy("CPU architecture"),
        required=False,
        choices=[("", gettext_lazy("Unknown"))]
        + [(name, name) for name in ("x86_64", "aarch64", "ppc64le")],
    )

    #: Fields under the headings of the page; all others are the driver's.
    IDENTITY = ("name", "driver", "resource_class", "description")
    HARDWARE = ("cpus", "memory_mb", "local_gb", "cpu_arch")

    def __init__(self, *args, drivers, properties, images=(), **kwargs):
        """:param images: of :func:`.driver_fields.images`"""
        super().__init__(*args, **kwargs)
        self.fields["driver"].choices = [(name, name) for name in drivers]
        self.fields.update(driver_fields.fields(properties, images))

    def clean_name(self):
        name = self.cleaned_data["name"]
        if not _NAME.fullmatch(name) or ironic.is_uuid(name):
            raise forms.ValidationError(
                _("Use letters, digits, dots and hyphens. A UUID is not a valid name.")
            )
        return name

    def identity(self):
        return [self[name] for name in self.IDENTITY]

    def hardware(self):
        return [self[name] for name in self.HARDWARE]

    def driver_info(self):
        return [self[name] for name in self.fields if name.startswith(driver_fields.PREFIX)]

    def node(self):
        """The body of Ironic's ``POST /v1/nodes``."""
        data = self.cleaned_data
        properties = {name: data[name] for name in self.HARDWARE if data.get(name)}
        body = {name: data[name] for name in self.IDENTITY if data.get(name)}
        return {**body, "properties": properties, "driver_info": driver_fields.values(data)}


def check_free(request, form, ports):
    """Put errors at the fields whose name or MAC address is in use, all together."""
    name = form.cleaned_data.get("name")
    if name and ironic.find_node(request, name):
        form.add_error("name", _("A node with this name already exists."))
    for port in ports.forms:
        if hasattr(port, "cleaned_data") and port.cleaned_data.get("address"):
            check_mac_is_free(request, port)


def check_mac_is_free(request, form):
    """The same for the MAC of one :class:`PortForm`."""
    taken = ironic.find_port(request, form.cleaned_data["address"])
    if taken:
        form.add_error(
            "address", _("The node %s already has a port with this MAC address.") % taken.node_uuid
        )


def enrol(request, form, ports):
    """Create the node and its ports; nothing is left behind when a part of it fails.

    Returns the node's UUID, or ``None`` after the errors were put at their fields. Raises
    :class:`errors.ServiceError` only when what was begun could not be taken back either.
    """
    try:
        uuid = ironic.create_node(request, **form.node())
    except errors.Conflict as exc:
        form.add_error("name", exc.reason)
        return None
    except errors.ServiceError as exc:
        form.add_error(None, exc.reason)
        return None
    for port in ports.filled_in():
        try:
            _create_port(request, uuid, port)
        except errors.ServiceError as exc:
            port.add_error("address" if exc.status in (400, 409) else None, exc.reason)
            _take_back(request, uuid, form.cleaned_data["name"])
            return None
    return uuid


def _take_back(request, uuid, name):
    try:
        ironic.delete_node(request, uuid)
    except errors.ServiceError as exc:
        raise errors.ServiceError(
            ironic.SERVICE,
            _(
                "The node “%(name)s” was enrolled without all of its ports and could not be deleted"
                " again (%(reason)s). Open it from the list to add the ports, or delete it."
            )
            % {"name": name, "reason": exc.reason},
        ) from exc


def _create_port(request, node, form):
    data = form.cleaned_data
    body = {"node_uuid": node, "address": data["address"], "pxe_enabled": data["pxe_enabled"]}
    if data.get("physical_network"):
        body["physical_network"] = data["physical_network"]
    return ironic.create_port(request, **body)


def add_port(request, node, form):
    """Add the port of a valid form to a node; errors go to their fields. Whether it worked."""
    check_mac_is_free(request, form)
    if form.errors:
        return False
    try:
        _create_port(request, node, form)
    except errors.ServiceError as exc:
        form.add_error("address" if exc.status in (400, 409) else None, exc.reason)
        return False
    return True
