"""The background work: in each round Icinga becomes what there is to be watched."""

import logging
import threading

from helion_services.base.times import now
from helion_services.monitoring import downtimes, inventory, reconcile, spool, tokens
from helion_services.monitoring.checks import Checks
from helion_services.monitoring.history import History
from helion_services.monitoring.icinga import Icinga, IcingaError
from helion_services.monitoring.messages import outbox, problems_now
from helion_services.monitoring.models import Round

LOG = logging.getLogger(__name__)

_TTL = 4  # intervals until a result of ours expires
_LEAST_TTL = 60  # seconds
_FEED = 2.0  # seconds between two looks at what servers reported
_FAILURES = 5  # that a round names


def ttl_of(conf):
    """Seconds until a result of our own checks expires."""
    return max(_LEAST_TTL, conf.interval * _TTL)


class Rounds:
    """Rounds in one thread, results that servers report in another, messages in a third.

    Without an Icinga there are only messages of what the other services know.
    """

    def __init__(self, runtime):
        conf = runtime.conf.monitoring
        self._runtime = runtime
        self._conf = conf
        self._icinga = Icinga(conf) if conf.icinga_url else None
        self._checks = self._icinga and Checks(self._icinga, conf.namespace, ttl_of(conf))
        self._history = None
        self._stopping = threading.Event()
        works = {"messages": (self.messages, conf.interval)}
        if self._icinga:
            works["rounds"] = (self.round, conf.interval)
            works["feed"] = (self.feed, min(_FEED, conf.interval))
        self._threads = [
            threading.Thread(target=self._repeat, args=work, name=f"monitoring-{name}", daemon=True)
            for name, work in works.items()
        ]

    def start(self):
        """Begin, in threads of its own."""
        for thread in self._threads:
            thread.start()

    def stop(self):
        """End; requests that were sent are finished."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(self._conf.timeout)

    def _repeat(self, work, interval):
        while not self._stopping.is_set():
            try:
                work()
            except IcingaError as exc:
                LOG.warning("%s", exc.detail)
            except Exception:
                LOG.exception("the monitoring could not be brought up to date")
            self._stopping.wait(interval)

    def round(self):
        """One round; raises :class:`IcingaError`."""
        namespace = self._conf.namespace
        content = inventory.read(self._runtime)
        outcome = reconcile.reconcile(self._icinga, content, namespace)
        spool.forget_hosts(self._runtime, outcome.removed)
        tokens.revoke(self._runtime, outcome.removed)
        problem = downtimes.hold(self._runtime, self._icinga, content, namespace)
        self._checks.send(content, outcome.hosts)
        if self._history is None:
            self._history = History(self._runtime, self._icinga)
        self._history.notice()
        self._record(outcome, (*content.problems, *([problem] if problem else ())))

    def feed(self):
        """Send what servers reported; raises :class:`IcingaError`."""
        spool.feed(self._runtime, self._icinga, self._conf.namespace, self._conf.result_ttl)

    def messages(self):
        """Note the problems that receivers hear of, and send what is due."""
        if outbox.is_idle(self._runtime):
            return
        outbox.note(self._runtime, list(problems_now.read(self._runtime, self._icinga)))
        outbox.deliver(self._runtime)

    def _record(self, outcome, problems):
        for failure in outcome.failures[:_FAILURES]:
            LOG.warning("Icinga refused a change: %s", failure.reason)
        values = {
            "at": now(),
            "outcome": {**outcome.numbers, "failed": len(outcome.failures)},
            "problems": [problem.as_json() for problem in problems],
        }
        with self._runtime.db.session() as session:
            session.merge(Round(id=1, **values))
