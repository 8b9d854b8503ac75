"""What a log store is asked and answers, whatever its dialect."""

import dataclasses
import datetime
import itertools
import re

from django.utils.translation import gettext_lazy as _
from oslo_utils import strutils

from helion_dashboard.api.states import Kind, State, lookup, table

#: Levels by weight, the worst first.
LEVEL = table(
    State("critical", _("Critical"), Kind.FAILED, "fa fa-circle-exclamation"),
    State("error", _("Error"), Kind.FAILED, "fa fa-circle-exclamation"),
    State("warning", _("Warning"), Kind.HELD, "fa fa-triangle-exclamation"),
    State("info", _("Info"), Kind.NEW, "fa fa-circle-info"),
    State("debug", _("Debug"), Kind.NEW, "far fa-circle"),
)
_NAMES = {
    "emerg": "critical",
    "alert": "critical",
    "crit": "critical",
    "fatal": "critical",
    "err": "error",
    "warn": "warning",
    "notice": "info",
    "audit": "info",
    "trace": "debug",
}
_LONGEST = 8192  # characters of a line that are shown
_MARGIN = 2048  # characters behind them, so that the end of a secret is recognised
_MASK = "•••"
_SECRETS = (
    re.compile(
        r"((?:password|passwd|passphrase|secret|token|authorization|cookie|(?:ssh|private)[_-]key)"
        r"[\w-]{0,20}\s{0,3}:\s{0,3})(?:(?:basic|bearer) )?[^\s'\",;]+",
        re.IGNORECASE,
    ),
    re.compile(r"(://[^\s/@:]*:)[^\s/@]+(?=@)"),
    re.compile(r"(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----).*?(?=-----END|\Z)", re.DOTALL),
)
_ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-_])")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
BUCKETS = 60  # of a histogram, at most


@dataclasses.dataclass(frozen=True)
class Query:
    """Which lines.

    :ivar text: words that they all have
    :ivar level: a key of :data:`LEVEL`: those that are at least as bad
    :ivar request: a request id, the service's own or the one that it was called with
    :ivar ident: a UUID that they name
    :ivar since: not older, aware; ``None`` for no bound
    :ivar until: not younger
    """

    text: str = ""
    level: str = ""
    service: str = ""
    host: str = ""
    request: str = ""
    ident: str = ""
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None

    @property
    def levels(self):
        """Names of the levels that pass."""
        names = list(LEVEL)
        return names[: names.index(self.level) + 1] if self.level else names


@dataclasses.dataclass(frozen=True)
class Line:
    """A line of a log.

    :ivar id: its place in the store, a text that is good in a URL
    :ivar text: without escape codes and known secrets, at most :data:`_LONGEST` characters
    :ivar cut: how many characters are left out at its end
    :ivar logger: the module that wrote it
    :ivar gap: seconds since the line before it, where lines of one thing are shown
    """

    id: str
    at: datetime.datetime
    level: str
    service: str = ""
    host: str = ""
    text: str = ""
    cut: int = 0
    logger: str = ""
    request_ids: tuple = ()
    gap: float | None = None

    @property
    def state(self):
        """Its level as a :class:`~.states.State`."""
        return lookup(LEVEL, self.level)


@dataclasses.dataclass(frozen=True)
class Lines:
    """One page of lines, the newest first.

    :ivar more: whether older ones follow
    :ivar histogram: ``(moment, {level: number})`` each, the oldest first
    :ivar looked: how many lines were looked at, if not all that pass were counted; else ``None``
    :ivar marker: the id to go on from if no line is shown
    """

    lines: tuple
    more: bool = False
    histogram: tuple = ()
    looked: int | None = None
    marker: str = ""


def with_gaps(lines):
    """Lines, the newest first, with the time between them."""
    between = itertools.pairwise(lines)
    later = (dataclasses.replace(a, gap=(a.at - b.at).total_seconds()) for a, b in between)
    return (*later, *lines[-1:])


def level_of(name):
    """A key of :data:`LEVEL` for a store's own word."""
    name = str(name or "").lower()
    name = _NAMES.get(name, name)
    return name if name in LEVEL else "info"


def shown(text):
    """``(text, cut)``: a line as it may be shown, and the number of characters left out."""
    text = str(text)
    begin, rest = text[: _LONGEST + _MARGIN], max(0, len(text) - _LONGEST - _MARGIN)
    begin = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", _ESCAPES.sub("", begin))
    cut = max(0, len(begin) + rest - _LONGEST)
    return masked(begin)[:_LONGEST], cut


def masked(text):
    """A text without the secrets that oslo.utils, HTTP, URLs and PEM files name as such."""
    for pattern in _SECRETS:
        text = pattern.sub(rf"\1{_MASK}", text)
    return strutils.mask_password(text, _MASK)


def histogram(moments, since=None, until=None):
    """:attr:`Lines.histogram` of ``(moment, level)`` each, between two moments or their own."""
    moments = list(moments)
    if not moments:
        return ()
    first = since or min(at for at, _level in moments)
    last = max(until or first, *(at for at, _level in moments))
    width = max((last - first) / BUCKETS, datetime.timedelta(seconds=1))
    buckets = {}
    for at, level in moments:
        counts = buckets.setdefault((at - first) // width, {})
        counts[level] = counts.get(level, 0) + 1
    return tuple((first + number * width, counts) for number, counts in sorted(buckets.items()))
