"""Import: an uploaded file is verified as a source is, and its files become content."""

import contextlib
import shutil

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.sherpa import content, problems, states, uploads
from helion_services.sherpa.flows.requests import Download
from helion_services.sherpa.layout import Layout
from helion_services.sherpa.models import Content, Source
from helion_services.sherpa.repository import description, reading
from helion_services.sherpa.repository.archive import Archive, ArchiveRefused
from helion_services.sherpa.repository.wire import TARGETS
from helion_services.sherpa.transfer import Transfer, check_room

_MOST = 1000  # files in one import


def steps(request):
    """The steps of a :class:`~.requests.Import`."""
    return (Verify(request), Unpack(request), Keep(request))


class _OfUpload(Step):
    def __init__(self, name, title, request):
        super().__init__(name, title)
        self._request = request

    def _archive(self, work):
        path = Layout(work.runtime.conf).upload(self._request.upload)
        if not path.exists():
            raise problems.no_upload(self._request.upload)
        return Archive(path, self._request.name)

    def _files(self, work):
        """A :class:`~.requests.Download` for each file."""
        return [Download.load(stored) for stored in work.recall("files", [])]


class Verify(_OfUpload):
    """The metadata in the file is signed by those whom the source's root trusts."""

    def __init__(self, request):
        super().__init__("verify", Message("verify-import", "Verify the signatures"), request)

    def run(self, work):
        runtime = work.runtime
        with runtime.db.reader() as session:
            source = session.get(Source, self._request.source)
        if source is None:
            raise problems.no_source(self._request.source)
        layout = Layout(runtime.conf)
        with self._archive(work) as archive, self._folder(layout) as folder:
            # Keys that the source revoked since are not trusted here, either.
            history = layout.metadata(source.id, source.fingerprint) / "root_history"
            if history.is_dir():
                shutil.copytree(history, folder / "root_history")
            listing = reading.read(folder, archive, source.root.encode())
            files = [
                (path, target, place)
                for path, target in listing.targets.items()
                for place in [_place(archive, reading.paths(folder, path, target.hashes))]
                if place
            ]
        if not files or len(files) > _MOST:
            raise ArchiveRefused(
                Message(
                    "csu-empty",
                    "The file must have between 1 and {most} files that its metadata lists.",
                    most=_MOST,
                )
            )
        work.note("files", [self._download(source, path, target) for path, target, _ in files])
        work.note("places", [place for _path, _target, place in files])

    @contextlib.contextmanager
    def _folder(self, layout):
        """A new folder for metadata; one that a conductor left behind that died is deleted."""
        folder = layout.upload_metadata(self._request.upload)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _download(self, source, path, target):
        columns = description.entry(source.id, path, target)
        if columns is None:
            raise ArchiveRefused(
                Message("csu-target-refused", "The file lists {name} without a hash.", name=path)
            )
        described = {name: columns[name] for name in content.DESCRIPTION}
        published = described["published_at"]
        described["published_at"] = published and published.isoformat()
        return Download(
            description.content_id(columns["id"], columns["hashes"]),
            columns["id"],
            source.id,
            source.name,
            described,
        ).dump()

    def undo(self, work):
        layout = Layout(work.runtime.conf)
        shutil.rmtree(layout.upload_metadata(self._request.upload), ignore_errors=True)
        uploads.discard(work.runtime, self._request.upload)


class Unpack(_OfUpload):
    """Each file is here, and its hash is right."""

    def __init__(self, request):
        super().__init__("unpack", Message("unpack-import", "Unpack and check the files"), request)

    def run(self, work):
        layout, files = Layout(work.runtime.conf), self._files(work)
        total = sum(file.description["size"] for file in files) or 1
        count = 0
        with self._archive(work) as archive:
            for file, place in zip(files, work.recall("places"), strict=True):
                if layout.content(file.content).exists():
                    continue
                algorithm, digest = description.digest(file.description["hashes"])
                size = file.description["size"]
                transfer = Transfer(layout.part(file.content), size, algorithm, digest)
                transfer.resume(work.check)

                def report(piece, size=size, transfer=transfer):
                    nonlocal count
                    count += piece
                    work.check()
                    check_room(work.runtime.conf, size - transfer.count)
                    work.progress(100 * count // total)

                transfer.fetch(archive, place, report)

    def undo(self, work):
        layout = Layout(work.runtime.conf)
        for file in self._files(work):
            layout.part(file.content).unlink(missing_ok=True)


class Keep(_OfUpload):
    """The files become content, and the uploaded file goes."""

    def __init__(self, request):
        super().__init__("keep", Message("keep-content", "Keep the verified file"), request)

    def run(self, work):
        files = self._files(work)
        if work.recall("new") is None:
            with work.runtime.db.reader() as session:
                new = [file.content for file in files if session.get(Content, file.content) is None]
            work.note("new", new)
        layout = Layout(work.runtime.conf)
        for file in files:
            content.keep(work.runtime, layout, file, states.IMPORT)
        work.disallow_cancel()
        uploads.discard(work.runtime, self._request.upload)

    def undo(self, work):
        for ident in work.recall("new") or ():
            content.drop(work.runtime, ident)


def _place(archive, paths):
    """Where a target is in the file, None if it is not."""
    return next((TARGETS + path for path in paths if TARGETS + path in archive.members), None)
