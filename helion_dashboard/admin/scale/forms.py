"""The forms that ask for a plan."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.kit import driver_fields
from helion_dashboard.kit.forms import MacField

AFTER = (
    ("keep", gettext_lazy("Keep: it is cleaned, and can then be used again.")),
    ("retire", gettext_lazy("Retire: it is cleaned, and not used for anything any more.")),
    ("delete", gettext_lazy("Delete: it is cleaned, and then forgotten by Ironic.")),
)
MIGRATION = (
    ("live", gettext_lazy("Live: they go on running while they move.")),
    ("cold", gettext_lazy("Cold: they are stopped, moved and started again.")),
)
_GONE = {"invalid_choice": gettext_lazy("This node is not free any more: choose another one.")}


class UnreturnedText(forms.Textarea):
    """A text with passwords in it: what was sent is never sent back."""

    def format_value(self, value):
        return ""


class LeaveForm(forms.Form):
    """What becomes of servers that leave."""

    after = forms.ChoiceField(
        label=gettext_lazy("What becomes of the hardware"),
        choices=AFTER,
        initial="keep",
        widget=forms.RadioSelect,
    )
    migration = forms.ChoiceField(
        label=gettext_lazy("How virtual machines move away"),
        choices=MIGRATION,
        initial="live",
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, drains, **kwargs):
        """:param drains: whether there can be virtual machines on them"""
        super().__init__(*args, **kwargs)
        if not drains:
            del self.fields["migration"]

    def leaving(self):
        """Keywords of a plan."""
        data = self.cleaned_data
        return {"after": data["after"], "migration": data.get("migration") or "live"}


class SourceForm(forms.Form):
    """Where the servers of a role come from: free nodes, a file, or one new server.

    The driver's own fields follow those declared here.
    """

    AUTO, PICK, FILE, ONE = "auto", "pick", "file", "one"

    source = forms.ChoiceField(
        choices=[(name, name) for name in (AUTO, PICK, FILE, ONE)], initial=AUTO
    )
    nodes = forms.MultipleChoiceField(
        label=gettext_lazy("Nodes"), required=False, error_messages=_GONE
    )
    text = forms.CharField(
        label=gettext_lazy("Servers, as CSV, JSON or YAML"),
        required=False,
        strip=False,
        widget=UnreturnedText(
            attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off", "wrap": "off"}
        ),
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    # The servers of a file that was read before, and what they are called.
    token = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=255,
        help_text=gettext_lazy("As a host name: letters, digits, dots and dashes."),
    )
    driver = forms.ChoiceField(label=gettext_lazy("Driver"))
    address = MacField(
        label=gettext_lazy("MAC address"),
        help_text=gettext_lazy("Of the NIC that it boots from."),
        widget=forms.TextInput(attrs={"placeholder": "94:18:82:0a:1b:2c"}),
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

    HARDWARE = ("cpus", "memory_mb", "local_gb")

    def __init__(self, *args, offer, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.fields["nodes"].choices = [(node.uuid, node.label) for node in offer.nodes]
        self.fields["driver"].choices = [(name, name) for name in offer.drivers]
        self.fields["driver"].initial = offer.driver
        self.fields.update(driver_fields.fields(offer.properties))

    def clean(self):
        cleaned = super().clean()
        source = cleaned.get("source")
        # What was left in the parts that do not count is no reason to refuse the form.
        for part, names in self._parts().items():
            for name in names if part != source else ():
                self.errors.pop(name, None)
        if source == self.PICK and not cleaned.get("nodes") and "nodes" not in self.errors:
            self.add_error("nodes", _("Choose a node."))
        given = any(map(cleaned.get, ("text", "file", "token")))
        if source == self.FILE and not given and not self.errors.keys() & {"text", "file"}:
            self.add_error("text", _("Give the servers here, or choose a file."))
        return cleaned

    def _parts(self):
        return {
            self.PICK: ("nodes",),
            self.FILE: ("text", "file"),
            self.ONE: ("name", "driver", "address", *self.HARDWARE, *self._driver_fields()),
        }

    def driver_info(self):
        return [self[name] for name in self._driver_fields()]

    def hardware(self):
        return [self[name] for name in self.HARDWARE]

    def chosen(self):
        """UUIDs of the nodes that the user chose, ``None`` when he left that to the service."""
        data = self.cleaned_data
        return data["nodes"] if data["source"] == self.PICK else None

    def new_server(self):
        """The one new server, as a file of nodes has it."""
        data = self.cleaned_data
        properties = {name: data[name] for name in self.HARDWARE if data.get(name)}
        return {
            "name": data["name"],
            "driver": data["driver"],
            "driver_info": driver_fields.values(data),
            "properties": properties,
            "ports": [{"address": data["address"], "pxe_enabled": True}],
        }

    def _driver_fields(self):
        return [name for name in self.fields if name.startswith(driver_fields.PREFIX)]


class AddForm(SourceForm):
    """How many servers a role shall have, and where the new ones come from."""

    count = forms.IntegerField(label=gettext_lazy("Servers in all"))

    def __init__(self, *args, have, most=None, **kwargs):
        """:param have: how many there are now
        :param most: how many there may be, ``None`` without a limit
        """
        super().__init__(*args, **kwargs)
        self.have = have
        field = self.fields["count"]
        field.initial = have + 1
        field.help_text = _("It has %d now.") % have
        field.widget.attrs["min"] = have + 1
        if most is not None:
            field.widget.attrs["max"] = most
        self.most = most

    def clean_count(self):
        count = self.cleaned_data["count"]
        if count <= self.have:
            raise forms.ValidationError(
                _("It has %(have)d already: enter %(next)d or more.")
                % {"have": self.have, "next": self.have + 1}
            )
        if self.most is not None and count > self.most:
            raise forms.ValidationError(_("It can have at most %d.") % self.most)
        return count


class ReplaceForm(LeaveForm, SourceForm):
    """Which server takes the place of another, and what becomes of that one."""

    # One takes the place of one.
    nodes = forms.ChoiceField(label=gettext_lazy("Node"), required=False, error_messages=_GONE)

    def chosen(self):
        return super().chosen() or None
