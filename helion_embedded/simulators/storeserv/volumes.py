"""Virtual volumes, their snapshots and copies, and the keys and values on them."""

import time
import uuid

from helion_embedded.simulators.storeserv import names, space
from helion_embedded.simulators.storeserv.errors import WsapiError

_BASE, _PHYSICAL_COPY, _VIRTUAL_COPY = 1, 2, 3
_GROW, _PROMOTE = 3, 4
_SMALLEST, _LARGEST = 256, 16 * 1024 * space.GIB
_CHANGEABLE = ("comment", "snapCPG", "userCPG", "readOnly")


class Volumes:
    """The volumes of an array.

    :param state: its :class:`~helion_embedded.simulators.storeserv.state.State`
    :param cpgs: its :class:`~helion_embedded.simulators.storeserv.cpgs.Cpgs`
    :param tasks: its :class:`~helion_embedded.simulators.storeserv.tasks.Tasks`
    """

    def __init__(self, state, cpgs, tasks):
        self._state, self._cpgs, self._tasks = state, cpgs, tasks

    def members(self):
        """All, as ``GET /volumes`` has them."""
        with self._state:
            return [_shown(volume) for volume in self._rows().values()]

    def get(self, name):
        """One of them; raises :class:`WsapiError`."""
        with self._state:
            return _shown(self._row(name))

    def create(self, body):
        """``POST /volumes``; raises :class:`WsapiError`."""
        if body.get("tpvv") and body.get("tdvv"):
            raise WsapiError("INV_INPUT_PARAM_CONFLICT", "tpvv, tdvv")
        kind = space.THIN if body.get("tpvv") else space.DEDUP if body.get("tdvv") else space.FULL
        with self._state:
            self._add(
                name=body.get("name"),
                sizeMiB=_size(body.get("sizeMiB")),
                userCPG=body.get("cpg"),
                snapCPG=body.get("snapCPG") or None,
                provisioningType=kind,
                comment=body.get("comment"),
            )

    def act(self, name, body):
        """``POST /volumes/NAME``: a snapshot or copy of it; a task for a copy, else None."""
        action, values = body.get("action"), body.get("parameters") or {}
        with self._state:
            source = self._row(name)
            if action == "createSnapshot":
                return self._snapshot(source, values)
            if action == "createPhysicalCopy":
                return self._copy(source, values)
        raise WsapiError("INV_INPUT_BAD_ENUM_VALUE", "action")

    def modify(self, name, body):
        """``PUT /volumes/NAME``; the task of a promotion, else None."""
        with self._state:
            volume = self._row(name)
            action = body.get("action")
            if action == _GROW:
                return self._grow(volume, body.get("sizeMiB"))
            if action == _PROMOTE:
                return self._tasks.add(name)
            if action is not None:
                raise WsapiError("INV_INPUT_BAD_ENUM_VALUE", "action")
            return self._change(volume, body)

    def delete(self, name):
        """``DELETE /volumes/NAME``; raises :class:`WsapiError` while something needs it."""
        with self._state:
            self._row(name)
            if any(vlun["volumeName"] == name for vlun in self._state.rows("vluns").values()):
                raise WsapiError("EXPORTED_VLUN", name)
            if any(name in each["setmembers"] for each in self._state.rows("sets").values()):
                raise WsapiError("VV_IN_SET", name)
            if any(each["copyOf"] == name for each in self._rows().values()):
                raise WsapiError("HAS_CHILD", name)
            del self._rows()[name]
            self._state.rows("keys").pop(name, None)

    def _rows(self):
        return self._state.rows("volumes")

    def _row(self, name):
        return self._state.row("volumes", name, "NON_EXISTENT_VOL")

    def _add(self, **values):
        names.check(values["name"])
        if values["name"] in self._rows():
            raise WsapiError("EXISTENT_VOL", values["name"])
        volume = {"copyType": _BASE, "copyOf": None, "readOnly": False, "comment": None} | values
        for cpg in filter(None, (volume["userCPG"], volume["snapCPG"])):
            self._cpgs.get(cpg)
        if not volume["userCPG"]:
            raise WsapiError("INV_INPUT_MISSING_REQUIRED", "cpg")
        if space.allocated(volume) > self._cpgs.room(volume["userCPG"]):
            raise WsapiError("NO_SPACE", volume["userCPG"])
        number = self._state.next_id()
        self._rows()[volume["name"]] = volume | {
            "id": number,
            "uuid": str(uuid.uuid4()),
            "wwn": f"60002AC000000000{number:016X}",
            "domain": self._cpgs.get(volume["userCPG"]).get("domain"),
            "creationTimeSec": int(time.time()),
        }

    def _snapshot(self, source, values):
        self._add(
            name=values.get("name"),
            sizeMiB=source["sizeMiB"],
            userCPG=source["userCPG"],
            snapCPG=source["snapCPG"],
            provisioningType=space.SNAPSHOT,
            copyType=_VIRTUAL_COPY,
            copyOf=source["name"],
            readOnly=bool(values.get("readOnly")),
            comment=values.get("comment"),
        )

    def _copy(self, source, values):
        destination = values.get("destVolume")
        if values.get("online"):
            self._add(
                name=destination,
                sizeMiB=source["sizeMiB"],
                userCPG=values.get("destCPG"),
                snapCPG=values.get("snapCPG"),
                provisioningType=space.THIN if values.get("tpvv") else space.FULL,
                comment=values.get("comment"),
            )
        else:
            self._row(destination)["copyType"] = _PHYSICAL_COPY
        return self._tasks.add(destination)

    def _grow(self, volume, size):
        if not isinstance(size, int) or size <= 0:
            raise WsapiError("INV_INPUT_VV_GROW_SIZE")
        if volume["copyType"] != _BASE:
            raise WsapiError("INV_OPERATION_UNSUPPORTED_VV_TYPE")
        grown = volume | {"sizeMiB": _size(volume["sizeMiB"] + size)}
        growth = space.allocated(grown) - space.allocated(volume)
        if growth > self._cpgs.room(volume["userCPG"]):
            raise WsapiError("VV_NEW_SIZE_EXCEEDS_CPG_LIMIT")
        volume["sizeMiB"] = grown["sizeMiB"]

    def _change(self, volume, body):
        for cpg in filter(None, (body.get("snapCPG"), body.get("userCPG"))):
            self._cpgs.get(cpg)
        volume.update((key, body[key]) for key in _CHANGEABLE if key in body)
        if body.get("newName"):
            self._rename(volume, body["newName"])

    def _rename(self, volume, name):
        names.check(name)
        if name in self._rows():
            raise WsapiError("EXISTENT_VOL", name)
        before, keys = volume["name"], self._state.rows("keys")
        self._rows()[name] = self._rows().pop(before)
        volume["name"] = name
        if before in keys:
            keys[name] = keys.pop(before)
        for child in self._rows().values():
            if child["copyOf"] == before:
                child["copyOf"] = name


def _size(size):
    if not isinstance(size, int):
        raise WsapiError("INV_INPUT_WRONG_TYPE", "sizeMiB")
    if size < _SMALLEST:
        raise WsapiError("INV_INPUT_EXCEEDS_RANGE", "sizeMiB")
    if size > _LARGEST:
        raise WsapiError("TOO_LARGE", "sizeMiB")
    return size


def _shown(volume):
    return {key: value for key, value in volume.items() if value is not None} | {
        "state": 1,
        "baseId": volume["id"],
        "userSpace": {"reservedMiB": space.allocated(volume), "usedMiB": space.allocated(volume)},
    }
