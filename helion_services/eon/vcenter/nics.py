"""The physical NICs of hosts, and which switch has each of them."""

import dataclasses

from pyVmomi import vim

from helion_services.eon.names import plain
from helion_services.eon.vcenter import objects

_PATHS = ("name", "config.network.pnic", "config.network.vswitch", "config.network.proxySwitch")


@dataclasses.dataclass(frozen=True)
class Nic:
    """A physical NIC.

    :ivar device: such as ``vmnic0``
    :ivar speed: of its link in Mbit/s, None without one
    :ivar switch: name of the switch, distributed or not, that has it as an uplink, or None
    """

    device: str
    mac: str | None
    speed: int | None
    switch: str | None


@dataclasses.dataclass(frozen=True)
class Host:
    """A host with its :class:`Nic` list."""

    moid: str
    name: str
    nics: tuple[Nic, ...]


def read(vc, moids):
    """The :class:`Host` of each of these hosts that are there, with one retrieval."""
    managed = [objects.of(vc, vim.HostSystem, moid) for moid in moids]
    rows = objects.values_of(vc, vim.HostSystem, managed, *_PATHS)
    return [
        Host(host._moId, plain(values.get("name", "?")), _nics(values)) for host, values in rows
    ]


def _nics(values):
    owners = {
        key: plain(owner.name)
        for owner in values.get("config.network.vswitch", ())
        for key in owner.pnic or ()
    }
    owners |= {
        key: plain(owner.dvsName)
        for owner in values.get("config.network.proxySwitch", ())
        for key in owner.pnic or ()
    }
    return tuple(
        Nic(
            nic.device,
            nic.mac,
            nic.linkSpeed.speedMb if nic.linkSpeed else None,
            owners.get(nic.key),
        )
        for nic in values.get("config.network.pnic", ())
    )
