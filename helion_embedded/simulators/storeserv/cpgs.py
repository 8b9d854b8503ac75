"""Common provisioning groups; what they use is counted from the volumes on them."""

import uuid

from helion_embedded.simulators.storeserv import names, space
from helion_embedded.simulators.storeserv.errors import WsapiError

RAID_0, RAID_1, RAID_5, RAID_6 = 1, 2, 3, 4
_NORMAL = 1
_INCREMENT = 32 * space.GIB
#: Raw capacity that a MiB takes, by RAID type.
_RAW = {RAID_0: 1.0, RAID_1: 2.0, RAID_5: 4 / 3, RAID_6: 1.5}
_COUNTS = {space.FULL: "numFPVVs", space.THIN: "numTPVVs", space.DEDUP: "numTDVVs"}


class Cpgs:
    """The CPGs of an array.

    :param state: its :class:`~helion_embedded.simulators.storeserv.state.State`
    :param total: its capacity in MiB
    """

    def __init__(self, state, total):
        self._state = state
        self._total = total

    def members(self):
        """All, as ``GET /cpgs`` has them."""
        with self._state:
            return [self._shown(cpg) for cpg in self._state.rows("cpgs").values()]

    def get(self, name):
        """One of them; raises :class:`WsapiError`."""
        with self._state:
            return self._shown(self._state.row("cpgs", name, "NON_EXISTENT_CPG"))

    def create(self, body):
        """``POST /cpgs``; raises :class:`WsapiError`."""
        layout = {"RAIDType": RAID_5, "setSize": 4} | (body.get("LDLayout") or {})
        names.check(body.get("name"))
        if layout["RAIDType"] not in _RAW:
            raise WsapiError("INV_INPUT_BAD_ENUM_VALUE", "RAIDType")
        with self._state:
            rows = self._state.rows("cpgs")
            if body["name"] in rows:
                raise WsapiError("EXISTENT_CPG", body["name"])
            rows[body["name"]] = {
                "id": self._state.next_id(),
                "uuid": str(uuid.uuid4()),
                "name": body["name"],
                "domain": body.get("domain"),
                "growth": {
                    "incrementMiB": _size(body, "growthIncrement") or _INCREMENT,
                    "limitMiB": _size(body, "growthLimit"),
                    "LDLayout": layout,
                },
            }

    def delete(self, name):
        """``DELETE /cpgs/NAME``; raises :class:`WsapiError`, also while volumes are on it."""
        with self._state:
            self._state.row("cpgs", name, "NON_EXISTENT_CPG")
            if self._on(name):
                raise WsapiError("IN_USE", name)
            del self._state.rows("cpgs")[name]

    def available(self, name):
        """``POST /spacereporter``; raises :class:`WsapiError`."""
        with self._state:
            cpg = self._state.row("cpgs", name, "NON_EXISTENT_CPG")
            free = self.room(name)
            return {"rawFreeMiB": _raw(cpg, free), "usableFreeMiB": free}

    def room(self, name):
        """MiB that may still be used on it: up to its limit, and to what the array has."""
        cpg = self._state.row("cpgs", name, "NON_EXISTENT_CPG")
        rows = self._state.rows("cpgs")
        free = self._total - sum(self._used(other) for other in rows)
        limit = cpg["growth"]["limitMiB"]
        return min(free, limit - self._used(name)) if limit else free

    def _on(self, name):
        volumes = self._state.rows("volumes").values()
        return [volume for volume in volumes if name in (volume["userCPG"], volume["snapCPG"])]

    def _used(self, name):
        return sum(
            space.allocated(volume) for volume in self._on(name) if volume["userCPG"] == name
        )

    def _shown(self, cpg):
        used, growth = self._used(cpg["name"]), cpg["growth"]
        total = -(-used // growth["incrementMiB"]) * growth["incrementMiB"]
        if growth["limitMiB"]:
            total = min(total, growth["limitMiB"])
        counts = dict.fromkeys(_COUNTS.values(), 0)
        for volume in self._on(cpg["name"]):
            if volume["provisioningType"] in _COUNTS and volume["userCPG"] == cpg["name"]:
                counts[_COUNTS[volume["provisioningType"]]] += 1
        return {
            **{key: cpg[key] for key in ("id", "uuid", "name", "domain") if cpg[key] is not None},
            "state": _NORMAL,
            **counts,
            "UsrUsage": _usage(cpg, total, used),
            "SAUsage": _usage(cpg, 0, 0),
            "SDUsage": _usage(cpg, 0, 0),
            "SAGrowth": {"incrementMiB": growth["incrementMiB"], "LDLayout": growth["LDLayout"]},
            "SDGrowth": {key: value for key, value in growth.items() if value is not None},
        }


def _usage(cpg, total, used):
    return {
        "totalMiB": total,
        "rawTotalMiB": _raw(cpg, total),
        "usedMiB": used,
        "rawUsedMiB": _raw(cpg, used),
    }


def _raw(cpg, size):
    return round(size * _RAW[cpg["growth"]["LDLayout"]["RAIDType"]])


def _size(body, name):
    # Newer WSAPI says MiB where older says MB and means it.
    return body.get(f"{name}MiB") or body.get(f"{name}MB")
