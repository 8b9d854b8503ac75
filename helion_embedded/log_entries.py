"""Entries of log files: read from their lines, and written in systemd's export format."""

import dataclasses
import datetime
import itertools
import re

NOTIFICATIONS = "oslo.messaging.notification"
"""The root of the loggers to which oslo.messaging's driver ``log`` writes."""

_LONGEST = 64 * 2**10  # characters of an entry
_PIECE = 3900  # bytes of a field: the gateway leaves out what has 4 KiB with its name
_START = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)[.,](?P<ms>\d{3}) (?:\d+ )?"
    r"(?P<level>CRITICAL|ERROR|WARNING|INFO|DEBUG|TRACE) (?P<logger>\S+) "
    r"(?:\[(?P<context>[^\]]*)\] )?(?P<text>.*)"
)
_UUID = re.compile(r"(req-)?\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b")
_PRIORITIES = {"CRITICAL": 2, "ERROR": 3, "WARNING": 4, "INFO": 6, "DEBUG": 7, "TRACE": 7}


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
