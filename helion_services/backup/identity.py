"""Which cloud this is: an id that is made with the first backup and noted in each of them."""

import uuid

import sqlalchemy as sa

from helion_services.backup.models import Cloud


def own(db):
    """The id of this cloud, made if there is none yet."""
    with db.session() as session:
        ident = session.scalar(sa.select(Cloud.id))
        if ident is None:
            ident = str(uuid.uuid4())
            session.add(Cloud(id=ident))
        return ident


def current(db):
    """The id of this cloud, or None: it has never been backed up."""
    with db.reader() as session:
        return session.scalar(sa.select(Cloud.id))
