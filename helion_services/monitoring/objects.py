"""Hosts and services as Icinga has them now: lists, one with all details, counts.

Icinga's API has no pages and no order: what a list sorts and filters by is read of all and
remembered for seconds, and what a page shows is read by name. The hosts of services are read apart:
joined to each service, their names and marks would double the time of the answer.
"""

import base64
import collections
import dataclasses
import datetime
import threading
import time

from helion_services.base.messages import Message
from helion_services.base.problems import Invalid, NotFound
from helion_services.monitoring import problems, states, targets

HOST, SERVICE = TYPES = ("host", "service")
_ENTRY_ATTRS = (
    *("display_name", "state", "last_check", "last_state_change", "acknowledgement"),
    *("downtime_depth", "last_reachable"),
)
_ATTRS = (*_ENTRY_ATTRS, "vars")
_HOST_JOINS = ("host.display_name", "host.vars")
_REMEMBERED = 32  # answers
SORT_KEYS = ("severity", "since", "name", "host")


@dataclasses.dataclass(slots=True)
class Entry:
    """What lists sort and filter by, of a host or a service.

    :ivar name: its full name in Icinga
    :ivar host: the label of its host, or its own
    :ivar reachable: false if something that it depends on is down
    :ivar since: when its state began, seconds since the epoch; 0 for never
    """

    name: str
    type: str
    label: str
    host: str
    state: str
    since: float
    acknowledged: bool
    in_downtime: bool
    reachable: bool

    @property
    def is_problem(self):
        """Whether something is wrong."""
        return self.state not in ("ok", "up", states.PENDING)

    @property
    def handled(self):
        """Whether somebody takes care of it, or something else explains it."""
        return self.acknowledged or self.in_downtime or not self.reachable

    @property
    def severity(self):
        """The higher, the more urgent."""
        return states.SEVERITY[self.state]


@dataclasses.dataclass(slots=True)
class Object(Entry):
    """A host or a service.

    :ivar kind: with ``ident``, ``node``, ``role`` and ``rack`` the marks of its host
    :ivar origin: ``checked`` by us, ``reported`` by its server, empty for those of others
    """

    kind: str
    ident: str
    node: str
    role: str
    rack: str
    origin: str

    @property
    def id(self):
        """Its id in addresses, see :func:`ident_of`."""
        return ident_of(self.name)

    @property
    def host_id(self):
        """The id of its host."""
        return ident_of(self.name.partition("!")[0])


def ident_of(name):
    """The id of a host or service: its full name, made fit for addresses."""
    return base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")


def name_of(ident):
    """The full name of an id; raises :class:`~helion_services.base.problems.NotFound`."""
    try:
        name = base64.b64decode(ident + "=" * (-len(ident) % 4), altchars=b"-_", validate=True)
        return name.decode()
    except ValueError as exc:
        raise problems.no_object(ident) from exc


def any_name_of(ident):
    """The full name of an id; for anything else a name that Icinga never has."""
    try:
        return name_of(ident)
    except NotFound:
        return f"!{ident}"


