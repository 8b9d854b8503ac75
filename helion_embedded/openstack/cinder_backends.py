"""Back ends that are configured while Cinder runs, each with a volume service of its own."""

import configparser
import threading
import time
import traceback


class Backends:
    """The back ends of a file that others write: each section but ``DEFAULT`` is one of them.

    :param path: of the file
    :param reload: lets oslo.config read it
    :param start: starts the volume service of a section by its name, and returns it
    :param stop: ends what ``start`` returned
    """

    def __init__(self, path, reload, start, stop):
        self._path, self._reload, self._start, self._stop = path, reload, start, stop
        self._sections, self._services = {}, {}

    def watch(self, seconds):
        """Look every few seconds, in a thread of its own."""
        threading.Thread(target=self._run, args=(seconds,), daemon=True).start()

    def _run(self, seconds):
        while True:
            self.look()
            time.sleep(seconds)

    def look(self):
        """End what is gone or has changed, and start what is new.

        One that cannot be started is tried again when its section changes.
        """
        before, self._sections = self._sections, _read(self._path)
        if self._sections == before:
            return
        for name in before:
            if self._sections.get(name) != before[name]:
                self._attempt(self._stop, self._services.pop(name, None))
        self._reload()
        for name in self._sections:
            if self._sections[name] != before.get(name):
                self._services[name] = self._attempt(self._start, name)

    @staticmethod
    def _attempt(action, subject):
        try:
            return None if subject is None else action(subject)
        except Exception:
            traceback.print_exc()  # to the log of the process
            return None


def _read(path):
    parser = configparser.RawConfigParser(default_section="", strict=False)
    parser.read(path)
    return {name: dict(parser[name]) for name in parser.sections() if name != "DEFAULT"}
