"""Publications: their rows, and what is the current version of a name."""

import uuid

import sqlalchemy as sa

from helion_services.base.operations.models import LONGEST_RESOURCE
from helion_services.base.times import now
from helion_services.sherpa import problems, states
from helion_services.sherpa.models import Publication
from helion_services.sherpa.repository.description import SPACE


def publication_id(content_id, project):
    """The id of the publication of content: the same for the same content and owner."""
    return str(uuid.uuid5(SPACE, f"{content_id}\n{project or ''}"))


def get(session, ident):
    """A publication; raises :class:`~helion_services.base.problems.NotFound`."""
    row = session.get(Publication, ident)
    if row is None:
        raise problems.no_publication(ident)
    return row


def resource(kind, name):
    """What an operation on publications of a name holds: ``published:image webserver``."""
    text = f"published:{kind} {name}"
    if len(text) <= LONGEST_RESOURCE:
        return text
    return f"published:{uuid.uuid5(SPACE, text)}"


def insert(session, request):
    """Write the row of a :class:`~.flows.requests.Publish`, unless it is there."""
    if session.get(Publication, request.publication):
        return
    moment = now()
    session.add(
        Publication(
            id=request.publication,
            content_id=request.content,
            kind=request.kind,
            name=request.name,
            version=request.version,
            state=states.PUBLISHING,
            visibility=request.visibility,
            project_id=request.project,
            published_by=request.who,
            created_at=moment,
            updated_at=moment,
        )
    )


def change(db, ident, **values):
    """Write columns of a publication."""
    with db.session() as session:
        query = sa.update(Publication).where(Publication.id == ident)
        session.execute(query.values(updated_at=now(), **values))


def delete(db, ident):
    """Forget a publication, if it is there."""
    with db.session() as session:
        session.execute(sa.delete(Publication).where(Publication.id == ident))


def current(session, request):
    """Publications that a :class:`~.flows.requests.Publish` replaces as the current ones."""
    project = Publication.project_id
    return session.scalars(
        sa.select(Publication).where(
            Publication.kind == request.kind,
            Publication.name == request.name,
            project.is_(None) if request.project is None else project == request.project,
            Publication.state == states.PUBLISHED,
            Publication.id != request.publication,
        )
    ).all()
