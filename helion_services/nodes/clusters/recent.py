"""The clusters as they were a moment ago, for pages: however many look, members are read once."""

import threading
import time

from helion_services.nodes.clusters import survey

_SECONDS = 5


class RecentSurvey:
    """What :func:`.survey.take` returned, for some seconds; who comes meanwhile waits for it.

    :param conf: the options of ``[nodes]``
    """

    def __init__(self, conf):
        self._conf = conf
        self._lock = threading.Lock()
        self._survey, self._until = None, float("-inf")

    def get(self):
        """The :class:`~.survey.Survey`."""
        with self._lock:
            if time.monotonic() > self._until:
                self._survey = survey.take(self._conf)
                self._until = time.monotonic() + _SECONDS
            return self._survey
