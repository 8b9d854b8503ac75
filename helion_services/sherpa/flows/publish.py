"""Publishing: an object is made and filled unseen, compared, and then shown as the current one."""

import time

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.sherpa import content, glance, problems, publications, states, swift, templates
from helion_services.sherpa.layout import Layout
from helion_services.sherpa.models import Publication
from helion_services.sherpa.repository import description

_LOOK = 0.5  # seconds between two looks at whether it was cancelled


def steps(request):
    """The steps of a :class:`~.requests.Publish`."""
    show = _SHOWING.get(request.kind, Show)(request)
    if request.existing:
        return (show,)
    if request.kind == states.IMAGE:
        return (Register(request), Create(request), Upload(request), Compare(request), show)
    if request.kind in states.OBJECTS:
        return (Register(request), StoreObject(request), show)
    return (Register(request), Store(request), show)


class _OfPublication(Step):
    def __init__(self, name, title, request):
        super().__init__(name, title)
        self._request = request

    def _content(self, work):
        with work.runtime.db.reader() as session:
            return content.get(session, self._request.content)

    def _path(self, work):
        return Layout(work.runtime.conf).content(self._request.content)

    def _object(self, work):
        """The id of the image or template, None before it is made."""
        with work.runtime.db.reader() as session:
            return publications.get(session, self._request.publication).object_id


class Register(_OfPublication):
    """The publication is in our table; its file is there."""

    def __init__(self, request):
        super().__init__("register", Message("check-content", "Check the local file"), request)

    def run(self, work):
        row = self._content(work)
        if content.state(Layout(work.runtime.conf), row) != states.PRESENT:
            raise problems.file_missing(row.name, row.version)
        with work.runtime.db.session() as session:
            publications.insert(session, self._request)

    def undo(self, work):
        publications.delete(work.runtime.db, self._request.publication)


class Create(_OfPublication):
    """Glance has an image without content, which no list shows."""

    def __init__(self, request):
        super().__init__("create", Message("create-image", "Create a hidden image"), request)

    def run(self, work):
        row, request = self._content(work), self._request
        values = {
            "name": request.name,
            "disk_format": row.disk_format,
            "container_format": "bare",
            "version": request.version,
            "source": row.source_name,
            "provider": row.provider,
            "build_no": row.build_no or "",
            **{f"rollout_{name}": str(value) for name, value in (row.rollout or {}).items()},
        }
        if request.project:
            values["owner"] = request.project
        image = glance.create(
            work, glance.connect(work.runtime.clouds), request.publication, values
        )
        publications.change(work.runtime.db, request.publication, object_id=image["id"])

    def undo(self, work):
        api = glance.connect(work.clouds)
        image = glance.find(api, self._request.publication)
        if image:
            glance.delete(api, image["id"])


class Upload(_OfPublication):
    """The image has the bytes of the file, and the file is still the verified one."""

    def __init__(self, request):
        super().__init__("upload", Message("upload-image", "Upload the file to Glance"), request)

    def run(self, work):
        row = self._content(work)
        algorithm, digest = description.digest(row.hashes)
        self._restart(work)
        digests = glance.upload(
            work,
            glance.connect(work.runtime.clouds),
            self._object(work),
            self._path(work),
            {algorithm, "sha512"},
            _Report(work, row.size),
        ) or {algorithm: glance.hashed(self._path(work), algorithm)}
        work.note("digests", digests)
        if digests[algorithm] != digest:
            raise problems.file_missing(row.name, row.version)

    def _restart(self, work):
        """An upload that was broken off cannot be continued: the image is made anew."""
        api = glance.connect(work.clouds)
        image = glance.get(api, self._object(work))
        if image and image["status"] in ("queued", "active"):
            return
        if image:
            glance.delete(api, image["id"])
        Create(self._request).run(work)


class Compare(_OfPublication):
    """Glance's hash is that of the file."""

    def __init__(self, request):
        super().__init__("compare", Message("compare-hash", "Compare Glance's hash"), request)

    def run(self, work):
        image = glance.get(glance.connect(work.clouds), self._object(work)) or {
            "id": self._object(work),
            "status": "deleted",
        }
        glance.compare(image, self._path(work), work.recall("digests", {}))


