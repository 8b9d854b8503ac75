"""The forms about vCenters and compute proxies."""

import collections
import ipaddress
import re

from django import forms
from django.utils.ipv6 import is_valid_ipv6_address
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.kit.trust import KEEP, PASTED, SYSTEM, TrustForm

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,253}[A-Za-z0-9])?")
_HOSTNAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_LOGIN = ("name", "ip_address", "port", "username", "password", "auto_import", "run_playbook")


class AddressField(forms.CharField):
    """A host name or an IP address, without a scheme, port or path."""

    def clean(self, value):
        text = super().clean(value)
        if text and not (_HOST.fullmatch(text) or is_valid_ipv6_address(text)):
            raise forms.ValidationError(
                _("Write a host name or an IP address, without https://, port or path.")
            )
        return text


class PlaceForm(forms.Form):
    """Where a vCenter is: what is needed to look at its certificate."""

    ip_address = AddressField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Host name or IP address of the vCenter."),
        max_length=255,
    )
    port = forms.IntegerField(
        label=gettext_lazy("Port"),
        min_value=1,
        max_value=65535,
        initial=443,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class RegisterForm(TrustForm, PlaceForm):
    """A vCenter that is to be registered."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("The name on these pages. Default: the address."),
        required=False,
        max_length=255,
    )
    username = forms.CharField(
        label=gettext_lazy("User name"),
        help_text=gettext_lazy("A user with administrative rights in vCenter."),
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=255,
        # It is never sent back to the browser.
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )
    auto_import = forms.BooleanField(
        label=gettext_lazy("Import clusters automatically"),
        help_text=gettext_lazy(
            "Otherwise import each cluster, and un-import it when you no longer need it."
        ),
        required=False,
    )

    def login(self):
        """What is sent of it, but for the certificate."""
        data = self.cleaned_data
        # Some fields are not in each form, and an empty one is not sent.
        return {name: data[name] for name in _LOGIN if data.get(name) not in ("", None)}


class EditForm(RegisterForm):
    """A vCenter whose address or login changes; its name stays."""

    name = None
    run_playbook = forms.BooleanField(
        label=gettext_lazy("Redeploy the compute proxies"),
        help_text=gettext_lazy(
            "Redeploys the compute proxies of activated clusters if the address or the login"
            " changes."
        ),
        required=False,
        initial=True,
    )
    others = (KEEP, SYSTEM, PASTED)

    def __init__(self, *args, has_proxies, **kwargs):
        """:param has_proxies: whether a compute proxy of the vCenter is deployed"""
        super().__init__(*args, **kwargs)
        if not has_proxies:
            del self.fields["run_playbook"]
        self.fields["password"].required = False
        self.fields["password"].help_text = _("Leave empty to keep it.")


class ProxyForm(forms.Form):
    """How compute proxies are deployed."""

    datacenter = forms.CharField(
        label=gettext_lazy("Datacenter"),
        help_text=gettext_lazy("Where the compute proxy runs."),
        max_length=255,
    )
    port_group = forms.CharField(
        label=gettext_lazy("Port group"),
        help_text=gettext_lazy("The management network, with access to the cloud."),
        max_length=255,
    )
    hostname = forms.CharField(
        label=gettext_lazy("Host name"),
        help_text=gettext_lazy("Letters, digits and hyphens; no underscore."),
        max_length=63,
    )
    dhcp = forms.ChoiceField(
        label=gettext_lazy("Address"),
        choices=(("yes", gettext_lazy("By DHCP")), ("no", gettext_lazy("This address:"))),
        initial="yes",
        widget=forms.RadioSelect,
    )
    address = forms.CharField(label=gettext_lazy("IP address"), required=False, max_length=45)
    netmask = forms.CharField(
        label=gettext_lazy("Netmask"),
        required=False,
        max_length=45,
        widget=forms.TextInput(attrs={"placeholder": "255.255.255.0"}),
    )
    gateway = forms.CharField(label=gettext_lazy("Gateway"), required=False, max_length=45)

    static = ("address", "netmask", "gateway")

    def __init__(self, *args, choices=(), **kwargs):
        """:param choices: :class:`~.esx.proxies.Choice` of each datacenter"""
        super().__init__(*args, **kwargs)
        self.networks = {
            choice.datacenter: {group.moid or group.name: group for group in choice.networks}
            for choice in choices
        }

    @property
    def groups(self):
        """``(datacenter, [(value, label)])`` of all port groups.

        Those that share a name in their datacenter are told apart by their switch and their moid.
        """
        return [(name, _labelled(groups)) for name, groups in self.networks.items()]

    def clean_hostname(self):
        name = self.cleaned_data["hostname"]
        if not _HOSTNAME.fullmatch(name):
            raise forms.ValidationError(_("Use letters, digits and hyphens, such as esx-proxy."))
        return name

    def clean(self):
        cleaned = super().clean()
        where, group = cleaned.get("datacenter"), cleaned.get("port_group")
        if self.networks and where and where not in self.networks:
            self.add_error("datacenter", _("This datacenter does not exist in the vCenter."))
        elif self.networks and group and group not in self.networks.get(where, (group,)):
            self.add_error("port_group", _("This port group does not exist in the datacenter."))
        if cleaned.get("dhcp") == "no":
            self._check_addresses(cleaned)
        return cleaned

    def proxy(self):
        """What is sent of it."""
        data = self.cleaned_data
        dhcp = data["dhcp"] == "yes"
        named = {name: data[name] for name in ("datacenter", "port_group", "hostname")}
        network = self.networks.get(data["datacenter"], {}).get(data["port_group"])
        if network:
            named |= {"port_group": network.name, "port_group_moid": network.moid or None}
        static = {name: None if dhcp else data[name] for name in self.static}
        return {**named, "dhcp": dhcp, **static}

    def _check_addresses(self, cleaned):
        for name in self.static:
            try:
                ipaddress.ip_address(cleaned.get(name, ""))
            except ValueError:
                message = _("Without DHCP, enter an IP address such as 192.0.2.20.")
                self.add_error(name, message)
        if "netmask" in cleaned and not _is_netmask(cleaned["netmask"]):
            self.add_error("netmask", _("Enter a netmask, such as 255.255.255.0."))


def _is_netmask(text):
    try:
        ipaddress.IPv4Network(f"0.0.0.0/{text}", strict=False)
    except ValueError:
        return False
    return True


def _labelled(groups):
    """Value and label of port groups, :class:`~.esx.proxies.PortGroup` by value."""
    counts = collections.Counter(group.name for group in groups.values())
    return [
        (value, group.name if counts[group.name] == 1 else _distinct(group))
        for value, group in groups.items()
    ]


def _distinct(group):
    words = {"name": group.name, "switch": group.switch, "moid": group.moid}
    if group.switch:
        return _("%(name)s – switch %(switch)s (%(moid)s)") % words
    return _("%(name)s – standard switch (%(moid)s)") % words
