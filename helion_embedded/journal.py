"""A journal of what all services write: systemd's own programs, fed from the services' log files.

``systemd-journal-remote`` writes the journal, ``systemd-journal-gatewayd`` serves it over HTTP.
Without a socket the gateway would listen on all interfaces, so it gets one on loopback.
"""

import datetime
import functools
import json
import os
import pathlib
import subprocess

from helion_embedded import parent
from helion_embedded.log_entries import Entry, parsed
from helion_embedded.state import write_private

PACKAGE = "systemd-journal-remote"
_FOLDER = pathlib.Path("/lib/systemd")
_ROUND = 2**20  # bytes of a file that are read at once
_BEHIND = 64 * 2**20  # bytes of a file that may wait to be read; older ones are skipped
_MOST = 512 * 2**20  # bytes of the journal


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


def _program(name):
    return _FOLDER / f"systemd-journal-{name}"
