"""What the nodes service reads of the clusters on controllers, by a configuration of a test."""

from helion_services.base import config
from helion_services.nodes import clusters


class Reader:
    """Takes surveys; ``values`` are options of ``[nodes]``."""

    def __init__(self, **values):
        self._conf = config.new()
        self._conf([], default_config_files=[])
        self._conf.register_opts(clusters.OPTIONS, group="nodes")
        self._values = values

    def take(self, **changes):
        """A survey of now, with ``changes`` to the options; those that are left out stay."""
        for name, value in (self._values | changes).items():
            self._conf.set_override(name, value, group="nodes")
        return clusters.take(self._conf.nodes)
