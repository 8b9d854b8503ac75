"""The check of the clusters on controllers that leave or are rebuilt."""

from helion_services.nodes import clusters
from helion_services.nodes.rules import takedown


def check(runtime):
    """A function that checks the clusters without the controllers ``names``."""

    def without(names):
        return takedown.check(names, clusters.take(runtime.conf.nodes))

    return without
