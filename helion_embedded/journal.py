"""A journal of what all services write: systemd's own programs, fed from the services' log files.

``systemd-journal-remote`` writes the journal, ``systemd-journal-gatewayd`` serves it over HTTP.
Without a socket the gateway would listen on all interfaces, so it gets one on loopback.
"""

import dataclasses
import datetime
import functools
import itertools
import json
import os
import pathlib
import re
import subprocess

from helion_embedded import parent
from helion_embedded.state import write_private

PACKAGE = "systemd-journal-remote"
NOTIFICATIONS = "oslo.messaging.notification"
"""The root of the loggers to which oslo.messaging's driver ``log`` writes."""

_FOLDER = pathlib.Path("/lib/systemd")
_ROUND = 2**20  # bytes of a file that are read at once
_BEHIND = 64 * 2**20  # bytes of a file that may wait to be read; older ones are skipped
_MOST = 512 * 2**20  # bytes of the journal
_LONGEST = 64 * 2**10  # characters of an entry
_PIECE = 3900  # bytes of a field: the gateway leaves out what has 4 KiB with its name
_START = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)[.,](?P<ms>\d{3}) (?:\d+ )?"
    r"(?P<level>CRITICAL|ERROR|WARNING|INFO|DEBUG|TRACE) (?P<logger>\S+) "
    r"(?:\[(?P<context>[^\]]*)\] )?(?P<text>.*)"
)
_UUID = re.compile(r"(req-)?\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b")
_PRIORITIES = {"CRITICAL": 2, "ERROR": 3, "WARNING": 4, "INFO": 6, "DEBUG": 7, "TRACE": 7}


def missing():
    """One line that says what to install, or None if the programs are here."""
    if all(_program(name).exists() for name in ("remote", "gatewayd")):
        return None
    return f"no logs: install {PACKAGE} (apt-get install {PACKAGE})"


def serve(folder, host, port):
    """Start the gateway of a folder; returns its process."""
    activate = ["systemd-socket-activate", f"--listen={host}:{port}"]
    return _start([*activate, str(_program("gatewayd")), "-D", str(folder)])


def _start(command, **options):
    """A process that ends with this one."""
    pid = os.getpid()
    end = functools.partial(parent.die_with_parent, pid)
    return subprocess.Popen(command, preexec_fn=end, **options)  # noqa: PLW1509


