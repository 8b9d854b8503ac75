"""systemd's journal, read over the HTTP API of ``systemd-journal-gatewayd``.

It finds lines by the exact values of fields and neither by time nor by words, so those are looked
for in the last lines that pass the rest. A line has the fields ``MESSAGE``, ``PRIORITY``,
``SYSLOG_IDENTIFIER`` (the service), ``_HOSTNAME``, and any number of ``LOGGER``, ``REQUEST`` and
``UUID``: what it names. The gateway leaves out values of 4 KiB and more, so a longer text goes on
in ``MESSAGE_2``, ``MESSAGE_3`` and so on; ``CUT`` is the number of characters after their end.
"""

import datetime
import itertools
import re

from django.utils.translation import gettext as _

from helion_dashboard.api import errors
from helion_dashboard.api.logs import SERVICE, records

_LOOKED = 2000  # lines that one page looks at
_PRIORITIES = {
    "critical": ("0", "1", "2"),
    "error": ("3",),
    "warning": ("4",),
    "info": ("5", "6"),
    "debug": ("7",),
}
_EPOCH = datetime.datetime.fromtimestamp(0, datetime.UTC)
_LEVELS = {number: level for level, numbers in _PRIORITIES.items() for number in numbers}
_CURSOR = re.compile(r"[0-9a-z=;]{1,255}")
_SEQUENCE = re.compile(r"(?:^|;)i=([0-9a-f]+)")
_JSON = {"Accept": "application/json"}


class Journal:
    """The store behind one gateway.

    :param http: the :class:`~.http.Http` that calls it
    """

    def __init__(self, http, settings):
        self._http = http

    def lines(self, query, limit, marker):
        """See :func:`~.client.lines`."""
        bodies = self._before(_place(marker) if marker else "", _LOOKED, _matches(query))
        inside = [body for body in bodies if _passes(query, body)]
        older = len(bodies) == _LOOKED and not (query.since and _at(bodies[-1]) < query.since)
        page = tuple(map(_line, inside[:limit]))
        last = page[-1].id if len(inside) > limit else bodies[-1]["__CURSOR"] if older else ""
        return records.Lines(
            page,
            more=older or len(inside) > limit,
            histogram=records.histogram(
                ((_at(body), _level(body)) for body in inside), query.since, query.until
            ),
            looked=len(bodies) if older else None,
            marker=last,
        )

    def around(self, line, limit):
        """See :func:`~.client.around`."""
        fetched = self._get(f"{_place(line)}:0:1", ())
        if not fetched:
            raise errors.NotFound(SERVICE, _("The log store no longer has this line."), 404)
        host = [("_HOSTNAME", fetched[0]["_HOSTNAME"])] if fetched[0].get("_HOSTNAME") else []
        older = self._before(line, limit, host)
        # After the last line the gateway gives the last line again.
        newer = [
            row
            for row in self._get(f"{line}:1:{limit}", host)
            if _number(row) > _number(fetched[0])
        ]
        return tuple(_line(body) for body in (*newer[::-1], *fetched, *older))

    def services(self):
        """See :func:`~.client.services`."""
        rows = self._http.json_lines("/fields/SYSLOG_IDENTIFIER", headers=_JSON)
        return sorted({row["SYSLOG_IDENTIFIER"] for row in rows})

    def _before(self, marker, number, matches):
        """The JSON of the lines before a cursor or the end, the newest first."""
        # From the end, the gateway begins one line further back than from a cursor.
        rows = self._get(f"{marker}:-{number if marker else number - 1}:{number}", matches)[::-1]
        # Where fewer lines are left it begins at the first one, and passes the cursor.
        end = _number({"__CURSOR": marker})
        return [row for row in rows if not marker or _number(row) < end]

    def _get(self, place, matches):
        headers = _JSON | {"Range": f"entries={place}"}
        return self._http.json_lines("/entries", headers=headers, params=list(matches))


def _number(body):
    """The number of a line in its journal, from its cursor."""
    match = _SEQUENCE.search(body["__CURSOR"])
    return int(match[1], 16) if match else 0


def _place(marker):
    """A cursor from a URL, if it is one."""
    if _CURSOR.fullmatch(marker):
        return marker
    text = _("This place in the log is not valid.")
    raise errors.Invalid(SERVICE, text, fields={"marker": [text]})


def _matches(query):
    """The fields that the gateway compares: different ones by and, the same one by or."""
    pairs = []
    if query.level:
        pairs += [("PRIORITY", each) for level in query.levels for each in _PRIORITIES[level]]
    for field, value in (
        ("SYSLOG_IDENTIFIER", query.service),
        ("_HOSTNAME", query.host),
        ("REQUEST", query.request),
        ("UUID", query.ident),
    ):
        if value:
            pairs.append((field, value))
    return pairs


def _passes(query, body):
    if query.since or query.until:
        at = _at(body)
        if (query.since and at < query.since) or (query.until and at > query.until):
            return False
    words = query.text.lower().split()
    # As it is stored: to mask thousands of lines takes too long.
    text = f"{_message(body)} {_logger(body)}".lower() if words else ""
    return all(word in text for word in words)


def _line(body):
    """The :class:`~.records.Line` from its JSON."""
    text, cut = records.shown(_message(body))
    return records.Line(
        body["__CURSOR"],
        _at(body),
        _level(body),
        service=_text(body.get("SYSLOG_IDENTIFIER")),
        host=_text(body.get("_HOSTNAME")),
        text=text,
        cut=cut + int(_text(body.get("CUT")) or 0),
        logger=_logger(body),
        request_ids=tuple(_several(body.get("REQUEST"))),
    )


def _at(body):
    return _EPOCH + datetime.timedelta(microseconds=int(body["__REALTIME_TIMESTAMP"]))


def _level(body):
    return _LEVELS.get(body.get("PRIORITY"), "info")


def _logger(body):
    """The name of the logger: the longest, where it is among its roots."""
    return max(_several(body.get("LOGGER")), key=len, default="")


def _message(body):
    """The text of a line, of all its fields."""
    if body.get("MESSAGE", "") is None:
        return _("The log store does not return this line: it is too long.")
    names = itertools.takewhile(
        lambda name: name in body, (f"MESSAGE_{number}" for number in itertools.count(2))
    )
    return _text(body.get("MESSAGE")) + "".join(_text(body[name]) for name in names)


def _text(value):
    """A field as text: bytes that are not UTF-8 come as numbers, a value too long as null."""
    if value is None:
        return ""
    if isinstance(value, list):
        if all(isinstance(number, int) for number in value):
            return bytes(value).decode(errors="replace")
        return _text(value[0])
    return str(value)


def _several(value):
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]
