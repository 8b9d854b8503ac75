"""The forms of the Backup panel."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.kit.forms import Fieldsets, NameTypedForm

_CODE = {"rows": 3, "class": "helion-code", "spellcheck": "false"}
_KEPT = ("last", "daily", "weekly", "monthly")


def _password(label, text):
    return forms.CharField(
        label=label,
        min_length=8,
        max_length=1024,
        strip=False,
        help_text=text,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def _number(label, initial, least=0):
    return forms.IntegerField(label=label, initial=initial, min_value=least, max_value=1000)


class RepositoryForm(Fieldsets, forms.Form):
    """When backups are taken, and which are kept."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=255)
    at = forms.TimeField(
        label=gettext_lazy("Each day at (UTC)"),
        required=False,
        input_formats=["%H:%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "02:00"}),
        help_text=gettext_lazy("Empty: only on request."),
    )
    window = forms.IntegerField(
        label=gettext_lazy("Begin within (minutes)"),
        initial=120,
        min_value=1,
        max_value=1440,
        help_text=gettext_lazy("If it cannot begin by then, the day is left out."),
    )
    verify = forms.BooleanField(
        label=gettext_lazy("Verify each backup"), initial=True, required=False
    )
    last = _number(gettext_lazy("Keep the last"), 7, least=1)
    daily = _number(gettext_lazy("Daily"), 7)
    weekly = _number(gettext_lazy("Weekly"), 4)
    monthly = _number(gettext_lazy("Monthly"), 6)
    environment = forms.CharField(
        label=gettext_lazy("Login of the storage"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs=_CODE),
        help_text=gettext_lazy(
            "One variable a line, such as AWS_ACCESS_KEY_ID=… or OS_PASSWORD=…. Values are stored"
            " encrypted and never shown."
        ),
    )

    FIELDSETS = (
        (gettext_lazy("Schedule"), ("name", "at", "window", "verify")),
        (gettext_lazy("Retention"), _KEPT),
        (gettext_lazy("Storage"), ("environment",)),
    )

    def __init__(self, *args, registered=None, **kwargs):
        """:param registered: the :class:`~helion_dashboard.api.backup.records.Repository`"""
        super().__init__(*args, **kwargs)
        if registered and registered.variables:
            names = ", ".join(registered.variables)
            text = _("%s is set. Leave empty to keep it.") % names
            self.fields["environment"].widget.attrs["placeholder"] = text
            self.offer_removal("environment", _("Remove the login"))

    def clean_environment(self):
        """``{name: value}`` of the lines."""
        pairs = {}
        for line in filter(None, map(str.strip, self.cleaned_data["environment"].splitlines())):
            name, equals, value = line.partition("=")
            if not equals or not value:
                raise forms.ValidationError(_("Enter NAME=VALUE on each line."))
            pairs[name.strip()] = value
        return pairs

    def fields_of_service(self):
        """The fields as the service has them; a login that is empty is left out."""
        data, removed = self.without_boxes()
        at, window, verify = data.pop("at"), data.pop("window"), data.pop("verify")
        data["schedule"] = at and {"at": f"{at:%H:%M}", "window": window, "verify": verify}
        data["retention"] = {name: data.pop(name) for name in _KEPT}
        if not data["environment"] and not removed:
            del data["environment"]
        return data


class RegisterForm(RepositoryForm):
    """Where backups are stored: apart from the keys that open what is in them."""

    location = forms.CharField(
        label=gettext_lazy("Location"),
        max_length=1000,
        help_text=gettext_lazy(
            "A folder, or sftp:USER@HOST:/PATH, s3:https://HOST/BUCKET, swift:CONTAINER:/PATH."
        ),
    )
    password = _password(
        gettext_lazy("Password"),
        gettext_lazy("Keep it elsewhere, too: without it nobody reads the backups."),
    )
    keys_location = forms.CharField(
        label=gettext_lazy("Location of the keys"),
        max_length=1000,
        help_text=gettext_lazy(
            "Another place: whoever has only one of them cannot read any secret."
        ),
    )
    keys_password = _password(
        gettext_lazy("Password of the keys"),
        gettext_lazy("Another password. Keep it elsewhere, too."),
    )

    FIELDSETS = (
        (
            gettext_lazy("Storage"),
            (
                *("name", "location", "password", "keys_location", "keys_password"),
                "environment",
            ),
        ),
        (gettext_lazy("Schedule"), ("at", "window", "verify")),
        (gettext_lazy("Retention"), _KEPT),
    )


def initial_of(repository):
    """The values of a :class:`~helion_dashboard.api.backup.records.Repository`'s form."""
    schedule = {key: value for key, value in repository.schedule.items() if value is not None}
    return {"name": repository.name, **schedule, **repository.retention}


class TakeForm(forms.Form):
    """Where to, and whether it is verified.

    :param repositories: :class:`~helion_dashboard.api.backup.records.Repository` each
    """

    repository = forms.ChoiceField(label=gettext_lazy("Repository"))
    verify = forms.BooleanField(
        label=gettext_lazy("Verify it afterwards"),
        initial=True,
        required=False,
        help_text=gettext_lazy(
            "Restores it into a scratch folder, checks the databases and compares the counts."
        ),
    )

    def __init__(self, *args, repositories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["repository"].choices = [(each.id, each.name) for each in repositories]


class RestoreForm(NameTypedForm):
    """The plan that was read, and the name of the backup, typed."""

    field_order = ("digest", "confirmation")
    digest = forms.CharField(widget=forms.HiddenInput)
