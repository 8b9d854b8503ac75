"""The hypervisors behind the compute services; Placement's providers carry their ids."""

import dataclasses

from helion_services.overcloud.api import pages


@dataclasses.dataclass(frozen=True)
class Hypervisor:
    """A hypervisor.

    :ivar id: the UUID, also of its resource provider in Placement
    :ivar name: what it calls itself; the cluster's name for ESX
    :ivar host: the host of its service
    :ivar type: such as ``QEMU``
    """

    id: str
    name: str
    host: str
    type: str


def hypervisors(api):
    """All of them: one call for each 1,000."""
    rows = pages(api, "/os-hypervisors/detail", "hypervisors")
    return [
        Hypervisor(
            row["id"], row["hypervisor_hostname"], row["service"]["host"], row["hypervisor_type"]
        )
        for row in rows
    ]
