"""Download: room, the file piece by piece, its hash; nothing is visible before that is right."""

import datetime
import time

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.operations.work import TimedOut
from helion_services.base.times import iso, now
from helion_services.sherpa import content, problems, sources, states
from helion_services.sherpa.layout import Layout
from helion_services.sherpa.models import Source
from helion_services.sherpa.repository import description
from helion_services.sherpa.repository.failures import SourceError
from helion_services.sherpa.repository.wire import Wire
from helion_services.sherpa.transfer import DiskFull, Limiter, Slots, Transfer, check_room

_MIB = 1 << 20
_LOOK = 0.5  # seconds between two looks at whether it was cancelled
_LONGEST_PAUSE = 60.0
_LIMITER, _SLOTS = Limiter(), Slots()


def steps(request):
    """The steps of a :class:`~.requests.Download`."""
    return (Space(request), Fetch(request), Keep(request))


class Space(Step):
    """There is room on the disk."""

    def __init__(self, request):
        super().__init__("space", Message("check-disk-space", "Check the disk space"))
        self._request = request

    def run(self, work):
        part = Layout(work.runtime.conf).part(self._request.content)
        fetched = part.stat().st_size if part.exists() else 0
        check_room(work.runtime.conf, max(0, self._request.description["size"] - fetched))


class Fetch(Step):
    """The file is here and verified. What is here stays for a retry, unless the disk is full."""

    def __init__(self, request):
        super().__init__("fetch", Message("fetch-content", "Fetch {name}", name=request.label))
        self._request = request

    def run(self, work):
        deadline, pause = _deadline(work), 1.0
        transfer = self._transfer(work.runtime.conf)
        while True:
            work.check()
            before = transfer.count
            try:
                return self._attempt(work, transfer, deadline)
            except DiskFull:
                transfer.discard()
                raise
            except SourceError as exc:
                if not exc.passing:
                    raise
                pause = 1.0 if transfer.count > before else min(pause * 2, _LONGEST_PAUSE)
                _report(work, exc)
            self._wait(work, pause, deadline)

    def undo(self, work):
        layout = Layout(work.runtime.conf)
        if layout.is_cancelled(self._request.content, work.id):
            layout.part(self._request.content).unlink(missing_ok=True)

    def _transfer(self, conf):
        algorithm, digest = description.digest(self._request.description["hashes"])
        part = Layout(conf).part(self._request.content)
        return Transfer(part, self._request.description["size"], algorithm, digest)

    def _attempt(self, work, transfer, deadline):
        runtime = work.runtime
        with runtime.db.reader() as session:
            row = session.get(Source, self._request.source)
        if row is None:
            raise problems.no_source(self._request.source)
        watch = Watch(work, transfer, self._request.description["size"], deadline)
        password = sources.stored_password(runtime, row)
        with (
            _SLOTS.one_of(runtime.conf.sherpa.downloads, watch.waiting),
            Wire(sources.reach(runtime.conf, row, password)) as wire,
        ):
            transfer.resume(watch.hashing)
            described = self._request.description
            paths = sources.paths(runtime.conf, row, described["target"], described["hashes"])
            for path in paths:
                try:
                    return transfer.fetch(wire, path, watch.progress)
                except FileNotFoundError:
                    continue
        raise problems.not_offered(
            self._request.description["name"], self._request.description["version"]
        )

    def _wait(self, work, seconds, deadline):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            work.check()
            _refuse_late(work, deadline)
            work.sleep(min(left, 1.0))
        _refuse_late(work, deadline)


class Keep(Step):
    """The file becomes content."""

    def __init__(self, request):
        super().__init__("keep", Message("keep-content", "Keep the verified file"))
        self._request = request

    def run(self, work):
        layout = Layout(work.runtime.conf)
        content.keep(work.runtime, layout, self._request, states.DOWNLOAD)

    def undo(self, work):
        content.drop(work.runtime, self._request.content)


class Watch:
    """What happens beside a transfer: progress, the bandwidth limit, being cancelled."""

    def __init__(self, work, transfer, size, deadline):
        self._work, self._transfer, self._size = work, transfer, size
        self._deadline = deadline
        self._began = self._looked = time.monotonic()
        self._fetched = 0

    def waiting(self):
        """Another download has the place."""
        self._work.check()
        self._work.progress(0, Message("download-queued", "Waiting for other downloads"))

    def hashing(self):
        """A piece of what is here was read."""
        self._look()

    def progress(self, size):
        """A piece came."""
        self._fetched += size
        rate = self._work.runtime.conf.sherpa.bandwidth_kib * 1024
        pause = _LIMITER.pause(size, rate)
        if pause:
            self._work.sleep(pause)
        if self._look():
            self._report()

    def _look(self):
        moment = time.monotonic()
        if moment - self._looked < _LOOK:
            return False
        self._looked = moment
        self._work.check()
        _refuse_late(self._work, self._deadline)
        # Others write to the disk, too.
        check_room(self._work.runtime.conf, max(0, self._size - self._transfer.count))
        return True

    def _report(self):
        count = self._transfer.count
        speed = self._fetched / max(self._looked - self._began, 0.001)
        self._work.progress(
            100 * count // max(self._size, 1),
            Message(
                "download-progress",
                "{done} of {total} MiB, {speed} KiB/s, {seconds} s left",
                done=count // _MIB,
                total=-(-self._size // _MIB),
                speed=round(speed / 1024),
                seconds=round((self._size - count) / max(speed, 1)),
            ),
        )


def _deadline(work):
    """When the download has to be over; counted from its beginning, whoever continues it."""
    stored = work.recall("deadline")
    if stored:
        return datetime.datetime.fromisoformat(stored)
    hours = datetime.timedelta(hours=work.runtime.conf.sherpa.download_hours)
    moment = now() + hours
    work.note("deadline", iso(moment))
    return moment


def _refuse_late(work, deadline):
    if now() > deadline:
        raise TimedOut(
            Message(
                "download-too-long",
                "The download did not end within {hours} hours.",
                hours=round(work.runtime.conf.sherpa.download_hours, 1),
            )
        )


def _report(work, error):
    """Say why it waits; in the log once for each reason."""
    fact = error.message.fact()
    waits = Message(
        "download-waits",
        "{reason} The download continues as soon as that is over.",
        reason=error.message,
    )
    work.hold_up(waits)
    if work.recall("waits") != fact:
        work.note("waits", fact)
        work.say(waits)
