"""Form fields for the properties of a driver.

Ironic describes each property by a sentence only (``GET /v1/drivers/{driver}/properties``):
whether it must be given stands in the sentence as "Required.", and that it is secret shows in its
name. A field's label says the name in words; the name itself is in the tooltip.
"""

import re

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api import errors
from helion_dashboard.api.glance import client as glance

PREFIX = "driver_info."

_REQUIRED = re.compile(r"\brequired\b(?! if| when| for| only| unless)", re.IGNORECASE)
_NOT_REQUIRED = re.compile(r"\b(?:not required|optional)\b", re.IGNORECASE)
# The same as that of the service of nodes, which keeps what matches apart and encrypted.
_SECRET = re.compile(r"pass(?:word|phrase|wd)|secret|token|community|key_contents|_key$")
# How one gets to a BMC, even where Ironic could do without.
_ACCESS = re.compile(r"_(?:address|username|user|password)$")
# The field's star says it; a sentence that says more stays.
_SAID_BY_THE_FIELD = re.compile(r"(?:^|(?<=[.;\s]))\s*(?:Required|Optional)\.(?=\s|$)")
_IMAGE = re.compile(r"(?:deploy|rescue)_(kernel|ramdisk|iso)|bootloader")
# What Glance calls the kinds of images; others may be written in any way.
_FORMATS = {"kernel": "aki", "ramdisk": "ari", "iso": "iso"}
# An image by its id, or by where it is.
_REFERENCE = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}|[a-z+]+://.+|/.+")

_LABELS = {
    "bootloader": gettext_lazy("Boot loader image"),
    "deploy_forces_oob_reboot": gettext_lazy("Reboot by the BMC after deployment"),
    "deploy_iso": gettext_lazy("Deployment ISO image"),
    "deploy_kernel": gettext_lazy("Deployment kernel"),
    "deploy_ramdisk": gettext_lazy("Deployment ramdisk"),
    "force_persistent_boot_device": gettext_lazy("Persistent boot device"),
    "ipmi_hex_kg_key": gettext_lazy("IPMI Kg key, hexadecimal"),
    "ipmi_priv_level": gettext_lazy("IPMI privilege level"),
    "kernel_append_params": gettext_lazy("Additional kernel parameters"),
    "redfish_auth_type": gettext_lazy("Redfish authentication"),
    "redfish_system_id": gettext_lazy("Redfish system"),
    "redfish_verify_ca": gettext_lazy("Redfish CA file, or whether to verify"),
    "rescue_iso": gettext_lazy("Rescue ISO image"),
    "rescue_kernel": gettext_lazy("Rescue kernel"),
    "rescue_ramdisk": gettext_lazy("Rescue ramdisk"),
}
_SPELLINGS = {"drac": "DRAC", "https": "HTTPS", "http": "HTTP", "idrac": "iDRAC", "ilo": "iLO"} | {
    word: word.upper()
    for word in (
        *("bios", "bmc", "ca", "cpu", "id", "ip", "ipmi", "irmc", "iso", "mac", "oob", "raid"),
        *("snmp", "ssh", "ssl", "tls", "udp", "url", "usb", "uuid"),
    )
}


def fields(properties, images=()):
    """``{field name: field}`` for ``{property: description}``, required ones first.

    :param images: of :func:`images`
    """
    form_fields = {
        PREFIX + name: _field(name, text or "", images) for name, text in sorted(properties.items())
    }
    return dict(sorted(form_fields.items(), key=lambda item: not item[1].required))


def images(request, properties):
    """The images that the driver's fields offer; or the error of Glance, which they then show."""
    if not any(map(_IMAGE.fullmatch, properties)):
        return ()
    try:
        return glance.images(request)
    except errors.ServiceError as exc:
        return exc


class ImageField(forms.CharField):
    """An image of Glance by its name, or a UUID or a URL; cleaned to the UUID or the URL."""

    def __init__(self, *, images, format, **kwargs):  # noqa: A002
        """:param images: :class:`~.glance.client.Image` each, by name; :param format: to offer"""
        super().__init__(**kwargs)
        names = [image.name for image in images]
        self._texts = {
            image.id: image.name
            if image.name and names.count(image.name) == 1
            # Glance lets two images have one name.
            else f"{image.name} ({image.id})".strip()
            for image in images
        }
        fitting = [image for image in images if image.format == format] or images
        self.widget = OfferingInput([self._texts[image.id] for image in fitting])
        self.widget.attrs["placeholder"] = _("Name, UUID or URL")

    def prepare_value(self, value):
        return self._texts.get(value, value)

    def clean(self, value):
        text = super().clean(value)
        ident = next((key for key, name in self._texts.items() if text == name), text)
        if ident and self._texts and not _REFERENCE.fullmatch(ident):
            raise forms.ValidationError(
                _("There is no image “%s”. Choose an image, or enter a UUID or a URL.") % text
            )
        return ident


class OfferingInput(forms.TextInput):
    """A text with texts to choose from."""

    def __init__(self, offers):
        super().__init__()
        self.offers = offers

    def render(self, name, value, attrs=None, renderer=None):
        ident = f"{(attrs or {}).get('id', name)}-offers"
        control = super().render(name, value, {**(attrs or {}), "list": ident}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((o,) for o in self.offers))
        return format_html('{}<datalist id="{}">{}</datalist>', control, ident, options)


def values(cleaned):
    """``driver_info`` from a form's cleaned data: what was left empty is left out."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in cleaned.items()
        if name.startswith(PREFIX) and value not in ("", None)
    }


def setting(name):
    """The driver's own name of a field."""
    return name.removeprefix(PREFIX)


def is_required(description):
    """Whether the property is required, by Ironic's description."""
    return bool(_REQUIRED.search(description)) and not _NOT_REQUIRED.search(description)


def is_secret(name):
    """Whether a property holds a secret, by its name."""
    return bool(_SECRET.search(name.lower()))


def is_essential(name, field):
    """Whether most nodes need the field of this name; a page may fold the others."""
    return field.required or bool(_ACCESS.search(name))


def label(name):
    """Words for a property, such as “IPMI address” for ``ipmi_address``."""
    if name in _LABELS:
        return _LABELS[name]
    words = [_SPELLINGS.get(word, word) for word in name.replace("_", " ").split()]
    first, *others = words or [name]
    return " ".join([first if first in _SPELLINGS.values() else first.capitalize(), *others])


def _field(name, description, images):
    secret = is_secret(name)
    common = {
        "label": label(name),
        "help_text": _SAID_BY_THE_FIELD.sub("", description).strip(),
        "required": is_required(description),
        "strip": not secret,
        "error_messages": {"required": _("This field is required.")},
    }
    kind = _IMAGE.fullmatch(name)
    if kind:
        field = _image_field(kind[1], images, common)
    elif secret:
        # A password is never sent back to the browser.
        attributes = {"autocomplete": "new-password"}
        widget = forms.PasswordInput(attrs=attributes, render_value=False)
        field = forms.CharField(widget=widget, **common)
    else:
        field = forms.CharField(**common)
    field.widget.attrs["title"] = name
    return field


def _image_field(kind, images, common):
    if isinstance(images, errors.ServiceError):
        trouble = _("Glance cannot list its images (%s). Enter a UUID or a URL.") % images.reason
        common = {**common, "help_text": f"{common['help_text']} {trouble}".strip()}
        images = ()
    return ImageField(images=images, format=_FORMATS.get(kind), **common)
