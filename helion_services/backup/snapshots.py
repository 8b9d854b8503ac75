"""The list of backups: rows, as restic has them."""

import datetime
import json

import sqlalchemy as sa

from helion_services.backup import layout, problems, states
from helion_services.backup.manifest import parse
from helion_services.backup.models import Snapshot

TAG = "helion"


def tag_of(ident):
    """The tag of the restic snapshots of a backup."""
    return f"helion-{ident}"


def get(session, ident):
    """The row; raises :class:`~helion_services.base.problems.NotFound`."""
    row = session.get(Snapshot, ident)
    if row is None:
        raise problems.no_snapshot(ident)
    return row


def keep(session, repository, described, restic_id, keys_id, size=0, added=0):
    """Write the row of a backup, if there is none."""
    if session.get(Snapshot, described["id"]) is not None:
        return
    session.add(
        Snapshot(
            id=described["id"],
            repository_id=repository,
            restic_id=restic_id,
            keys_id=keys_id,
            cloud=described["cloud"],
            taken_at=datetime.datetime.fromisoformat(described["taken_at"]),
            parts=[part["name"] for part in described["parts"]],
            counts=described["counts"],
            size=size,
            added=added,
            manifest=json.dumps(described),
            state=states.UNVERIFIED,
        )
    )


def change(db, ident, **values):
    """Change columns of a row that may be gone."""
    with db.session() as session:
        session.execute(sa.update(Snapshot).where(Snapshot.id == ident).values(values))


def read_again(runtime, repository, pair):
    """Make the rows of a repository those of restic's snapshots; returns how many there are.

    :param repository: its id
    :param pair: the :class:`~.access.Pair`
    """
    with runtime.db.reader() as session:
        rows = session.scalars(sa.select(Snapshot).filter_by(repository_id=repository)).all()
    present = {row.restic_id: row.id for row in rows}
    listed = pair.data.snapshots(TAG)
    keys = {tag: each["id"] for each in pair.keys.snapshots(TAG) for tag in each["tags"]}
    additions = []
    for each in listed:
        bundle = layout.bundle_of(each["paths"])
        if bundle and each["id"] not in present:
            text = pair.data.read(each["id"], f"{bundle}/{layout.MANIFEST}")
            described = parse(text)
            additions.append((described, each["id"], keys.get(tag_of(described["id"]))))
    gone = set(present) - {each["id"] for each in listed}
    with runtime.db.session() as session:
        session.execute(sa.delete(Snapshot).where(Snapshot.restic_id.in_(gone)))
        for described, restic_id, keys_id in additions:
            keep(session, repository, described, restic_id, keys_id)
    return len(listed)
