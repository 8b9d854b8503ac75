"""The entries of all sources: stored when a source was read, searched, counted by facet."""

import sqlalchemy as sa

from helion_services.base.times import now
from helion_services.sherpa import problems, states
from helion_services.sherpa.models import Content, Entry, Publication
from helion_services.sherpa.repository import description

FACETS = ("kind", "provider", "status", "priority", "source_id")


def store(session, source_id, targets):
    """Bring the entries of a source in line with its ``targets``, ``{path: TargetFile}``.

    Entries that it no longer lists are withdrawn if their content is here, and deleted otherwise.
    """
    moment = now()
    described = (description.entry(source_id, path, target) for path, target in targets.items())
    listed = {columns["id"]: columns for columns in described if columns}
    of_source = sa.select(Entry).where(Entry.source_id == source_id)
    stored = {row.id: row for row in session.scalars(of_source)}
    new = [
        columns | {"created_at": moment, "updated_at": moment}
        for ident, columns in listed.items()
        if ident not in stored
    ]
    if new:
        session.execute(sa.insert(Entry), new)
    for ident, row in stored.items():
        if ident in listed:
            _change(row, listed[ident], moment)
    _withdraw(session, [row for ident, row in stored.items() if ident not in listed])


def forget(session, source_id):
    """Delete the entries of a source."""
    session.execute(sa.delete(Entry).where(Entry.source_id == source_id))


def get(session, entry_id):
    """An entry; raises :class:`~helion_services.base.problems.NotFound`."""
    row = session.get(Entry, entry_id)
    if row is None:
        raise problems.no_entry(entry_id)
    return row


def matching(select, query):
    """A SELECT of entries with the filters of a request."""
    for name in ("kind", "provider", "status", "priority", "source_id", "name"):
        if query.get(name):
            select = select.where(getattr(Entry, name) == query[name])
    for word in query.get("q", "").lower().split():
        select = select.where(Entry.words.contains(word, autoescape=True))
    if "newer" in query:
        newer = sa.exists().where(*_replaced())
        select = select.where(newer if query["newer"] else ~newer)
    if "local" in query:
        local = sa.exists().where(Content.entry_id == Entry.id)
        select = select.where(local if query["local"] else ~local)
    return select


def replaced(session, entry_ids):
    """``{entry id: version}`` of the entries that are newer than the published version."""
    select = sa.select(Entry.id, Publication.version).where(Entry.id.in_(entry_ids), *_replaced())
    return dict(session.execute(select).tuples().all())


def _replaced():
    """The conditions for a publication that an entry is newer than."""
    return (
        Publication.state == states.PUBLISHED,
        Publication.name == Entry.name,
        Publication.kind == Entry.kind,
        Publication.version != Entry.version,
        Content.id == Publication.content_id,
        Content.published_at < Entry.published_at,
        Entry.status == states.AVAILABLE,
    )


def facets(session, query):
    """``{facet: {value: count}}`` of the entries that match."""
    counts = {}
    for name in FACETS:
        column = getattr(Entry, name)
        select = matching(sa.select(column, sa.func.count()), query).group_by(column)
        counts[name] = dict(session.execute(select).tuples().all())
    return counts


def versions(session, entry):
    """The entries of the same name, kind and provider, the newest first."""
    select = sa.select(Entry).where(
        Entry.name == entry.name, Entry.kind == entry.kind, Entry.provider == entry.provider
    )
    return sorted(session.scalars(select), key=age, reverse=True)


def age(row):
    """What entries and content of one name are sorted by: the publisher's date, else ours."""
    return (row.published_at or row.created_at, row.created_at, row.version)


def _change(row, columns, moment):
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    if changed:
        for name, value in (changed | {"updated_at": moment}).items():
            setattr(row, name, value)


def _withdraw(session, rows):
    idents = [row.id for row in rows]
    local = set()
    for start in range(0, len(idents), 500):
        few = idents[start : start + 500]
        local |= set(session.scalars(sa.select(Content.entry_id).where(Content.entry_id.in_(few))))
    for row in rows:
        if row.id not in local:
            session.delete(row)
        elif row.status != states.WITHDRAWN:
            row.status, row.updated_at = states.WITHDRAWN, now()
