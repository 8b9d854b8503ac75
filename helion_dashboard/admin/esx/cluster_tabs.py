"""What each tab of a cluster's page asks for, and nothing more."""

import dataclasses
import json
from collections.abc import Callable
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy

from helion_dashboard.api import scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client as esx
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.natural import natural


@dataclasses.dataclass(frozen=True)
class Tab:
    """A tab of the page.

    :ivar load: ``load(request, vcenter, cluster)`` -> what its template needs besides these
    """

    slug: str
    name: str
    load: Callable = lambda request, vcenter, cluster: {}

    @property
    def template(self):
        return f"helion_dashboard/esx/_tab_{self.slug}.html"


def _network(request, vcenter, cluster):
    scopes.project_session(request)  # threads only read what the session holds
    kept, inventory = gather(
        lambda: esx.resource(request, cluster.resource).network if cluster.resource else "",
        lambda: esx.clusters(request, vcenter),
    )
    datacenters = (
        datacenter
        for datacenter in inventory.datacenters
        if datacenter.moid == cluster.datacenter.moid
    )
    drawing = url_or_none("horizon:admin:uc_topology:index")
    query = urlencode({"layout": "esx", "node": f"{cluster.moid}.{vcenter}"})
    return {
        "network": readable(kept),
        "datacenter": next(datacenters, None),
        "topology_url": f"{drawing}?{query}" if drawing else None,
    }


def _nics(request, vcenter, cluster):
    hosts = esx.nics(request, vcenter, cluster.moid)
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


def readable(text):
    """JSON as people read it; as it is, if it is none."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False) if text else ""
    except ValueError:
        return text


TABS = (
    Tab("overview", gettext_lazy("Overview")),
    Tab("hosts", gettext_lazy("Hosts")),
    Tab("nics", gettext_lazy("Physical NICs"), _nics),
    Tab("datastores", gettext_lazy("Datastores")),
    Tab("network", gettext_lazy("Network"), _network),
)


def tab(slug):
    """The tab called ``slug``, or the first one."""
    return next((tab_ for tab_ in TABS if tab_.slug == slug), TABS[0])
