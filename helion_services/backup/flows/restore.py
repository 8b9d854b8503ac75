"""Restoring a backup: proven in a scratch folder first, then put in place while services rest.

Each step can be repeated: it puts the same content in the same place.
"""

import json
import pathlib
import shutil

from helion_services.backup import (
    databases,
    files,
    hooks,
    layout,
    own,
    parts,
    reality,
    room,
    snapshots,
    verification,
)
from helion_services.backup.flows.common import BackupStep, steady
from helion_services.backup.flows.verify import NotProven
from helion_services.base.messages import Message

_CALM = "[conductor]\nforce_power_state_during_sync = False\n"
_PATIENCE = 300.0  # seconds that services have to come back


def steps(request):
    """The steps of a :class:`~.requests.Restore`."""
    return tuple(
        step(request) for step in (Fetch, SetAside, Stop, Databases, Files, Own, Start, Check)
    )


class RestoreStep(BackupStep):
    """A step of a restore."""

    def row(self, work):
        """The row of the backup."""
        with work.runtime.db.reader() as session:
            return snapshots.get(session, self.request.snapshot)

    def described(self, work):
        """The manifest, with the selected parts only."""
        described = json.loads(self.row(work).manifest)
        selection = [part for part in described["parts"] if part["name"] in self.request.parts]
        return {**described, "parts": selection}

    def services(self, work):
        """Names of the services to stop and start."""
        return sorted({part["service"] for part in self.described(work)["parts"]} - {""})

    def pairs(self, work):
        """``(database, path of its copy)`` of all that are not our own."""
        described = self.described(work)
        targets = {
            each.name: each
            for part in parts.load(work.runtime.conf)
            for each in part.databases
            if not part.own
        }
        folder = self.copies(work, described)
        return [
            (targets[each["name"]], folder / each["file"])
            for part in described["parts"]
            if not part["own"]
            for each in part["databases"]
        ]

    def scratch(self, work):
        """The folder with the restored backup."""
        return self.layout(work).scratch(work.id)

    def copies(self, work, described):
        """The folder with the copies of the databases."""
        return layout.below(self.scratch(work), described["bundle"]) / layout.DATABASES


class Fetch(RestoreStep):
    """The backup is in a scratch folder, and whole."""

    weight = 6

    def __init__(self, request):
        title = Message("fetch-backup", "Restore into a scratch folder and check")
        super().__init__("fetch", title, request)

    def run(self, work):
        row, described = self.row(work), self.described(work)
        self.layout(work).clear(work.id)
        targets = parts.databases(parts.load(work.runtime.conf))
        scratch = room.of_scratch(work.runtime.conf.backup, described["parts"], row.size)
        room.ensure(scratch | room.of_targets(described["parts"], targets))
        scratch = str(self.scratch(work))
        paths = [
            described["bundle"],
            *(path for part in described["parts"] if not part["apart"] for path in part["files"]),
        ]
        with self.opened(work) as pair:
            steady(work, pair.data, "restore", row.restic_id, scratch, paths)
            if row.keys_id:
                steady(work, pair.keys, "restore", row.keys_id, scratch)
        whole = {**described, "counts": {}}  # those of other parts are not compared
        counts, wrong = verification.compare(work.runtime, whole, scratch, work.check)
        noted = {name: described["counts"].get(name) for name in counts}
        if counts != noted:
            wrong.append(
                Message("counts-differ", "The counts are not those of the time of the backup.")
            )
        if wrong:
            raise NotProven.of(wrong)

    def undo(self, work):
        self.layout(work).clear(work.id)


class SetAside(RestoreStep):
    """What is replaced is kept in a folder of its own."""

    def __init__(self, request):
        title = Message("set-aside", "Set aside what is replaced")
        super().__init__("set-aside", title, request)

    def run(self, work):
        folder = self.layout(work).before(work.id)
        for other in folder.parent.iterdir():  # of earlier restores
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        for database, _copy in self.pairs(work):
            if database.dialect == "sqlite":
                files.set_aside(database.url.database, folder)
        work.say(
            Message("set-aside-in", "What is replaced is kept in {folder}.", folder=str(folder))
        )


