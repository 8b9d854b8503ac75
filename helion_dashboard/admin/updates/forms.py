"""The forms of the Updates panel."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api.updates import states as update_states
from helion_dashboard.kit.forms import Fieldsets
from helion_dashboard.kit.trust import CERTIFICATES

_CODE = {"rows": 8, "class": "helion-code", "spellcheck": "false"}
#: The fields that verify what a source of a kind lists.
_TRUST = {
    update_states.TUF: ("root", "fingerprint"),
    update_states.SIMPLESTREAMS: ("keyring",),
}
_WHERE = {
    "published": gettext_lazy("in Glance"),
    "local": gettext_lazy("downloaded"),
    "catalogue": gettext_lazy("is downloaded first"),
}


class SourceForm(Fieldsets, forms.Form):
    """A source: of what kind and where it is, who logs in, and what its content is verified with.

    The kind is fixed once the source exists.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=tuple(update_states.SOURCE_KINDS.items()),
        initial=update_states.TUF,
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=255, initial="HDN")
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=2000,
        help_text=gettext_lazy(
            "Of a signed repository: the directories metadata/ and targets/ are below it. Of a"
            " mirror: the directory streams/ is."
        ),
    )
    username = forms.CharField(label=gettext_lazy("User name"), max_length=255, required=False)
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=1024,
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )
    proxy = forms.CharField(
        label=gettext_lazy("Proxy"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Such as http://proxy.example.com:8080. Empty: none."),
    )
    shipped = forms.ChoiceField(
        label=gettext_lazy("Trusted root"),
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Came with this installation, with this fingerprint. What is entered below is used"
            " instead."
        ),
    )
    root = forms.CharField(
        label=gettext_lazy("Trusted root metadata"),
        required=False,
        max_length=512_000,
        widget=forms.Textarea(attrs={**_CODE, "data-file": ".json"}),
        help_text=gettext_lazy("For a signed repository: the publisher's file root.json."),
    )
    fingerprint = forms.CharField(
        label=gettext_lazy("Fingerprint of the root metadata"),
        required=False,
        max_length=255,
        help_text=gettext_lazy(
            "Get it from the publisher over another channel than the file. Both are compared."
        ),
    )
    keyring = forms.CharField(
        label=gettext_lazy("Keyring"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={**_CODE, "rows": 5, "data-file": ".asc,.txt"}),
        help_text=gettext_lazy(
            "For a mirror: OpenPGP public keys in ASCII armour that sign its indexes. Empty: only"
            " HTTPS shows that the images are the publisher's."
        ),
    )
    ca_pem = forms.CharField(
        label=gettext_lazy("CA certificate (PEM)"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={**_CODE, "rows": 5, "data-file": CERTIFICATES}),
        help_text=gettext_lazy("Empty: the authorities that the system trusts."),
    )

    FIELDSETS = (
        (gettext_lazy("Source"), ("kind", "name", "url", "username", "password", "proxy")),
        (gettext_lazy("Trust"), ("shipped", "root", "fingerprint", "keyring", "ca_pem")),
    )

    def __init__(self, *args, registered=None, shipped=(), **kwargs):
        """Its fields depend on whether there is a source, and what may be trusted.

        :param registered: the :class:`~helion_dashboard.api.updates.sources.Source` to edit
        :param shipped: :class:`~helion_dashboard.api.updates.sources.ShippedRoot` each
        """
        super().__init__(*args, **kwargs)
        self.registered = registered
        self._shipped = {root.name: root for root in shipped}
        self._offer_shipped()
        if registered:
            del self.fields["kind"]
            for name in _other_trust(registered.kind):
                del self.fields[name]
        if registered and registered.username:
            self.fields["password"].widget.attrs["placeholder"] = _("Set. Leave empty to keep it.")

    def _offer_shipped(self):
        if not self._shipped:
            del self.fields["shipped"]
            return
        offers = [
            (name, f"{name}, {root.fingerprint}") for name, root in sorted(self._shipped.items())
        ]
        self.fields["shipped"].choices = [*offers, ("", _("None of them"))]
        self.fields["shipped"].initial = offers[0][0]

    def clean(self):
        """A signed repository needs its root; what verifies the other kind is dropped."""
        data = super().clean()
        shipped = self._shipped.get(data.pop("shipped", ""))
        if shipped and not data.get("root") and "root" not in self.errors:
            data |= {"root": shipped.root, "fingerprint": shipped.fingerprint}
        kind = self.registered.kind if self.registered else data.get("kind")
        for name in _other_trust(kind):
            data.pop(name, None)
        if kind == update_states.TUF:
            for name in _TRUST[kind]:
                if name not in self.errors and not data.get(name):
                    self.add_error(name, self.fields[name].error_messages["required"])
        return data

    def fields_of_service(self):
        """The fields as the service has them; an empty password is left out."""
        data = dict(self.cleaned_data)
        data.pop("fingerprint", None)
        if not data["password"]:
            del data["password"]
        empty = ("username", "proxy", "ca_pem", "keyring")
        return data | {name: data[name] or None for name in empty if name in data}


def _other_trust(kind):
    """The fields that verify sources of another kind only."""
    return [name for other, names in _TRUST.items() if other != kind for name in names]


def source_initial(source):
    """The values of a :class:`~helion_dashboard.api.updates.sources.Source`'s form."""
    names = [name for name in SourceForm.base_fields if name not in ("password", "shipped")]
    return {name: getattr(source, name) for name in names}


def same_fingerprint(entered, actual):
    """Whether two fingerprints are the same, however they are written."""
    return _digits(entered) == _digits(actual)


def _digits(text):
    return "".join(character for character in text.casefold() if character.isalnum())


class ImportForm(forms.Form):
    """A file, and the source that vouches for it.

    :param sources: :class:`~helion_dashboard.api.updates.sources.Source` each
    """

    source = forms.ChoiceField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The file must be signed for the trusted root of this source."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csu"}),
        help_text=gettext_lazy("Choose a .csu file, or drop it here."),
    )

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(source.id, source.name) for source in sources]


class PublishForm(forms.Form):
    """Who sees what is published; of a template there is nothing to choose."""

    visibility = forms.ChoiceField(
        label=gettext_lazy("Visibility"),
        choices=tuple(update_states.VISIBILITIES.items()),
        help_text=gettext_lazy("Public images can be used by every project."),
    )
    project_id = forms.CharField(
        label=gettext_lazy("Project ID"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("The owner of the image. Empty: the service's own project."),
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != "image":
            self.fields.clear()


class RollBackForm(forms.Form):
    """The version to publish instead.

    :param offers: :class:`~helion_dashboard.api.updates.publications.Offer` each
    """

    version = forms.ChoiceField(label=gettext_lazy("Version"), widget=forms.RadioSelect)

    def __init__(self, *args, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [
            (offer.version, f"{offer.version} ({_WHERE.get(offer.where, offer.where)})")
            for offer in offers
        ]
