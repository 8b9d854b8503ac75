"""Keys and values that clients put on volumes: WSAPI's ``objectKeyValues``."""

import time

from helion_embedded.simulators.storeserv import names
from helion_embedded.simulators.storeserv.errors import WsapiError


class Keys:
    """The keys and values of all volumes.

    :param state: :class:`~helion_embedded.simulators.storeserv.state.State` of the array
    """

    def __init__(self, state):
        self._state = state

    def members(self, volume):
        """All of a volume."""
        with self._state:
            return [_shown(key, row) for key, row in self._of(volume).items()]

    def get(self, volume, key):
        """One of them; raises :class:`WsapiError`."""
        with self._state:
            return _shown(key, self._row(volume, key))

    def create(self, volume, body):
        """``POST``; raises :class:`WsapiError` also if it is there."""
        names.check(body.get("key"))
        with self._state:
            rows = self._of(volume)
            if body["key"] in rows:
                raise WsapiError("EXISTENT_OBJECT_KEY", body["key"])
            rows[body["key"]] = {"value": _value(body), "creationTimeSec": int(time.time())}

    def modify(self, volume, key, body):
        """``PUT``."""
        with self._state:
            self._row(volume, key)["value"] = _value(body)

    def delete(self, volume, key):
        """``DELETE``."""
        with self._state:
            self._row(volume, key)
            del self._of(volume)[key]

    def _of(self, volume):
        self._state.row("volumes", volume, "NON_EXISTENT_VOL")
        return self._state.rows("keys").setdefault(volume, {})

    def _row(self, volume, key):
        try:
            return self._of(volume)[key]
        except KeyError:
            raise WsapiError("NON_EXISTENT_OBJECT_KEY", key) from None


def _value(body):
    if body.get("value") is None:
        raise WsapiError("INV_INPUT_MISSING_REQUIRED", "value")
    return body["value"]


def _shown(key, row):
    return {"key": key, **row}