class Stop(RestoreStep):
    """The services whose databases are replaced do not run."""

    def __init__(self, request):
        super().__init__("stop", Message("stop-services", "Stop the services"), request)

    def run(self, work):
        hooks.run(work.runtime.conf.backup.stop_command, self.services(work))

    def undo(self, work):
        hooks.run(work.runtime.conf.backup.start_command, self.services(work))


class Databases(RestoreStep):
    """The databases are those of the backup. There is no way back from here."""

    weight = 2

    def __init__(self, request):
        super().__init__("databases", Message("replace-databases", "Replace databases"), request)

    def run(self, work):
        work.disallow_cancel()
        pairs = self.pairs(work)
        for number, (database, copy) in enumerate(pairs):
            work.progress(100 * number // len(pairs))
            databases.put_back(database, copy)
        snippet = work.runtime.conf.backup.ironic_snippet
        if snippet and any(database.name == "ironic" for database, _copy in pairs):
            pathlib.Path(snippet).parent.mkdir(parents=True, exist_ok=True)
            pathlib.Path(snippet).write_text(_CALM)


class Files(RestoreStep):
    """Files and keys are those of the backup."""

    def __init__(self, request):
        super().__init__("files", Message("replace-files", "Replace files and keys"), request)

    def run(self, work):
        work.disallow_cancel()
        described, scratch = self.described(work), self.scratch(work)
        path = work.runtime.conf.secrets.key_repository
        former = described.get("key_repository", path)
        for part in described["parts"]:
            for each in part["files"]:
                if part["apart"] and each == former:
                    files.merge_keys(scratch, path, former)
                else:
                    files.put_back(scratch, each)


class Own(RestoreStep):
    """Our own rows are those of the backup; this operation stays."""

    def __init__(self, request):
        title = Message("replace-own", "Replace the rows of these services")
        super().__init__("own", title, request)

    def run(self, work):
        work.disallow_cancel()
        described = self.described(work)
        for part in described["parts"]:
            if part["own"]:
                noted = part["databases"][0]
                copy = self.copies(work, described) / noted["file"]
                own.replace(work.runtime, verification.stored(noted), copy, work.id)


class Start(RestoreStep):
    """The services run again."""

    def __init__(self, request):
        super().__init__("start", Message("start-services", "Start the services"), request)

    def run(self, work):
        work.disallow_cancel()
        hooks.run(work.runtime.conf.backup.start_command, self.services(work))


class Check(RestoreStep):
    """What differs from reality is in the log."""

    def __init__(self, request):
        title = Message("compare-reality", "Compare with what is really there")
        super().__init__("check", title, request)

    def run(self, work):
        work.disallow_cancel()
        described = self.described(work)
        if any(each["name"] == "ironic" for p in described["parts"] for each in p["databases"]):
            for message in self._findings(work, described):
                work.say(message)
        snippet = work.runtime.conf.backup.ironic_snippet
        if snippet:
            pathlib.Path(snippet).unlink(missing_ok=True)
        self.layout(work).clear(work.id)

    def _findings(self, work, described):
        """A message for each thing that is not as the restored databases say."""
        nodes = work.until(
            lambda: self._nodes(work),
            Message("ironic-answers", "Ironic to answer"),
            _PATIENCE,
        )[0]
        present = {node["uuid"] for node in nodes}
        missing = [row[1] for row in described["rows"].get("nodes", ()) if row[0] not in present]
        silent = [node["name"] for node in nodes if node.get("power_state") in (None, "error")]
        lost = [name for kind, name in self.request.lost if kind == "nodes"]
        servers = [name for kind, name in self.request.lost if kind == "servers"]
        yield Message("nodes-restored", "{count} nodes are back.", count=len(nodes))
        for code, text, names in (
            ("nodes-missing-after", "In the backup, but not in Ironic: {names}.", missing),
            ("nodes-silent", "Ironic does not know the power state of {names}.", silent),
            ("nodes-forgotten", "Enrolled since the backup; enrol them again: {names}.", lost),
            (
                "servers-forgotten",
                "Deployed since the backup; Nova no longer knows them, and their nodes still run:"
                " {names}.",
                servers,
            ),
        ):
            if names:
                yield Message(code, text, names=names)

    def _nodes(self, work):
        """``(nodes,)`` of Ironic as soon as it answers."""
        listing = next(each for each in reality.LISTINGS if each.kind == "nodes")
        try:
            return (reality.read(work.runtime.clouds, listing),)
        except reality.AWAY:
            return None
