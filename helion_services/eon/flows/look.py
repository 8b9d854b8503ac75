"""The cluster of an operation as vCenter has it now."""

from helion_services.eon.vcenter import inventory


class ClusterGone(Exception):
    """vCenter has the cluster no more."""

    code = "cluster-gone"


def look(vc, target):
    """The inventory's cluster of a target. Raises :class:`ClusterGone`."""
    found = inventory.read(vc.si).cluster(target.moid)
    if found is None:
        raise ClusterGone(f"vCenter has no cluster {target.name} ({target.moid}) any more.")
    return found
