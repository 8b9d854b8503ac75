"""Watches the vCenters: a thread each, in the process that holds the lease.

A watcher has a lease in the manager's row, so several processes share the vCenters among them and
take over from one that died. It restarts when the login was changed.
"""

import logging
import threading

from helion_services.base.claims import owner_name
from helion_services.eon import notifications
from helion_services.eon.watch import claims
from helion_services.eon.watch.watcher import Watcher

LOG = logging.getLogger(__name__)

_TICK = 0.5  # seconds between two looks at which vCenters there are
_TROUBLE = 5.0  # seconds to wait after something went wrong
_PATIENCE = 5.0  # seconds for all watchers to end


class Watch:
    """All watchers of a process."""

    def __init__(self, runtime):
        self._runtime = runtime
        self._owner = owner_name()
        self._stopping = threading.Event()
        self._watchers = {}
        self._sender = notifications.Sender(runtime.conf, runtime.db)
        self._threads = [
            threading.Thread(target=self._run, name="eon-watch", daemon=True),
            threading.Thread(target=self._tell, name="eon-tell", daemon=True),
        ]

    def start(self):
        """Begin, in threads of its own."""
        for thread in self._threads:
            thread.start()

    def stop(self):
        """End all watchers, and let other processes have their vCenters."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(_PATIENCE)
        for watcher in self._watchers.values():
            watcher.stop()
        for watcher in self._watchers.values():
            watcher.join(_PATIENCE)
        claims.release(self._runtime.db, self._owner)

    def _run(self):
        while not self._stopping.is_set():
            try:
                self._tend()
            except Exception:
                LOG.exception("the vCenters to watch could not be looked up")
                self._stopping.wait(_TROUBLE)
            self._stopping.wait(_TICK)

    def _tell(self):
        while not self._stopping.wait(_TICK):
            try:
                self._sender.send()
            except Exception:
                LOG.exception("a notification could not be sent")
                self._stopping.wait(_TROUBLE)

    def _tend(self):
        mine = claims.claim(self._runtime.db, self._owner)
        for key, watcher in list(self._watchers.items()):
            if key not in mine or not watcher.is_alive():
                watcher.stop()
                del self._watchers[key]
        for key in mine:
            if key not in self._watchers:
                self._watchers[key] = Watcher(self._runtime, key[0])
                self._watchers[key].start()
