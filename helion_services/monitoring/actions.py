"""What people do about hosts and services, each with its own result."""

import dataclasses
import time
from collections.abc import Callable

from helion_services.base import messages
from helion_services.monitoring import downtimes, inventory, problems
from helion_services.monitoring.checks import Checks
from helion_services.monitoring.icinga import Refused
from helion_services.monitoring.rounds import ttl_of

MOST = 1000
ACTIONS = (
    *("acknowledge", "remove-acknowledgement", "comment"),
    *("downtime", "remove-downtime", "check"),
)


class _Failure(Exception):
    """One object's action is not possible; ``message`` says why."""

    def __init__(self, message):
        super().__init__(message.detail)
        self.message = message


@dataclasses.dataclass(frozen=True)
class Request:
    """What is to be done.

    :ivar author: name of the user
    :ivar comment: why; may be empty where Icinga needs none
    :ivar seconds: how long a downtime or an acknowledgement lasts; 0: until it is removed
    """

    action: str
    author: str
    comment: str
    seconds: int


class Worker:
    """Does one request to many objects."""

    def __init__(self, runtime, icinga, objects):
        self._runtime = runtime
        self._icinga = icinga
        self._objects = objects
        self._conf = runtime.conf.monitoring

    def run(self, request, names):
        """``{"id", "name", "ok", "problem"}`` for each full name, in order."""
        rows = self._objects.get(names)
        work: Callable = {
            "acknowledge": self._acknowledge,
            "remove-acknowledgement": self._remove_acknowledgement,
            "comment": self._comment,
            "downtime": self._downtime,
            "remove-downtime": self._remove_downtime,
            "check": self._check,
        }[request.action]
        failures = {}

        def attempt(name):
            try:
                if name not in rows:
                    raise _Failure(problems.gone(name))
                work(rows[name], request)
            except _Failure as exc:
                failures[name] = exc.message
            except Refused as exc:
                reason = problems.refused(exc.reason)
                failures[name] = problems.gone(name) if exc.status == 404 else reason

        self._icinga.each(attempt, names)
        if request.action == "check":
            self._check_ours([rows[name] for name in names if name not in failures])
        self._objects.forget()
        return [(name, failures.get(name)) for name in names]

    def _acknowledge(self, row, request):
        if not row.is_problem:
            raise _Failure(problems.NO_PROBLEM)
        if row.acknowledged:
            raise _Failure(problems.ACKNOWLEDGED)
        expiry = {"expiry": time.time() + request.seconds} if request.seconds else {}
        self._act("acknowledge-problem", row, request, sticky=False, notify=False, **expiry)

    def _remove_acknowledgement(self, row, request):
        if not row.acknowledged:
            raise _Failure(problems.NOT_ACKNOWLEDGED)
        self._icinga.act("remove-acknowledgement", row.type, row.name, author=request.author)

    def _comment(self, row, request):
        self._act("add-comment", row, request)

    def _downtime(self, row, request):
        moment = time.time()
        times = {"start_time": moment, "end_time": moment + request.seconds, "fixed": True}
        whole = {"all_services": True} if row.type == "host" else {}
        self._act("schedule-downtime", row, request, **times, **whole)

    def _remove_downtime(self, row, _request):
        _comments, rows = self._objects.notes(row.name)
        ours = downtimes.author(self._conf.namespace)
        removable = [each["name"] for each in rows if each["author"] != ours]
        if rows and not removable:
            raise _Failure(problems.OPERATION_DOWNTIME)
        if not rows:
            raise _Failure(problems.NO_DOWNTIME)
        for name in removable:
            try:
                self._icinga.act("remove-downtime", "downtime", name)
            except Refused as exc:
                if exc.status != 404:  # it left with another one
                    raise

    def _check(self, row, _request):
        if row.origin == "reported":
            raise _Failure(problems.CHECKED_BY_SERVER)
        if not row.origin:
            self._icinga.act("reschedule-check", row.type, row.name, force=True)

    def _check_ours(self, rows):
        """Our own checks are made here and now: Icinga has only their results."""
        hosts = {row.name.partition("!")[0] for row in rows if row.origin == "checked"}
        if hosts:
            checks = Checks(self._icinga, self._conf.namespace, ttl_of(self._conf))
            checks.send(inventory.read(self._runtime), only=hosts)

    def _act(self, action, row, request, **values):
        comment = request.comment or "—"
        self._icinga.act(
            action, row.type, row.name, author=request.author, comment=comment, **values
        )


def rendered(ident, name, problem):
    """The result for one object, plain data."""
    return {
        "id": ident,
        "name": name,
        "ok": problem is None,
        "problem": None
        if problem is None
        else {**problem.fact(), "detail": messages.text(problem)},
    }
