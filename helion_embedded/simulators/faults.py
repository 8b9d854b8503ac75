"""Faults that are read from a file, so that they can be changed while a simulator runs."""

import json


class FileFaults:
    """The JSON object in a file, as it is now; nothing if there is none."""

    def __init__(self, path):
        self._path = path

    def get(self, name, default=None):
        """What a fault is set to."""
        return self._read().get(name, default)

    def __getitem__(self, name):
        return self._read()[name]

    def _read(self):
        try:
            faults = json.loads(self._path.read_text())
        except (OSError, ValueError):
            return {}
        return faults if isinstance(faults, dict) else {}
