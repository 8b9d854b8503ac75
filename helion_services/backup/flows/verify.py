"""Verifying a backup: only what was restored, is whole and has the noted counts is green."""

import json

from helion_services.backup import repositories, snapshots, states, verification
from helion_services.backup.failures import Failure
from helion_services.backup.flows.common import BackupStep, steady
from helion_services.base.messages import Message
from helion_services.base.times import now

_PROVEN = "proven"
"""The note that the comparison is over, and good."""


class NotProven(Exception):
    """The backup is damaged, or nobody can tell; ``message`` has the reasons."""

    def __init__(self, message):
        self.message = message
        super().__init__(message.detail)

    @classmethod
    def of(cls, problems):
        """The exception for what :func:`~..verification.compare` found."""
        if verification.is_damaged(problems):
            text = "The backup is damaged. {reasons}"
            return cls(Message("backup-damaged", text, reasons=problems))
        text = "The backup could not be proven. {reasons}"
        return cls(Message("backup-not-proven", text, reasons=problems))


def steps(request):
    """The steps of a :class:`~.requests.Verify`."""
    return (Read(request), Restore(request), Compare(request))


class _Proof(BackupStep):
    """A step that shows whether a backup is whole."""

    def _row(self, work):
        with work.runtime.db.reader() as session:
            return snapshots.get(session, self.request.snapshot)

    def _damaged(self, work, counts, reasons):
        """Store that the backup is damaged, and raise :class:`NotProven`."""
        _store(work, self.request.snapshot, states.DAMAGED, counts, reasons)
        self.layout(work).clear(work.id)
        raise NotProven.of(reasons)

    def undo(self, work):
        self.layout(work).clear(work.id)


class Read(_Proof):
    """Every byte of both repositories has its hash."""

    weight = 10

    def __init__(self, request):
        title = Message("read-repository", "Read the repository and compare all hashes")
        super().__init__("read", title, request)

    def run(self, work):
        with self.opened(work) as pair:
            for restic in (pair.data, pair.keys):
                try:
                    steady(work, restic, "verify")
                except Failure as exc:
                    if exc.code != "repository-corrupt":
                        raise
                    repositories.report(work.runtime, self.request.repository, exc)
                    self._damaged(work, {}, [exc.message])


class Restore(_Proof):
    """Databases, manifest and keys are in a scratch folder."""

    weight = 3

    def __init__(self, request):
        title = Message("restore-scratch", "Restore into a scratch folder")
        super().__init__("scratch", title, request)

    def run(self, work):
        row = self._row(work)
        self.layout(work).clear(work.id)
        scratch = str(self.layout(work).scratch(work.id))
        bundle = json.loads(row.manifest)["bundle"]
        with self.opened(work) as pair:
            try:
                steady(work, pair.data, "restore", row.restic_id, scratch, [bundle])
                if row.keys_id:
                    steady(work, pair.keys, "restore", row.keys_id, scratch)
            except Failure as exc:
                if exc.code != "repository-corrupt":
                    raise
                self._damaged(work, {}, [exc.message])


class Compare(_Proof):
    """The copies are whole and have the noted counts."""

    weight = 2

    def __init__(self, request):
        title = Message("compare-counts", "Check the databases and compare the counts")
        super().__init__("compare", title, request)

    def run(self, work):
        if work.recall(_PROVEN):  # a conductor died here: the scratch folder may be gone
            self.layout(work).clear(work.id)
            return
        described = json.loads(self._row(work).manifest)
        scratch = self.layout(work).scratch(work.id)
        counts, wrong = verification.compare(work.runtime, described, scratch, work.check)
        if verification.is_damaged(wrong):
            self._damaged(work, counts, wrong)
        if wrong:
            _store(work, self.request.snapshot, states.UNVERIFIED, counts, wrong)
            raise NotProven.of(wrong)
        _store(work, self.request.snapshot, states.VERIFIED, counts, [])
        repositories.report(work.runtime, self.request.repository)
        work.note(_PROVEN, True)
        self.layout(work).clear(work.id)


def _store(work, ident, state, counts, reasons):
    verification_of = {"counts": counts, "problems": [each.as_json() for each in reasons]}
    snapshots.change(
        work.runtime.db, ident, state=state, verified_at=now(), verification=verification_of
    )
