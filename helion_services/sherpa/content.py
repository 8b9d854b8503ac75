"""Local content: verified files and what is known about them."""

import datetime
import os

import sqlalchemy as sa

from helion_services.base.times import iso, now
from helion_services.sherpa import leftovers, problems, states
from helion_services.sherpa.layout import Layout, sync
from helion_services.sherpa.models import DESCRIPTION, Content, Publication
from helion_services.sherpa.transfer import DiskFull, named_disk


def describe(row):
    """The columns :data:`~.models.DESCRIPTION` of an entry as JSON, for a request."""
    columns = {name: getattr(row, name) for name in DESCRIPTION}
    return columns | {"published_at": iso(row.published_at)}


def keep(runtime, layout, request, origin):
    """Make the verified part of a :class:`~.flows.requests.Download` content; may be repeated."""
    path, part = layout.content(request.content), layout.part(request.content)
    if part.exists():
        _secure(part)
        part.replace(path)
        sync(path)
    published = request.description["published_at"]
    columns = request.description | {
        "published_at": published and datetime.datetime.fromisoformat(published)
    }
    with runtime.db.session() as session:
        if session.get(Content, request.content) is None:
            session.add(
                Content(
                    id=request.content,
                    entry_id=request.entry,
                    source_id=request.source,
                    source_name=request.source_name,
                    origin=origin,
                    created_at=now(),
                    **columns,
                )
            )


def _secure(part):
    """Have the bytes of a file on the disk; deletes it if there is no room."""
    try:
        with named_disk(), part.open("rb") as file:
            os.fsync(file.fileno())
    except DiskFull:
        part.unlink()
        raise


def drop(runtime, content_id):
    """Forget content, and delete its file; nothing if it is not there."""
    with runtime.db.session() as session:
        session.execute(sa.delete(Content).where(Content.id == content_id))
    Layout(runtime.conf).content(content_id).unlink(missing_ok=True)


def delete(db, conf, content_id):
    """Delete content that is not published, and that no operation works on; returns its row.

    Raises :class:`~helion_services.base.problems.Problem`.
    """
    with db.session() as session:
        row = get(session, content_id)
        if content_id in leftovers.operations(session):
            raise problems.content_busy(row.name, row.version)
        used = sa.select(Publication.id).where(Publication.content_id == content_id)
        if session.scalar(used.limit(1)):
            raise problems.published(row.name, row.version)
        session.delete(row)
    Layout(conf).content(content_id).unlink(missing_ok=True)
    return row


def get(session, content_id):
    """Content; raises :class:`~helion_services.base.problems.NotFound`."""
    row = session.get(Content, content_id)
    if row is None:
        raise problems.no_content(content_id)
    return row


def state(layout, row):
    """Whether its file is there."""
    try:
        size = layout.content(row.id).stat().st_size
    except OSError:
        return states.MISSING
    return states.PRESENT if size == row.size else states.MISSING
