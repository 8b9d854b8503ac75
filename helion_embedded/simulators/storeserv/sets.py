"""Volume sets."""

from helion_embedded.simulators.storeserv import names
from helion_embedded.simulators.storeserv.errors import WsapiError

_ADD, _REMOVE = 1, 2


class Sets:
    """The volume sets of an array.

    :param state: its :class:`~helion_embedded.simulators.storeserv.state.State`
    """

    def __init__(self, state):
        self._state = state

    def members(self):
        """All, as ``GET /volumesets`` has them."""
        with self._state:
            return [dict(row) for row in self._rows().values()]

    def get(self, name):
        """One of them; raises :class:`WsapiError`."""
        with self._state:
            return dict(self._row(name))

    def create(self, body):
        """``POST /volumesets``; raises :class:`WsapiError`."""
        names.check(body.get("name"), 27)
        with self._state:
            if body["name"] in self._rows():
                raise WsapiError("EXISTENT_SET", body["name"])
            row = {key: body[key] for key in ("name", "domain", "comment") if body.get(key)}
            row |= {"id": self._state.next_id(), "setmembers": []}
            self._join(row, body)
            self._rows()[body["name"]] = row

    def modify(self, name, body):
        """``PUT /volumesets/NAME``; raises :class:`WsapiError`."""
        with self._state:
            row = self._row(name)
            action = body.get("action")
            if action == _ADD:
                self._join(row, body)
            elif action == _REMOVE:
                self._leave(row, body)
            elif action is not None:
                raise WsapiError("INV_INPUT_BAD_ENUM_VALUE", "action")
            row.update((key, body[key]) for key in ("comment", "flashCachePolicy") if key in body)
            if body.get("newName"):
                self._rename(row, body["newName"])

    def delete(self, name):
        """``DELETE /volumesets/NAME``; its volumes stay."""
        with self._state:
            self._row(name)
            del self._rows()[name]

    def _rows(self):
        return self._state.rows("sets")

    def _row(self, name):
        return self._state.row("sets", name, "NON_EXISTENT_SET")

    def _join(self, row, body):
        volumes = body.get("setmembers") or ()
        for volume in volumes:
            self._state.row("volumes", volume, "NON_EXISTENT_VOL")
            if volume in row["setmembers"]:
                raise WsapiError("MEMBER_IN_SET", volume)
        row["setmembers"] += volumes

    def _leave(self, row, body):
        for volume in body.get("setmembers") or ():
            if volume not in row["setmembers"]:
                raise WsapiError("MEMBER_NOT_IN_SET", volume)
            row["setmembers"].remove(volume)

    def _rename(self, row, name):
        names.check(name, 27)
        if name in self._rows():
            raise WsapiError("EXISTENT_SET", name)
        self._rows()[name] = self._rows().pop(row["name"])
        row["name"] = name
