"""The lines of all services, and those around one of them."""

import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard import config
from helion_dashboard.api import errors
from helion_dashboard.api.logs import client as logs
from helion_dashboard.api.logs import records
from helion_dashboard.kit import lists, periods
from helion_dashboard.kit.list_query import Column, Facet

NAMESPACE = "horizon:admin:uc_logs"
_AROUND = 20  # lines before and after one
_COLUMNS = (
    Column("at", gettext_lazy("When")),
    Column("level", gettext_lazy("Level")),
    Column("service", gettext_lazy("Service")),
    Column("text", gettext_lazy("Message")),
)


class Logs(lists.List):
    rule = "log:list"
    namespace = NAMESPACE
    title = gettext_lazy("Logs")
    record_name = "line"
    columns = _COLUMNS
    search = gettext_lazy("Words that a line has")
    cells = "helion_dashboard/logs/_cells.html"
    template = "helion_dashboard/logs/list.html"
    stylesheet = "helion_dashboard/css/logs.css"
    css = "helion-logs"
    empty = gettext_lazy("What the services of the undercloud write appears here.")

    def facets(self):
        levels = tuple((level.name, level.label) for level in records.LEVEL.values())
        return (
            periods.facet("quarter", "hour", "day", "week"),
            Facet("level", _("At least"), levels),
            Facet("service", _("Service"), self._services),
            Facet("host", _("Host")),
            Facet("request", _("Request ID")),
            Facet("id", _("UUID")),
            Facet("since", _("From, such as 2026-01-31T12:00Z")),
            Facet("until", _("Until")),
        )

    def label(self, line):
        return line.text[:80]

    def load(self, query):
        notices = []
        narrow = self._narrow(query, notices)
        size = config.get().page_size
        self.result = logs.lines(self.request, narrow, size, query.after or None)
        lines = self.result.lines
        if narrow.request or narrow.ident:
            lines = records.with_gaps(lines)
        if query.after:
            newest = lists.Link(_("Go to the newest lines"), query.url())
            notices.append(lists.Notice(_("These are earlier lines."), newest))
        ended = self.result.looked is not None and len(lines) < size
        if ended:
            notices.append(self._looked(query))
        return lists.Page(lines, later=self.result.more and not ended, notices=tuple(notices))

    def counts(self, page):
        worst = {"critical": 0, "error": 0, "warning": 0}
        for _moment, levels in self.result.histogram:
            for level in worst:
                worst[level] += levels.get(level, 0)
        failed = worst["critical"] + worst["error"]
        texts = (
            (failed, ngettext("%d error", "%d errors", failed), "failed", "error"),
            (
                worst["warning"],
                ngettext("%d warning", "%d warnings", worst["warning"]),
                "held",
                "warning",
            ),
        )
        return [
            lists.Count(text % number, self._with(level=level), look)
            for number, text, look, level in texts
            if number
        ]

    def moving(self, page):
        """New lines come without anybody doing anything, unless the page shows a past."""
        return not (self.query.after or self.query.facets.get("until"))

    @property
    def bars(self):
        """The histogram: a bar each, with its place, its parts and its address."""
        counts = self.result.histogram
        most = max((sum(levels.values()) for _at, levels in counts), default=0)
        ends = (*(at for at, _levels in counts[1:]), None)
        return [self._bar(*count, end, most) for count, end in zip(counts, ends, strict=False)]

    def _bar(self, at, levels, end, most):
        number = sum(levels.values())
        bad = sum(levels.get(level, 0) for level in ("critical", "error"))
        local = timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")
        text = ngettext("%(n)d line from %(at)s", "%(n)d lines from %(at)s", number)
        range_ = {"since": at.isoformat()} | ({"until": end.isoformat()} if end else {})
        return {
            "url": self._with(period="", **range_),
            "title": text % {"n": number, "at": local},
            "height": max(2, round(40 * number / most)),
            "bad": round(40 * bad / most),
        }

    def _with(self, **facets):
        merged = {**self.query.facets, **facets}
        return self.query.url(facets={name: value for name, value in merged.items() if value})

    @cached_property
    def _services(self):
        """The choices of the filter, or ``None`` for free text if the store does not tell them."""
        try:
            return tuple((name, name) for name in logs.services(self.request))
        except errors.ServiceError:
            return None

    def _narrow(self, query, notices):
        """The :class:`~.records.Query` of the page's address; adds what is wrong with it."""
        facets = dict(query.facets)
        moments = {}
        for name in ("since", "until"):
            text = facets.get(name, "")
            moments[name] = moment = _moment(text)
            if text and moment is None:
                problem = _("“%s” is not a time. It is ignored.") % text[:60]
                notices.append(lists.Notice(problem, problem=True))
        if "period" in facets and moments["since"] is None:
            moments["since"] = periods.start(facets["period"])
        return records.Query(
            text=query.text,
            level=facets.get("level", ""),
            service=facets.get("service", ""),
            host=facets.get("host", ""),
            request=facets.get("request", ""),
            ident=facets.get("id", ""),
            **moments,
        )

    def _looked(self, query):
        text = ngettext(
            "The last %d line was looked through.",
            "The last %d lines were looked through.",
            self.result.looked,
        )
        further = lists.Link(_("Look through earlier ones"), query.url(after=self.result.marker))
        return lists.Notice(text % self.result.looked, further)


class Around(lists.List):
    rule = "log:list"
    namespace = NAMESPACE
    views = {"index": "around", "rows": "around_rows"}  # noqa: RUF012
    title = gettext_lazy("Lines around one")
    record_name = "line"
    columns = _COLUMNS
    cells = "helion_dashboard/logs/_cells.html"
    template = "helion_dashboard/logs/around.html"
    stylesheet = "helion_dashboard/css/logs.css"
    css = "helion-logs"

    def label(self, line):
        return line.text[:80]

    def load(self, query):
        lines = logs.around(self.request, self.kwargs["line"], _AROUND)
        return lists.Page(records.with_gaps(lines))


def _moment(text):
    """A moment as a person or a bar of the histogram writes it, UTC by default; or ``None``."""
    try:
        moment = parse_datetime(text.strip())
    except ValueError:
        return None
    if moment is None:
        return None
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=datetime.UTC)
