"""A whole array: what it is, and the nouns that it has."""

from helion_embedded.simulators.storeserv import ports, space
from helion_embedded.simulators.storeserv.cpgs import RAID_5, RAID_6, Cpgs
from helion_embedded.simulators.storeserv.faults import Faults
from helion_embedded.simulators.storeserv.hosts import Hosts
from helion_embedded.simulators.storeserv.keys import Keys
from helion_embedded.simulators.storeserv.sets import Sets
from helion_embedded.simulators.storeserv.state import State
from helion_embedded.simulators.storeserv.tasks import Tasks
from helion_embedded.simulators.storeserv.vluns import Vluns
from helion_embedded.simulators.storeserv.volumes import Volumes

#: RAID types and limits in GiB of the CPGs that a new array has, by name.
CPGS = {"FC_r5": (RAID_5, 40_000), "FC_r6": (RAID_6, 60_000), "SSD_r5": (RAID_5, 12_000)}
ADDRESSES = ("10.30.0.11", "10.30.0.12")
_TOTAL = 160_000 * space.GIB
_LICENCES = ("Thin Provisioning", "Virtual Copy")


class Array:
    """An array; its methods, and those of its nouns, are safe to call from several threads.

    :param addresses: of its iSCSI ports; none without them
    :param cpgs: what it has when it is new, as :data:`CPGS`
    :param folder: where it keeps what clients make; without it a restart forgets
    :ivar faults: its :class:`~helion_embedded.simulators.storeserv.faults.Faults`
    :ivar sessions: the keys of those who are logged in; may be cleared
    """

    def __init__(self, name, serial, *, addresses=ADDRESSES, cpgs=None, folder=None):
        self.name, self.serial = name, serial
        self.faults, self.sessions = Faults(folder), set()
        self.ports = [*ports.fc(serial), *ports.iscsi(serial, addresses)]
        state = State(folder)
        self.cpgs, self.tasks = Cpgs(state, _TOTAL), Tasks(state)
        self.volumes = Volumes(state, self.cpgs, self.tasks)
        self.keys, self.sets = Keys(state), Sets(state)
        self.hosts, self.vluns = Hosts(state), Vluns(state, self.ports)
        if state.is_new:
            for cpg, (raid, size) in (CPGS if cpgs is None else cpgs).items():
                layout = {"RAIDType": raid}
                self.cpgs.create(
                    {"name": cpg, "growthLimitMiB": size * space.GIB, "LDLayout": layout}
                )

    def system(self):
        """The body of ``GET /system``."""
        used = sum(cpg["UsrUsage"]["totalMiB"] for cpg in self.cpgs.members())
        return {
            "id": int(self.serial[-4:], 36) % 100_000,
            "name": self.name,
            "systemVersion": "3.3.1.648",
            "model": "HP_3PAR 8440",
            "serialNumber": self.serial,
            "totalNodes": 2,
            "masterNode": 0,
            "onlineNodes": [0, 1],
            "clusterNodes": [0, 1],
            "chunkletSizeMiB": space.GIB,
            "totalCapacityMiB": _TOTAL,
            "allocatedCapacityMiB": used,
            "freeCapacityMiB": _TOTAL - used,
            "failedCapacityMiB": 0,
            "licenseInfo": {"licenses": [{"name": name} for name in _LICENCES]},
        }

    def capacity(self):
        """The body of ``GET /capacity``."""
        system = self.system()
        return {
            "allCapacity": {
                "totalMiB": system["totalCapacityMiB"],
                "allocated": {"totalAllocatedMiB": system["allocatedCapacityMiB"]},
                "freeMiB": system["freeCapacityMiB"],
                "failedCapacityMiB": system["failedCapacityMiB"],
            }
        }
