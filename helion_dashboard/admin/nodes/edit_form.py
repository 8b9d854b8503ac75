"""The form that changes a node: what was changed, and what somebody else changed meanwhile."""

import json
import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.nodes.forms import EnrolForm
from helion_dashboard.kit import driver_fields, json_patch

_INTERFACE = "interface."
_TRAIT = re.compile(r"[A-Z][A-Z0-9_]{0,254}")
_CAPABILITIES = re.compile(r"[^:,\s]+:[^:,]*(,[^:,\s]+:[^:,]*)*")
# Settings that say what is booted. All others may say where Ironic sends the password.
_HARMLESS = re.compile(r"(?:deploy|rescue|agent|bootloader|kernel_append|force_persistent)_?\w*")
#: Fields that are properties of the node in Ironic.
PROPERTIES = (*EnrolForm.HARDWARE, "capabilities")
_NUMBERS = ("cpus", "memory_mb", "local_gb")
_FLAGS = ("protected", "retired")
_CLEANING = {"": None, "true": True, "false": False}
#: Ironic shows this instead of a password.
MASK = "******"


class EditForm(EnrolForm):
    """A node's form, with the values that the page showed, so that only changes are sent.

    :param node: :class:`~helion_dashboard.api.ironic.records.NodeDetails` as it is now
    :param drivers: names of the enabled drivers
    :param properties: of the driver that was chosen: ``{property: description}``
    :param images: of :func:`.driver_fields.images`
    :param interfaces: what the driver offers: ``{interface: [implementation, ...]}``; empty where
        another driver was chosen, which brings its own
    """

    owner = forms.CharField(label=gettext_lazy("Owner"), max_length=255, required=False)
    lessee = forms.CharField(label=gettext_lazy("Lessee"), max_length=255, required=False)
    conductor_group = forms.CharField(
        label=gettext_lazy("Conductor group"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Only conductors of this group manage the node."),
    )
    capabilities = forms.CharField(
        label=gettext_lazy("Capabilities"),
        required=False,
        max_length=4096,
        help_text=gettext_lazy("Such as boot_mode:uefi,profile:compute."),
    )
    traits = forms.CharField(
        label=gettext_lazy("Traits"),
        required=False,
        max_length=16384,
        help_text=gettext_lazy("Separated by spaces, such as CUSTOM_GPU."),
    )
    automated_clean = forms.ChoiceField(
        label=gettext_lazy("Automated cleaning"),
        required=False,
        choices=[
            ("", gettext_lazy("As the conductor is configured")),
            ("true", gettext_lazy("On")),
            ("false", gettext_lazy("Off")),
        ],
    )
    protected = forms.BooleanField(
        label=gettext_lazy("Protected"),
        required=False,
        help_text=gettext_lazy("A deployed node cannot be undeployed, rebuilt or deleted."),
    )
    protected_reason = forms.CharField(
        label=gettext_lazy("Reason for protection"), max_length=255, required=False
    )
    retired = forms.BooleanField(
        label=gettext_lazy("Retired"),
        required=False,
        help_text=gettext_lazy("The node is not deployed again once it is free."),
    )
    retired_reason = forms.CharField(
        label=gettext_lazy("Reason for retirement"), max_length=255, required=False
    )
    untested = forms.BooleanField(
        label=gettext_lazy("Save even if the BMC does not answer"), required=False
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    USE = ("owner", "lessee", "conductor_group", "traits", "automated_clean")
    LIFE = ("protected", "protected_reason", "retired", "retired_reason")

    def __init__(self, *args, node, drivers, interfaces, **kwargs):
        self.node = node
        stored = stored_texts(node)
        drivers = drivers if node.driver in drivers else [node.driver, *drivers]
        initial = {**stored, "shown": json.dumps(stored), **kwargs.pop("initial", {})}
        initial |= {name: initial.get(name) == "true" for name in _FLAGS}
        super().__init__(*args, drivers=drivers, initial=initial, **kwargs)
        self.fields["name"].required = bool(node.name)
        self._keep_secrets()
        self._keep_architecture(stored["cpu_arch"])
        self.fields.update(_interface_fields(interfaces, stored))

    def use(self):
        """The fields that say who uses the node, and how."""
        return [self[name] for name in self.USE]

    def life(self):
        """The fields that say what may become of it."""
        return [self[name] for name in self.LIFE]

    def interfaces(self):
        """The fields of its hardware interfaces."""
        return [self[name] for name in self.fields if name.startswith(_INTERFACE)]

    def clean_name(self):
        name = self.cleaned_data["name"]
        return name if name == (self.node.name or "") else super().clean_name()

    def clean_capabilities(self):
        text = self.cleaned_data["capabilities"]
        if text and not _CAPABILITIES.fullmatch(text):
            raise forms.ValidationError(_("Write name:value pairs, separated by commas."))
        return text

    def clean_traits(self):
        traits = sorted(set(self.cleaned_data["traits"].replace(",", " ").split()))
        for trait in traits:
            if not _TRAIT.fullmatch(trait):
                raise forms.ValidationError(
                    _("“%s” is not a trait. Use capitals, digits and underscores.") % trait
                )
        return " ".join(traits)

    def clean(self):
        cleaned = super().clean()
        for flag in _FLAGS:
            if cleaned.get(f"{flag}_reason") and not cleaned.get(flag):
                self.add_error(f"{flag}_reason", _("Enter a reason only if the box is checked."))
        self._find_conflicts()
        if self.moves_secrets():
            for name in self._kept_secrets():
                self.add_error(name, _("The BMC settings have changed: enter this secret again."))
        return cleaned

    def edits(self):
        """``{field: text}`` of what was changed, against what the page showed."""
        shown, stored = self._shown(), stored_texts(self.node)
        texts = self._texts()
        return {
            name: text
            for name, text in texts.items()
            if text not in (shown.get(name, stored.get(name, "")), stored.get(name, ""))
        }

    def driver_changed(self):
        """Whether another driver was chosen."""
        return "driver" in self.edits()

    def touches_bmc(self):
        """Whether settings were changed by which Ironic reaches the BMC, or a secret."""
        return self.driver_changed() or any(map(_is_access, self.edits()))

    def moves_secrets(self):
        """Whether a stored secret would go to another place than before."""
        secrets = self._secrets()
        return self.driver_changed() or any(
            _is_access(name) and name not in secrets for name in self.edits()
        )

    def driver_info_now(self):
        """The whole ``driver_info`` after the change, or ``None`` where stored secrets stay."""
        if self._kept_secrets():
            return None
        kept = {
            name: value
            for name, value in self.node.driver_info.items()
            if value != MASK and (driver_fields.PREFIX + name not in self.fields)
        }
        return {**kept, **driver_fields.values(self.cleaned_data)}

    def patch(self, obsolete=()):
        """The JSON patch for Ironic.

        :param obsolete: names of driver settings to remove
        """
        edits = {name: text for name, text in self.edits().items() if name != "traits"}
        new = {_pointer(name): _value(name, text) for name, text in edits.items()}
        new |= {json_patch.path("driver_info", name): None for name in obsolete}
        old = {_pointer(name): text for name, text in stored_texts(self.node).items()}
        old |= {
            json_patch.path("driver_info", name): value
            for name, value in self.node.driver_info.items()
        }
        return json_patch.changes(old, new)

    def new_traits(self):
        """The traits to set, or ``None`` where they stay."""
        text = self.edits().get("traits")
        return None if text is None else text.split()

    def shown_now(self):
        """What the page has to send with its next try."""
        return json.dumps(stored_texts(self.node))

    def _keep_secrets(self):
        for name in self._secrets():
            if driver_fields.setting(name) in self.node.driver_info:
                self.fields[name].required = False
                self.fields[name].widget.attrs["placeholder"] = _("Set. Leave empty to keep it.")

    def _keep_architecture(self, name):
        choices = self.fields["cpu_arch"].choices
        if name and name not in dict(choices):
            self.fields["cpu_arch"].choices = [*choices, (name, name)]

    def _secrets(self):
        return [
            name
            for name in self.fields
            if name.startswith(driver_fields.PREFIX)
            and driver_fields.is_secret(driver_fields.setting(name))
        ]

    def _kept_secrets(self):
        return [
            name
            for name in self._secrets()
            if driver_fields.setting(name) in self.node.driver_info
            and not self.cleaned_data.get(name)
            and name not in self.errors
        ]

    def _find_conflicts(self):
        shown, stored = self._shown(), stored_texts(self.node)
        texts = self._texts()
        for name in sorted(set(texts) & set(shown) & set(stored)):
            if shown[name] != stored[name] and texts[name] not in (shown[name], stored[name]):
                value = stored[name] or _("empty")
                self.add_error(
                    name,
                    _(
                        "Somebody changed this to “%s” since you opened the page."
                        " Save again to overwrite it, or enter that value to keep it."
                    )
                    % value,
                )

    def _shown(self):
        try:
            shown = json.loads(self.data.get("shown") or "{}")
        except (ValueError, RecursionError):
            shown = {}
        return shown if isinstance(shown, dict) else {}

    def _texts(self):
        """What was sent, as :func:`stored_texts` writes it; an empty secret was not sent."""
        secrets = self._secrets()
        return {
            name: _text(value)
            for name, value in self.cleaned_data.items()
            if name not in ("shown", "untested")
            and (name in _FLAGS or name in self.data)
            and (value or name not in secrets)
        }


def stored_texts(node):
    """``{field: text}`` of a node, without its secrets."""
    texts = {
        name: getattr(node, name)
        for name in (*EnrolForm.IDENTITY, *EditForm.USE, *EditForm.LIFE)
        if name != "traits"
    }
    texts["traits"] = " ".join(sorted(node.traits))
    texts |= {name: node.properties.get(name) for name in PROPERTIES}
    texts |= {_INTERFACE + name: value for name, value in node.interfaces.items()}
    texts |= {
        driver_fields.PREFIX + name: value
        for name, value in node.driver_info.items()
        if value != MASK and isinstance(value, str | int | float)
    }
    return {name: _text(value) for name, value in texts.items()}


def _text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _value(name, text):
    """What Ironic gets for a field's text."""
    if name in _FLAGS:
        return text == "true"
    if name == "automated_clean":
        return _CLEANING[text]
    if name in _NUMBERS and text:
        return int(text)
    return text or None


def _pointer(name):
    if name.startswith(driver_fields.PREFIX):
        return json_patch.path("driver_info", driver_fields.setting(name))
    if name.startswith(_INTERFACE):
        return json_patch.path(f"{name.removeprefix(_INTERFACE)}_interface")
    if name in PROPERTIES:
        return json_patch.path("properties", name)
    return json_patch.path(name)


def _is_access(name):
    """Whether a field says how the BMC is reached."""
    is_setting = name.startswith(driver_fields.PREFIX)
    return is_setting and not _HARMLESS.fullmatch(driver_fields.setting(name))


def _interface_fields(interfaces, stored):
    fields = {}
    for name, offers in interfaces.items():
        now = stored.get(_INTERFACE + name, "")
        choices = offers if now in offers or not now else [now, *offers]
        fields[_INTERFACE + name] = forms.ChoiceField(
            label=driver_fields.label(name),
            choices=[(choice, choice) for choice in choices],
            required=False,
        )
    return fields
