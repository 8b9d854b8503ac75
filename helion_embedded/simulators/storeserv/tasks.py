"""What an array does in the background. Here it is done as soon as it is begun."""

import time

_ONLINE_COPY, _DONE = 18, 1


class Tasks:
    """The tasks of an array.

    :param state: its :class:`~helion_embedded.simulators.storeserv.state.State`
    """

    def __init__(self, state):
        self._state = state

    def members(self):
        """All, as ``GET /tasks`` has them."""
        with self._state:
            return [dict(row) for row in self._state.rows("tasks").values()]

    def get(self, number):
        """One of them; raises :class:`WsapiError`."""
        with self._state:
            return dict(self._state.row("tasks", str(number), "NON_EXISTENT_TASK"))

    def add(self, name):
        """A task on the volume ``name``: ``{"taskid": number}``."""
        number, moment = (
            self._state.next_id(),
            time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()),
        )
        self._state.rows("tasks")[str(number)] = {
            "id": number,
            "name": name,
            "type": _ONLINE_COPY,
            "status": _DONE,
            "startTime": moment,
            "finishTime": moment,
            "user": "3paradm",
        }
        return {"taskid": number}
