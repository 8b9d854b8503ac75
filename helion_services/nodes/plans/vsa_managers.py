"""The check of a StoreVirtual group's managers, for servers that come or go."""

from helion_services.base.messages import Message
from helion_services.nodes import storevirtual
from helion_services.nodes.rules import storage


def check(runtime):
    """A function that checks the managers of a role's StoreVirtual group.

    ``managers(before, after, leaving=0, replacing=False)`` takes numbers of servers. It asks the
    service for storage; if that does not know the managers, the servers are counted.
    """

    def managers(before, after, leaving=0, replacing=False):
        cluster = storevirtual.cluster_on(runtime.clouds, before)
        if isinstance(cluster, Message):
            return storage.vsa_not_checked(cluster, storage.vsa_managers(before, after))
        return storage.vsa_group(cluster, leaving, replacing)

    return managers
