"""The search API that OpenSearch and Elasticsearch share, over indices as Kolla's Fluentd fills."""

import base64
import binascii
import datetime
import json

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from helion_dashboard.api import errors
from helion_dashboard.api.logs import SERVICE, records

#: Our names of fields, and Kolla's.
FIELDS = {
    "time": "@timestamp",
    "text": "Payload",
    "level": "log_level",
    "service": "programname",
    "host": "Hostname",
    "logger": "python_module",
    "request": "request_id",
    "global_request": "global_request_id",
}
_PATIENCE = "5s"  # for which the store may search
_COUNTED = 10_000  # hits after which it stops counting
_SERVICES = 200
_WORDS = {
    "critical": ("CRITICAL", "FATAL", "critical", "fatal"),
    "error": ("ERROR", "ERR", "error", "err"),
    "warning": ("WARNING", "WARN", "warning", "warn"),
    "info": ("INFO", "NOTICE", "AUDIT", "info", "notice"),
    "debug": ("DEBUG", "TRACE", "debug", "trace"),
}
_PERIOD = datetime.timedelta(days=7)  # what a search without a bound looks back


class OpenSearch:
    """The store at one address.

    :param http: the :class:`~.http.Http` that calls it
    :param settings: ``index``, a pattern, and ``fields``, names other than Kolla's
    """

    def __init__(self, http, settings):
        self._http = http
        self._path = f"/{settings.get('index', 'flog-*')}/_search"
        self._fields = FIELDS | settings.get("fields", {})

    def lines(self, query, limit, marker):
        """See :func:`~.client.lines`."""
        until = query.until or timezone.now()
        since = query.since or until - _PERIOD
        body = {
            "size": limit + 1,
            "query": {"bool": self._conditions(query, since, query.until)},
            "sort": self._order("desc"),
            "aggs": self._counts(since, until),
            "track_total_hits": _COUNTED,
            "timeout": _PATIENCE,
        }
        if marker:
            body["search_after"] = _place(marker)
            del body["aggs"]
        answer = self._search(body)
        hits = answer["hits"]["hits"]
        buckets = answer.get("aggregations", {}).get("times", {}).get("buckets", ())
        return records.Lines(
            tuple(map(self._line, hits[:limit])),
            more=len(hits) > limit,
            histogram=tuple(_bucket(bucket) for bucket in buckets if bucket["doc_count"]),
        )

    def around(self, line, limit):
        """See :func:`~.client.around`."""
        place = _place(line)
        moment = {"range": {self._fields["time"]: {"lte": place[0], "gte": place[0]}}}
        at = self._search({"size": 100, "query": moment, "sort": self._order("desc")})
        hit = next((hit for hit in at["hits"]["hits"] if hit["sort"] == place), None)
        if hit is None:
            raise errors.NotFound(SERVICE, _("The log store no longer has this line."), 404)
        host = hit["_source"].get(self._fields["host"])
        same = {"term": {f"{self._fields['host']}.keyword": host}} if host else {"match_all": {}}
        sides = []
        for direction in ("asc", "desc"):
            body = {
                "size": limit,
                "query": same,
                "sort": self._order(direction),
                "search_after": place,
                "timeout": _PATIENCE,
            }
            sides.append(self._search(body)["hits"]["hits"])
        newer, older = sides
        return tuple(map(self._line, (*newer[::-1], hit, *older)))

    def services(self):
        """See :func:`~.client.services`."""
        names = {"terms": {"field": f"{self._fields['service']}.keyword", "size": _SERVICES}}
        body = {"size": 0, "aggs": {"names": names}, "timeout": _PATIENCE}
        buckets = self._search(body).get("aggregations", {}).get("names", {}).get("buckets", ())
        return sorted(bucket["key"] for bucket in buckets)

    def _search(self, body):
        return self._http.json("POST", self._path, json=body)

    def _conditions(self, query, since, until):
        fields = self._fields
        times = {"gte": since.isoformat()} | ({"lte": until.isoformat()} if until else {})
        filters = [{"range": {fields["time"]: times}}]
        if query.level:
            words = [word for level in query.levels for word in _WORDS[level]]
            filters.append({"terms": {f"{fields['level']}.keyword": words}})
        for name in ("service", "host"):
            if getattr(query, name):
                filters.append({"term": {f"{fields[name]}.keyword": getattr(query, name)}})
        if query.request:
            either = [
                {"term": {f"{fields[name]}.keyword": query.request}}
                for name in ("request", "global_request")
            ]
            either.append({"match_phrase": {fields["text"]: query.request}})
            filters.append({"bool": {"should": either, "minimum_should_match": 1}})
        if query.ident:
            filters.append({"match_phrase": {fields["text"]: query.ident}})
        conditions = {"filter": filters}
        if query.text:
            # Never query_string: what a person types is no program that the store runs.
            simple = {"query": query.text, "fields": [fields["text"]], "default_operator": "and"}
            conditions["must"] = [{"simple_query_string": simple}]
        return conditions

    def _order(self, direction):
        return [{self._fields["time"]: direction}, {"_doc": direction}]

    def _counts(self, since, until):
        width = max(int((until - since).total_seconds() / records.BUCKETS), 1)
        levels = {"terms": {"field": f"{self._fields['level']}.keyword", "size": 20}}
        times = {"field": self._fields["time"], "fixed_interval": f"{width}s"}
        return {"times": {"date_histogram": times, "aggs": {"levels": levels}}}

    def _line(self, hit):
        source = hit.get("_source", {})
        text, cut = records.shown(source.get(self._fields["text"], ""))
        ids = (source.get(self._fields[name]) for name in ("request", "global_request"))
        return records.Line(
            _marker(hit["sort"]),
            _moment(source.get(self._fields["time"])),
            records.level_of(source.get(self._fields["level"])),
            service=str(source.get(self._fields["service"]) or ""),
            host=str(source.get(self._fields["host"]) or ""),
            text=text,
            cut=cut,
            logger=str(source.get(self._fields["logger"]) or ""),
            request_ids=tuple(str(each) for each in ids if each),
        )


def _moment(value):
    """A moment as the store has it: ISO 8601, or milliseconds since 1970."""
    if isinstance(value, int | float):
        return datetime.datetime.fromtimestamp(value / 1000, datetime.UTC)
    moment = parse_datetime(str(value or ""))
    if moment is None:
        raise errors.ServiceError(SERVICE, _("A line has no time. Look at “fields” in LOGS."))
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=datetime.UTC)


def _bucket(bucket):
    counts = {}
    for each in bucket["levels"]["buckets"]:
        level = records.level_of(each["key"])
        counts[level] = counts.get(level, 0) + each["doc_count"]
    return _moment(bucket["key"]), counts


def _marker(sort):
    """The sort values of a hit as text that is good in a URL."""
    return base64.urlsafe_b64encode(json.dumps(sort).encode()).decode()


def _place(marker):
    """The sort values again: numbers only, whatever a URL has."""
    try:
        values = json.loads(base64.urlsafe_b64decode(marker.encode()))
        if len(values) == 2 and all(isinstance(value, int) for value in values):
            return values
    except (ValueError, TypeError, binascii.Error):
        pass
    text = _("This place in the log is not valid.")
    raise errors.Invalid(SERVICE, text, fields={"marker": [text]})
