"""Sends what our own checks found to Icinga.

A result of a service that has not changed is sent again after half of its time to live, not in each
round.
"""

import logging
import time

from helion_services.monitoring.icinga import Refused

LOG = logging.getLogger(__name__)

_HOST_AGAIN = 600  # seconds: results of hosts do not expire, but Icinga may have lost them


class Checks:
    """The results that were sent, by the full name in Icinga.

    :param ttl: seconds after which a result expires
    """

    def __init__(self, icinga, namespace, ttl):
        self._icinga = icinga
        self._namespace = namespace
        self._ttl = ttl
        self._sent = {}

    def send(self, inventory, new=frozenset(), only=None):
        """Send what has changed or will expire; how many.

        :param new: names of hosts that Icinga did not have before
        :param only: names of the hosts whose results are sent in any case; by default all others
            are left out as well
        """
        results = dict(self._results(inventory))
        moment = time.monotonic()
        due = [
            name
            for name, finding in results.items()
            if (only is None or name.partition("!")[0] in only)
            and (only or self._is_due(name, finding, moment, new))
        ]
        self._sent = {name: sent for name, sent in self._sent.items() if name in results}
        failures = self._icinga.each(lambda name: self._deliver(name, results[name]), due)
        for name, failure in zip(due, failures, strict=True):
            if failure is None:
                self._sent[name] = (results[name], moment)
            else:
                self._sent.pop(name, None)
                LOG.warning("the result of %s was refused: %s", name, failure)
        return len(due)

    def _results(self, inventory):
        for target in inventory.targets:
            host = target.name(self._namespace)
            yield host, target.finding
            for check, finding in target.checks.items():
                yield f"{host}!{check}", finding

    def _is_due(self, name, finding, moment, new):
        sent = self._sent.get(name)
        if sent is None or name.partition("!")[0] in new:
            return True
        lasts = self._ttl / 2 if "!" in name else _HOST_AGAIN
        return sent[0] != finding or moment - sent[1] > lasts

    def _deliver(self, name, finding):
        kind = "service" if "!" in name else "host"
        values = {"exit_status": finding.status, "plugin_output": finding.output}
        if kind == "service":
            values["ttl"] = self._ttl
        try:
            self._icinga.act("process-check-result", kind, name, **values)
        except Refused as exc:
            if exc.status != 404:  # the host could not be created, which was said
                raise