class Objects:
    """What Icinga has; safe to use from several threads.

    :param ttl: seconds for which lists are remembered
    """

    def __init__(self, icinga, ttl):
        self._icinga = icinga
        self._ttl = ttl
        self._lock = threading.Lock()
        self._lists = {}

    def matching(self, kind, query):
        """All of a type that match, a list of :class:`Entry`.

        :param query: ``q``, ``state``, ``handled``, ``problem``, ``role``, ``rack``, ``kind`` and
            ``host_id``; what is not set matches all
        """
        parts, values = _condition(kind, query)
        rows = self._rows(kind, " && ".join(parts) or "true", values)
        text = (query.get("q") or "").lower()
        handled = query.get("handled")
        return [
            row
            for row in rows
            if (handled is None or row.handled == handled)
            and (not query.get("state") or row.state == query["state"])
            and (not text or text in f"{row.label} {row.host}".lower())
        ]

    def forget(self):
        """Read everything again: something was changed."""
        with self._lock:
            self._lists.clear()

    def get(self, names):
        """``{name: Object}`` of those of these full names that exist."""
        return {row.name: row for row, _attrs in self._detailed(names)}

    def shown(self, names):
        """``(Object, first line of its output)`` of those that exist, in the order of ``names``."""
        rows = {
            row.name: (row, first_line(attrs))
            for row, attrs in self._detailed(names, ("last_check_result",))
        }
        return [rows[name] for name in names if name in rows]

    def detail(self, name):
        """``(Object, Icinga's attributes)``; raises the problem for what does not exist."""
        for row, attrs in self._detailed([name], ("last_check_result",)):
            return row, attrs
        raise problems.no_object(name)

    def notes(self, name):
        """Comments and downtimes of an object: attributes of Icinga's, each with its ``name``."""
        host, _mark, service = name.partition("!")
        # "host" and "service" are objects in a filter of comments.
        values = {"host_value": host, "service_value": service}

        def read(kind, noun, attrs):
            condition = f"{noun}.host_name == host_value && {noun}.service_name == service_value"
            rows = self._icinga.select(kind, attrs, condition=condition, values=values)
            return [{**row["attrs"], "name": row["name"]} for row in rows]

        shared = ("author", "entry_time")
        comments = read("comments", "comment", (*shared, "text", "entry_type", "expire_time"))
        return comments, read(
            "downtimes", "downtime", (*shared, "comment", "start_time", "end_time")
        )

    def values(self):
        """``{"role", "rack", "kind"}``: the values that hosts have, sorted."""
        hosts = self._hosts().values()
        return {
            field: sorted({targets.mark(attrs, field) for attrs in hosts} - {""})
            for field in ("role", "rack", "kind")
        }

    def unhandled(self, field):
        """``{value: {state: number}}`` of problems that nobody takes care of, by a mark of hosts.

        :param field: ``role`` or ``node``; hosts without it are left out
        """
        hosts = self._hosts()
        numbers = collections.defaultdict(collections.Counter)
        for kind in TYPES:
            for row in self.matching(kind, {"problem": True, "handled": False}):
                host = hosts.get(row.name.partition("!")[0]) or {}
                if value := targets.mark(host, field):
                    numbers[value][row.state] += 1
        return numbers

    def counts(self):
        """Numbers of all states, and of problems that nobody takes care of: one call."""
        status = self._icinga.status("CIB")
        numbers = {
            state: int(status[f"num_{kind}s_{state}"])
            for kind, names in ((HOST, states.HOST), (SERVICE, states.SERVICE))
            for state in names
        }
        problem = sum(int(status[f"num_{kind}s_problem"]) for kind in TYPES)
        handled = sum(int(status[f"num_{kind}s_handled"]) for kind in TYPES)
        pending = sum(int(status[f"num_{kind}s_pending"]) for kind in TYPES)
        return numbers | {
            "pending": pending,
            "problems": problem,
            "unhandled": max(0, problem - handled),
        }

    def _rows(self, kind, condition, values):
        key = (kind, condition, tuple(sorted(values.items())))
        return self._remembered(key, lambda: self._entries(kind, condition, values))

    def _entries(self, kind, condition, values):
        raw = self._icinga.select(f"{kind}s", _ENTRY_ATTRS, condition=condition, values=values)
        hosts = self._hosts() if kind == SERVICE and raw else {}
        return [_entry(kind, row, hosts) for row in raw]

    def _hosts(self):
        """``{name: attributes}`` of all hosts: labels and marks."""

        def read():
            rows = self._icinga.select("hosts", ("display_name", "vars"))
            return {row["name"]: row["attrs"] for row in rows}

        return self._remembered("hosts", read)

    def _remembered(self, key, read):
        """What ``read()`` answered not longer ago than the time to live."""
        with self._lock:
            at, answer = self._lists.get(key, (None, None))
        if at is not None and time.monotonic() - at < self._ttl:
            return answer
        answer = read()
        with self._lock:
            self._lists[key] = (time.monotonic(), answer)
            while len(self._lists) > _REMEMBERED:
                del self._lists[min(self._lists, key=lambda each: self._lists[each][0])]
        return answer

    def _detailed(self, names, attrs=()):
        """``(Object, attributes)`` of objects by their full names."""
        for kind, joins in ((HOST, ()), (SERVICE, _HOST_JOINS)):
            selection = [name for name in names if ("!" in name) == (kind == SERVICE)]
            fields = list(dict.fromkeys((*_ATTRS, *attrs)))
            for row in self._icinga.select(f"{kind}s", fields, names=selection, joins=joins):
                yield _object(kind, row), row["attrs"]


