"""Steps about the compute service of a cluster in the overcloud's Nova."""

from helion_services.base.overcloud import api, forget, hypervisors, services, vms
from helion_services.base.overcloud.arrive import WaitForComputes
from helion_services.base.overcloud.disable import DisableServices
from helion_services.base.overcloud.patience import patiently
from helion_services.base.problems import Unavailable
from helion_services.eon import states
from helion_services.eon.flows import record
from helion_services.eon.flows.step import ClusterStep

_NEW = "new to Nova"
_DOWN = 600.0  # seconds until Nova must have noticed that a service does not report any more


class HostUp(Exception):
    """Somebody else runs a compute service under the cluster's name."""

    code = "host-up"


class VmsRunning(Exception):
    """Nova has virtual machines on the cluster."""

    code = "vms-running"


class ExpectHost(ClusterStep):
    """Looks whether Nova knows the cluster's host; undoing has Nova forget it if it did not."""

    def __init__(self, target):
        super().__init__(target, "expect", "See what Nova knows of the cluster")

    def run(self, work):
        service = find(work, self.target)
        if work.recall(_NEW) is None:
            again = record.state(work, self.target) == states.ACTIVATION_INITIATED
            if service and service.up and not again:
                raise HostUp(f"A compute service called {self.target.host} is up already.")
            work.note(_NEW, service is None)

    def undo(self, work):
        if work.recall(_NEW):
            forget.forget(work, [self.target.host])
        record.know_hypervisor(work, self.target, None)


class WaitForHost(ClusterStep):
    """Waits until Nova can place virtual machines on the cluster, as long as its proxy runs.

    ``expect_running(work, target)`` raises what is to be said if it does not.
    """

    def __init__(self, target, expect_running):
        super().__init__(target, "compute", "Wait for the cluster to join Nova")
        self._expect_running = expect_running

    def run(self, work):
        self._enable(work)
        longest = work.runtime.conf.eon.compute_timeout
        WaitForComputes([self.target.host], longest, self._hopeful).run(work)
        nova = api.compute(work.clouds)
        known = patiently(work, lambda: hypervisors.hypervisors(nova))
        found = next(one.id for one in known if one.host == self.target.host)
        record.know_hypervisor(work, self.target, found)

    def _hopeful(self, work):
        self._expect_running(work, self.target)

    def _enable(self, work):
        """A forced deactivation left it disabled if virtual machines were on it."""
        service = find(work, self.target)
        if service and not service.enabled and (service.reason or "").startswith("helion: "):
            nova = api.compute(work.clouds)
            patiently(work, lambda: services.enable(nova, service))


class WaitUntilDown(ClusterStep):
    """Waits until Nova has noticed that the cluster's old proxy is gone."""

    def __init__(self, target):
        super().__init__(target, "down", "Wait until Nova has noticed")

    def run(self, work):
        wait_until_down(work, self.target)


class Disable(ClusterStep):
    """Keeps the scheduler away from the cluster; undoing lets it come back."""

    def __init__(self, target, forced):
        super().__init__(target, "disable", f"Take {target.name} out of scheduling")
        self._step = DisableServices([target.host])
        self._forced = forced

    def run(self, work):
        tolerant(work, self._forced, lambda: self._step.run(work))

    def undo(self, work):
        self._step.undo(work)


class VerifyEmpty(ClusterStep):
    """Fails while Nova has virtual machines on the cluster, unless it is forced."""

    def __init__(self, target, forced):
        super().__init__(target, "empty", f"See that no virtual machine is on {target.name}")
        self._forced = forced

    def run(self, work):
        tolerant(work, self._forced, lambda: self._look(work))

    def _look(self, work):
        nova = api.compute(work.clouds)
        found = patiently(work, lambda: vms.on_host(nova, self.target.host))
        if not found:
            return
        names = ", ".join(vm.name for vm in found[:5]) + (", …" if len(found) > 5 else "")
        text = f"Nova has {len(found)} virtual machines on {self.target.name}: {names}."
        if not self._forced:
            raise VmsRunning(text)
        work.say(f"{text} They are left as they are.")


class ForgetHost(ClusterStep):
    """Deletes the compute service in Nova and its provider, which cannot be taken back.

    Forced, one with virtual machines stays: it comes back with the next activation.
    """

    def __init__(self, target, forced):
        super().__init__(target, "forget", "Let Nova forget the cluster")
        self._forced = forced

    def run(self, work):
        tolerant(work, self._forced, lambda: wait_until_down(work, self.target))
        work.disallow_cancel()
        tolerant(work, self._forced, lambda: self._forget(work))

    def _forget(self, work):
        try:
            forget.forget(work, [self.target.host])
        except forget.NotForgotten as exc:
            if not self._forced:
                work.allow_cancel()
                raise
            work.say(f"{exc} It stays there, disabled.")


def tolerant(work, forced, act):
    """Call ``act()``; forced, an overcloud that cannot be asked is no reason to stop."""
    if not work.clouds.has("overcloud"):
        work.say("No overcloud is configured: its Nova is left as it is.")
        return
    try:
        act()
    except Unavailable as exc:
        if not forced:
            raise
        work.say(f"Nova is left as it is: {exc.detail}")


def wait_until_down(work, target):
    """Wait until Nova has noticed that the compute service of the cluster does not report."""
    work.until(
        lambda: not (service := find(work, target)) or not service.up,
        f"the compute service {target.host} to be down",
        _DOWN,
        work.poll,
    )


def find(work, target):
    """The compute service of the cluster, None if there is none; patient with Nova."""
    nova = api.compute(work.clouds)
    found = patiently(work, lambda: services.of([target.host], services.services(nova)))
    return found.get(target.host)
