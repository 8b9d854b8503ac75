"""Steps for compute hosts of the overcloud that are new, or come up again."""

import time

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.operations.patience import patiently
from helion_services.base.operations.work import TimedOut
from helion_services.overcloud import api, hypervisors, services
from helion_services.overcloud.deleted_hosts import delete_services

_LONGEST = 600.0  # seconds
_NEW = "newcomers"  # name of a step and key of a note: it is stored


class RecordNewHosts(Step):
    """Records which hosts are new to Nova before they are deployed: undoing deletes their services.

    Hosts that were in the overcloud's Nova before are left alone.
    """

    def __init__(self, names):
        super().__init__(
            _NEW,
            Message(
                "step-check-hosts-new",
                "Verify that {hosts} are new to the overcloud's Nova",
                hosts=list(names),
            ),
        )
        self._names = names

    def run(self, work):
        if work.clouds.has("overcloud") and work.recall(_NEW) is None:
            nova = api.compute(work.runtime.clouds)
            try:
                registered = services.of(self._names, services.services(nova))
            except keystoneauth.ClientException:  # probably not deployed yet
                registered = {}
            work.note(_NEW, [name for name in self._names if name not in registered])

    def undo(self, work):
        new = work.recall(_NEW)
        if new:
            delete_services(work, new)


class WaitForComputes(Step):
    """Waits until the overcloud's Nova can place virtual machines on new hosts.

    ``longest`` is in seconds, ten minutes if it is None. ``hopeful(work)`` is called in
    each round: it raises an exception if they can no longer join.
    """

    def __init__(self, names, longest=None, hopeful=None):
        super().__init__(
            "computes",
            Message(
                "step-wait-for-computes",
                "Wait for {hosts} to join the overcloud's Nova",
                hosts=list(names),
            ),
        )
        self._names = names
        self._longest = _LONGEST if longest is None else longest
        self._hopeful = hopeful

    def run(self, work):
        if not work.clouds.has("overcloud"):
            work.say(
                Message(
                    "overcloud-absent-hosts-unchecked",
                    "No overcloud is configured: the hosts are not verified in its Nova.",
                )
            )
            return
        nova = api.compute(work.runtime.clouds)  # it may not be there yet
        end = time.monotonic() + self._longest
        while True:
            work.check()
            missing = self._missing(nova)
            if not missing:
                return
            if self._hopeful:
                self._hopeful(work)
            if time.monotonic() > end:
                raise TimedOut(
                    Message(
                        "computes-missing",
                        "Timed out after {seconds} s: {missing}",
                        seconds=round(self._longest),
                        missing=missing,
                    )
                )
            done = max(0, len(self._names) - len(missing))
            work.progress(100 * done / len(self._names), _waiting(missing))
            work.sleep(work.poll)

    def _missing(self, nova):
        """What is missing, as messages."""
        try:
            by_host = services.of(self._names, services.services(nova))
            with_hypervisor = {each.host for each in hypervisors.hypervisors(nova)}
        except keystoneauth.ClientException as exc:
            # Just after a deployment it may not be there yet.
            return [api.unavailable(exc).message]
        faults = (_fault(name, by_host.get(name), with_hypervisor) for name in self._names)
        return [fault for fault in faults if fault]


class WaitForReports(Step):
    """Waits until the compute services of hosts that were rebuilt report to Nova again.

    That a service counts as up may be due to reports from before. Hosts that have no service are
    left out.
    """

    def __init__(self, hosts):
        super().__init__(
            "reports",
            Message(
                "step-wait-for-reports",
                "Wait for the compute services on {hosts}",
                hosts=list(hosts),
            ),
        )
        self._hosts = hosts

    def run(self, work):
        nova = api.compute(work.clouds)
        before = patiently(work, lambda: services.of(self._hosts, services.services(nova)))

        def look():
            after = patiently(work, lambda: services.of(self._hosts, services.services(nova)))
            return all(_reports(after.get(host), each) for host, each in before.items())

        what = Message(
            "wait-services-up", "the compute services of {hosts} to be up", hosts=list(self._hosts)
        )
        work.until(look, what, _LONGEST, work.poll)


def _reports(service, before):
    """Whether a service has reported since it was ``before``."""
    return service is not None and service.up and service.reported_at != before.reported_at


def _waiting(missing):
    return Message("computes-awaited", "{missing}", missing=missing)


def _fault(host, service, with_hypervisor):
    if service is None:
        return Message("no-compute-service", "{host} has no compute service yet.", host=host)
    if not service.up:
        return Message("compute-service-down", "The compute service of {host} is down.", host=host)
    if not service.enabled:
        return Message(
            "compute-service-disabled", "The compute service of {host} is disabled.", host=host
        )
    if service.host not in with_hypervisor:
        return Message("no-hypervisor", "{host} has no hypervisor yet.", host=host)
    return None
