"""The kinds of the service's operations, and how they begin."""

from helion_services.base import audit
from helion_services.base.messages import Message
from helion_services.base.operations import Kind
from helion_services.sherpa import (
    catalogue,
    content,
    problems,
    publications,
    states,
    swift,
    uploads,
)
from helion_services.sherpa.flows import download, importing, publish, unpublish
from helion_services.sherpa.flows.requests import (
    Download,
    Import,
    Publish,
    RollBack,
    Unpublish,
)
from helion_services.sherpa.layout import Layout
from helion_services.sherpa.models import Content, Entry, Publication
from helion_services.sherpa.repository import description

SERVICE = "sherpa"


def begin_download(runtime, entry_id, who):
    """Begin to download an entry; returns the operation's id.

    Raises :class:`~helion_services.base.problems.Problem`.
    """
    with runtime.db.session() as session:
        entry = catalogue.get(session, entry_id)
        request = _download(session, entry)
        if session.get(Content, request.content):
            raise problems.already_local(entry.name, entry.version)
        audit.note(name=entry.name, version=entry.version)
        title = Message("download-entry", "Download {name}", name=request.label)
        ident = runtime.operations.begin(
            SERVICE, "download", title, request, _held(request), who, session
        )
    runtime.operations.announce(ident)
    return ident


def begin_publish(runtime, content_id, visibility, project, who):
    """Begin to publish content; returns the ids of the publication and of the operation.

    The operation is None if the content is published so already. Raises
    :class:`~helion_services.base.problems.Problem`.
    """
    with runtime.db.session() as session:
        row = content.get(session, content_id)
        if row.kind in states.OBJECTS and not swift.offered(runtime.clouds):
            raise problems.not_publishable(row.kind)
        if content.state(Layout(runtime.conf), row) != states.PRESENT:
            raise problems.file_missing(row.name, row.version)
        request = _publish(row, content_id, visibility, project, who)
        existing = session.get(Publication, request.publication)
        if existing is not None:
            if existing.state == states.PUBLISHED and existing.visibility == visibility:
                return request.publication, None
            raise problems.published(row.name, row.version)
        audit.note(name=row.name, version=row.version, visibility=visibility)
        title = Message("publish-content", "Publish {name}", name=f"{row.name} {row.version}")
        held = [f"content:{content_id}", publications.resource(row.kind, row.name)]
        ident = runtime.operations.begin(SERVICE, "publish", title, request, held, who, session)
    runtime.operations.announce(ident)
    return request.publication, ident


def begin_unpublish(runtime, publication_id, who):
    """Begin to remove a publication; returns the operation's id."""
    with runtime.db.session() as session:
        row = publications.get(session, publication_id)
        if row.state not in (states.PUBLISHED, states.SUPERSEDED):
            raise problems.busy(row.state)
        request = Unpublish(row.id, row.kind, row.state)
        row.state = states.REMOVING
        audit.note(name=row.name, version=row.version)
        title = Message("unpublish-content", "Unpublish {name}", name=f"{row.name} {row.version}")
        held = [f"content:{row.content_id}", publications.resource(row.kind, row.name)]
        ident = runtime.operations.begin(SERVICE, "unpublish", title, request, held, who, session)
    runtime.operations.announce(ident)
    return ident


def begin_roll_back(runtime, publication_id, version, who):
    """Begin to make an earlier version the current one; returns the operation's id."""
    with runtime.db.session() as session:
        row = publications.get(session, publication_id)
        if row.version == version and row.state == states.PUBLISHED:
            raise problems.is_current(row.name, version)
        request, held = _roll_back(session, row, version, who)
        audit.note(name=row.name, version=version, before=row.version)
        title = Message(
            "roll-back-content",
            "Roll {name} back to {version}",
            name=row.name,
            version=version,
        )
        held = {*held, publications.resource(row.kind, row.name)}
        ident = runtime.operations.begin(
            SERVICE, "roll_back", title, request, sorted(held), who, session
        )
    runtime.operations.announce(ident)
    return ident


def begin_import(runtime, upload_id, who):
    """Begin to import an uploaded file that is whole; returns the operation's id."""
    row = uploads.get(runtime, upload_id)
    count = uploads.offset(runtime, row)
    if count != row.size:
        raise problems.not_whole(count, row.size)
    request = Import(row.id, row.source_id, row.name)
    audit.note(name=row.name)
    title = Message("import-file", "Import {name}", name=row.name)
    held = [f"upload:{row.id}"]
    return runtime.operations.begin(SERVICE, "import", title, request, held, who)


def _roll_back(session, row, version, who):
    """The request, and what its parts hold: a former publication is shown again, content that is
    here is published, and what the catalogue lists is downloaded first."""
    of_name = session.query(Content).filter_by(name=row.name, kind=row.kind, version=version)
    for former in sorted(of_name, key=catalogue.age, reverse=True):
        publish_request = _publish(former, former.id, row.visibility, row.project_id, who)
        published = session.get(Publication, publish_request.publication)
        held = {f"content:{former.id}"}
        if published is None:
            return RollBack(publish_request.dump()), held
        if published.state in (states.SUPERSEDED, states.PUBLISHED):
            return RollBack(publish_request.dump() | {"existing": True}), held
        raise problems.busy(published.state)
    entries = session.query(Entry).filter_by(name=row.name, kind=row.kind, version=version)
    for entry in sorted(entries, key=catalogue.age, reverse=True):
        if entry.status != states.WITHDRAWN and entry.source.enabled:
            fetched = _download(session, entry)
            publish_request = _publish(entry, fetched.content, row.visibility, row.project_id, who)
            return RollBack(publish_request.dump(), fetched.dump()), {
                *_held(fetched),
                f"content:{fetched.content}",
            }
    raise problems.no_such_version(row.name, version)


def _download(session, entry):
    if not entry.source.enabled:
        raise problems.source_disabled(entry.source.name)
    if entry.status == states.WITHDRAWN:
        raise problems.not_offered(entry.name, entry.version)
    return Download(
        description.content_id(entry.id, entry.hashes),
        entry.id,
        entry.source_id,
        entry.source.name,
        content.describe(entry),
    )


def _publish(row, content_id, visibility, project, who):
    return Publish(
        publications.publication_id(content_id, project),
        content_id,
        row.kind,
        row.name,
        row.version,
        visibility,
        project,
        who=who.user_name,
    )


def _held(request):
    return [f"entry:{request.entry}"]


def _roll_back_steps(request):
    fetching = download.steps(Download.load(request.download)) if request.download else ()
    return (*fetching, *publish.steps(Publish.load(request.publish)))


KINDS = (
    Kind(SERVICE, "download", download.steps, request=Download),
    Kind(SERVICE, "publish", publish.steps, request=Publish),
    Kind(SERVICE, "roll_back", _roll_back_steps, request=RollBack),
    Kind(SERVICE, "import", importing.steps, request=Import, repeatable=False),
    Kind(SERVICE, "unpublish", unpublish.steps, request=Unpublish, dropped=unpublish.dropped),
)
