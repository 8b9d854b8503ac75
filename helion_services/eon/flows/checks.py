"""What keeps a cluster from being activated, as sentences: asked by the interface and by steps."""

import re

from helion_services.base.overcloud import api, vms

_NAME = re.compile(r"[a-zA-Z0-9_-]+")


def cluster_faults(cluster, datacenter):
    """What is wrong with a :class:`~helion_services.eon.vcenter.inventory.Cluster`.

    ``datacenter`` is the name of its datacenter.
    """
    found = [
        f"The name of the {what} may have letters, digits, “-” and “_” only, not “{name}”."
        for what, name in (("cluster", cluster.name), ("datacenter", datacenter))
        if not _NAME.fullmatch(name)
    ]
    if not cluster.hosts:
        found.append(f"The cluster {cluster.name} has no host.")
    elif not usable_hosts(cluster):
        found.append(
            f"No host of the cluster {cluster.name} is connected, powered on and out of"
            " maintenance."
        )
    elif not shared_datastores(cluster):
        found.append(f"No datastore is shared by all connected hosts of {cluster.name}.")
    if not cluster.drs:
        found.append(f"DRS not enabled for cluster {cluster.name}.")
    return found


def usable_hosts(cluster):
    """The hosts of a cluster that a virtual machine can be started on now."""
    return [
        host
        for host in cluster.hosts
        if host.is_connected and not host.maintenance and host.power_state == "poweredOn"
    ]


def shared_datastores(cluster):
    """Its datastores that all of its connected hosts have, that with most room first."""
    found = [store for store in cluster.datastores if store.shared and store.accessible]
    return sorted(found, key=lambda store: -store.free)


def running_vms(clouds, host):
    """The virtual machines that Nova has on the compute host of a cluster.

    Raises :class:`~helion_services.base.problems.Unavailable`.
    """
    with api.answering():
        return vms.on_host(api.compute(clouds), host)
