"""The forms that ask for a plan of a rollout."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_MOST = 1000  # servers
_LONGEST_PAUSE = 1440  # minutes
_NUMBERS = ("servers_at_a_time", "maximum_failures")


class PaceForm(forms.Form):
    """How quickly servers are rebuilt, and when that stops."""

    servers_at_a_time = forms.IntegerField(
        label=gettext_lazy("Servers at a time"),
        initial=1,
        min_value=1,
        max_value=_MOST,
        help_text=gettext_lazy("Controllers are rebuilt one at a time."),
    )
    maximum_failures = forms.IntegerField(
        label=gettext_lazy("Failed servers allowed"),
        initial=0,
        min_value=0,
        max_value=_MOST,
        help_text=gettext_lazy("If more servers fail, the rollout stops."),
    )
    pause = forms.IntegerField(
        label=gettext_lazy("Pause between batches (minutes)"),
        initial=0,
        min_value=0,
        max_value=_LONGEST_PAUSE,
    )
    confirm_first_batch = forms.BooleanField(
        label=gettext_lazy("Ask me after the first batch"),
        required=False,
        help_text=gettext_lazy("The rollout waits until it is continued or cancelled."),
    )
    migration = forms.ChoiceField(
        label=gettext_lazy("Migration of virtual machines"),
        choices=(
            ("live", gettext_lazy("Live: they keep running while they migrate.")),
            ("cold", gettext_lazy("Cold: they are stopped, migrated and started again.")),
        ),
        initial="live",
        widget=forms.RadioSelect,
    )

    def plan_request(self):
        """Keywords of :func:`~.lifecycle.client.create_plan`."""
        data = dict(self.cleaned_data)
        return data | {"pause": 60 * data["pause"]}


class RolloutForm(PaceForm):
    """Which image which role gets, and how quickly."""

    image = forms.ChoiceField(label=gettext_lazy("Image"))
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        help_text=gettext_lazy("Its servers that have the image already are left alone."),
    )

    field_order = ("image", "role")

    def __init__(self, *args, roles, images, **kwargs):
        """
        :param roles: :class:`~helion_dashboard.api.lifecycle.images.Role` each
        :param images: :class:`~helion_dashboard.api.lifecycle.images.Image` each
        """
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.name, role.title) for role in roles]
        self.fields["image"].choices = [
            ("", _("Select an image")),
            *((image.id, _image_label(image)) for image in images if image.status == "active"),
        ]


def initial(request):
    """The values of the form for the request of a plan."""
    names = ("image", "role", "migration", "confirm_first_batch", *_NUMBERS)
    values = {name: request[name] for name in names if name in request}
    return values | ({"pause": request["pause"] // 60} if "pause" in request else {})


def _image_label(image):
    """Name and version, with what tells it from others of the same name."""
    if image.build_no:
        return _("%(image)s, build %(build)s") % {"image": image.label, "build": image.build_no}
    return f"{image.label} ({image.id[:8]})"
