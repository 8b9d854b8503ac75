"""All vCenters with their clusters and hosts, for drawings.

The service is called for the vCenters, and once or twice for each of them: it takes a few, not
hundreds.
"""

import dataclasses
import functools

from django.utils.translation import gettext as _

from helion_dashboard.api import errors
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client

_ALL = 5000  # hosts: more than a vCenter takes
_LONGEST = 2000  # characters: what the service takes, and any web server in an address


@dataclasses.dataclass(frozen=True)
class Inventory:
    """All :class:`~.esx.vcenters.VCenter` with all :class:`~.esx.clusters.Cluster`, by name."""

    vcenters: tuple = ()
    clusters: tuple = ()


def inventory(request, vcenter=None):
    """The :class:`Inventory` of the service.

    :param vcenter: id of a vCenter, for that one alone; raises :class:`errors.NotFound` if the
        service does not have it
    """
    vcenters = [item for item in client.vcenters(request) if vcenter in (None, item.id)]
    if vcenter and not vcenters:
        raise errors.NotFound(client.SERVICE, _("This vCenter does not exist."), 404)
    answers = _gather(functools.partial(client.clusters, request, item.id) for item in vcenters)
    clusters = [
        dataclasses.replace(cluster, vcenter_name=item.name)
        for item, answer in zip(vcenters, answers, strict=True)
        for cluster in answer.clusters
    ]
    return Inventory(
        tuple(sorted(vcenters, key=lambda item: (item.name, item.id))),
        tuple(sorted(clusters, key=lambda item: (item.vcenter_name, item.name, item.id))),
    )


def hosts(request, clusters):
    """A list of :class:`~.esx.clusters.Host` by name for each cluster; one call a vCenter."""
    moids = {}
    for cluster in clusters:
        moids.setdefault(cluster.vcenter, []).append(cluster.moid)
    answers = _gather(
        functools.partial(client.hosts, request, vcenter, cluster=_names(names), limit=_ALL)
        for vcenter, names in moids.items()
    )
    by_cluster = {}
    for vcenter, answer in zip(moids, answers, strict=True):
        for host in answer:
            by_cluster.setdefault((vcenter, host.cluster), []).append(host)
    return [by_cluster.get((cluster.vcenter, cluster.moid), []) for cluster in clusters]


def find_hosts(request, inventory, text, limit):
    """``(cluster, host)`` of hosts with ``text`` in their name, ``limit`` of a vCenter at most."""
    ids = [vcenter.id for vcenter in inventory.vcenters]
    answers = _gather(
        functools.partial(client.hosts, request, vcenter, name=text, limit=limit) for vcenter in ids
    )
    clusters = {(cluster.vcenter, cluster.moid): cluster for cluster in inventory.clusters}
    return [
        (clusters[key], host)
        for vcenter, answer in zip(ids, answers, strict=True)
        for host in answer
        if (key := (vcenter, host.cluster)) in clusters
    ]


def _gather(questions):
    questions = list(questions)
    return gather(*questions) if questions else []


def _names(moids):
    """The names of clusters for the service; of very many nothing: that is all of them."""
    names = ",".join(moids)
    return names if len(names) <= _LONGEST else ""
