"""The clusters of a vCenter, imported or not, as the list on its page.

The service returns all of them in one answer: a vCenter has tens of clusters.
"""

import collections

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.admin.esx import actions
from helion_dashboard.api import scopes
from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.kit import lists, rules
from helion_dashboard.kit.actions import each, result
from helion_dashboard.kit.list_query import Column, Facet

_STATES = list(esx_states.CLUSTER)
_RESTING = tuple(name for name, state in esx_states.CLUSTER.items() if state.ended)


def _share(usage):
    return usage.used / usage.total if usage.total else 0.0


def _order(state):
    return _STATES.index(state) if state in _STATES else len(_STATES)


_KEYS = {
    "datacenter": lambda cluster: (cluster.datacenter.name.lower(), cluster.name.lower()),
    "state": lambda cluster: _order(cluster.state),
    "cpu": lambda cluster: _share(cluster.cpu),
    "memory": lambda cluster: _share(cluster.memory),
    "disk": lambda cluster: _share(cluster.disk),
    "hosts": lambda cluster: cluster.hosts.total,
}


class Clusters(lists.List):
    rule = "esx_cluster:list"
    namespace = "horizon:admin:uc_esx"
    # It is a part of the vCenter's page.
    views = {"index": "detail", "rows": "state", "act": "act_clusters"}  # noqa: RUF012
    title = gettext_lazy("Clusters")
    record_name = "cluster"
    css = "helion-cards helion-clusters"
    columns = (
        Column("name", gettext_lazy("Cluster"), "name"),
        Column("datacenter", gettext_lazy("Datacenter"), "datacenter"),
        Column("state", gettext_lazy("State"), "state"),
        Column("cpu", gettext_lazy("CPU"), "cpu"),
        Column("memory", gettext_lazy("Memory"), "memory"),
        Column("disk", gettext_lazy("Disk"), "disk"),
        Column("hosts", gettext_lazy("Hosts"), "hosts"),
        Column("vms", gettext_lazy("VMs"), "vms"),
        Column("drs", gettext_lazy("DRS, HA")),
    )
    search = gettext_lazy("Name or managed object id")
    actions = actions.CLUSTER
    cells = "helion_dashboard/esx/_cluster_cells.html"

    def __init__(self, request, vcenter, record=None, inventory=None):
        """:param vcenter: its id; the ``record`` and the ``inventory`` are for the page"""
        super().__init__(request, vcenter=vcenter)
        self.vcenter, self.record, self.inventory = vcenter, record, inventory

    @property
    def empty(self):
        if not self.record.read_at:
            return _("The vCenter’s inventory is being read.")
        return _(
            "The vCenter has no clusters. Clusters that you create there appear here within a"
            " minute."
        )

    def facets(self):
        places = tuple((place.moid, place.name) for place in self.inventory.datacenters)
        states = tuple((state.name, state.label) for state in esx_states.CLUSTER.values())
        return (Facet("datacenter", _("Datacenter"), places), Facet("state", _("State"), states))

    def load(self, query):
        rules.check(self.request, self.rule)
        return self.select(
            self.inventory.clusters,
            query,
            text=lambda cluster: f"{cluster.name} {cluster.moid}",
            passes={"datacenter": lambda cluster, moid: cluster.datacenter.moid == moid},
            keys=_KEYS,
        )

    def ident(self, record):
        return record.moid

    def item(self, record):
        return item(record, self.record.auto_import)

    def links(self):
        return actions.cluster_links(self.vcenter)

    def counts(self, page):
        if not self.record.read_at:
            return
        clusters = self.inventory.clusters
        number, places = len(clusters), len(self.inventory.datacenters)
        of = ngettext("%d cluster", "%d clusters", number) % number
        within = ngettext("in %d datacenter", "in %d datacenters", places) % places
        yield lists.Count(f"{of} {within}")
        # Each cluster counts once.
        numbers = collections.Counter(cluster.state for cluster in clusters)
        for name in _RESTING:
            if numbers[name]:
                label = str(esx_states.CLUSTER[name].label).lower()
                yield lists.Count(f"{numbers[name]} {label}", f"?state={name}")
        yield from unrest(clusters)

    def prepare(self):
        # Threads only read what the session holds.
        scopes.project_session(self.request)

    def perform(self, action, moids, inputs):
        if action.bulk:
            return actions.results(moids, action.bulk(self.request, self.vcenter, moids))
        # A cluster is known by its moid in vCenter, and by its resource in EON.
        clusters = esx.clusters(self.request, self.vcenter).clusters
        resources = {cluster.moid: cluster.resource for cluster in clusters}
        imported = [moid for moid in moids if resources.get(moid)]

        def run(moid):
            action.run(self.request, resources[moid])

        strangers = [moid for moid in moids if moid not in imported]
        return each(imported, run) + [
            result(moid, _("The cluster is not imported.")) for moid in strangers
        ]


def item(record, auto_import):
    """What menus need to know of a :class:`~.esx.clusters.Cluster`."""
    cannot = {}
    if record.obstacles and record.state == esx_states.IMPORTED:
        cannot["activate"] = " ".join(record.obstacles)
    if record.gone:
        cannot["activate"] = _("The cluster no longer exists in vCenter.")
    elif auto_import:
        cannot["unimport"] = _(
            "Clusters of this vCenter are imported automatically."
            " Turn that off in the vCenter’s settings."
        )
    return {"state": record.state, "cannot": cannot}


def unrest(clusters):
    """How many of them change and failed: :class:`~.kit.lists.Count` each."""
    moving = sum(cluster.moving for cluster in clusters)
    if moving:
        yield lists.Count(_("%d changing") % moving)
    failed = sum(bool(cluster.error) for cluster in clusters)
    if failed:
        yield lists.Count(_("%d failed") % failed, look="failed")
