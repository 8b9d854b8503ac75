"""The servers in the racks: plain data, and what Ironic is told of each."""

import dataclasses

from helion_embedded.openstack.neutron import FLAT_NETWORKS, TAGGED_NETWORK
from helion_embedded.simulators.models import MODELS

ENROLL, MANAGEABLE, AVAILABLE, CLEAN_FAILED = "enroll", "manageable", "available", "clean failed"

_OUI = "94:18:82"  # Hewlett Packard Enterprise
_ILO_USER, _ILO_PASSWORD = "Administrator", "demo-ilo"  # noqa: S105 - of servers that do not exist


@dataclasses.dataclass(frozen=True)
class Server:
    """A server: where it is, what it is for, and the state that the seed leaves it in.

    ``role`` is its resource class, ``number`` counts within the role.
    """

    rack: int
    unit: int
    role: str
    number: int
    goal: str = AVAILABLE
    fail_on: str | None = None
    maintenance: str | None = None

    @property
    def name(self):
        """Its name, by position: ``rack1-u10-control0``."""
        return f"rack{self.rack}-u{self.unit:02d}-{self.role.partition('-')[0]}{self.number}"

    @property
    def bmc_address(self):
        """Address of its iLO: third and fourth number are rack and unit.

        A unit takes six bits. Above them are those of a rack that a byte has no room for.
        """
        hall, rack = divmod(self.rack, 256)
        return f"10.20.{rack}.{64 * hall + self.unit}"

    def mac(self, nic):
        """Address of its network interface ``nic`` (from 0)."""
        hall, rack = divmod(self.rack, 256)
        return f"{_OUI}:{rack:02x}:{64 * hall + self.unit:02x}:{0xA0 + nic:02x}"

    def switch_id(self, nic):
        """What the switch that ``nic`` is plugged into calls itself."""
        hall, rack = divmod(self.rack, 256)
        return f"{_OUI}:{0xFF - hall:02x}:{rack:02x}:{nic:02x}"


SERVERS = (
    Server(1, 10, "control", 0),
    Server(1, 11, "control", 1),
    Server(1, 12, "control", 2),
    Server(1, 20, "compute", 0),
    Server(1, 22, "compute", 1),
    Server(2, 20, "compute", 2, goal=MANAGEABLE),
    Server(2, 22, "compute", 3, goal=CLEAN_FAILED, fail_on="clean"),
    Server(1, 1, "object-storage", 0),
    Server(2, 1, "object-storage", 1, maintenance="Drive 2I:1:7 replaced, RAID rebuild running"),
    Server(1, 30, "block-storage", 0),
    Server(1, 32, "block-storage", 1),
    Server(2, 30, "block-storage", 2, goal=ENROLL),
)
"""Twelve servers in two racks, most of them ready, the others as real life has it."""

TRAITS = {
    "control": ["CUSTOM_UEFI", "HW_CPU_X86_VMX"],
    "compute": ["CUSTOM_UEFI", "HW_CPU_X86_AVX2", "HW_CPU_X86_VMX", "HW_NIC_SRIOV"],
    "object-storage": ["CUSTOM_JBOD", "CUSTOM_UEFI"],
    "block-storage": ["CUSTOM_STOREVIRTUAL", "CUSTOM_UEFI", "HW_CPU_X86_VMX"],
}
"""Traits by role."""


def node(server, network_interface):
    """The node of ``server`` as Ironic's API takes it."""
    model = MODELS[server.role]
    profile = server.role.partition("-")[0]
    driver_info = {
        "bmc_address": server.bmc_address,
        "bmc_username": _ILO_USER,
        "bmc_password": _ILO_PASSWORD,
    }
    if server.fail_on:
        driver_info["fail_on"] = server.fail_on
    return {
        "name": server.name,
        "driver": "simulated",
        "resource_class": server.role,
        "network_interface": network_interface,
        "description": f"{model.product}, {server.role} {server.number},"
        f" rack {server.rack} unit {server.unit}",
        "properties": {
            "cpus": model.cpus,
            "memory_mb": model.memory,
            "local_gb": model.local_gb,
            "cpu_arch": "x86_64",
            "capabilities": f"profile:{profile},boot_mode:uefi",
        },
        "driver_info": driver_info,
        "extra": {"rack": server.rack, "unit": server.unit},
    }


def ports(server):
    """The two ports of ``server`` as Ironic's API takes them, without ``node_uuid``.

    eth0 boots and carries all networks; eth1 is the spare.
    """
    return [
        {
            "name": f"{server.name}-eth{nic}",
            "address": server.mac(nic),
            "pxe_enabled": nic == 0,
            "physical_network": FLAT_NETWORKS[0] if nic == 0 else TAGGED_NETWORK,
            "local_link_connection": {
                "switch_id": server.switch_id(nic),
                "port_id": f"Ten-GigabitEthernet1/0/{server.unit}",
                "switch_info": f"rack{server.rack}-switch{nic}",
            },
        }
        for nic in range(2)
    ]
