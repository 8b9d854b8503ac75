"""Steps about compute hosts that are new."""

import time

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.operations import Step
from helion_services.base.operations.work import TimedOut
from helion_services.base.overcloud import api, hypervisors, services
from helion_services.base.overcloud.naming import MANY, listing

_LONGEST = 600.0  # seconds


class WaitForComputes(Step):
    """Waits until the overcloud's Nova can place virtual machines on new hosts.

    ``longest`` is in seconds, ten minutes if it is None. ``hopeful(work)`` is called now and then:
    it raises what is to be said if they cannot join any more.
    """

    def __init__(self, names, longest=None, hopeful=None):
        super().__init__("computes", f"Wait for {listing(names)} to join the overcloud's Nova")
        self._names = names
        self._longest = _LONGEST if longest is None else longest
        self._hopeful = hopeful

    def run(self, work):
        if not work.clouds.has("overcloud"):
            work.say("No overcloud is configured: nobody looks whether its Nova knows the hosts.")
            return
        nova = api.compute(work.clouds)
        end = time.monotonic() + self._longest
        while True:
            work.check()
            missing = self._missing(nova)
            if not missing:
                return
            if self._hopeful:
                self._hopeful(work)
            if time.monotonic() > end:
                what = listing(missing, MANY)
                raise TimedOut(f"Waited {self._longest:.0f} seconds in vain: {what}.")
            done = max(0, len(self._names) - len(missing))
            work.progress(100 * done / len(self._names), listing(missing))
            work.sleep(work.poll)

    def _missing(self, nova):
        """What is not as it should be, in words."""
        try:
            found = services.of(self._names, services.services(nova))
            known = {one.host for one in hypervisors.hypervisors(nova)}
        except keystoneauth.ClientException as exc:
            # Just after a deployment it may not be there yet.
            return [api.unavailable(exc).detail.rstrip(".")]
        texts = {name: _fault(found.get(name), known) for name in self._names}
        return [f"{name} {text}" for name, text in texts.items() if text]


def _fault(service, known):
    if service is None:
        return "has no compute service yet"
    if not service.up:
        return "has a compute service that is down"
    if not service.enabled:
        return "has a compute service that is disabled"
    if service.host not in known:
        return "has no hypervisor yet"
    return None