class Store(_OfPublication):
    """The template is in the store."""

    def __init__(self, request):
        super().__init__("store", Message("store-template", "Store the template"), request)

    def run(self, work):
        row, path, ident = self._content(work), self._path(work), self._request.publication
        text, about = templates.read(path)
        algorithm, digest = description.digest(row.hashes)
        if glance.hashed(path, algorithm) != digest:
            raise problems.file_missing(row.name, row.version)
        with work.runtime.db.session() as session:
            templates.store(session, ident, self._request.name, self._request.version, text, about)
        publications.change(work.runtime.db, ident, object_id=ident)

    def undo(self, work):
        templates.delete(work.runtime.db, self._request.publication)


class StoreObject(_OfPublication):
    """The object store has the verified file."""

    def __init__(self, request):
        super().__init__("store", Message("store-object", "Store the object"), request)

    def run(self, work):
        row, file, ident = self._content(work), self._path(work), self._request.publication
        algorithm, digest = description.digest(row.hashes)
        options = work.runtime.conf.sherpa
        actual, pieces = swift.segments(file, algorithm, options.segment_mib << 20)
        if actual != digest:
            raise problems.file_missing(row.name, row.version)
        path = swift.path_of(options.container, row)
        publications.change(work.runtime.db, ident, path=path)
        report = _Report(work, row.size)
        api = swift.connect(work.runtime.clouds)
        swift.put(work, api, path, ident, file, pieces, report)
        publications.change(work.runtime.db, ident, object_id=ident)

    def undo(self, work):
        ident = self._request.publication
        with work.runtime.db.reader() as session:
            row = session.get(Publication, ident)
        if row is not None and row.path:
            swift.delete(swift.connect(work.clouds), row.path, ident)


class Show(_OfPublication):
    """This version is the current one, and those before are superseded."""

    def __init__(self, request):
        title = Message(
            "show-publication", "Make {version} the current version", version=request.version
        )
        super().__init__("show", title, request)

    def run(self, work):
        if work.recall("superseded") is None:
            with work.runtime.db.reader() as session:
                former = session.get(Publication, self._request.publication).state
                rows = publications.current(session, self._request)
                work.note("former", former)
                work.note("superseded", {row.id: row.object_id for row in rows})
        self._expose(work, self._object(work))
        publications.change(work.runtime.db, self._request.publication, state=states.PUBLISHED)
        for ident, object_id in work.recall("superseded").items():
            self._cover(work, object_id)
            publications.change(work.runtime.db, ident, state=states.SUPERSEDED)

    def undo(self, work):
        for ident, object_id in (work.recall("superseded") or {}).items():
            self._expose(work, object_id)
            publications.change(work.runtime.db, ident, state=states.PUBLISHED)
        former = work.recall("former")
        if former:
            self._cover(work, self._object(work))
            publications.change(work.runtime.db, self._request.publication, state=former)

    def _expose(self, work, object_id):
        """Lists show it."""

    def _cover(self, work, object_id):
        """Lists do not show it."""


class ShowImage(Show):
    """The same for images, which Glance hides."""

    def _expose(self, work, object_id):
        with work.runtime.db.reader() as session:
            row = session.query(Publication).filter_by(object_id=object_id).one()
        glance.show(glance.connect(work.clouds), object_id, row.visibility)

    def _cover(self, work, object_id):
        glance.hide(glance.connect(work.clouds), object_id)


class ShowObject(Show):
    """The same for objects: all versions are there, but what went meanwhile is not shown."""

    def run(self, work):
        ident = self._request.publication
        with work.runtime.db.reader() as session:
            path = publications.get(session, ident).path
        swift.check(swift.connect(work.clouds), path, ident)
        super().run(work)


_SHOWING = {states.IMAGE: ShowImage, **dict.fromkeys(states.OBJECTS, ShowObject)}


class _Report:
    """Progress of an upload; ends it when the operation is cancelled."""

    def __init__(self, work, size):
        self._work, self._size, self._looked = work, size, 0.0

    def __call__(self, count):
        moment = time.monotonic()
        if moment - self._looked < _LOOK:
            return
        self._looked = moment
        self._work.check()
        self._work.progress(
            100 * count // max(self._size, 1),
            Message(
                "upload-progress",
                "{done} of {total} MiB",
                done=count >> 20,
                total=-(-self._size >> 20),
            ),
        )
