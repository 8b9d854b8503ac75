"""Reads all arrays and clusters again and again, several side by side.

A refused login is not repeated until somebody changes it or asks: devices lock accounts.
"""

import concurrent.futures
import contextlib
import logging
import threading

import sqlalchemy as sa

from helion_services.base.problems import NotFound
from helion_services.sirius import states
from helion_services.sirius.clusters import CLUSTERS
from helion_services.sirius.storeservs import STORESERVS

LOG = logging.getLogger(__name__)

_KINDS = (STORESERVS, CLUSTERS)
_WORKERS = 64  # they wait for devices nearly all the time


class Refresh:
    """The background work of the service."""

    def __init__(self, runtime):
        self._runtime = runtime
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sirius-refresh", daemon=True)

    def start(self):
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self):
        """End; what is being read is finished."""
        self._stopping.set()
        self._thread.join(self._runtime.conf.sirius.timeout)

    def _run(self):
        while not self._stopping.wait(self._runtime.conf.sirius.refresh):
            try:
                self.round()
            except Exception:
                LOG.exception("the devices could not be read")

    def round(self):
        """Read each device once."""
        with self._runtime.db.reader() as session:
            work = [
                (devices, ident)
                for devices in _KINDS
                for ident in session.scalars(_readable(devices.model))
            ]
        with concurrent.futures.ThreadPoolExecutor(_WORKERS) as pool:
            list(pool.map(self._read, work))

    def _read(self, device):
        devices, ident = device
        with contextlib.suppress(NotFound):  # unregistered meanwhile
            devices.refresh(self._runtime, ident)


def _readable(model):
    return sa.select(model.id).where(model.state != states.LOGIN_REFUSED)
