"""The clusters of a vCenter, filtered and sorted by the page's URL.

The service returns all of them in one answer: a vCenter has tens of clusters.
"""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.kit.list_query import Column, Facet

COLUMNS = (
    Column("name", _("Cluster"), "name"),
    Column("datacenter", _("Datacenter"), "datacenter"),
    Column("state", _("State"), "state"),
    Column("cpu", _("CPU"), "cpu"),
    Column("memory", _("Memory"), "memory"),
    Column("disk", _("Disk"), "disk"),
    Column("hosts", _("Hosts"), "hosts"),
    Column("vms", _("VMs"), "vms"),
    Column("drs", _("DRS, HA")),
)

_STATES = list(esx_states.CLUSTER)


def _share(usage):
    return usage.used / usage.total if usage.total else 0.0


def _order(state):
    return _STATES.index(state) if state in _STATES else len(_STATES)


_KEYS = {
    "name": lambda cluster: cluster.name.lower(),
    "datacenter": lambda cluster: (cluster.datacenter.name.lower(), cluster.name.lower()),
    "state": lambda cluster: _order(cluster.state),
    "cpu": lambda cluster: _share(cluster.cpu),
    "memory": lambda cluster: _share(cluster.memory),
    "disk": lambda cluster: _share(cluster.disk),
    "hosts": lambda cluster: cluster.hosts.total,
    "vms": lambda cluster: cluster.vms,
}


def facets(inventory):
    """The filters for :class:`~.esx.clusters.Clusters`."""
    return (
        Facet(
            "datacenter",
            _("Datacenter"),
            tuple((datacenter.moid, datacenter.name) for datacenter in inventory.datacenters),
        ),
        Facet(
            "state",
            _("State"),
            tuple((state.name, state.label) for state in esx_states.CLUSTER.values()),
        ),
    )


def page(clusters, query):
    """Those that pass the filter of a :class:`~.ListQuery`, in its order."""
    passed = [cluster for cluster in clusters if _passes(cluster, query)]
    return sorted(passed, key=_KEYS[query.sort], reverse=query.descending)


def _passes(cluster, query):
    text = query.text.lower()
    return (
        text in f"{cluster.name} {cluster.moid}".lower()
        and query.facets.get("datacenter", cluster.datacenter.moid) == cluster.datacenter.moid
        and query.facets.get("state", cluster.state) == cluster.state
    )
