"""Hosts with their paths, FC or iSCSI."""

import re

from helion_embedded.simulators.storeserv import names
from helion_embedded.simulators.storeserv.errors import WsapiError

_ADD, _REMOVE = 1, 2
_INITIATOR = 1
_GENERIC_ALUA = 2
_WWN = re.compile(r"[0-9A-F]{16}")


class Hosts:
    """The hosts of an array.

    :param state: its :class:`~helion_embedded.simulators.storeserv.state.State`
    """

    def __init__(self, state):
        self._state = state

    def members(self):
        """All, as ``GET /hosts`` has them."""
        with self._state:
            return [_shown(row) for row in self._rows().values()]

    def get(self, name):
        """One of them; raises :class:`WsapiError`."""
        with self._state:
            return _shown(self._row(name))

    def create(self, body):
        """``POST /hosts``; raises :class:`WsapiError`."""
        names.check(body.get("name"))
        wwns, iqns = _paths(body)
        with self._state:
            if body["name"] in self._rows():
                raise WsapiError("EXISTENT_HOST", body["name"])
            self._refuse_claimed(body["name"], wwns, iqns)
            self._rows()[body["name"]] = {
                "id": self._state.next_id(),
                "name": body["name"],
                "domain": body.get("domain"),
                "persona": body.get("persona", _GENERIC_ALUA),
                "wwns": wwns,
                "iqns": iqns,
                "chap": None,
            }

    def modify(self, name, body):
        """``PUT /hosts/NAME``: paths, CHAP, persona; raises :class:`WsapiError`."""
        wwns, iqns = _paths(body)
        with self._state:
            row = self._row(name)
            if wwns or iqns:
                self._change_paths(row, body.get("pathOperation"), wwns, iqns)
            if body.get("chapOperation"):
                _change_chap(row, body)
            row["persona"] = body.get("persona", row["persona"])

    def delete(self, name):
        """``DELETE /hosts/NAME``; raises :class:`WsapiError` while a volume is exported to it."""
        with self._state:
            self._row(name)
            if any(vlun["hostname"] == name for vlun in self._state.rows("vluns").values()):
                raise WsapiError("EXPORTED_VLUN", name)
            del self._rows()[name]

    def _rows(self):
        return self._state.rows("hosts")

    def _row(self, name):
        return self._state.row("hosts", name, "NON_EXISTENT_HOST")

    def _change_paths(self, row, operation, wwns, iqns):
        if operation == _ADD:
            self._refuse_claimed(row["name"], wwns, iqns)
            row["wwns"] += [wwn for wwn in wwns if wwn not in row["wwns"]]
            row["iqns"] += [iqn for iqn in iqns if iqn not in row["iqns"]]
        elif operation == _REMOVE:
            if not (set(wwns) <= set(row["wwns"]) and set(iqns) <= set(row["iqns"])):
                raise WsapiError("NON_EXISTENT_PATH", row["name"])
            row["wwns"] = [wwn for wwn in row["wwns"] if wwn not in wwns]
            row["iqns"] = [iqn for iqn in row["iqns"] if iqn not in iqns]
        else:
            raise WsapiError("INV_INPUT_ONE_REQUIRED", "pathOperation")

    def _refuse_claimed(self, name, wwns, iqns):
        for row in self._rows().values():
            claimed = {*row["wwns"], *row["iqns"]} & {*wwns, *iqns}
            if row["name"] != name and claimed:
                raise WsapiError("EXISTENT_PATH", min(claimed))


def _paths(body):
    wwns = [wwn.replace(":", "").upper() for wwn in body.get("FCWWNs") or ()]
    iqns = list(body.get("iSCSINames") or ())
    if wwns and iqns:
        raise WsapiError("INV_INPUT_PARAM_CONFLICT", "FCWWNs, iSCSINames")
    if not all(_WWN.fullmatch(wwn) for wwn in wwns):
        raise WsapiError("INV_INPUT_WRONG_TYPE", "FCWWNs")
    return wwns, iqns


def _change_chap(row, body):
    if body["chapOperation"] == _REMOVE:
        row["chap"] = None
    elif body.get("chapOperationMode") == _INITIATOR:
        row["chap"] = body.get("chapName")


def _shown(row):
    domain = {"domain": row["domain"]} if row["domain"] else {}
    return domain | {
        "id": row["id"],
        "name": row["name"],
        "persona": row["persona"],
        "FCPaths": [{"wwn": wwn} for wwn in row["wwns"]],
        "iSCSIPaths": [{"name": iqn} for iqn in row["iqns"]],
        "initiatorChapEnabled": row["chap"] is not None,
        "targetChapEnabled": False,
    }
