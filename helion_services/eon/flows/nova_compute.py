"""Steps about the compute service of a cluster in the overcloud's Nova."""

from helion_services.base.messages import Message, of
from helion_services.base.operations.patience import patiently
from helion_services.base.problems import Unavailable
from helion_services.eon import states
from helion_services.eon.flows import record
from helion_services.eon.flows.step import ClusterStep
from helion_services.overcloud import api, deleted_hosts, hypervisors, services, vms
from helion_services.overcloud.disable import DisableServices
from helion_services.overcloud.new_hosts import WaitForComputes

_NEW = "new to Nova"
_DOWN = 600.0  # seconds until Nova must report a service as down


class HostUp(Exception):
    """Somebody else runs a compute service under the cluster's name."""


class VmsRunning(Exception):
    """Nova has virtual machines on the cluster."""


class ExpectHost(ClusterStep):
    """Looks whether Nova knows the cluster's host; undoing has Nova forget it if it did not."""

    def __init__(self, target):
        super().__init__(
            target,
            "expect",
            Message("step-expect-host", "Check the cluster's compute service in Nova"),
        )

    def run(self, work):
        service = find(work, self.target)
        if work.recall(_NEW) is None:
            again = record.state(work, self.target) == states.ACTIVATION_INITIATED
            if service and service.up and not again:
                raise HostUp(
                    Message(
                        "host-up", "A compute service {host} is already up.", host=self.target.host
                    )
                )
            work.note(_NEW, service is None)

    def undo(self, work):
        if work.recall(_NEW):
            deleted_hosts.delete_services(work, [self.target.host])
        record.know_hypervisor(work, self.target, None)


class WaitForHost(ClusterStep):
    """Waits until Nova can place virtual machines on the cluster, as long as its proxy runs.

    ``expect_running(work, target)`` raises if it does not.
    """

    weight = 10

    def __init__(self, target, expect_running):
        super().__init__(
            target, "compute", Message("step-wait-for-host", "Wait for the cluster to join Nova")
        )
        self._expect_running = expect_running

    def run(self, work):
        self._enable(work)
        longest = work.runtime.conf.eon.compute_timeout
        WaitForComputes([self.target.host], longest, self._hopeful).run(work)
        nova = api.compute(work.clouds)
        rows = patiently(work, lambda: hypervisors.hypervisors(nova))
        hypervisor_id = next(row.id for row in rows if row.host == self.target.host)
        record.know_hypervisor(work, self.target, hypervisor_id)

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
        super().__init__(
            target,
            "down",
            Message("step-wait-until-down", "Wait until Nova reports the compute service as down"),
        )

    def run(self, work):
        wait_until_down(work, self.target)


class Disable(ClusterStep):
    """Keeps the scheduler away from the cluster; undoing lets it come back."""

    def __init__(self, target, forced):
        super().__init__(
            target,
            "disable",
            Message("step-disable-host", "Disable {cluster} in the scheduler", cluster=target.name),
        )
        self._step = DisableServices([target.host])
        self._forced = forced

    def run(self, work):
        tolerant(work, self._forced, lambda: self._step.run(work))

    def undo(self, work):
        self._step.undo(work)


class VerifyEmpty(ClusterStep):
    """Fails while Nova has virtual machines on the cluster, unless it is forced."""

    def __init__(self, target, forced):
        super().__init__(
            target,
            "empty",
            Message(
                "step-verify-empty",
                "Verify that {cluster} has no virtual machines",
                cluster=target.name,
            ),
        )
        self._forced = forced

    def run(self, work):
        tolerant(work, self._forced, lambda: self._look(work))

    def _look(self, work):
        nova = api.compute(work.clouds)
        servers = patiently(work, lambda: vms.on_host(nova, self.target.host))
        if not servers:
            return
        reason = Message(
            "cluster-has-vms",
            "Nova has {count} virtual machines on {cluster}: {vms}.",
            count=len(servers),
            cluster=self.target.name,
            vms=[vm.name for vm in servers],
        )
        if not self._forced:
            raise VmsRunning(reason)
        work.say(Message("vms-left", "{reason} They are left in place.", reason=reason))


class ForgetHost(ClusterStep):
    """Deletes the compute service in Nova and its provider, which cannot be taken back.

    Forced, a service with virtual machines stays until the next activation enables it.
    """

    def __init__(self, target, forced):
        super().__init__(
            target,
            "forget",
            Message("step-forget-host", "Delete the cluster's compute service in Nova"),
        )
        self._forced = forced

    def run(self, work):
        tolerant(work, self._forced, lambda: wait_until_down(work, self.target))
        work.disallow_cancel()
        tolerant(work, self._forced, lambda: self._forget(work))

    def _forget(self, work):
        try:
            deleted_hosts.delete_services(work, [self.target.host])
        except deleted_hosts.ServiceNotDeleted as exc:
            if not self._forced:
                work.allow_cancel()
                raise
            work.say(
                Message(
                    "host-stays", "{reason} The compute service stays, disabled.", reason=of(exc)
                )
            )


def tolerant(work, forced, act):
    """Call ``act()``; if forced, an overcloud that cannot be reached is ignored."""
    if not work.clouds.has("overcloud"):
        work.say(
            Message("overcloud-absent", "No overcloud is configured: its Nova is left unchanged.")
        )
        return
    try:
        act()
    except Unavailable as exc:
        if not forced:
            raise
        work.say(Message("nova-left", "Nova is left unchanged: {reason}", reason=exc.message))


def wait_until_down(work, target, timeout=_DOWN):
    """Wait until Nova has noticed that the compute service of the cluster does not report."""
    work.until(
        lambda: not (service := find(work, target)) or not service.up,
        Message("wait-host-down", "the compute service {host} to be down", host=target.host),
        timeout,
        work.poll,
    )


def find(work, target):
    """The compute service of the cluster, None if there is none; patient with Nova."""
    nova = api.compute(work.clouds)
    by_host = patiently(work, lambda: services.of([target.host], services.services(nova)))
    return by_host.get(target.host)
