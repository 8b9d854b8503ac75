"""Ironic's nodes as they were some seconds ago, for answers that only show and count them.

Whoever may see the roles sees these, however many ask: the service asks with its own login. What
plans and operations decide by is never from here.
"""

import dataclasses
import logging
import threading
import time

from helion_services.base import context
from helion_services.base.problems import Unavailable

LOG = logging.getLogger(__name__)

_SECONDS, _MOST = 5, 15  # to keep an answer; at most, if it took long
_SHARE = 20  # getting it takes a twentieth of the time at most
_FAILURE = 2  # seconds to keep a failure
_LONG = 0.5  # seconds: nobody waits again for what took longer, if it may be older
_STALE = 30  # seconds to keep it beyond that, while it is renewed


@dataclasses.dataclass(frozen=True)
class _Answer:
    """What Ironic answered; all times are of the monotonic clock.

    :ivar moment: when it was asked
    :ivar fresh_until: then it is renewed
    :ivar kept_until: then it is no longer given to anybody
    """

    moment: float = float("-inf")
    nodes: dict | None = None
    failure: Exception | None = None
    fresh_until: float = float("-inf")
    kept_until: float = float("-inf")

    def outcome(self):
        """``(nodes, age)``, or raises the failure."""
        if self.failure:
            raise self.failure.with_traceback(None)
        return self.nodes, int(time.monotonic() - self.moment)

    def suits(self, now, max_age):
        """Whether it is young enough for who came ``now``."""
        return now < self.kept_until and now - self.moment <= max_age


class RecentNodes:
    """What ``ask()`` returns, remembered; who comes while it is on its way waits for it.

    A thread of its own asks. Whoever takes older nodes does not wait for what takes long: he gets
    those of before.
    """

    def __init__(self, ask):
        self._ask = ask
        self._changed = threading.Condition()
        self._answer = _Answer()
        self._is_asking = False

    def get(self, max_age, patience=None):
        """``(nodes, age)``: the nodes, and whole seconds since Ironic was asked.

        None if they are still on their way after ``patience`` seconds.
        Raises :class:`~helion_services.base.problems.Unavailable`, for a moment without asking.

        :param max_age: seconds that the answer may be old
        """
        began = time.monotonic()

        def is_there():
            if self._answer.moment >= began or self._answer.suits(began, max_age):
                return True
            # What is on its way may have been asked for too early: then it is asked for again.
            self._begin()
            return False

        with self._changed:
            if not self._changed.wait_for(is_there, patience):
                return None
            outcome = self._answer.outcome()
            if began >= self._answer.fresh_until:
                self._begin()
            return outcome

    def _begin(self):
        if not self._is_asking:
            self._is_asking = True
            arguments = (context.outgoing_id(),)
            threading.Thread(
                target=self._run, args=arguments, daemon=True, name="recent-nodes"
            ).start()

    def _run(self, request_id):
        with context.acting_for(request_id):
            answer = self._fetch()
        with self._changed:
            self._answer, self._is_asking = answer, False
            self._changed.notify_all()

    def _fetch(self):
        moment = time.monotonic()
        try:
            nodes = self._ask()
        except Unavailable as exc:
            until = time.monotonic() + _FAILURE
            return _Answer(moment, None, exc, until, until)
        except Exception as exc:
            LOG.exception("the nodes cannot be read")
            return _Answer(moment, None, exc)
        now = time.monotonic()
        took = now - moment
        # From its arrival on: what took longer than it is kept would be outdated when it comes.
        fresh_until = now + max(_SECONDS, min(_MOST, _SHARE * took))
        kept_until = fresh_until + (_STALE if took >= _LONG else 0)
        return _Answer(moment, nodes, None, fresh_until, kept_until)
