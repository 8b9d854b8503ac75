"""Results that servers report: stored, and sent to Icinga in bulk.

A service has one row, the newest result: whatever a server sends, and however long Icinga is away,
the table never holds more than the services of the hosts.
"""

import datetime
import logging

import sqlalchemy as sa

from helion_services.base.times import now
from helion_services.monitoring import problems, targets
from helion_services.monitoring.icinga import Refused
from helion_services.monitoring.local_checks import MOST_LINES
from helion_services.monitoring.models import LONGEST_OUTPUT, Result

LOG = logging.getLogger(__name__)

_BATCH = 500
_KEPT = datetime.timedelta(days=1)


def put(runtime, host, results):
    """Store what a host reported: :class:`~.local_checks.Result` each."""
    moment = now()
    rows = {
        result.service: {
            "host": host,
            "service": result.service,
            "status": result.status,
            "output": result.output[:LONGEST_OUTPUT],
            "performance": list(result.performance),
            "at": moment,
        }
        for result in results
    }
    with runtime.db.session() as session:
        names = set(session.scalars(sa.select(Result.service).where(Result.host == host)))
        if len(names | set(rows)) > MOST_LINES:
            raise problems.too_many_services(MOST_LINES)
        session.execute(
            sa.delete(Result).where(Result.host == host, Result.service.in_(list(rows)))
        )
        if rows:
            session.execute(sa.insert(Result), list(rows.values()))


def feed(runtime, icinga, namespace, ttl):
    """Send what waits to Icinga, the oldest first; how many results were taken.

    Raises :class:`~.icinga.IcingaError`; what was not sent waits on.
    """
    count, failed = 0, set()
    while rows := _waiting(runtime, failed):
        outcomes = icinga.each(lambda row: _deliver(icinga, row, namespace, ttl), rows)
        sent = []
        for row, failure in zip(rows, outcomes, strict=True):
            if failure is None:
                sent.append(row)
                continue
            failed.add((row.host, row.service))
            LOG.info("the result of %s on %s waits: %s", row.service, row.host, failure)
        _forget(runtime, sent)
        count += len(sent)
    return count


def sweep(runtime):
    """Delete results that nobody took for a day: their host never appeared."""
    with runtime.db.session() as session:
        session.execute(sa.delete(Result).where(Result.at < now() - _KEPT))


def forget_hosts(runtime, hosts):
    """Delete the results of hosts that are gone, by name."""
    if hosts:
        with runtime.db.session() as session:
            session.execute(sa.delete(Result).where(Result.host.in_(list(hosts))))


def _waiting(runtime, failed):
    query = sa.select(Result).order_by(Result.at).limit(_BATCH + len(failed))
    with runtime.db.reader() as session:
        rows = session.scalars(query).all()
    return [row for row in rows if (row.host, row.service) not in failed]


def _forget(runtime, rows):
    """Unless a newer result came meanwhile."""
    with runtime.db.session() as session:
        for row in rows:
            same = (Result.host == row.host, Result.service == row.service, Result.at == row.at)
            session.execute(sa.delete(Result).where(*same))


def _deliver(icinga, row, namespace, ttl):
    name = f"{row.host}!{row.service}"
    values = {
        "exit_status": row.status,
        "plugin_output": row.output,
        "performance_data": row.performance,
        "check_source": row.host,
        "ttl": ttl,
    }
    try:
        icinga.act("process-check-result", "service", name, **values)
    except Refused as exc:
        if exc.status != 404:
            raise
        icinga.create("services", name, targets.service_attributes(namespace, "reported"))
        icinga.act("process-check-result", "service", name, **values)
