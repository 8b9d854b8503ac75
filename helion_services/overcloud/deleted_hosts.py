"""Deleting what the overcloud keeps of compute hosts that are gone."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.operations.patience import patiently
from helion_services.base.operations.work import TimedOut
from helion_services.base.problems import Unavailable
from helion_services.overcloud import allocations, api, hypervisors, providers, services, vms

_DOWN = 600.0  # seconds within which Nova must notice that a host no longer reports
_GONE = ("service-silent", "service-unreachable")  # codes: Nova itself was deleted, too
_DELETED = 300.0  # seconds within which Nova must delete virtual machines


class ServiceNotDeleted(Exception):
    """The overcloud's Nova or Placement refuses; made with a message."""


class DeleteComputeServices(Step):
    """Deletes the compute services of deleted hosts, and their resource providers.

    Waits until Nova finds a service down: one that still reports would bring its resource provider
    back into Placement, where nothing owns it.

    ``lost`` are those of the hosts whose virtual machines are deleted as well.
    ``whole`` is for hosts that were deleted with the whole overcloud: its Nova may be gone as well.
    What it refuses to delete of a host is left and named, and the others are deleted all the same.
    """

    def __init__(self, hosts, lost=(), whole=False):
        super().__init__(
            "forget",
            Message(
                "step-delete-services", "Delete the compute services of {hosts}", hosts=list(hosts)
            ),
        )
        self._hosts = hosts
        self._lost = lost
        self._whole = whole

    def run(self, work):
        if not work.clouds.has("overcloud"):
            work.say(
                Message(
                    "overcloud-absent-services-stay",
                    "No overcloud is configured: its compute services are left unchanged.",
                )
            )
            return
        if not self._whole:
            delete_services(work, self._hosts, self._lost)
            return
        for number, host in enumerate(self._hosts):
            try:
                delete_services(work, [host], [host] if host in self._lost else ())
            except (TimedOut, Unavailable, ServiceNotDeleted) as exc:
                is_gone = isinstance(exc, Unavailable) and exc.code in _GONE
                self._leave(work, self._hosts[number:] if is_gone else [host], exc)
                if is_gone:
                    return

    def _leave(self, work, hosts, error):
        work.say(
            Message(
                "compute-services-left",
                "{reason} The compute services of {hosts} are left unchanged. If the overcloud's"
                " Nova still runs, delete them and their resource providers there.",
                reason=cloud_errors.cause(error),
                hosts=list(hosts),
            )
        )


def delete_services(work, hosts, lost=()):
    """Delete the services of ``hosts`` and their providers; safe to call again.

    ``lost`` are those of the hosts whose virtual machines are deleted first.
    """
    nova, placement = api.compute(work.clouds), api.placement(work.clouds)
    work.until(
        lambda: _all_down(work, nova, hosts),
        Message(
            "wait-services-down", "the compute services of {hosts} to be down", hosts=list(hosts)
        ),
        _DOWN,
        work.poll,
    )
    for number, host in enumerate(hosts):
        work.check()
        if host in lost:
            _delete_vms(work, nova, host)
        patiently(work, lambda host=host: _delete_service(work, nova, host))
        patiently(work, lambda host=host: _delete_providers(work, nova, placement, host))
        work.progress(
            100 * (number + 1) / len(hosts),
            Message("compute-service-deleted", "Deleted the compute service of {host}", host=host),
        )


def _all_down(work, nova, hosts):
    by_host = patiently(work, lambda: services.of(hosts, services.services(nova)))
    up = [host for host, service in by_host.items() if service.up]
    if up:
        work.progress(
            0, Message("hosts-still-report", "{hosts} still report to Nova", hosts=list(up))
        )
    return not up


def _delete_vms(work, nova, host):
    service = patiently(work, lambda: services.of([host], services.services(nova)).get(host))
    name = service.host if service else host
    rest = patiently(work, lambda: vms.on_host(nova, name))
    if not rest:
        return

    def look():
        remaining = vms.on_host(nova, name)
        for vm in remaining:
            vms.delete(nova, vm.id)
        return not remaining

    what = Message("wait-vms-deleted", "the virtual machines on {host} to be deleted", host=host)
    work.until(lambda: patiently(work, look), what, _DELETED, work.poll)
    names = [vm.name for vm in rest]
    work.say(Message("vms-deleted", "Deleted with {host}: {vms}.", host=host, vms=names))


def _delete_service(work, nova, host):
    service = services.of([host], services.services(nova)).get(host)
    if service is None:
        return
    # The names of its hypervisors are lost once it is deleted.
    names = [
        hypervisor.name
        for hypervisor in hypervisors.hypervisors(nova)
        if hypervisor.host == service.host
    ]
    work.note(f"hypervisors:{host}", names)
    work.note(f"host:{host}", service.host)
    try:
        services.delete(nova, service)
    except keystoneauth.Conflict as exc:
        raise ServiceNotDeleted(
            Message(
                "compute-service-not-deleted",
                "Nova cannot delete the compute service of {host}: {reason}",
                host=host,
                reason=cloud_errors.reason(exc),
            )
        ) from exc


def _delete_providers(work, nova, placement, host):
    names = work.recall(f"hypervisors:{host}", [])
    owned = {hypervisor.id for hypervisor in hypervisors.hypervisors(nova)}
    for provider in providers.orphans(placement, host, names, owned):
        _release(work, nova, placement, host, provider)
        work.say(
            Message(
                "provider-deleted",
                "Deleted the leftover resource provider of {host} in Placement.",
                host=host,
            )
        )
        providers.delete(placement, provider)


def _release(work, nova, placement, host, provider):
    """Remove stale allocations; raises :class:`ServiceNotDeleted` for others."""
    name = work.recall(f"host:{host}", host)
    needed = allocations.clear(work, nova, placement, name, provider)
    if needed:
        raise ServiceNotDeleted(
            Message(
                "provider-in-use",
                "Allocations in Placement keep the resource provider of {host}. {reasons}",
                host=host,
                reasons=needed,
            )
        )
