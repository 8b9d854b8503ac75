"""Fetching one file: continued where it ended, hashed while it comes, in constant memory."""

import contextlib
import hashlib
import threading
import time

from helion_services.base.messages import Message
from helion_services.sherpa.layout import NO_ROOM, Layout
from helion_services.sherpa.repository import failures

_CHUNK = 1 << 20
_MIB = 1 << 20


class TransferRefused(Exception):
    """The file is not what the metadata promises; the first argument is a message."""


class Transfer:
    """One file on its way into ``part``.

    :param size: bytes that it must have
    :param algorithm: of its ``digest``, hexadecimal

    :ivar count: bytes that are here and hashed
    """

    def __init__(self, part, size, algorithm, digest):
        self._part, self._size, self._digest = part, size, digest
        self._algorithm = algorithm
        self._hash, self.count = hashlib.new(algorithm), 0

    def resume(self, progress=lambda: None):
        """Read what is here already; what is too much is thrown away."""
        self._hash, self.count = hashlib.new(self._algorithm), 0
        if not self._part.exists():
            return
        if self._part.stat().st_size > self._size:
            self._part.unlink()
            return
        with self._part.open("rb") as file:
            while chunk := file.read(_CHUNK):
                self._hash.update(chunk)
                self.count += len(chunk)
                progress()

    def fetch(self, wire, path, progress=lambda size: None):
        """Fetch the rest from ``path`` of a :class:`~.repository.wire.Wire`.

        ``progress`` is called with the size of each piece. Raises :class:`TransferRefused` for
        content that is not what it must be, :class:`FileNotFoundError` for a path that does not
        exist, and :class:`~.repository.failures.SourceError` otherwise.
        """
        if self.count < self._size or not self._size:
            with wire.opened(path, self.count) as answer:
                self._check_status(wire, answer, path)
                self._write(wire, answer, progress)
            if self.count < self._size:
                raise failures.cut_off(wire.address)
        self.verify()

    def verify(self):
        """Compare the digest; deletes a file whose digest is wrong."""
        if self._hash.hexdigest() != self._digest:
            self.discard()
            raise TransferRefused(
                Message(
                    "content-corrupt",
                    "The file is not the one in the signed metadata: its hash differs.",
                )
            )

    def discard(self):
        """Delete what is here."""
        self._part.unlink(missing_ok=True)
        self._hash, self.count = hashlib.new(self._algorithm), 0

    def _check_status(self, wire, answer, path):
        if answer.status == 404:
            raise FileNotFoundError(path)
        if answer.status in (401, 403):
            raise failures.login_refused(wire.address)
        if answer.status == 206 and _start(answer) == self.count:
            return
        if answer.status == 200:
            self.discard()
            return
        if answer.status in (206, 416) and self.count:  # it cannot continue: from the beginning
            self.discard()
            raise failures.cut_off(wire.address)
        raise failures.refused(wire.address, answer.status)

    def _write(self, wire, answer, progress):
        with named_disk(), self._part.open("ab") as file:
            for chunk in wire.chunks(answer):
                if self.count + len(chunk) > self._size:
                    self.discard()
                    raise TransferRefused(
                        Message(
                            "content-endless",
                            "The file is longer than the signed metadata says: at most {size}"
                            " bytes.",
                            size=self._size,
                        )
                    )
                file.write(chunk)
                self._hash.update(chunk)
                self.count += len(chunk)
                progress(len(chunk))


class DiskFull(Exception):
    """There is no room; the first argument is a message."""


def check_room(conf, needed):
    """Raise :class:`DiskFull` unless ``needed`` bytes leave free what is to stay free."""
    free, reserve = Layout(conf).free(), conf.sherpa.reserve_mib * _MIB
    if free - needed < reserve:
        raise DiskFull(
            Message(
                "disk-space",
                "The disk has {free} MiB free. {needed} MiB are needed, and {reserve} MiB stay"
                " free.",
                free=free // _MIB,
                needed=-(-needed // _MIB),
                reserve=reserve // _MIB,
            )
        )


@contextlib.contextmanager
def named_disk():
    """A disk that is full is raised as :class:`DiskFull`."""
    try:
        yield
    except OSError as exc:
        if exc.errno not in NO_ROOM:
            raise
        raise DiskFull(Message("disk-full", "The disk is full.")) from exc


def _start(answer):
    """The first byte of a partial answer, None if it does not say."""
    first = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(first) if first.isdecimal() else None


class Limiter:
    """Bytes per second that all transfers of a process use together."""

    def __init__(self):
        self._lock = threading.Lock()
        self._free_at = 0.0

    def pause(self, size, rate):
        """Seconds to wait after ``size`` bytes, at ``rate`` bytes per second; 0: no limit."""
        if not rate:
            return 0.0
        with self._lock:
            moment = time.monotonic()
            self._free_at = max(self._free_at, moment) + size / rate
            return self._free_at - moment


class Slots:
    """How many transfers of a process run at the same time."""

    def __init__(self):
        self._changed = threading.Condition()
        self._used = 0

    @contextlib.contextmanager
    def one_of(self, most, waiting):
        """One of ``most`` places, for the block; ``waiting()`` is called while there is none."""
        while True:
            with self._changed:
                if self._used < most:
                    self._used += 1
                    break
                self._changed.wait(1.0)
            waiting()
        try:
            yield
        finally:
            with self._changed:
                self._used -= 1
                self._changed.notify()
