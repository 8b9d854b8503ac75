"""The cluster of an operation as vCenter has it now."""

from helion_services.base.messages import Message
from helion_services.eon.vcenter import inventory


class ClusterGone(Exception):
    """vCenter has the cluster no more."""


def look(vc, target):
    """The inventory's cluster of a target. Raises :class:`ClusterGone`."""
    found = inventory.read(vc.si).cluster(target.moid)
    if found is None:
        raise ClusterGone(
            Message(
                "cluster-gone-from-vcenter",
                "The cluster {cluster} ({moid}) no longer exists in vCenter.",
                cluster=target.name,
                moid=target.moid,
            )
        )
    return found