def _condition(kind, query):
    """Parts of a filter, all constants of this module, and the values they refer to."""
    parts, values = [], {}
    if query.get("problem"):
        parts.append(f"{kind}.state != 0 && {kind}.last_check > 0")
    for field in ("role", "rack", "kind"):
        if query.get(field):
            parts.append(f"host.vars.helion_{field} == {field}_value")
            values[f"{field}_value"] = query[field]
    if query.get("node"):
        parts.append("host.vars.helion_node == node_value")
        values["node_value"] = query["node"]
    if query.get("host_id"):
        parts.append("host.name == host_value")
        values["host_value"] = any_name_of(query["host_id"])
    return parts, values


def _entry(kind, row, hosts):
    return Entry(*_values(kind, row, hosts.get(row["name"].partition("!")[0])))


def _values(kind, row, host):
    """The values of an :class:`Entry`; ``host`` are attributes of its host, if it is another."""
    attrs = row["attrs"]
    label = attrs["display_name"]
    return (
        row["name"],
        kind,
        label,
        host["display_name"] if host else label,
        states.of(attrs, states.SERVICE if kind == SERVICE else states.HOST),
        attrs["last_state_change"],
        attrs["acknowledgement"] > 0,
        attrs["downtime_depth"] > 0,
        bool(attrs["last_reachable"]),
    )


def _object(kind, row):
    attrs = row["attrs"]
    host = row["joins"].get("host") or attrs
    own = attrs.get("vars") or {}
    origin = str(own.get("helion_origin") or ("checked" if targets.OWNER in own else ""))
    marks = {name: targets.mark(host, name) for name in targets.FIELDS}
    return Object(*_values(kind, row, host), **marks, origin=origin)


def first_line(attrs):
    """The first line of the last output."""
    output = (attrs["last_check_result"] or {}).get("output") or ""
    return output.partition("\n")[0]


def moment(seconds):
    """An aware datetime of Icinga's seconds, None for none."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC) if seconds > 0 else None


def page(rows, query, default="severity"):
    """``(rows, next marker)``: one page of ``rows`` in the order of ``query``.

    The most urgent and the newest come first, unless the query says otherwise.
    """
    key = query.get("sort_key") or default
    if key not in SORT_KEYS:
        text = Message("value-not-offered", "Must be one of: {values}.", values=list(SORT_KEYS))
        raise Invalid({"sort_key": [text]})
    descending = (query.get("sort_dir") or ("asc" if key in ("name", "host") else "desc")) == "desc"
    ordered = sorted(rows, key=lambda row: _sort_key(row, key), reverse=descending)
    start = 0
    if query.get("marker"):
        name = any_name_of(query["marker"])
        places = [place for place, row in enumerate(ordered) if row.name == name]
        if not places:
            text = Message("marker-not-found", "This row no longer exists.")
            raise Invalid({"marker": [text]})
        start = places[0] + 1
    selection = ordered[start : start + query["limit"]]
    more = len(ordered) > start + query["limit"]
    return selection, ident_of(selection[-1].name) if more and selection else None


def _sort_key(row, key):
    name = (row.label.lower(), row.name)
    return {
        "severity": (row.severity, row.since, *name),
        "since": (row.since, *name),
        "name": name,
        "host": (row.host.lower(), *name),
    }[key]
