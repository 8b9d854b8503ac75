"""Taking a backup: copies of the databases, then files, then the keys apart."""

import json

from helion_services.backup import layout, manifest, parts, repositories, snapshots
from helion_services.backup.flows import prune, verify
from helion_services.backup.flows.common import BackupStep, steady
from helion_services.backup.flows.requests import Prune, Verify
from helion_services.base.messages import Message

KEPT = "kept"
"""The note that the backup is complete: it stays, even if its proof fails."""


def steps(request):
    """The steps of a :class:`~.requests.Take`."""
    flow = [Copy(request), Store(request), StoreKeys(request), Keep(request)]
    if request.verify:
        flow += verify.steps(Verify(request.repository, request.snapshot))
    if request.prune:
        flow += prune.steps(Prune(request.repository))
    return tuple(flow)


class Copy(BackupStep):
    """Copies of the databases and the manifest are in the bundle."""

    def __init__(self, request):
        super().__init__("copy", Message("copy-databases", "Copy the databases"), request)

    def run(self, work):
        bundle = self.layout(work).bundle(self.request.repository)
        listed = parts.load(work.runtime.conf)
        described = manifest.write(work.runtime, self.request.snapshot, listed, bundle, work.id)
        urgent = [each["title"] for each in described["operations"] if each["no_return"]]
        if urgent:
            work.say(
                Message(
                    "backup-while-running",
                    "Operations that have passed their point of no return were running:"
                    " {operations}.",
                    operations=urgent,
                )
            )


class Store(BackupStep):
    """The bundle and the files are in the repository."""

    weight = 10
    apart = False

    def __init__(self, request):
        super().__init__("store", Message("store-backup", "Store the backup"), request)

    def run(self, work):
        tag = snapshots.tag_of(self.request.snapshot)
        with self.opened(work) as pair:
            restic = self.restic(pair)
            # A conductor that died here may have stored it.
            former = work.recall(self.name) and steady(work, restic, "snapshots", tag)
            if not former:
                work.note(self.name, {"begun": True})
                self._store(work, restic, tag)
            rows = former or steady(work, restic, "snapshots", tag)
        if rows:
            work.note(self.name, {**(work.recall(self.name) or {}), "id": rows[-1]["id"]})

    def _store(self, work, restic, tag):
        paths, excludes = self.content(work)
        if not paths:
            return
        tags = (snapshots.TAG, tag)
        summary = steady(
            work, restic, "backup", paths, tags, lambda share: work.progress(share * 99), excludes
        )
        sizes = {"size": summary["total_bytes_processed"], "added": summary["data_added"]}
        work.note(self.name, sizes)

    def restic(self, pair):
        """The repository that this step writes to."""
        return pair.keys if self.apart else pair.data

    def content(self, work):
        """``(paths, excludes)``."""
        listed = [part for part in parts.load(work.runtime.conf) if part.apart == self.apart]
        paths = [] if self.apart else [str(self.layout(work).bundle(self.request.repository))]
        for part in listed:
            paths += part.files
        return paths, [each for part in listed for each in part.exclude]

    def undo(self, work):
        if work.recall(KEPT):
            return  # only its proof failed
        with self.opened(work) as pair:
            restic = self.restic(pair)
            for row in steady(work, restic, "snapshots", snapshots.tag_of(self.request.snapshot)):
                steady(work, restic, "run", "forget", row["id"])


class StoreKeys(Store):
    """What is apart is in the repository of the keys."""

    weight = 1
    apart = True

    def __init__(self, request):
        BackupStep.__init__(self, "store-keys", Message("store-keys", "Store the keys"), request)


class Keep(BackupStep):
    """The backup is in our list."""

    def __init__(self, request):
        super().__init__("keep", Message("list-backup", "List the backup"), request)

    def run(self, work):
        store, keys = work.recall("store"), work.recall("store-keys") or {}
        bundle = self.layout(work).bundle(self.request.repository)
        described = json.loads((bundle / layout.MANIFEST).read_text("utf-8"))
        with self.opened(work) as pair:
            size = sum(restic.size() for restic in (pair.data, pair.keys))
        with work.runtime.db.session() as session:
            snapshots.keep(
                session,
                self.request.repository,
                described,
                store["id"],
                keys.get("id"),
                store.get("size", 0),
                store.get("added", 0),
            )
        work.note(KEPT, True)
        repositories.report(work.runtime, self.request.repository, size=size)

    def undo(self, work):
        if work.recall(KEPT):
            return
        with work.runtime.db.session() as session:
            row = session.get(snapshots.Snapshot, self.request.snapshot)
            if row is not None:
                session.delete(row)
