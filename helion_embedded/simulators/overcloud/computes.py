"""One nova-compute service for each host file, started and stopped while the process runs."""

import dataclasses
import threading
import time

from nova import context as contexts
from nova import service
from nova.compute import rpcapi
from nova.objects import host_mapping
from oslo_log import log

from helion_embedded.simulators.overcloud.driver import SimulatedDriver

_INTERVAL = 0.3  # seconds between two looks at the files
_PAUSE = 5.0  # seconds before a host that did not start is tried again
_LOG = log.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Running:
    """A compute service, and which machine it runs on, see :class:`hosts.Host`."""

    service: service.Service
    machine: str | None


class Computes(threading.Thread):
    """Makes the services match the files of ``hosts`` for ever."""

    def __init__(self, hosts):
        super().__init__(name="computes", daemon=True)
        self._hosts = hosts
        self._running = {}
        self._not_before = {}

    def run(self):
        while True:
            try:
                self.step()
            except Exception:
                _LOG.exception("The files of the hosts cannot be read.")
            time.sleep(_INTERVAL)

    def step(self):
        """Look at the files once. A host that does not start is logged and tried again later."""
        names = self._hosts.names()
        specs = {name: self._hosts.read(name) for name in names}
        for name, running in list(self._running.items()):
            spec = specs.get(name)
            replaced = spec is not None and spec.machine != running.machine
            if name not in specs or replaced or (spec and spec.stopped):
                self._stop(name)
            if replaced:
                SimulatedDriver.guests.pop(name, None)
        for name in set(SimulatedDriver.guests) - set(names):
            del SimulatedDriver.guests[name]
        for name, spec in specs.items():
            if spec and not spec.stopped and name not in self._running:
                self._start(name, spec)

    def _start(self, name, spec):
        if time.monotonic() < self._not_before.get(name, 0):
            return
        began = time.monotonic()
        try:
            compute = service.Service.create(
                host=name,
                binary="nova-compute",
                topic=rpcapi.RPC_TOPIC,
                topic_alt=rpcapi.RPC_TOPIC_ALT,
            )
            compute.start()
        except (Exception, SystemExit):  # Nova exits where it refuses to start
            _LOG.exception("Compute host %s does not start.", name)
            self._not_before[name] = time.monotonic() + _PAUSE
            return
        self._running[name] = Running(compute, spec.machine)
        # The scheduler would find it too, some seconds later.
        host_mapping.discover_hosts(contexts.get_admin_context())
        _LOG.warning("Compute host %s is up after %.1f s.", name, time.monotonic() - began)

    def _stop(self, name):
        running = self._running.pop(name)
        try:
            running.service.stop()
            running.service.wait()
        except Exception:
            _LOG.exception("Compute host %s did not stop in order.", name)
        else:
            _LOG.warning("Compute host %s is stopped.", name)
