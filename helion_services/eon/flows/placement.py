"""The host and the datastore for a compute proxy."""

from pyVmomi import vim

from helion_services.base.messages import Message
from helion_services.eon import readiness
from helion_services.eon.flows.vcenter_call import look
from helion_services.eon.vcenter import objects


class NoRoom(Exception):
    """There is no host or no datastore for it."""


def place(work, vc, target):
    """``folder``, ``pool``, ``host`` and ``datastore`` for the proxy of a cluster.

    The host with most free memory, the shared datastore with most free space. Raises
    :class:`NoRoom`, and :class:`~.vcenter_call.ClusterGone`.
    """
    cluster = look(vc, target)
    hosts = readiness.usable_hosts(cluster)
    if not hosts:
        raise NoRoom(
            Message(
                "no-host-for-proxy",
                "No host of {cluster} can run the compute proxy now.",
                cluster=target.name,
            )
        )
    needed = work.runtime.conf.eon.proxy_free_gib
    stores = [store for store in readiness.shared_datastores(cluster) if store.free > needed]
    if not stores:
        raise NoRoom(
            Message(
                "no-datastore-for-proxy",
                "No datastore shared by all hosts of {cluster} has more than {size} GiB free.",
                cluster=target.name,
                size=needed,
            )
        )
    host = max(hosts, key=lambda candidate: candidate.memory - candidate.memory_used)
    return {
        "folder": target.datacenter_of(vc).vmFolder,
        "pool": target.cluster_of(vc).resourcePool,
        "host": objects.of(vc, vim.HostSystem, host.moid),
        "datastore": objects.of(vc, vim.Datastore, stores[0].moid),
    }
