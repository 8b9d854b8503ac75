"""A thread that polls a service, whether it answers or not."""

import threading
import time

from oslo_log import log

_LOG = log.getLogger(__name__)


class Watching(threading.Thread):
    """Calls :meth:`step` forever, with ``interval`` seconds in between.

    The first of several failures logs that ``what`` is unknown.
    """

    def __init__(self, name, what, interval):
        super().__init__(name=name, daemon=True)
        self._what = what
        self._interval = interval

    def run(self):
        answered = True
        while True:
            try:
                self.step()
                answered = True
            except Exception as error:
                if answered:
                    _LOG.warning("%s are not known: %s", self._what, error)
                answered = False
            time.sleep(self._interval)

    def step(self):
        """Look once; whatever it raises, it is called again."""
        raise NotImplementedError
