"""The picture of the object store: zones, in them servers, in them devices."""

import dataclasses
import itertools


@dataclasses.dataclass(frozen=True)
class Zone:
    """A zone of a region.

    :ivar servers: ``(server, its devices in the zone)`` each
    """

    region: int
    zone: int
    servers: tuple

    @property
    def weight(self):
        """The weights of its devices together."""
        return sum(device.weight for _server, devices in self.servers for device in devices)


def zones(cluster):
    """The :class:`Zone` of each, in their order.

    :param cluster: a :class:`~helion_dashboard.api.rings.records.Cluster`
    """
    servers = {server.id: server for server in cluster.servers}
    rows = sorted(cluster.devices, key=lambda device: (*_place(device), device.server))
    return [
        Zone(
            *place,
            tuple(
                (servers[ident], tuple(of_server))
                for ident, of_server in itertools.groupby(of_zone, lambda device: device.server)
            ),
        )
        for place, of_zone in itertools.groupby(rows, _place)
    ]


def _place(device):
    return device.region, device.zone
