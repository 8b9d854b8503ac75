"""Forgetting backups that need not be kept, and freeing what only they needed."""

import sqlalchemy as sa

from helion_services.backup import repositories, retention, snapshots
from helion_services.backup.flows.common import BackupStep, steady
from helion_services.backup.models import Repository, Snapshot
from helion_services.base.messages import Message


def steps(request):
    """The steps of a :class:`~.requests.Prune`."""
    return (Forget(request),)


class Forget(BackupStep):
    """Neither repository nor list has them."""

    weight = 3

    def __init__(self, request):
        super().__init__("forget", Message("forget-backups", "Forget old backups"), request)

    def run(self, work):
        rows = self._rows(work)
        if not rows:
            return
        work.disallow_cancel()
        with self.opened(work) as pair:
            for restic, column in ((pair.data, "restic_id"), (pair.keys, "keys_id")):
                listed = {row["id"] for row in steady(work, restic, "snapshots", snapshots.TAG)}
                idents = sorted({getattr(row, column) for row in rows} & listed)
                if idents:
                    steady(work, restic, "forget", idents)
            size = sum(restic.size() for restic in (pair.data, pair.keys))
        idents = [row.id for row in rows]
        with work.runtime.db.session() as session:
            session.execute(sa.delete(Snapshot).where(Snapshot.id.in_(idents)))
        repositories.report(work.runtime, self.request.repository, size=size)
        work.say(Message("backups-forgotten", "{count} backups were forgotten.", count=len(rows)))

    def _rows(self, work):
        with work.runtime.db.reader() as session:
            query = sa.select(Snapshot).filter_by(repository_id=self.request.repository)
            rows = session.scalars(query).all()
            repository = session.get(Repository, self.request.repository)
        if self.request.snapshots is not None:
            return [row for row in rows if row.id in self.request.snapshots]
        return retention.superfluous(rows, repository.retention if repository else {})
