"""What an array keeps: in memory, and with a folder in a file that the next start reads."""

import copy
import json
import pathlib
import threading

from helion_embedded.simulators.storeserv.errors import WsapiError
from helion_embedded.state import write_private

NOUNS = ("cpgs", "volumes", "keys", "sets", "hosts", "vluns", "tasks")


class State:
    """Rows by noun and name; ``with state:`` locks it, and saves it if something has changed.

    :param folder: of the file ``array.json``; without it nothing outlives the process
    """

    def __init__(self, folder=None):
        self._file = pathlib.Path(folder) / "array.json" if folder else None
        self._lock = threading.RLock()
        self._content = {"last_id": 0, **{noun: {} for noun in NOUNS}}
        #: Whether there was no file.
        self.is_new = not (self._file and self._file.exists())
        if not self.is_new:
            self._content |= json.loads(self._file.read_text())
        self._saved = copy.deepcopy(self._content)

    def __enter__(self):
        self._lock.acquire()
        return self

    def __exit__(self, *_exception):
        try:
            if self._file and self._content != self._saved:
                write_private(self._file, json.dumps(self._content, indent=1))
                self._saved = copy.deepcopy(self._content)
        finally:
            self._lock.release()

    def rows(self, noun):
        """The rows of one of :data:`NOUNS`: a dict that may be changed."""
        return self._content[noun]

    def row(self, noun, name, error):
        """One of them; raises the :class:`WsapiError` of that name."""
        try:
            return self._content[noun][name]
        except KeyError:
            raise WsapiError(error, name) from None

    def next_id(self):
        """A number that no other row has."""
        self._content["last_id"] += 1
        return self._content["last_id"]
