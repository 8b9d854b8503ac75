"""The form of a directory."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api.directory import address
from helion_dashboard.kit.forms import Fieldsets
from helion_dashboard.kit.trust import CERTIFICATES

_ATTRIBUTE = re.compile(r"\A[A-Za-z][A-Za-z0-9;.-]*\Z", re.ASCII)
_PEM = "-----BEGIN CERTIFICATE-----"
_OF_TRIAL = ("ca",)


def _text(label, required=True, help_text="", **more):
    return forms.CharField(
        label=label, max_length=1000, required=required, help_text=help_text, **more
    )


def _attribute(label, required=True):
    return forms.RegexField(_ATTRIBUTE, label=label, max_length=100, required=required)


class DirectoryForm(Fieldsets, forms.Form):
    """The options of the group ``ldap`` of Keystone's configuration, under the same names."""

    url = _text(
        gettext_lazy("Address"), help_text=gettext_lazy("Such as ldaps://ldap.example.com.")
    )
    use_tls = forms.BooleanField(
        label=gettext_lazy("StartTLS"),
        required=False,
        help_text=gettext_lazy("Encrypts a connection to ldap://. Not with ldaps://."),
    )
    tls_cacertfile = _text(
        gettext_lazy("Certificates on Keystone's host"),
        required=False,
        help_text=gettext_lazy("Path of a file in PEM. Empty: those that its system trusts."),
    )
    ca = forms.CharField(
        label=gettext_lazy("Certificates for the trial"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "class": "helion-code",
                "spellcheck": "false",
                "data-file": CERTIFICATES,
            }
        ),
        help_text=gettext_lazy(
            "The content of that file, in PEM: the trial runs on this web server. Empty: those that"
            " it trusts."
        ),
    )
    user = _text(
        gettext_lazy("Log in as"),
        required=False,
        help_text=gettext_lazy("An entry that may read, such as cn=keystone,dc=example."),
    )
    password = _text(
        gettext_lazy("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Keystone stores it and never shows it. Enter it for each change."),
    )
    suffix = _text(gettext_lazy("Suffix"), help_text=gettext_lazy("Such as dc=example,dc=com."))
    page_size = forms.IntegerField(
        label=gettext_lazy("Entries a page"), min_value=0, max_value=10_000
    )
    user_tree_dn = _text(gettext_lazy("Subtree"))
    user_objectclass = _attribute(gettext_lazy("Object class"))
    user_filter = _text(
        gettext_lazy("Filter"),
        required=False,
        help_text=gettext_lazy("Such as (memberOf=cn=cloud,ou=groups,dc=example,dc=com)."),
    )
    user_id_attribute = _attribute(gettext_lazy("Attribute of the ID"))
    user_name_attribute = _attribute(gettext_lazy("Attribute of the name"))
    user_mail_attribute = _attribute(gettext_lazy("Attribute of the mail address"), required=False)
    user_enabled_attribute = _attribute(gettext_lazy("Attribute of being enabled"), required=False)
    user_enabled_mask = forms.IntegerField(
        label=gettext_lazy("Bit that disables"), min_value=0, required=False
    )
    user_enabled_default = _text(gettext_lazy("Value without the attribute"), required=False)
    group_tree_dn = _text(gettext_lazy("Subtree of groups"))
    group_objectclass = _attribute(gettext_lazy("Object class of groups"))
    group_filter = _text(gettext_lazy("Filter of groups"), required=False)
    group_id_attribute = _attribute(gettext_lazy("Attribute of the group's ID"))
    group_name_attribute = _attribute(gettext_lazy("Attribute of the group's name"))
    group_member_attribute = _attribute(gettext_lazy("Attribute of members"))
    group_members_are_ids = forms.BooleanField(
        label=gettext_lazy("Members are IDs, as in posixGroup"), required=False
    )

    FIELDSETS = (
        (gettext_lazy("Server"), ("url", "use_tls", "tls_cacertfile", "ca", "user", "password")),
        (
            gettext_lazy("Users"),
            (
                *("suffix", "page_size", "user_tree_dn", "user_objectclass", "user_filter"),
                *("user_id_attribute", "user_name_attribute", "user_mail_attribute"),
                *("user_enabled_attribute", "user_enabled_mask", "user_enabled_default"),
            ),
        ),
        (
            gettext_lazy("Groups"),
            (
                *("group_tree_dn", "group_objectclass", "group_filter", "group_id_attribute"),
                *("group_name_attribute", "group_member_attribute", "group_members_are_ids"),
            ),
        ),
    )

    def clean_url(self):
        text = self.cleaned_data["url"].strip()
        try:
            address.split(text)
        except ValueError:
            raise forms.ValidationError(
                _("Enter ldap://HOST or ldaps://HOST, without a login.")
            ) from None
        return text

    def clean_ca(self):
        text = self.cleaned_data["ca"].strip()
        if text and _PEM not in text:
            raise forms.ValidationError(_("Paste at least one certificate in PEM: %s…") % _PEM)
        return text

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("use_tls") and cleaned.get("url", "").startswith("ldaps:"):
            self.add_error("use_tls", _("ldaps:// is encrypted already."))
        if cleaned.get("user") and not cleaned.get("password"):
            self.add_error("password", _("Enter the password of this login."))
        return cleaned

    def options(self):
        """What Keystone gets: options that are empty have its own defaults."""
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in _OF_TRIAL and value not in ("", None)
        }
        return {**values, "query_scope": "sub", "tls_req_cert": "demand", "chase_referrals": False}
