"""What the services say, by layers: who does not answer is a layer that is not known."""

import dataclasses
import time

from django.utils.translation import gettext_lazy

from helion_dashboard.api.esx import inventory as esx_inventory

TITLES = {
    "neutron": gettext_lazy("Neutron (networks)"),
    "ironic": gettext_lazy("Ironic (servers)"),
    "nova": gettext_lazy("Nova (names of servers)"),
    "eon": gettext_lazy("EON (vCenters)"),
}
"""The layers."""


@dataclasses.dataclass(frozen=True)
class Layer:
    """A service whose answers the picture shows.

    :ivar reason: why it is not known, or empty
    """

    name: str
    title: str
    available: bool = True
    reason: str = ""

    def described(self):
        """As the picture's data."""
        data = {"name": self.name, "title": self.title}
        data["state"] = "known" if self.available else "unknown"
        return data | ({"reason": self.reason} if self.reason else {})


@dataclasses.dataclass(frozen=True)
class Live:
    """All answers; what belongs to a layer that is not known is empty, and means nothing.

    :ivar layers: :class:`Layer` by name
    :ivar networks: :class:`~helion_dashboard.api.neutron.client.Network` each; so ``subnets``,
        ``ports``
    :ivar nodes: :class:`~helion_dashboard.api.ironic.records.PlacedNode` each; so ``nics``,
        ``bonds``, and ``adapters``: UUIDs of nodes with a Fibre Channel adapter, ``None`` if that
        cannot be told
    :ivar servers: names of Nova's servers by UUID
    :ivar esx: :class:`~helion_dashboard.api.esx.inventory.Inventory`, or ``None``
    :ivar alarms: ``{UUID of a node: {state: number}}`` of problems that nobody takes care of
    :ivar moment: when Ironic was asked about the nodes, by the monotonic clock
    """

    layers: dict
    networks: tuple = ()
    subnets: tuple = ()
    ports: tuple = ()
    nodes: tuple = ()
    nics: tuple = ()
    bonds: tuple = ()
    adapters: frozenset | None = None
    servers: dict = dataclasses.field(default_factory=dict)
    esx: esx_inventory.Inventory | None = None
    alarms: dict = dataclasses.field(default_factory=dict)
    moment: float | None = None

    @property
    def age(self):
        """Whole seconds since Ironic was asked about the nodes, ``None`` if it did not answer."""
        return None if self.moment is None else int(time.monotonic() - self.moment)

    def knows(self, name):
        """Whether the layer ``name`` answered."""
        layer = self.layers.get(name)
        return bool(layer and layer.available)
