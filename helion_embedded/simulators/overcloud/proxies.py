"""The compute proxies of a simulated vCenter "boot": each becomes a compute host of the overcloud.

A virtual machine with cloud-init user data that is powered on is a proxy. Its configuration comes
from that user data alone (:mod:`cloudinit`, :mod:`esx`); an error there is logged, and its host
does not join. Its host is down while it is powered off, and gone when it is removed. Files without
the key ``proxy`` are somebody else's and left alone.
"""

import dataclasses
import time

from oslo_log import log

from helion_embedded.simulators.overcloud import cloudinit, esx
from helion_embedded.simulators.overcloud.watching import Watching

_INTERVAL = 1.0  # seconds between two looks
_PAUSE = 5.0  # seconds before a machine that did not boot tries again
_LOG = log.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Machine:
    """A virtual machine with user data. ``guestinfo`` is a dict of strings.

    ``booted`` says when it was switched on: a text that is another one each time, None while off.
    """

    moid: str
    name: str
    booted: str | None
    guestinfo: dict[str, str] = dataclasses.field(repr=False)


class Proxies(Watching):
    """Keeps the files of ``hosts`` in step with the virtual machines.

    ``machines()`` lists all :class:`Machine` there are; while it raises, all stay as they are.
    """

    def __init__(self, hosts, machines):
        super().__init__("proxies", "The machines of the vCenter", _INTERVAL)
        self._hosts = hosts
        self._machines = machines
        self._not_before = {}

    def step(self):
        """Look once, and write what has changed."""
        machines = {machine.moid: machine for machine in self._machines()}
        names = {}
        for name in self._hosts.names():
            moid = (self._hosts.values(name) or {}).get("proxy")
            if moid in machines:
                names[moid] = name
            elif moid:
                self._hosts.remove(name)
        for machine in machines.values():
            name = names.get(machine.moid)
            values = (self._hosts.values(name) if name else None) or {}
            if machine.booted and (values.get("stopped") or values.get("booted") != machine.booted):
                self._switch_on(machine, name, values)
            elif name and not machine.booted and not values.get("stopped"):
                self._hosts.update(name, stopped=True)

    def _switch_on(self, machine, name, values):
        if time.monotonic() < self._not_before.get(machine.moid, 0):
            return
        try:
            self._boot(machine, name, values)
            self._not_before.pop(machine.moid, None)
        except cloudinit.BootError as error:
            self._not_before[machine.moid] = time.monotonic() + _PAUSE
            _LOG.warning("%s (%s) does not boot: %s", machine.name, machine.moid, error)

    def _boot(self, machine, name, values):
        instance = cloudinit.instance(machine.guestinfo) or machine.moid
        if instance == values.get("instance"):
            self._hosts.update(name, stopped=False, booted=machine.booted)
            return
        settings = esx.settings(cloudinit.files(machine.guestinfo))
        host = esx.compute_host(settings)
        if name and name != settings.host:
            self._hosts.remove(name)
        mark = {"proxy": machine.moid, "instance": instance, "booted": machine.booted}
        self._hosts.write(settings.host, **host, **mark, stopped=False)
        _LOG.warning("%s (%s) serves %s.", machine.name, machine.moid, settings.cluster)
