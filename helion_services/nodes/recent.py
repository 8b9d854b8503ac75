"""Ironic's nodes as they were some seconds ago, for answers that only show and count them.

Whoever may see the roles sees these, however many ask: the service asks with its own login. What
plans and operations decide by is never from here.
"""

import threading
import time

from helion_services.base.problems import Unavailable

_SECONDS, _MOST = 5, 15  # to keep an answer; at most, if it took long
_SHARE = 20  # getting it takes a twentieth of the time at most
_FAILURE = 2  # seconds to keep a failure


class RecentNodes:
    """What ``ask()`` returns, remembered; who comes while it is on its way waits for it."""

    def __init__(self, ask):
        self._ask = ask
        self._lock = threading.Lock()
        self._nodes, self._failure = None, None
        self._moment = self._until = float("-inf")

    def get(self, max_age):
        """``(nodes, age)``: the nodes, and whole seconds since Ironic was asked.

        Raises :class:`~helion_services.base.problems.Unavailable`, for a moment without asking.

        :param max_age: seconds that the answer may be old
        """
        began = time.monotonic()
        with self._lock:
            if self._is_outdated(began, max_age):
                self._renew()
            if self._failure:
                raise self._failure.with_traceback(None)
            return self._nodes, int(time.monotonic() - self._moment)

    def _is_outdated(self, began, max_age):
        if self._moment >= began:
            return False  # it was asked for while this caller waited
        return time.monotonic() >= self._until or began - self._moment > max_age

    def _renew(self):
        self._moment = time.monotonic()
        try:
            self._nodes, self._failure = self._ask(), None
        except Unavailable as exc:
            self._nodes, self._failure = None, exc
            self._until = time.monotonic() + _FAILURE
        else:
            took = time.monotonic() - self._moment
            self._until = self._moment + max(_SECONDS, min(_MOST, _SHARE * took))
