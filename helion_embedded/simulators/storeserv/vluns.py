"""VLUNs: volumes as hosts see them.

What a client makes is a template; there is an active VLUN for each path of the host and each port
that it is for, as if every host had logged in.
"""

from helion_embedded.simulators.storeserv import ports
from helion_embedded.simulators.storeserv.errors import WsapiError

_LAST = 16383
_HOST, _MATCHED_SET = 3, 4


class Vluns:
    """The VLUNs of an array.

    :param state: its :class:`~helion_embedded.simulators.storeserv.state.State`
    :param all_ports: its ports
    """

    def __init__(self, state, all_ports):
        self._state, self._ports = state, all_ports

    def members(self):
        """Templates, each followed by its active VLUNs, as ``GET /vluns`` has them."""
        with self._state:
            return [
                shown
                for row in self._state.rows("vluns").values()
                for shown in (_template(row), *self._active(row))
            ]

    def create(self, body):
        """``POST /vluns``; returns the name; raises :class:`WsapiError`."""
        with self._state:
            volume = self._state.row("volumes", body.get("volumeName"), "NON_EXISTENT_VOL")
            host = self._state.row("hosts", body.get("hostname"), "NON_EXISTENT_HOST")
            if volume["domain"] != host["domain"]:
                raise WsapiError("MEMBER_NOT_IN_SAME_DOMAIN")
            position = body.get("portPos")
            if position and not any(port["portPos"] == position for port in self._ports):
                raise WsapiError("INV_INPUT_PORT_SPECIFICATION")
            row = {
                "lun": self._lun(host["name"], volume["name"], body),
                "volumeName": volume["name"],
                "hostname": host["name"],
                "portPos": position,
                "volumeWWN": volume["wwn"],
            }
            self._state.rows("vluns")[_name(row)] = row
            return _name(row)

    def delete(self, name):
        """``DELETE /vluns/VOLUME,LUN[,HOST[,N:S:P]]``; raises :class:`WsapiError`."""
        with self._state:
            self._state.row("vluns", name, "NON_EXISTENT_VLUN")
            del self._state.rows("vluns")[name]

    def _lun(self, host, volume, body):
        rows = [row for row in self._state.rows("vluns").values() if row["hostname"] == host]
        if not body.get("autoLun"):
            if not isinstance(body.get("lun"), int):
                raise WsapiError("INV_INPUT_MISSING_REQUIRED", "lun")
            if not 0 <= body["lun"] <= _LAST:
                raise WsapiError("TOO_LARGE", "lun")
            return body["lun"]
        taken = {row["lun"] for row in rows if row["volumeName"] != volume}
        return next(lun for lun in range(_LAST) if lun not in taken)

    def _active(self, row):
        host = self._state.rows("hosts")[row["hostname"]]
        paths = {ports.FC: host["wwns"], ports.ISCSI: host["iqns"]}
        return [
            {**_template(row), "active": True, "remoteName": path, "portPos": port["portPos"]}
            for port in self._ports
            if row["portPos"] in (None, port["portPos"])
            for path in paths.get(port["protocol"], ())
        ]


def _name(row):
    parts = [row["volumeName"], str(row["lun"]), row["hostname"]]
    if row["portPos"]:
        parts.append("{node}:{slot}:{cardPort}".format(**row["portPos"]))
    return ",".join(parts)


def _template(row):
    return {key: value for key, value in row.items() if value is not None} | {
        "active": False,
        "type": _MATCHED_SET if row["portPos"] else _HOST,
    }
