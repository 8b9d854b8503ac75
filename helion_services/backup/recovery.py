"""Backups without the service: for the day on which there is no dashboard, and no database.

All it needs is the configuration, the locations of both repositories and their passwords.
"""

import pathlib
import shutil

from helion_services.backup import (
    access,
    databases,
    files,
    hooks,
    inventory,
    layout,
    own,
    parts,
    room,
    snapshots,
    verification,
)
from helion_services.backup.manifest import parse
from helion_services.base import database

_NAME = "by-hand"


class Bare:
    """What takes the place of a runtime: the configuration alone."""

    def __init__(self, conf):
        self.conf = conf


class Refused(Exception):
    """The backup must not be restored; the text has the reason."""


def listed(pair):
    """``(id, when, host)`` of each backup, the oldest first."""
    return [(row["id"], row["time"][:19], row["hostname"]) for row in pair.data.snapshots("helion")]


def fetch(conf, pair, snapshot, names=None):
    """Restore a backup into a scratch folder and prove it.

    :param pair: the :class:`~.access.Pair`
    :param snapshot: the id of restic's, or ``latest``
    :param names: of the parts; all by default

    Returns ``(manifest, scratch folder, counts, problems)``.
    """
    row = _row(pair.data, snapshot)
    bundle = layout.bundle_of(row["paths"])
    described = parse(pair.data.read(row["id"], f"{bundle}/{layout.MANIFEST}"))
    if names is not None:
        described["parts"] = [part for part in described["parts"] if part["name"] in names]
    room.ensure(room.of_scratch(conf.backup, described["parts"]))
    folders = layout.Layout(conf.backup)
    folders.clear(_NAME)
    scratch = str(folders.scratch(_NAME))
    paths = [p for part in described["parts"] if not part["apart"] for p in part["files"]]
    pair.data.restore(row["id"], scratch, [bundle, *paths])
    for keys in pair.keys.snapshots(snapshots.tag_of(described["id"])):
        pair.keys.restore(keys["id"], scratch)
    counts, wrong = verification.compare(Bare(conf), _of_parts(described), scratch)
    return described, scratch, counts, wrong


def restore(conf, described, scratch):
    """Put in place what :func:`fetch` restored; the services are stopped and started.

    Raises :class:`Refused` for a backup of a newer release.
    """
    configured = {part.name: part for part in parts.load(conf)}
    _refuse_newer(conf, described)
    room.ensure(room.of_targets(described["parts"], parts.databases(configured.values())))
    services = sorted({part["service"] for part in described["parts"]} - {""})
    folder = layout.below(scratch, described["bundle"]) / layout.DATABASES
    hooks.run(conf.backup.stop_command, services)
    before = layout.Layout(conf.backup).before(_NAME)
    for part in described["parts"]:
        targets = {each.name: each for each in configured[part["name"]].databases}
        for each in part["databases"]:
            target, copy = targets[each["name"]], folder / each["file"]
            if target.dialect == "sqlite":
                pathlib.Path(target.url.database).parent.mkdir(parents=True, exist_ok=True)
                files.set_aside(target.url.database, before)
            databases.put_back(target, copy)
            if part["own"]:
                own.end_all(target.url)
        _put_files(conf, part, described, scratch)
    hooks.run(conf.backup.start_command, services)
    shutil.rmtree(scratch, ignore_errors=True)


def _put_files(conf, part, described, scratch):
    path = conf.secrets.key_repository
    former = described.get("key_repository", path)
    for each in part["files"]:
        if part["apart"] and each == former:
            files.merge_keys(scratch, path, former)
        else:
            files.put_back(scratch, each)


def _row(restic, snapshot):
    rows = restic.snapshots("helion")
    if snapshot == "latest" and rows:
        return rows[-1]
    for row in rows:
        if row["id"].startswith(snapshot):
            return row
    raise Refused(f"There is no backup {snapshot} in the repository.")


def _of_parts(described):
    """The manifest with the counts of its own parts only."""
    names = {each["name"] for part in described["parts"] for each in part["databases"]}
    kinds = {kind.name for kind in inventory.KINDS if kind.database in names}
    counts = {kind: number for kind, number in described["counts"].items() if kind in kinds}
    return {**described, "counts": counts}


def _refuse_newer(conf, described):
    for part in described["parts"]:
        for each in part["databases"] if part["own"] else ():
            revisions = each["revisions"].get("helion_alembic_version", ())
            if database.unknown_revisions(revisions):
                raise Refused("The backup is of a newer release of these services.")


def pair_of(conf, location, password_file, keys_location, keys_password_file, environment):
    """The :class:`~.access.Pair` of two locations, with passwords from files."""
    secret = {
        "password": pathlib.Path(password_file).read_text("utf-8").strip(),
        "keys_password": pathlib.Path(keys_password_file).read_text("utf-8").strip(),
        "environment": environment,
    }
    return access.pair(conf, location, keys_location, secret)


def as_text(described, counts, wrong):
    """What a proof says, as lines."""
    lines = [f"Taken {described['taken_at']} on {described['host']}"]
    lines += [f"{name:12} {number}" for name, number in sorted(counts.items())]
    return "\n".join([*lines, *(message.detail for message in wrong), ""])
