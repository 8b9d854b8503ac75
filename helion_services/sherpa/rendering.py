"""Sources, entries, content and publications as JSON; no secret is there to be shown."""

import sqlalchemy as sa

from helion_services.base.operations import states as operation_states
from helion_services.base.operations.models import Operation, OperationResource
from helion_services.sherpa import catalogue, content, states
from helion_services.sherpa.layout import Layout
from helion_services.sherpa.models import Content, Entry, Publication, Source
from helion_services.sherpa.repository import description

_SOURCE = (
    *("id", "name", "kind", "url", "username", "proxy", "enabled", "fingerprint", "state"),
    *("state_reason", "expires_at", "refreshed_at", "attempted_at", "created_at", "updated_at"),
)
_DESCRIBED = (
    *("id", "name", "version", "kind", "provider", "size", "build_no", "priority", "reboot"),
    *("published_at", "created_at", "source_id"),
)
_DETAILS = ("target", "hashes", "needs", "notes", "disk_format")
_PUBLICATION = (
    *("id", "content_id", "kind", "name", "version", "state", "object_id", "visibility"),
    *("project_id", "path", "published_by", "created_at", "updated_at"),
)


def source(session, row):
    """A source with its trust."""
    return sources(session, [row])[0] | _columns(row, ("versions", "ca_pem", "root", "keyring"))


def sources(session, rows):
    """Sources with the number of what they list."""
    listed = sa.select(Entry.source_id, sa.func.count()).where(Entry.status != states.WITHDRAWN)
    counts = dict(session.execute(listed.group_by(Entry.source_id)).tuples().all())
    return [
        _columns(row, _SOURCE)
        | {"state_reason_fact": row.state_fact, "entries": counts.get(row.id, 0)}
        for row in rows
    ]


def entry(session, row):
    """An entry with all versions of its name."""
    versions = catalogue.versions(session, row)
    local = _local(session, versions)
    return (
        entries(session, [row])[0]
        | _columns(row, _DETAILS)
        | {
            "versions": [
                _columns(
                    each, ("id", "version", "status", "published_at", "created_at", "source_id")
                )
                | {"content_id": local.get(each.id)}
                for each in versions
            ]
        }
    )


def entries(session, rows):
    """Entries with what is local of them and what is going on."""
    local = _local(session, rows)
    running = _operations(session, [f"entry:{row.id}" for row in rows])
    names = {row.name for row in rows}
    published = sa.select(Publication.kind, Publication.name, Publication.version).where(
        Publication.state == states.PUBLISHED, Publication.name.in_(names)
    )
    current = {(kind, name): version for kind, name, version in session.execute(published)}
    titles, replaced = _source_names(session), catalogue.replaced(session, [r.id for r in rows])
    return [
        _columns(row, (*_DESCRIBED, "status", "updated_at"))
        | {
            "source": titles.get(row.source_id, ""),
            "content_id": local.get(row.id),
            "operation_id": running.get(f"entry:{row.id}"),
            "replaces": replaced.get(row.id),
            "current_version": current.get((row.kind, row.name)),
        }
        for row in rows
    ]


def one_content(session, conf, row):
    """Content with all that is known about it."""
    return contents(session, conf, [row])[0] | _columns(row, _DETAILS)


def contents(session, conf, rows):
    """Content with where it is published."""
    layout = Layout(conf)
    idents = [row.id for row in rows]
    published = {ident: [] for ident in idents}
    for row in session.scalars(sa.select(Publication).where(Publication.content_id.in_(idents))):
        published[row.content_id].append(
            _columns(row, ("id", "state", "object_id", "visibility", "project_id"))
        )
    running = _operations(session, [f"content:{ident}" for ident in idents])
    return [
        _columns(row, (*_DESCRIBED, "entry_id", "origin"))
        | {
            "source": row.source_name,
            "state": content.state(layout, row),
            "operation_id": running.get(f"content:{row.id}"),
            "publications": published[row.id],
        }
        for row in rows
    ]


def disk(session, conf):
    """What content takes, and what is free."""
    return {
        "content_bytes": session.scalar(sa.select(sa.func.sum(Content.size))) or 0,
        "free_bytes": Layout(conf).free(),
        "reserve_bytes": conf.sherpa.reserve_mib << 20,
    }


def publication(session, row):
    """A publication with what it can be rolled back to."""
    return publications(session, [row])[0] | {"roll_back_to": _offers(session, row)}


def publications(session, rows):
    """Publications with what is going on."""
    running = _operations(session, [f"content:{row.content_id}" for row in rows])
    return [
        _columns(row, _PUBLICATION)
        | {
            "build_no": row.content.build_no,
            "operation_id": running.get(f"content:{row.content_id}"),
        }
        for row in rows
    ]


def _offers(session, row):
    """The versions of a publication's name that can be the current one, the newest first."""
    offers = {}
    same = (Content.name == row.name, Content.kind == row.kind)
    published = dict(
        session.execute(
            sa.select(Publication.content_id, Publication.state).where(
                Publication.kind == row.kind, Publication.name == row.name
            )
        )
        .tuples()
        .all()
    )
    for each in session.scalars(sa.select(Content).where(*same)):
        where = "published" if each.id in published else "local"
        if published.get(each.id) != states.PUBLISHED:
            offers[each.version] = (catalogue.age(each), each, where)
    listed = sa.select(Entry).where(
        Entry.name == row.name, Entry.kind == row.kind, Entry.status != states.WITHDRAWN
    )
    for each in session.scalars(listed.join(Source).where(Source.enabled.is_(True))):
        offers.setdefault(each.version, (catalogue.age(each), each, "catalogue"))
    if row.state == states.PUBLISHED:
        offers.pop(row.version, None)
    return [
        {"version": each.version, "published_at": each.published_at, "where": where}
        for _age, each, where in sorted(offers.values(), key=lambda offer: offer[0], reverse=True)
    ]


def _local(session, rows):
    """``{entry id: content id}`` of entries whose present bytes are here."""
    owners = {description.content_id(row.id, row.hashes): row.id for row in rows}
    present = session.scalars(sa.select(Content.id).where(Content.id.in_(owners)))
    return {owners[ident]: ident for ident in present}


def _operations(session, resources):
    """``{resource: operation id}`` of the operations that hold them."""
    select = (
        sa.select(OperationResource.resource, Operation.id)
        .join(Operation, Operation.id == OperationResource.operation_id)
        .where(
            OperationResource.resource.in_(resources),
            Operation.state.in_(operation_states.ACTIVE),
        )
    )
    return dict(session.execute(select).tuples().all())


def _source_names(session):
    return dict(session.execute(sa.select(Source.id, Source.name)).tuples().all())


def _columns(row, names):
    return {name: getattr(row, name) for name in names}
