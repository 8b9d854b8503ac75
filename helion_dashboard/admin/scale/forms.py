"""The forms that ask for a plan."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.scale.node_choices import FACETS
from helion_dashboard.kit import driver_fields
from helion_dashboard.kit.forms import MacField
from helion_dashboard.kit.new_servers import FileForm
from helion_dashboard.kit.picker import PickerField

AFTER = (
    ("keep", gettext_lazy("Keep: clean it for reuse.")),
    ("retire", gettext_lazy("Retire: clean it and exclude it from scheduling.")),
    ("delete", gettext_lazy("Delete: clean it and delete it from Ironic.")),
)
MIGRATION = (
    ("live", gettext_lazy("Live: they keep running while they migrate.")),
    ("cold", gettext_lazy("Cold: they are stopped, migrated and started again.")),
)
STRANDED = (
    ("block", gettext_lazy("Do nothing: the plan is blocked.")),
    (
        "evacuate",
        gettext_lazy(
            "Evacuate them: they are rebuilt on other hosts. What is on local disks is lost, unless"
            " the hosts share storage."
        ),
    ),
    ("delete", gettext_lazy("Delete them with the server.")),
)
_NODES = {
    "columns": (gettext_lazy("Node"), gettext_lazy("State"), gettext_lazy("Hardware")),
    "facets": FACETS,
    "search": gettext_lazy("Search by name or UUID"),
    "empty": gettext_lazy("No free node of this role matches. Enrol new servers, or free a node."),
    "required": False,
    "error_messages": {
        "invalid_choice": gettext_lazy("This node is no longer free. Choose another node.")
    },
}


class LeaveForm(forms.Form):
    """What becomes of servers that leave."""

    after = forms.ChoiceField(
        label=gettext_lazy("Nodes afterwards"),
        choices=AFTER,
        initial="keep",
        widget=forms.RadioSelect,
    )
    migration = forms.ChoiceField(
        label=gettext_lazy("Migration of virtual machines"),
        choices=MIGRATION,
        initial="live",
        widget=forms.RadioSelect,
        required=False,
    )

    stranded_vms = forms.ChoiceField(
        label=gettext_lazy("Virtual machines on a server whose compute service is down"),
        choices=STRANDED,
        initial="block",
        widget=forms.RadioSelect,
        required=False,
    )

    _OF_COMPUTES = ("migration", "stranded_vms")

    def __init__(self, *args, drains, **kwargs):
        """:param drains: whether there can be virtual machines on them"""
        super().__init__(*args, **kwargs)
        if not drains:
            for name in self._OF_COMPUTES:
                del self.fields[name]

    def leaving_fields(self):
        """The fields declared here, as the page draws them."""
        return [self[name] for name in ("after", *self._OF_COMPUTES) if name in self.fields]

    def leaving(self):
        """Keywords of a plan."""
        data = self.cleaned_data
        return {
            "after": data["after"],
            "migration": data.get("migration") or "live",
            "stranded_vms": data.get("stranded_vms") or "block",
        }


class SourceForm(FileForm):
    """Where the servers of a role come from: free nodes, a file, or one new server.

    The driver's own fields follow those declared here.
    """

    AUTO, PICK, FILE, ONE = "auto", "pick", "file", "one"

    source = forms.ChoiceField(
        choices=[(name, name) for name in (AUTO, PICK, FILE, ONE)], initial=AUTO
    )
    nodes = PickerField(label=gettext_lazy("Nodes"), **_NODES)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=255,
        help_text=gettext_lazy("A host name: letters, digits, dots and hyphens."),
    )
    driver = forms.ChoiceField(label=gettext_lazy("Driver"))
    address = MacField(
        label=gettext_lazy("MAC address"),
        help_text=gettext_lazy("Of the NIC for PXE boot."),
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

    def __init__(self, *args, choices, **kwargs):
        """:param choices: the :class:`~.node_choices.NodeChoices`"""
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.fields["nodes"].ask(choices.url, choices.nodes)
        self.fields["driver"].choices = [(name, name) for name in choices.drivers]
        self.fields["driver"].initial = choices.driver
        self.fields.update(driver_fields.fields(choices.properties, choices.images))

    def clean(self):
        cleaned = super().clean()
        source = cleaned.get("source")
        # Errors in the sources that are not selected do not count.
        for part, names in self._parts().items():
            for name in names if part != source else ():
                self.errors.pop(name, None)
        if source == self.PICK and not cleaned.get("nodes") and "nodes" not in self.errors:
            self.add_error("nodes", _("Choose a node."))
        if source == self.FILE:
            self.require_servers()
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

    def node_ids(self):
        """UUIDs of the nodes that the user selected, ``None`` to leave that to the service."""
        data = self.cleaned_data
        return data["nodes"] if data["source"] == self.PICK else None

    def new_server(self):
        """The new server, as in a file of nodes."""
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
    """How many servers a role is to have, and where the new ones come from."""

    count = forms.IntegerField(label=gettext_lazy("Total servers"))

    def __init__(self, *args, have, most=None, **kwargs):
        """:param have: how many it has now
        :param most: how many it can have, ``None`` without a limit
        """
        super().__init__(*args, **kwargs)
        self.have = have
        field = self.fields["count"]
        field.initial = have + 1
        field.help_text = _("The role has %d now.") % have
        field.widget.attrs["min"] = have + 1
        if most is not None:
            field.widget.attrs["max"] = most
        self.most = most

    def clean(self):
        cleaned = super().clean()
        nodes = cleaned.get("nodes") if cleaned.get("source") == self.PICK else ()
        # Whoever selects nodes need not count them, too. Without scripts nothing else does.
        if nodes and cleaned.get("count") == self.have + 1:
            cleaned["count"] = self.have + len(nodes)
            if self._is_too_many(cleaned["count"]):
                self.add_error("count", self._too_many())
        return cleaned

    def clean_count(self):
        count = self.cleaned_data["count"]
        if count <= self.have:
            raise forms.ValidationError(
                _("The role already has %(have)d. Enter %(next)d or more.")
                % {"have": self.have, "next": self.have + 1}
            )
        if self._is_too_many(count):
            raise forms.ValidationError(self._too_many())
        return count

    def _is_too_many(self, count):
        return self.most is not None and count > self.most

    def _too_many(self):
        return _("The role can have at most %d.") % self.most


class ReplaceForm(LeaveForm, SourceForm):
    """The replacement of a server, and what becomes of its node."""

    # One node replaces one server.
    nodes = PickerField(label=gettext_lazy("Node"), several=False, **_NODES)

    def node_ids(self):
        return super().node_ids() or None
