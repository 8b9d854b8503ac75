"""Retention of local content: what the options let go, and its deletion.

Content that is published, in whatever state, or that an operation works on is never deleted.
"""

import contextlib
import dataclasses
import datetime
import logging

import sqlalchemy as sa

from helion_services.base.problems import Problem
from helion_services.base.times import now
from helion_services.sherpa import catalogue, content, leftovers
from helion_services.sherpa.models import Content, Publication

LOG = logging.getLogger(__name__)
_MIB = 1 << 20

VERSIONS, AGE, SIZE = REASONS = ("versions", "age", "size")
"""Why content may go: there are newer versions enough, it is too old, or all together is too
much."""


@dataclasses.dataclass(frozen=True)
class Removable:
    """Content that may go.

    :ivar content: its row
    :ivar reason: one of :data:`REASONS`
    """

    content: Content
    reason: str


def removable(session, conf):
    """The :class:`Removable` content, the oldest first."""
    rows = sorted(session.scalars(sa.select(Content)), key=lambda row: row.created_at)
    used = set(session.scalars(sa.select(Publication.content_id)))
    operations = leftovers.operations(session)
    free = [row for row in rows if row.id not in used and row.id not in operations]
    surplus = _surplus(rows, conf.sherpa.keep_versions)
    oldest = now() - datetime.timedelta(days=conf.sherpa.keep_days)
    size = sum(row.size for row in rows)
    listed = []
    for row in free:
        if row.id in surplus:
            reason = VERSIONS
        elif conf.sherpa.keep_days and row.created_at < oldest:
            reason = AGE
        else:
            continue
        size -= row.size
        listed.append(Removable(row, reason))
    return listed + _too_much(free, listed, size, conf.sherpa.keep_mib * _MIB)


def tidy(db, conf):
    """Delete what is :func:`removable`; returns that."""
    with db.reader() as session:
        listed = removable(session, conf)
    deleted = []
    for each in listed:
        # Published or deleted meanwhile.
        with contextlib.suppress(Problem):
            content.delete(db, conf, each.content.id)
            deleted.append(each)
    if deleted:
        names = [f"{each.content.name} {each.content.version}" for each in deleted]
        LOG.info("content was deleted: %s", ", ".join(names))
    return deleted


def _surplus(rows, count):
    """Ids of content that has ``count`` newer versions, none for 0."""
    if not count:
        return set()
    versions = {}
    for row in sorted(rows, key=catalogue.age, reverse=True):
        versions.setdefault((row.kind, row.name), []).append(row.id)
    return {ident for idents in versions.values() for ident in idents[count:]}


def _too_much(free, listed, size, most):
    """The oldest of what is free, until all that stays has ``most`` bytes; none for 0."""
    idents = {each.content.id for each in listed}
    more = []
    for row in free:
        if not most or size <= most:
            break
        if row.id not in idents:
            size -= row.size
            more.append(Removable(row, SIZE))
    return more
