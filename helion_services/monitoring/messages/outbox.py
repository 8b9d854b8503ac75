"""What waits to be sent: a message when a problem begins, and another when it is over.

A message is noted before it is sent and ticked off after it. A process that dies in between leaves
it waiting, so it is sent again: once for each such death. Both attempts have the same id.
"""

import datetime
import logging
import uuid

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from helion_services.base.threads import Pool
from helion_services.base.times import now
from helion_services.base.tls.failures import PeerProblem
from helion_services.monitoring.messages import links, receivers, transport
from helion_services.monitoring.messages.models import Notice, Receiver

LOG = logging.getLogger(__name__)

MOST_WAITING = 1000  # of a receiver; further problems wait where they are
_BATCH = 20  # messages to a receiver in a round
_WORKERS = 4
_FIRST_AGAIN = 120  # seconds; an attempt takes less
_DOUBLED = 5  # times at most
ATTEMPTS = 30  # for more than a day


def is_idle(runtime):
    """Whether nobody is to hear of anything."""
    with runtime.db.reader() as session:
        return session.scalar(sa.select(Receiver.id).where(Receiver.enabled).limit(1)) is None


def note(runtime, looks):
    """Note what begins and what is over, for each receiver that is to hear of it."""
    with runtime.db.reader() as session:
        listed = session.scalars(sa.select(Receiver).where(Receiver.enabled)).all()
    for receiver in listed:
        with runtime.db.reader() as session:
            query = sa.select(Notice).where(Notice.receiver_id == receiver.id)
            rows = {row.key: row for row in session.scalars(query)}
        for look in looks:
            mine = {key: row for key, row in rows.items() if key.startswith(look.prefix)}
            _end(runtime, look, mine, receiver.events)
            _begin(runtime, look, receiver, mine, MOST_WAITING - len(rows))


def deliver(runtime):
    """Send what is due, to several receivers at the same time."""
    with runtime.db.reader() as session:
        listed = session.scalars(sa.select(Receiver).where(Receiver.enabled)).all()
    with Pool(_WORKERS) as pool:
        list(pool.map(lambda receiver: _deliver_to(runtime, receiver), listed))


def _begin(runtime, look, receiver, rows, room):
    fresh = [
        problem
        for key, problem in look.problems.items()
        if key not in rows
        and not problem.quiet
        and problem.event in receiver.events
        and not (problem.past and problem.since < receiver.created_at)
    ]
    for problem in fresh[: max(0, room)]:
        try:
            with runtime.db.session() as session:
                session.add(_notice(receiver, problem))
        except IntegrityError:
            continue  # another process noted it


def _notice(receiver, problem):
    return Notice(
        id=str(uuid.uuid4()),
        receiver_id=receiver.id,
        key=problem.key,
        event=problem.event,
        title=problem.title,
        text=problem.text,
        since=problem.since,
        attempts=0,
        due_at=now(),
    )


def _end(runtime, look, rows, events):
    """Problems that are over: what nobody heard of is forgotten, of the others the end is told."""
    over = [row for row in rows.values() if row.over_at is None and look.is_over(row.key)]
    silent = [row.id for row in over if not _is_begun(row)]
    silent += [row.id for row in rows.values() if row.event not in events]
    with runtime.db.session() as session:
        session.execute(sa.delete(Notice).where(Notice.id.in_(silent)))
        session.execute(
            sa.update(Notice)
            .where(Notice.id.in_([row.id for row in over if _is_begun(row)]))
            .values(over_at=now(), attempts=0, due_at=now())
        )


def _is_begun(row):
    """Whether its receiver has heard of it, or may have."""
    return row.sent_at is not None or 0 < row.attempts < ATTEMPTS


def _deliver_to(runtime, receiver):
    """Send what is due to one receiver, the oldest first, until it cannot be reached."""
    waits = sa.or_(Notice.sent_at.is_(None), Notice.over_at.is_not(None))
    query = (
        sa.select(Notice)
        .where(Notice.receiver_id == receiver.id, waits)
        .where(Notice.due_at <= now(), Notice.attempts < ATTEMPTS)
        .order_by(Notice.due_at)
        .limit(_BATCH)
    )
    with runtime.db.reader() as session:
        rows = session.scalars(query).all()
    for row in rows:
        if not _claim(runtime, row):
            continue
        letter = _letter(row, links.of(runtime.conf.monitoring, row.key))
        try:
            receivers.send(runtime, receiver, letter)
        except PeerProblem as exc:
            LOG.warning("the message %s to %s waits: %s", letter.ident, receiver.name, exc)
            receivers.report(runtime, receiver.id, exc.message)
            if not isinstance(exc, transport.Refusal):
                return
        else:
            _tick_off(runtime, row)
            if receiver.state != receivers.READY:
                receivers.report(runtime, receiver.id, None)


def _claim(runtime, row):
    """Whether the attempt is this process's: it moves the time of the next one on."""
    wait = datetime.timedelta(seconds=_FIRST_AGAIN * 2 ** min(row.attempts, _DOUBLED))
    with runtime.db.session() as session:
        answer = session.execute(
            sa.update(Notice)
            .where(Notice.id == row.id, Notice.attempts == row.attempts)
            .where(Notice.sent_at.is_(None) == (row.sent_at is None))
            .values(attempts=row.attempts + 1, due_at=now() + wait)
        )
        return answer.rowcount == 1


def _letter(row, url):
    over = row.sent_at is not None
    return transport.Letter(
        f"{row.id}-over" if over else row.id,
        row.event,
        "over" if over else "begun",
        row.key,
        row.title,
        row.text,
        row.over_at if over else row.since,
        url,
    )


def _tick_off(runtime, row):
    with runtime.db.session() as session:
        if row.sent_at is not None:
            session.execute(sa.delete(Notice).where(Notice.id == row.id))
            return
        values = {"sent_at": now(), "attempts": 0, "due_at": now()}
        session.execute(sa.update(Notice).where(Notice.id == row.id).values(**values))
