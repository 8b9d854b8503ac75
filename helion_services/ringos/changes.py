"""Requests of the operations."""

import dataclasses

from helion_services.base.operations import Request

STEPS = (75, 50, 25, 0)
"""Percent of its weight that a device keeps in each step of a drain."""


@dataclasses.dataclass(frozen=True)
class Change(Request):
    """Devices whose weight changes by steps.

    :ivar devices: ``{"ring", "id", "ip", "device", "weight"}`` each: the weight is the one before a
        drain, or the one that a new device gets
    :ivar digests: ``{ring: MD5 of its builder file}`` when it was planned
    :ivar lost: addresses of servers that do not answer, and leave
    :ivar rows: by ring, the new devices as the builder takes them; empty for a drain
    """

    devices: list
    digests: dict
    lost: list = dataclasses.field(default_factory=list)
    rows: dict = dataclasses.field(default_factory=dict)

    @property
    def rings(self):
        """Names of the rings that change, in order."""
        return sorted(self.digests)

    def weights(self, ring, percent):
        """``{id: weight}`` of the devices in a ring, at ``percent`` of their weight."""
        rows = (device for device in self.devices if device["ring"] == ring)
        return {device["id"]: device["weight"] * percent / 100 for device in rows}
