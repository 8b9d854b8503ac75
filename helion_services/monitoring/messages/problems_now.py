"""The problems of now that messages tell of, read from the services that know, over REST.

A service that does not answer is left out: its problems neither begin nor end.
"""

import dataclasses
import datetime
import logging
from collections.abc import Callable

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.problems import Unavailable
from helion_services.base.times import now
from helion_services.monitoring import downtimes, objects

LOG = logging.getLogger(__name__)

OPERATION, ALARM, BACKUP, UPDATE = EVENTS = ("operation", "alarm", "backup", "update")
_FAILED = ("failed", "reverted")
_URGENT = ("down", "critical")
_MOST = 200  # of a kind, in one look
_LONGEST_KEY = 255
_NEWEST = {"limit": _MOST, "sort_key": "created_at", "sort_dir": "desc"}


@dataclasses.dataclass(frozen=True)
class Problem:
    """Something is wrong.

    :ivar key: unique, and the same for as long as it lasts
    :ivar quiet: somebody takes care of it already: no message begins it
    :ivar past: it happened at ``since``, and whoever registers later does not hear of it
    """

    key: str
    event: str
    title: str
    text: str
    since: datetime.datetime
    quiet: bool = False
    past: bool = False


@dataclasses.dataclass(frozen=True)
class Look:
    """What one source has.

    :ivar prefix: of the keys of its problems
    :ivar problems: :class:`Problem` by key
    :ivar is_over: whether the problem of a key is over
    """

    prefix: str
    problems: dict
    is_over: Callable


def read(runtime, icinga):
    """The :class:`Look` of each source that answers.

    :param icinga: the client, None where there is no Icinga
    """
    sources = [_operations, _repositories, _updates]
    if icinga is not None:
        sources.append(lambda _runtime: _alarms(icinga))
    for source in sources:
        try:
            yield source(runtime)
        except (keystoneauth.ClientException, Unavailable) as exc:
            LOG.debug("no messages of %s in this round: %s", source.__name__, exc)
        except Exception:  # nonsense of one service keeps nothing of the others back
            LOG.exception("the answer to %s cannot be understood", source.__name__)


def _look(prefix, problems, complete=True):
    """Problems of a source: if they are complete, what is not among them is over."""
    by_key = {problem.key: problem for problem in problems}
    return Look(prefix, by_key, lambda key: complete and key not in by_key)


def _operations(runtime):
    """Operations that failed. It is over when a retry began or a later one did the same."""
    rows = {}
    for service_type, path in downtimes.SERVICES.items():
        api = runtime.clouds.adapter("undercloud_system", service_type)
        try:
            listed = api.get(path, params=_NEWEST).json()["operations"]
        except keystoneauth.EndpointNotFound:
            continue
        rows |= {row["id"]: row for row in listed}
    done = {}
    for row in rows.values():
        if row["state"] == "succeeded" and row["resources"]:
            work = _work(row)
            done[work] = max(done.get(work, ""), row["created_at"])
    over = {
        f"operation:{row['id']}"
        for row in rows.values()
        if row["retried_by"] or done.get(_work(row), "") > row["created_at"]
    }
    problems = {
        f"operation:{row['id']}": _failed_operation(row)
        for row in rows.values()
        if row["state"] in _FAILED and f"operation:{row['id']}" not in over
    }
    return Look("operation:", problems, lambda key: key in over)


def _work(row):
    return row["kind"], tuple(sorted(row["resources"]))


def _failed_operation(row):
    return Problem(
        f"operation:{row['id']}",
        BACKUP if row["service"] == "backup" else OPERATION,
        f"Operation failed: {row['title']}",
        str((row["error"] or {}).get("message") or ""),
        _moment(row["finished_at"] or row["updated_at"]),
        past=True,
    )


def _repositories(runtime):
    """Repositories whose last backup failed."""
    api = runtime.clouds.adapter("undercloud_system", "undercloud-backup")
    rows, complete = _rows(api, "/repositories", "repositories")
    return _look(
        "repository:",
        [
            Problem(
                f"repository:{row['id']}",
                BACKUP,
                f"Backup failed: {row['name']}",
                row["state_reason"] or "",
                _moment(row["updated_at"]),
            )
            for row in rows
            if row["state"] == "failed"
        ],
        complete,
    )


def _updates(runtime):
    """Catalogue entries that are newer than what is published."""
    api = runtime.clouds.adapter("undercloud_system", "content-distribution")
    rows, complete = _rows(api, "/entries", "entries", newer="true")
    return _look(
        "update:",
        [
            Problem(
                f"update:{row['id']}",
                UPDATE,
                f"Update available: {row['name']} {row['version']}",
                f"It is newer than the published version {row['replaces']}.",
                _moment(row["published_at"] or row["created_at"]),
            )
            for row in rows
        ],
        complete,
    )


def _rows(api, path, name, **query):
    """``(rows, whether these are all)``; none where there is no such service."""
    try:
        body = api.get(path, params={"limit": _MOST, **query}).json()
    except keystoneauth.EndpointNotFound:
        return [], True
    return body[name], body["next_marker"] is None


def _alarms(icinga):
    """Hosts that are down and services that are critical."""
    content = objects.Objects(icinga, 0)
    rows = [
        row
        for kind in objects.TYPES
        for row in content.matching(kind, {"problem": True})
        if row.state in _URGENT
    ]
    newest, _marker = objects.page(rows, {"limit": _MOST})
    outputs = {row.name: line for row, line in content.shown([row.name for row in newest])}
    return _look("alarm:", [_alarm(row, outputs.get(row.name, "")) for row in rows])


def _alarm(row, output):
    place = f" on {row.host}" if row.type == objects.SERVICE else ""
    return Problem(
        f"alarm:{row.name}"[:_LONGEST_KEY],
        ALARM,
        f"{row.label}{place} is {row.state}",
        output,
        objects.moment(row.since) or now(),
        quiet=row.handled,
    )


def _moment(text):
    return datetime.datetime.fromisoformat(text) if text else now()
