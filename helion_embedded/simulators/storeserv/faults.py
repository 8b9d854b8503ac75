"""Faults of an array, set in the process or in a file."""

import json
import pathlib


class Faults(dict):
    """Set as a dict, or with a folder in its ``faults.json``, which is read at each request.

    ``down`` (bool)
        every answer is that the service is unavailable
    ``login`` (``"refused"``)
        no login is accepted, whatever the password
    ``hang`` (seconds)
        how long each answer waits
    ``refuse`` (a dict)
        a method and path, such as ``"POST /volumes"``, to the name of an error, see
        :mod:`~helion_embedded.simulators.storeserv.errors`
    """

    def __init__(self, folder=None):
        super().__init__()
        self._file = pathlib.Path(folder) / "faults.json" if folder else None

    def current(self):
        """Those of the file and of the process: a dict."""
        try:
            written = json.loads(self._file.read_text()) if self._file else {}
        except (FileNotFoundError, ValueError):
            written = {}
        return written | self
