"""Reads all arrays again and again, several side by side.

A refused login is not repeated until somebody changes it or asks: arrays lock accounts.
"""

import concurrent.futures
import contextlib
import logging
import threading

import sqlalchemy as sa

from helion_services.base.problems import NotFound
from helion_services.sirius import states, storeservs
from helion_services.sirius.models import StoreServ

LOG = logging.getLogger(__name__)

_WORKERS = 8


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
                LOG.exception("the arrays could not be read")

    def round(self):
        """Read each array once."""
        query = sa.select(StoreServ.id).where(StoreServ.state != states.LOGIN_REFUSED)
        with self._runtime.db.reader() as session:
            idents = session.scalars(query).all()
        with concurrent.futures.ThreadPoolExecutor(_WORKERS) as pool:
            list(pool.map(self._read, idents))

    def _read(self, storeserv_id):
        with contextlib.suppress(NotFound):  # unregistered meanwhile
            storeservs.refresh(self._runtime, storeserv_id)
