"""Begins the backups that are due."""

import logging
import threading

import sqlalchemy as sa

from helion_services.backup import problems, repositories, schedule
from helion_services.backup.flows import kinds
from helion_services.backup.models import Repository
from helion_services.base.context import Context
from helion_services.base.problems import Conflict
from helion_services.base.times import now

LOG = logging.getLogger(__name__)

_NOBODY = Context(None, "schedule", None, (), None, "schedule")


class Clock:
    """The background work of the service."""

    def __init__(self, runtime):
        self._runtime = runtime
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="backup-clock", daemon=True)

    def start(self):
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self):
        """End."""
        self._stopping.set()
        self._thread.join(10)

    def _run(self):
        while not self._stopping.wait(self._runtime.conf.backup.tick):
            try:
                self.round(now())
            except Exception:
                LOG.exception("the schedules of backups could not be read")

    def round(self, moment):
        """Begin what is due at ``moment``."""
        with self._runtime.db.reader() as session:
            rows = session.scalars(sa.select(Repository)).all()
        for row in rows:
            if row.schedule and schedule.due(row.schedule, row.scheduled_at, moment):
                self._begin(row.id, moment)

    def _begin(self, ident, moment):
        try:
            with self._runtime.db.session() as session:
                # Another process may have done so meanwhile.
                row = repositories.get(session, ident)
                if not row.schedule or not schedule.due(row.schedule, row.scheduled_at, moment):
                    return
                operation = kinds.begin_take(
                    self._runtime, ident, row.schedule["verify"], _NOBODY, session, prune_after=True
                )
                row.scheduled_at = moment
        except (Conflict, problems.NotFound) as exc:
            LOG.warning("the backup that is due waits: %s", exc)  # until the window ends
            return
        self._runtime.operations.announce(operation)
