"""Changes of state, which Icinga's API does not keep: noticed in each round, in a bounded table."""

import datetime

import sqlalchemy as sa

from helion_services.base.times import now
from helion_services.monitoring import states
from helion_services.monitoring.models import Change

_KINDS = (("hosts", "host", states.HOST), ("services", "service", states.SERVICE))
_ATTRS = ("state", "last_check", "last_state_change", "last_check_result")
_BATCH = 500


class History:
    """Notices what has changed from one round to the next.

    What is wrong is read in each round; what was wrong in the last one and is no longer is read
    by name. The first round continues where the table ends.
    """

    def __init__(self, runtime, icinga):
        self._runtime = runtime
        self._icinga = icinga
        self._wrong = {kind: self._last(kind) for kind, _noun, _names in _KINDS}

    def notice(self):
        """Store the changes since the last round; how many objects were looked at."""
        count = 0
        for kind, noun, names in _KINDS:
            rows = self._icinga.select(
                kind, _ATTRS, condition=f"{noun}.state != 0 && {noun}.last_check > 0"
            )
            current = {row["name"] for row in rows}
            rows += self._icinga.select(kind, _ATTRS, names=sorted(self._wrong[kind] - current))
            self._store(rows, names)
            self._wrong[kind] = current
            count += len(rows)
        return count

    def _last(self, kind):
        """Names of those whose last change was for the worse."""
        newest = sa.select(sa.func.max(Change.id)).group_by(Change.name)
        query = sa.select(Change.name).where(
            Change.id.in_(newest), Change.state.not_in(("ok", "up"))
        )
        with self._runtime.db.reader() as session:
            return {
                name for name in session.scalars(query) if ("!" in name) == (kind == "services")
            }

    def _store(self, rows, names):
        changes = {}
        for row in rows:
            attrs = row["attrs"]
            at = datetime.datetime.fromtimestamp(attrs["last_state_change"], datetime.UTC)
            # Databases differ in what they keep of a second.
            changes[(row["name"], at.replace(microsecond=0))] = attrs
        keys = list(changes)
        for start in range(0, len(keys), _BATCH):
            self._insert({key: changes[key] for key in keys[start : start + _BATCH]}, names)

    def _insert(self, changes, names):
        with self._runtime.db.session() as session:
            query = sa.select(Change.name, Change.at).where(
                Change.name.in_([name for name, _at in changes])
            )
            stored = set(session.execute(query).tuples())
            session.add_all(
                Change(
                    name=name,
                    at=at,
                    state=states.of(attrs, names),
                    output=(attrs["last_check_result"] or {}).get("output") or "",
                )
                for (name, at), attrs in changes.items()
                if (name, at) not in stored
            )


def of(runtime, name, limit):
    """The newest changes of a host or service, by its full name."""
    query = sa.select(Change).where(Change.name == name).order_by(Change.at.desc()).limit(limit)
    with runtime.db.reader() as session:
        return session.scalars(query).all()


def sweep(runtime):
    """Delete what is too old or too much."""
    conf = runtime.conf.monitoring
    before = now() - datetime.timedelta(days=conf.history_days)
    with runtime.db.session() as session:
        session.execute(sa.delete(Change).where(Change.at < before))
        newest = sa.select(Change.id).order_by(Change.id.desc()).offset(conf.history_most).limit(1)
        last = session.scalar(newest)
        if last is not None:
            session.execute(sa.delete(Change).where(Change.id <= last))