class Writer:
    """Writes entries to the journal in a folder."""

    def __init__(self, folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        command = [str(_program("remote")), f"--output={folder}/undercloud.journal", "-"]
        self._process = _start(command, stdin=subprocess.PIPE)

    def write(self, entries):
        """Write :class:`Entry` each; raises :class:`OSError` if the program has ended."""
        self._process.stdin.write(b"".join(entry.exported() for entry in entries))
        self._process.stdin.flush()

    def close(self):
        """Wait until everything is written."""
        self._process.stdin.close()
        self._process.wait()


@dataclasses.dataclass
class Entry:
    """An entry: a line with those that continue it, such as a traceback.

    :ivar service: whose file it is in
    :ivar at: an aware datetime
    :ivar level: as in the file, such as ``INFO``
    :ivar context: what oslo.log writes of the request
    :ivar cut: how many characters of the text are left out
    """

    service: str
    at: datetime.datetime
    level: str = "INFO"
    logger: str = ""
    context: str = ""
    text: str = ""
    cut: int = 0

    def exported(self):
        """It in systemd's journal export format."""
        requests, idents = set(), set()
        for prefix, ident in _UUID.findall(f"{self.context} {self.text}"):
            (requests if prefix else idents).add(f"{prefix}{ident}")
        cut = max(0, len(self.text) - _LONGEST) + self.cut
        lines = [
            f"__REALTIME_TIMESTAMP={int(self.at.timestamp() * 1e6)}",
            f"PRIORITY={_PRIORITIES[self.level]}",
            f"SYSLOG_IDENTIFIER={self.service}",
            "_HOSTNAME=undercloud",
            *(f"LOGGER={logger}" for logger in self._loggers()),
            *([f"CUT={cut}"] if cut else ()),
            *(f"REQUEST={request}" for request in sorted(requests)),
            *(f"UUID={ident}" for ident in sorted(idents)),
        ]
        head = "".join(f"{line}\n" for line in lines).encode()
        return head + b"".join(_fields(self.text[:_LONGEST])) + b"\n"

    def _loggers(self):
        """Its logger; a notification is found by the root of them all, too."""
        if self.logger.startswith(f"{NOTIFICATIONS}."):
            return (NOTIFICATIONS, self.logger)
        return (self.logger,) if self.logger else ()


def _fields(text):
    """The fields of a text in export format: a long one goes on in ``MESSAGE_2`` and so on."""
    rest = text.encode(errors="replace")
    for number in itertools.count(1):
        # Not within a character.
        piece = rest[:_PIECE].decode(errors="ignore").encode()
        name = f"MESSAGE_{number}" if number > 1 else "MESSAGE"
        yield name.encode() + b"\n" + len(piece).to_bytes(8, "little") + piece + b"\n"
        rest = rest[len(piece) :]
        if not rest:
            return


class Tail:
    """What is new in log files, each called as its service.

    :param folder: with the files
    :param memory: a file that keeps how far each was read
    :param left_out: names of services whose files are not read
    """

    def __init__(self, folder, memory, left_out=()):
        self._folder = folder
        self._memory = memory
        self._left_out = set(left_out)
        self._offsets = json.loads(memory.read_text()) if memory.exists() else {}
        self.behind = False

    def entries(self):
        """The next :class:`Entry` of all files, by time; :attr:`behind` if there are more."""
        entries = []
        self.behind = False
        for path in sorted(self._folder.glob("*.log")):
            if path.stem not in self._left_out:
                entries += self._read(path)
        return sorted(entries, key=lambda entry: entry.at)

    def remember(self):
        """What was read is written, and is not read again."""
        write_private(self._memory, json.dumps(self._offsets))

    def _read(self, path):
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            offset = self._offset(path.name, status)
            skipped = 0
            if status.st_size - offset > _BEHIND:
                skipped = _skip(file, offset, status.st_size - _ROUND)
                offset = file.tell()
            file.seek(offset)
            data = file.read(_ROUND)
        whole = data[: data.rfind(b"\n") + 1]
        if len(data) == _ROUND:
            self.behind = True
            whole = whole or data  # a line without an end
        self._offsets[path.name] = [offset + len(whole), status.st_ino]
        entries = parsed(path.stem, whole.decode(errors="replace"))
        if skipped:
            text = f"{skipped} lines of {path.name} were skipped: they came too fast."
            entries.append(_own_entry("WARNING", text))
        return entries

    def _offset(self, name, status):
        """How far a file was read: not at all, if it is another by now or was begun anew."""
        offset, *file = value if isinstance(value := self._offsets.get(name, 0), list) else [value]
        return 0 if status.st_size < offset or file not in ([], [status.st_ino]) else offset


def prune(folder):
    """Keep the journal within its bounds; an :class:`Entry` about what was deleted, or None."""
    total = sum(path.stat().st_size for path in folder.glob("*.journal"))
    if total <= _MOST:
        return None
    # What is full has a name of its own.
    for path in sorted(folder.glob("*@*.journal"), key=lambda path: path.stat().st_mtime):
        total -= path.stat().st_size
        path.unlink()
        if total <= _MOST:
            break
    text = f"The oldest lines were deleted: the journal has more than {_MOST // 2**20} MiB."
    return _own_entry("INFO", text)


def copy(tail, writer, folder):
    """Write what is new to the journal; returns the number of entries."""
    entries = tail.entries()
    if entries:
        writer.write(entries)
        tail.remember()
        if note := prune(folder):
            writer.write([note])
    return len(entries)


def _skip(file, offset, end):
    """Go on to the first whole line after ``end``; returns how many lines are skipped."""
    file.seek(offset)
    count = 0
    while file.tell() < end:
        count += file.read(min(_ROUND, end - file.tell())).count(b"\n")
    count += file.readline(_ROUND).endswith(b"\n")
    return count


def _own_entry(level, text):
    return Entry("journal", datetime.datetime.now(datetime.UTC), level, __name__, text=text)


def parsed(service, text):
    """:class:`Entry` each of a piece of a log file."""
    entries = []
    for line in text.splitlines():
        start = _START.match(line)
        if start:
            at = datetime.datetime.strptime(start["time"], "%Y-%m-%d %H:%M:%S").astimezone()
            entry = Entry(
                service,
                at + datetime.timedelta(milliseconds=int(start["ms"])),
                start["level"],
                start["logger"],
                start["context"] or "",
                start["text"],
            )
            entries.append(entry)
        elif entries and len(entries[-1].text) < _LONGEST:
            entries[-1].text += f"\n{line}"
        elif entries:
            entries[-1].cut += len(line) + 1
        elif line and not entries:
            entries.append(Entry(service, datetime.datetime.now(datetime.UTC), text=line))
    return entries


def _program(name):
    return _FOLDER / f"systemd-journal-{name}"
