"""A cluster's own page: how full it is, its hosts and datastores, and what Nova has of it."""

import json
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from helion_dashboard import config, policy
from helion_dashboard.admin.esx import actions, clusters, networks
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client as esx
from helion_dashboard.kit import details, lists, live
from helion_dashboard.kit.actions import result
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.list_query import Column
from helion_dashboard.kit.natural import natural
from helion_dashboard.kit.rules import ruled

_NAMESPACE = "horizon:admin:uc_esx"
_FOLDER = "helion_dashboard/esx"


def _network(request, cluster):
    scopes.project_session(request)  # threads only read what the session holds
    kept, inventory = gather(
        lambda: esx.resource(request, cluster.resource).network if cluster.resource else "",
        lambda: esx.clusters(request, cluster.vcenter),
    )
    datacenters = (
        datacenter
        for datacenter in inventory.datacenters
        if datacenter.moid == cluster.datacenter.moid
    )
    drawing = url_or_none("horizon:admin:uc_topology:index")
    query = urlencode({"layout": "esx", "node": cluster.id})
    return {
        "network": _readable(kept),
        "network_names": networks.names(kept),
        "datacenter": next(datacenters, None),
        "drawing_url": f"{drawing}?{query}" if drawing else None,
    }


def _nics(request, cluster):
    hosts = esx.nics(request, cluster.vcenter, cluster.moid)
    devices = sorted({nic.device for host in hosts for nic in host.nics}, key=natural)
    by_device = {(host.moid, nic.device): nic for host in hosts for nic in host.nics}
    rows = [
        (host, [(name, by_device.get((host.moid, name))) for name in devices]) for host in hosts
    ]
    used = {device for _host, nics in rows for device, nic in nics if nic is None or nic.switch}
    return {
        "devices": devices,
        "nic_rows": rows,
        "free": [device for device in devices if device not in used],
    }


