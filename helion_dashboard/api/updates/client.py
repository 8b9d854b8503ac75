"""The Sherpa service, called as :mod:`~helion_dashboard.api.wire` does.

Whatever makes the service read a source before it answers may take longer than other answers.
"""

import contextlib
import functools

from helion_dashboard.api import errors
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.updates import contents as content_records
from helion_dashboard.api.updates import downloads as transfers
from helion_dashboard.api.updates import entries as entry_records
from helion_dashboard.api.updates import publications as publication_records
from helion_dashboard.api.updates import records
from helion_dashboard.api.updates import sources as source_records
from helion_dashboard.api.updates import templates as template_records
from helion_dashboard.api.wire import Wire

SERVICE = "content-distribution"

WIRE = operations.register(Wire(SERVICE, scope="service"))

_MOST = 1000


def sources(request):
    """All sources, as a list of :class:`~.sources.Source`."""
    rows = WIRE.get(request, "/sources", {"limit": _MOST})["sources"]
    return [source_records.source(body) for body in rows]


def source(request, ident):
    """The :class:`~.sources.Source` with this id; :class:`~.errors.NotFound`."""
    return source_records.source(WIRE.get(request, WIRE.path("/sources/{}", ident)))


def inspect_root(request, root):
    """The :class:`~.sources.Anchor` of root metadata, a text."""
    return source_records.anchor(WIRE.post(request, "/sources/inspect", {"root": root}))


def shipped_roots(request):
    """The root metadata that came with the service: :class:`~.sources.ShippedRoot` each."""
    rows = WIRE.get(request, "/sources/roots")["roots"]
    return [source_records.shipped_root(row) for row in rows]


def register(request, key=None, **fields):
    """Register a source; returns it."""
    return source_records.source(WIRE.post(request, "/sources", fields, key, far=True))


def update(request, ident, **fields):
    """Change a source; returns it."""
    path = WIRE.path("/sources/{}", ident)
    return source_records.source(WIRE.put(request, path, fields, far=True))


def enable(request, ident):
    """Read a source from now on."""
    update(request, ident, enabled=True)


def disable(request, ident):
    """Read a source no longer."""
    update(request, ident, enabled=False)


def refresh(request, ident):
    """Read a source again."""
    WIRE.post(request, WIRE.path("/sources/{}/refresh", ident), far=True)


def unregister(request, ident):
    """Forget a source and its entries."""
    WIRE.delete(request, WIRE.path("/sources/{}", ident))


def entries(request, **query):
    """One :class:`~.records.Page` of :class:`~.entries.Entry`.

    :param query: ``q``, ``kind``, ``status``, ``priority``, ``source_id``, ``local``, ``newer``
        (than what is published), and ``limit``, ``marker``, ``sort_key``, ``sort_dir``
    """
    return _page(WIRE.get(request, "/entries", query), "entries", entry_records.entry)


def facets(request, **query):
    """``{facet: {value: number of entries}}`` of the entries that match."""
    return WIRE.get(request, "/entries/facets", query)


def entry(request, ident):
    """The :class:`~.entries.Entry` with this id; :class:`~.errors.NotFound`."""
    return entry_records.entry(WIRE.get(request, WIRE.path("/entries/{}", ident)))


def download(request, ident):
    """Begin to download an entry."""
    WIRE.post(request, WIRE.path("/entries/{}/download", ident))


def downloads(request):
    """The downloads that have not succeeded: :class:`~.downloads.Download` each."""
    return [transfers.download(body) for body in WIRE.get(request, "/downloads")["downloads"]]


def pause(request, ident):
    """End a download; what is here of it stays."""
    WIRE.post(request, WIRE.path("/downloads/{}/pause", ident))


def resume(request, ident):
    """Continue a download that was paused or has failed."""
    WIRE.post(request, WIRE.path("/downloads/{}/resume", ident))


def cancel(request, ident):
    """End a download and delete what is here of it."""
    WIRE.delete(request, WIRE.path("/downloads/{}", ident))


def contents(request, **query):
    """``(page, disk)``: a :class:`~.records.Page` of content, and the :class:`~.contents.Disk`."""
    body = WIRE.get(request, "/content", query)
    return _page(body, "content", content_records.content), content_records.disk(body.get("disk"))


def content(request, ident):
    """The :class:`~.contents.Content` with this id; :class:`~.errors.NotFound`."""
    return content_records.content(WIRE.get(request, WIRE.path("/content/{}", ident)))


def publish(request, ident, visibility, project=None, key=None):
    """Begin to publish content; the id of the operation, ``None`` if it is published already."""
    body = {"visibility": visibility, "project_id": project or None}
    answer = WIRE.post(request, WIRE.path("/content/{}/publish", ident), body, key)
    return answer["operation_id"]


def delete_content(request, ident):
    """Delete the local file of content that is not published."""
    WIRE.delete(request, WIRE.path("/content/{}", ident))


def housekeeping(request):
    """The :class:`~.contents.Housekeeping`: what of the content may go now."""
    return content_records.housekeeping(WIRE.get(request, "/housekeeping"))


def tidy(request, key=None):
    """Delete what may go; returns the :class:`~.contents.Housekeeping` with what was deleted."""
    return content_records.housekeeping(WIRE.post(request, "/housekeeping", key=key))


def import_file(request, source, file):
    """Begin to import a ``.csu`` file that a source vouches for; returns the operation's id.

    It is sent in pieces: none of us holds all of it.

    :param file: a :class:`~django.core.files.uploadedfile.UploadedFile`
    """
    about = {"source_id": source, "name": file.name, "size": file.size}
    upload = WIRE.post(request, "/imports", about)
    path = WIRE.path("/imports/{}", upload["id"])
    try:
        file.seek(0)
        for piece in iter(functools.partial(file.read, upload["piece_bytes"]), b""):
            upload = WIRE.send(request, path, {"offset": upload["offset"]}, piece)
        return WIRE.post(request, f"{path}/verify")["operation_id"]
    except errors.ServiceError:
        with contextlib.suppress(errors.ServiceError):
            WIRE.delete(request, path)
        raise


def publications(request, **query):
    """One :class:`~.records.Page` of :class:`~.publications.Publication`."""
    return _page(
        WIRE.get(request, "/publications", query), "publications", publication_records.publication
    )


def publication(request, ident):
    """The :class:`~.publications.Publication` with this id; :class:`~.errors.NotFound`."""
    return publication_records.publication(WIRE.get(request, WIRE.path("/publications/{}", ident)))


def usage(request, ident):
    """The :class:`~.publications.Usage` of a publication."""
    path = WIRE.path("/publications/{}/usage", ident)
    return publication_records.usage(WIRE.get(request, path, far=True))


def template(request, ident):
    """The :class:`~.templates.Template` with this id; :class:`~.errors.NotFound`."""
    return template_records.template(WIRE.get(request, WIRE.path("/templates/{}", ident)))


def roll_back(request, ident, version, key=None):
    """Begin to make an earlier version the current one; returns the operation's id."""
    path = WIRE.path("/publications/{}/roll-back", ident)
    return WIRE.post(request, path, {"version": version}, key)["operation_id"]


def unpublish(request, ident, force=False, key=None):
    """Begin to delete what was published; returns the operation's id."""
    path = WIRE.path("/publications/{}/unpublish", ident)
    return WIRE.post(request, path, {"force": force}, key)["operation_id"]


def _page(body, collection, read):
    rows = tuple(read(each) for each in body[collection])
    return records.Page(rows, body.get("next_marker"))
