"""What the array has, in WSAPI's own words. Capacities are in MiB."""

import threading
import uuid

GIB = 1024
_FC, _ISCSI = 1, 2
_TARGET, _READY = 2, 4
_NORMAL = 1
RAID_5, RAID_6 = 3, 4
#: Names and sizes in GiB of the CPGs that a new array has.
CPGS = {"FC_r5": (RAID_5, 40_000), "FC_r6": (RAID_6, 60_000), "SSD_r5": (RAID_5, 12_000)}


class WsapiError(Exception):
    """An error in WSAPI's form: HTTP status, code and sentence."""

    def __init__(self, status, code, desc):
        super().__init__(desc)
        self.status = status
        self.body = {"code": code, "desc": desc}


class Array:
    """An array; its methods are safe to call from several threads.

    :ivar faults: ``{"login": "refused", "down": True, "hang": seconds}``, each if it is there
    """

    def __init__(self, name, serial, *, addresses=("10.30.0.11", "10.30.0.12"), cpgs=None):
        self.name = name
        self.serial = serial
        self.faults = {}
        self._lock = threading.RLock()
        self._total = 160_000 * GIB
        self._ports = [*_fc_ports(serial), *_iscsi_ports(serial, addresses)]
        self._cpgs = {}
        for cpg, (raid, size) in (CPGS if cpgs is None else cpgs).items():
            self.create_cpg({"name": cpg, "growthLimitMiB": size * GIB, "raid": raid})

    def system(self):
        """The body of ``GET /system``."""
        with self._lock:
            used = sum(_total(cpg) for cpg in self._cpgs.values())
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
            "chunkletSizeMiB": GIB,
            "totalCapacityMiB": self._total,
            "allocatedCapacityMiB": used,
            "freeCapacityMiB": self._total - used,
            "failedCapacityMiB": 0,
            "licenseInfo": {
                "licenses": [{"name": name} for name in ("Thin Provisioning", "Virtual Copy")]
            },
        }

    def capacity(self):
        """The body of ``GET /capacity``."""
        system = self.system()
        return {
            "allCapacity": {
                "totalMiB": system["totalCapacityMiB"],
                "allocated": {"totalAllocatedMiB": system["allocatedCapacityMiB"]},
                "freeMiB": system["freeCapacityMiB"],
            }
        }

    def ports(self):
        """The members of ``GET /ports``."""
        return list(self._ports)

    def cpgs(self):
        """The members of ``GET /cpgs``."""
        with self._lock:
            return [dict(cpg) for cpg in self._cpgs.values()]

    def cpg(self, name):
        """One of them; raises :class:`WsapiError`."""
        with self._lock:
            if name not in self._cpgs:
                raise WsapiError(404, 15, "CPG does not exist")
            return self._cpgs[name]

    def create_cpg(self, body):
        """``POST /cpgs``; raises :class:`WsapiError`."""
        with self._lock:
            if body["name"] in self._cpgs:
                raise WsapiError(409, 14, "CPG already exists")
            self._cpgs[body["name"]] = _new_cpg(len(self._cpgs), body)

    def delete_cpg(self, name):
        """``DELETE /cpgs/NAME``; raises :class:`WsapiError`, also while volumes are on it."""
        with self._lock:
            if any(self.cpg(name)[count] for count in ("numFPVVs", "numTPVVs", "numTDVVs")):
                raise WsapiError(409, 16, "CPG is in use")
            del self._cpgs[name]


def _new_cpg(number, body):
    growth = {
        "incrementMiB": 32 * GIB,
        "LDLayout": {"RAIDType": body.get("raid", RAID_5), "setSize": 4},
    }
    if body.get("growthLimitMiB"):
        growth["limitMiB"] = body["growthLimitMiB"]
    return {
        "id": number,
        "uuid": str(uuid.uuid4()),
        "name": body["name"],
        **({"domain": body["domain"]} if body.get("domain") else {}),
        "state": _NORMAL,
        "numFPVVs": 0,
        "numTPVVs": 0,
        "numTDVVs": 0,
        "UsrUsage": {"totalMiB": 0, "rawTotalMiB": 0, "usedMiB": 0, "rawUsedMiB": 0},
        "SAUsage": {"totalMiB": 0, "rawTotalMiB": 0, "usedMiB": 0, "rawUsedMiB": 0},
        "SDUsage": {"totalMiB": 0, "rawTotalMiB": 0, "usedMiB": 0, "rawUsedMiB": 0},
        "SDGrowth": growth,
    }


def _total(cpg):
    return sum(cpg[name]["totalMiB"] for name in ("UsrUsage", "SAUsage", "SDUsage"))


def _fc_ports(serial):
    return [
        {
            "portPos": {"node": node, "slot": 1, "cardPort": 1},
            "mode": _TARGET,
            "linkState": _READY,
            "nodeWWN": f"2FF70002AC{serial[-6:]:0>6}",
            "portWWN": f"2{node}110002AC{serial[-6:]:0>6}",
            "type": 1,
            "protocol": _FC,
            "partnerPos": {"node": 1 - node, "slot": 1, "cardPort": 1},
            "failoverState": 1,
        }
        for node in (0, 1)
    ]


def _iscsi_ports(serial, addresses):
    return [
        {
            "portPos": {"node": node, "slot": 2, "cardPort": 1},
            "mode": _TARGET,
            "linkState": _READY,
            "HWAddr": f"2C27D754{node:02X}{int(serial[-2:], 36) % 256:02X}",
            "type": 8,
            "protocol": _ISCSI,
            "iSCSIName": f"iqn.2000-05.com.3pardata:2{node}2{node}0002ac{serial.lower()}",
            "IPAddr": address,
            "iSCSIPortInfo": {"IPAddr": address, "vlan": 0, "iSCSIName": "", "TPGT": 21},
        }
        for node, address in enumerate(addresses)
    ]
