"""What the eon service knows of vCenters, their clusters and hosts, for drawings.

It is asked for the vCenters, and once or twice for each of them: the service takes a few, not
hundreds.
"""

import dataclasses
import functools

from django.utils.translation import gettext as _

from helion_dashboard.api import errors
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx.client import SERVICE, WIRE

_ALL = 5000  # hosts: more than a vCenter takes
_LONGEST = 2000  # characters: what the service takes, and any web server in an address

ACTIVE = ("activated",)
"""States in which a cluster is a compute host of the overcloud."""
MOVING = (
    *("provision-initiated", "provisioning", "activation-initiated", "activating", "deactivating"),
    *("cleanup-initiated", "host-commission-initiated", "host-commissioning", "importing"),
)
"""States that change by themselves."""


@dataclasses.dataclass(frozen=True)
class VCenter:
    """A vCenter; ``state`` and ``reason`` are the service's.

    :ivar read: whether what it has was ever seen
    """

    id: str
    name: str
    address: str = ""
    state: str = ""
    reason: str = ""
    read: bool = True


@dataclasses.dataclass(frozen=True)
class Cluster:
    """A cluster of a vCenter, imported or not.

    :ivar id: unique over all vCenters
    :ivar resource: its id as a resource once it is imported
    :ivar error: why the last operation on it failed, or empty
    :ivar gone: it is in use, and vCenter has it no more
    :ivar hosts: how many it has; ``connected`` and ``maintenance`` count some of them
    """

    moid: str
    name: str
    vcenter: str
    vcenter_name: str = ""
    datacenter: str = ""
    state: str = "not_imported"
    resource: str | None = None
    error: str = ""
    gone: bool = False
    hosts: int = 0
    connected: int = 0
    maintenance: int = 0

    @property
    def id(self):
        """As Nova calls its compute host."""
        return f"{self.moid}.{self.vcenter}"

    @property
    def active(self):
        """Whether the overcloud uses it."""
        return self.state in ACTIVE


@dataclasses.dataclass(frozen=True)
class Host:
    """A host of a cluster."""

    moid: str
    name: str
    connected: bool = True
    maintenance: bool = False


@dataclasses.dataclass(frozen=True)
class Inventory:
    """All vCenters with all clusters, each by name."""

    vcenters: tuple = ()
    clusters: tuple = ()


def inventory(request, vcenter=None):
    """The :class:`Inventory` of the service.

    :param vcenter: id of the only vCenter that is wanted; raises :class:`errors.NotFound` if the
        service does not have it
    """
    found = WIRE.get(request, "/resource_mgrs", {"type": "vcenter"})
    vcenters = [_vcenter(body) for body in found if vcenter in (None, body["id"])]
    if vcenter and not vcenters:
        raise errors.NotFound(SERVICE, _("There is no such vCenter (any more)."), 404)
    questions = [functools.partial(_clusters, request, one) for one in vcenters]
    asked = gather(*questions) if questions else []
    clusters = [cluster for some in asked for cluster in some]
    return Inventory(
        tuple(sorted(vcenters, key=lambda one: (one.name, one.id))),
        tuple(sorted(clusters, key=lambda one: (one.vcenter_name, one.name, one.id))),
    )


def hosts(request, clusters):
    """The hosts of each :class:`Cluster`, a :class:`Host` list by name; asks once a vCenter."""
    wanted = {}
    for cluster in clusters:
        wanted.setdefault(cluster.vcenter, []).append(cluster.moid)
    questions = [
        functools.partial(_hosts, request, vcenter, cluster=_named(moids), limit=_ALL)
        for vcenter, moids in wanted.items()
    ]
    found = {}
    for vcenter, bodies in zip(wanted, gather(*questions) if questions else (), strict=True):
        for body in bodies:
            found.setdefault((vcenter, body["cluster"]), []).append(_host(body))
    return [found.get((one.vcenter, one.moid), []) for one in clusters]


def find_hosts(request, inventory, text, limit):
    """``(cluster, host)`` of hosts with ``text`` in their name, ``limit`` of a vCenter at most."""
    centers = [one.id for one in inventory.vcenters]
    questions = [functools.partial(_hosts, request, one, name=text, limit=limit) for one in centers]
    clusters = {(one.vcenter, one.moid): one for one in inventory.clusters}
    return [
        (clusters[key], _host(body))
        for vcenter, bodies in zip(centers, gather(*questions) if questions else (), strict=True)
        for body in bodies
        if (key := (vcenter, body["cluster"])) in clusters
    ]


def _named(moids):
    """The names of clusters for the service; of very many nothing: that is all of them."""
    names = ",".join(moids)
    return names if len(names) <= _LONGEST else ""


def _hosts(request, vcenter, **query):
    return WIRE.get(request, WIRE.path("/resource_mgrs/{}/hosts", vcenter), query)["hosts"]


def _clusters(request, vcenter):
    found = WIRE.get(request, WIRE.path("/resource_mgrs/{}/clusters", vcenter.id))["clusters"]
    return [_cluster(body, vcenter) for body in found]


def _vcenter(body):
    return VCenter(
        body["id"],
        body.get("name") or body["id"],
        body.get("ip_address") or "",
        body.get("state") or "",
        body.get("state_reason") or "",
        bool(body.get("read_at")),
    )


def _cluster(body, vcenter):
    hosts_ = body.get("hosts") or {}
    error = body.get("error") or {}
    return Cluster(
        body["moid"],
        body.get("name") or body["moid"],
        vcenter.id,
        vcenter.name,
        (body.get("datacenter") or {}).get("name") or "",
        body.get("state") or "not_imported",
        body.get("resource"),
        str(error.get("message") or error.get("code") or ""),
        bool(body.get("gone")),
        hosts_.get("total") or 0,
        hosts_.get("connected") or 0,
        hosts_.get("maintenance") or 0,
    )


def _host(body):
    return Host(
        body["moid"],
        body.get("name") or body["moid"],
        body.get("connection_state") == "connected",
        bool(body.get("maintenance")),
    )
