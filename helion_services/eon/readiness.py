"""What keeps a cluster from being activated, as messages: for the interface and for steps."""

from helion_services.base.messages import Message
from helion_services.base.option_text import option_text
from helion_services.overcloud import api, vms


def cluster_faults(cluster, datacenter):
    """What is wrong with a :class:`~helion_services.eon.vcenter.inventory.Cluster`.

    ``datacenter`` is the name of its datacenter.
    """
    faults = [
        Message(
            "name-not-usable",
            "The name of the {what} contains characters that no configuration file can hold:"
            " “{name}”.",
            what=what,
            name=name,
        )
        for what, name in (("cluster", cluster.name), ("datacenter", datacenter))
        if not _storable(name)
    ]
    if not cluster.hosts:
        faults.append(
            Message(
                "cluster-without-hosts", "The cluster {cluster} has no hosts.", cluster=cluster.name
            )
        )
    elif not usable_hosts(cluster):
        faults.append(
            Message(
                "cluster-without-usable-hosts",
                "No host of the cluster {cluster} is connected, powered on and out of maintenance.",
                cluster=cluster.name,
            )
        )
    elif not shared_datastores(cluster) and _shared_in_maintenance(cluster):
        faults.append(
            Message(
                "datastores-in-maintenance",
                "These datastores are in maintenance, and the connected hosts of {cluster} share no"
                " other: {datastores}.",
                cluster=cluster.name,
                datastores=_shared_in_maintenance(cluster),
            )
        )
    elif not shared_datastores(cluster):
        faults.append(
            Message(
                "datastore-not-shared",
                "The connected hosts of {cluster} share no datastore.",
                cluster=cluster.name,
            )
        )
    if not cluster.drs:
        faults.append(
            Message("drs-off", "DRS not enabled for cluster {cluster}.", cluster=cluster.name)
        )
    return faults


def _storable(name):
    try:
        option_text(name)
    except ValueError:
        return False
    return True


def gone(name):
    """The message for a cluster that vCenter does not have."""
    return Message(
        "cluster-gone", "The cluster {cluster} no longer exists in vCenter.", cluster=name
    )


def as_obstacles(messages):
    """``{"obstacles", "obstacle_facts"}`` of messages: sentences, and the same as codes."""
    return {
        "obstacles": [message.detail for message in messages],
        "obstacle_facts": [message.fact() for message in messages],
    }


def usable_hosts(cluster):
    """The hosts of a cluster that a virtual machine can be started on now."""
    return [
        host
        for host in cluster.hosts
        if host.is_connected and not host.maintenance and host.power_state == "poweredOn"
    ]


def shared_datastores(cluster):
    """Its datastores that all of its connected hosts have, that with most room first.

    Those in maintenance are left out.
    """
    stores = [
        store
        for store in cluster.datastores
        if store.shared and store.accessible and not store.maintenance
    ]
    return sorted(stores, key=lambda store: -store.free)


def _shared_in_maintenance(cluster):
    """Names of the datastores that would do but for their maintenance."""
    return [
        store.name
        for store in cluster.datastores
        if store.shared and store.accessible and store.maintenance
    ]


def running_vms(clouds, host):
    """The virtual machines that Nova has on the compute host of a cluster.

    Raises :class:`~helion_services.base.problems.Unavailable`.
    """
    with api.answering():
        return vms.on_host(api.compute(clouds), host)