def _readable(text):
    """JSON as people read it; as it is, if it is none."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False) if text else ""
    except ValueError:
        return text


class Hosts(lists.List):
    """The hosts of a cluster, as a tab of its page."""

    rule = "esx_cluster:get"
    namespace = _NAMESPACE
    views = {"index": "cluster", "rows": "cluster_state", "act": "act_hosts"}  # noqa: RUF012
    title = gettext_lazy("Hosts")
    record_name = "host"
    css = "helion-cards"
    columns = (
        Column("name", gettext_lazy("Host")),
        Column("connection", gettext_lazy("Connection")),
        Column("cpu", gettext_lazy("CPU")),
        Column("memory", gettext_lazy("Memory")),
        Column("vms", gettext_lazy("VMs")),
        Column("version", gettext_lazy("Version")),
    )
    actions = actions.HOSTS
    cells = "helion_dashboard/esx/_host_cells.html"
    empty = gettext_lazy("The cluster has no hosts. Add a host in vCenter.")

    def __init__(self, request, vcenter, moid, record=None):
        """:param record: the cluster, for the page"""
        super().__init__(request, vcenter=vcenter, moid=moid)
        self.record = record

    def load(self, query):
        return lists.Page(self.record.host_list)

    def ident(self, record):
        return record.moid

    def item(self, record):
        # Where its cluster stands decides what can be done.
        return {"state": self.record.state}

    def counts(self, page):
        number = self.record.hosts.total
        yield lists.Count(ngettext("%d host", "%d hosts", number) % number)
        if self.record.hosts.maintenance:
            yield lists.Count(_("%d in maintenance") % self.record.hosts.maintenance, look="held")

    def perform(self, action, idents, inputs):
        """One operation for all of them."""
        cluster = esx.cluster(self.request, self.kwargs["vcenter"], self.kwargs["moid"])
        if not cluster.resource:
            return [result(ident, _("The cluster is not imported.")) for ident in idents]
        esx.change_hosts(self.request, cluster.resource, action.name, idents)
        return [result(ident) for ident in idents]


def _tab(slug, name, *args, **more):
    return Tab(slug, name, f"{_FOLDER}/_tab_{slug}.html", *args, **more)


class Cluster(details.Details):
    rule = "esx_cluster:get"
    namespace = _NAMESPACE
    views = {"detail": "cluster", "state": "cluster_state"}  # noqa: RUF012
    record_name = "cluster"
    kind = gettext_lazy("Cluster")
    gone = gettext_lazy("The cluster “%s” does not exist.")
    actions = actions.CLUSTER
    template = "helion_dashboard/esx/cluster.html"
    stylesheet = "helion_dashboard/css/esx.css"
    tabs = (
        _tab("overview", gettext_lazy("Overview"), live=True),
        Tab("hosts", gettext_lazy("Hosts")),
        _tab("nics", gettext_lazy("Physical NICs"), _nics),
        _tab("datastores", gettext_lazy("Datastores")),
        _tab("network", gettext_lazy("Network"), _network),
    )

    #: Its vCenter, once that is known.
    owner = None

    def load(self):
        vcenter, moid = self.kwargs["vcenter"], self.kwargs["moid"]
        # Threads only read what the session holds.
        scopes.project_session(self.request)
        self.owner, cluster = gather(
            lambda: esx.vcenter(self.request, vcenter),
            lambda: esx.cluster(self.request, vcenter, moid),
        )
        return cluster

    def make_list(self):
        if self.tab.slug != "hosts":
            return None
        return Hosts(self.request, **self.kwargs, record=self.record)

    def ident(self):
        return self.record.moid

    def item(self):
        return clusters.item(self.record, self.owner.auto_import)

    def context(self):
        return {"vcenter": self.owner, **_operation(self.request, self.record.operation_id)}

    def links(self):
        return actions.cluster_links(self.owner.id)

    def poll(self):
        return live.settings(moving=config.get().poll_operation)

    @property
    def back(self):
        return self.owner.name if self.owner else _("All vCenters")

    @property
    def list_url(self):
        if self.owner is None:
            return reverse(f"{_NAMESPACE}:index")
        return reverse(f"{_NAMESPACE}:detail", args=[self.owner.id])

    @property
    def act_url(self):
        return reverse(f"{_NAMESPACE}:act_clusters", args=[self.owner.id])


@require_GET
@ruled("esx_cluster:hypervisor")
@live.live
def hypervisor(request, vcenter, moid):
    """Nova's record of the cluster; it loads separately, so that Nova cannot delay the page."""
    cluster = esx.cluster(request, vcenter, moid)
    in_nova = esx.hypervisor(request, cluster.resource) if cluster.resource else None
    context = {"cluster": cluster, "hypervisor": in_nova, **_nova(request, in_nova)}
    template = f"{_FOLDER}/_hypervisor.html"
    return live.block(request, "hypervisor", template, context, moving=cluster.moving)


def _nova(request, in_nova):
    """Nova's own page of a hypervisor, for whom Horizon shows it to.

    Horizon shows the Nova of one region: where that is another, the link goes there first.
    """
    user = request.user
    if not (in_nova and in_nova.exists and in_nova.region and user.is_superuser):
        return {}
    ident = f"{in_nova.id}_{in_nova.hypervisor_hostname}"
    url = url_or_none("horizon:admin:hypervisors:detail", ident)
    if url is None or in_nova.region == user.services_region:
        return {"nova_url": url}
    if in_nova.region not in user.available_services_regions:
        return {}
    region_url = url_or_none("switch_services_region", in_nova.region)
    if region_url is None:
        return {}
    return {"nova_url": f"{region_url}?{urlencode({'next': url})}", "nova_region": in_nova.region}


@require_GET
@ruled("esx_cluster:get")
def of_resource(request, resource):
    """On to the page of the cluster that EON knows by the id ``resource``."""
    try:
        cluster = esx.resource(request, resource)
    except errors.ServiceError as exc:
        messages.error(request, exc.reason)
        return redirect(f"{_NAMESPACE}:index")
    return redirect(f"{_NAMESPACE}:cluster", vcenter=cluster.vcenter, moid=cluster.moid)


def _operation(request, ident):
    """The last operation on the cluster; its failure leaves the rest of the page as it is."""
    if not ident or not policy.allowed(request, "operation:list"):
        return {"operation": None}
    try:
        return {"operation": esx.get_operation(request, ident)}
    except errors.NotFound:
        return {"operation": None}  # operations are not kept for ever
    except errors.ServiceError as exc:
        return {"operation": None, "operation_trouble": exc}
