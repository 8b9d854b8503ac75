"""Reads all enabled sources again and again.

Refused credentials are not repeated until somebody changes them or asks: servers lock accounts.
"""

import contextlib
import logging
import threading

import sqlalchemy as sa

from helion_services.base.problems import Conflict, NotFound
from helion_services.sherpa import sources, states
from helion_services.sherpa.models import Source

LOG = logging.getLogger(__name__)


class Refresh:
    """The background work of the service."""

    def __init__(self, runtime):
        self._runtime = runtime
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sherpa-refresh", daemon=True)

    def start(self):
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self):
        """End; what is being read is finished."""
        self._stopping.set()
        self._thread.join(self._runtime.conf.sherpa.timeout)

    def _run(self):
        while not self._stopping.wait(self._runtime.conf.sherpa.refresh):
            try:
                self.round()
            except Exception:
                LOG.exception("the sources could not be read")

    def round(self):
        """Read each source once."""
        with self._runtime.db.reader() as session:
            idents = session.scalars(
                sa.select(Source.id).where(
                    Source.enabled.is_(True), Source.state != states.LOGIN_REFUSED
                )
            ).all()
        for ident in idents:
            # Unregistered or disabled meanwhile.
            with contextlib.suppress(NotFound, Conflict):
                sources.refresh(self._runtime, ident)
