"""Rings with the picture of the store, storage servers, and devices."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.admin.object_storage import picture
from helion_dashboard.api import errors
from helion_dashboard.api.rings import client as rings
from helion_dashboard.api.rings import states
from helion_dashboard.kit import durations, lists
from helion_dashboard.kit.actions import Action, Actions, Group, page
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.list_query import Column, Facet

NAMESPACE = "horizon:admin:uc_object_storage"
_TEMPLATES = "helion_dashboard/object_storage"
_SECTIONS = (
    ("index", gettext_lazy("Rings")),
    ("servers", gettext_lazy("Servers")),
    ("devices", gettext_lazy("Devices")),
)


def _actions(parameter, several, most):
    """The actions on servers or on devices."""
    drain = Action(
        "drain",
        gettext_lazy("Drain…"),
        "ring:change",
        gettext_lazy("Moves its parts to other devices and removes it from the rings."),
        link=page(f"{NAMESPACE}:drain"),
        parameter=parameter,
        most=most,
    )
    return Actions((Group(gettext_lazy("Rings"), (drain,)),), several=several)


class _Section(lists.List):
    """A list on a tab of the panel."""

    rule = "ring:list"
    namespace = NAMESPACE
    title = gettext_lazy("Object storage")
    template = "helion_dashboard/section_list.html"
    stylesheet = "helion_dashboard/css/object_storage.css"
    empty = gettext_lazy("The rings tell which devices hold which objects.")
    button = lists.Button("ring:change", "add", gettext_lazy("Add devices"))
    section = "index"

    @cached_property
    def _answer(self):
        """All of the object store, and why it cannot be read: one of them is None."""
        try:
            return rings.cluster(self.request), None
        except errors.ServiceError as exc:
            return None, exc

    @property
    def cluster(self):
        """All of the object store."""
        cluster, problem = self._answer
        if problem:
            raise problem
        return cluster

    def context(self, page):
        tabs = [
            (label, reverse(f"{NAMESPACE}:{view}"), view == self.section)
            for view, label in _SECTIONS
        ]
        history = url_or_none("horizon:admin:uc_operations:index")
        if history:
            tabs.append((_("History"), f"{history}?service=ringos", False))
        return {"sections": tabs}

    def counts(self, page):
        yield from _counts(self.cluster)

    def _places(self):
        cluster, _problem = self._answer  # which the list itself tells
        devices = cluster.devices if cluster else ()
        names = sorted({(device.region, device.zone, device.place) for device in devices})
        return Facet("place", _("Zone"), tuple((place, place) for *_numbers, place in names))


def _counts(cluster):
    """The line of what matters now."""
    servers, devices = cluster.servers, cluster.devices
    text = ngettext("%d server", "%d servers", len(servers)) % len(servers)
    yield lists.Count(text, reverse(f"{NAMESPACE}:servers"))
    text = ngettext("%d device", "%d devices", len(devices)) % len(devices)
    yield lists.Count(text, reverse(f"{NAMESPACE}:devices"))
    for state in (states.SERVER["silent"], states.SERVER["old"]):
        yield from _failed(servers, state, "servers")
    yield from _failed(devices, states.DEVICE["unmounted"], "devices")
    wait = max((ring.wait for ring in cluster.rings), default=0)
    if wait:
        yield lists.Count(_("next rebalance in %s") % durations.duration(wait))


def _failed(records, state, view):
    number = sum(record.state is state for record in records)
    if number:
        text = _("%(n)d: %(state)s") % {"n": number, "state": state.label}
        url = f"{reverse(f'{NAMESPACE}:{view}')}?state={state.name}"
        yield lists.Count(text, url, look="failed")


class Rings(_Section):
    """The rings, and the picture of the store."""

    record_name = "ring"
    template = f"{_TEMPLATES}/rings.html"
    cells = f"{_TEMPLATES}/_ring_cells.html"
    columns = (
        Column("name", gettext_lazy("Ring"), "name"),
        Column("state", gettext_lazy("State")),
        Column("parts", gettext_lazy("Parts")),
        Column("devices", gettext_lazy("Devices"), "devices"),
        Column("balance", gettext_lazy("Balance"), "balance"),
        Column("dispersion", gettext_lazy("Dispersion"), "dispersion"),
        Column("wait", gettext_lazy("Next rebalance"), "wait"),
    )

    def load(self, query):
        return self.select(self.cluster.rings, query)

    def context(self, page):
        return super().context(page) | {"zones": picture.zones(self.cluster)}


class Servers(_Section):
    """The storage servers."""

    section = "servers"
    views = {"index": "servers", "rows": "servers_rows", "act": "servers_act"}  # noqa: RUF012
    record_name = "server"
    search = gettext_lazy("Address of the server")
    actions = _actions("server", gettext_lazy("%(n)d servers"), 1)
    cells = f"{_TEMPLATES}/_server_cells.html"
    columns = (
        Column("name", gettext_lazy("Server"), "name"),
        Column("state", gettext_lazy("State"), "state"),
        Column("place", gettext_lazy("Zone"), "place"),
        Column("devices", gettext_lazy("Devices")),
        Column("parts", gettext_lazy("Parts"), "parts"),
        Column("used", gettext_lazy("Disks"), "used"),
    )

    def facets(self):
        return (Facet.of_states(states.SERVER),)

    def load(self, query):
        return self.select(self.cluster.servers, query)


class Devices(_Section):
    """The devices of all servers."""

    section = "devices"
    views = {"index": "devices", "rows": "devices_rows", "act": "devices_act"}  # noqa: RUF012
    record_name = "device"
    search = gettext_lazy("Server or device")
    actions = _actions("device", gettext_lazy("%(n)d devices"), 100)
    cells = f"{_TEMPLATES}/_device_cells.html"
    columns = (
        Column("name", gettext_lazy("Device"), "name"),
        Column("state", gettext_lazy("State"), "state"),
        Column("place", gettext_lazy("Zone"), "place"),
        Column("weight", gettext_lazy("Weight"), "weight"),
        Column("parts", gettext_lazy("Parts"), "parts"),
        Column("used", gettext_lazy("Disk"), "used"),
    )

    def facets(self):
        return (Facet.of_states(states.DEVICE), self._places())

    def load(self, query):
        return self.select(self.cluster.devices, query)
