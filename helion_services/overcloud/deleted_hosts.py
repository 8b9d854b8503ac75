"""Deleting what the overcloud keeps of compute hosts that are gone."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import messages
from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.problems import Unavailable
from helion_services.overcloud import api, hypervisors, providers, services
from helion_services.overcloud.patience import patiently

_DOWN = 600.0  # seconds within which Nova must notice that a host no longer reports


class ServiceNotDeleted(Exception):
    """The overcloud's Nova or Placement refuses; made with a message."""


class DeleteComputeServices(Step):
    """Deletes the compute services of deleted hosts, and their resource providers.

    Waits until Nova finds a service down: one that still reports would bring its resource provider
    back into Placement, where nothing owns it.

    ``whole`` is for hosts that were deleted with the whole overcloud: its Nova may be gone as well,
    and what it refuses to delete is left.
    """

    def __init__(self, hosts, whole=False):
        super().__init__(
            "forget",
            Message(
                "step-delete-services", "Delete the compute services of {hosts}", hosts=list(hosts)
            ),
        )
        self._hosts = hosts
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
        try:
            delete_services(work, self._hosts)
        except (Unavailable, ServiceNotDeleted) as exc:
            if not self._whole:
                raise
            work.say(messages.of(exc))


def delete_services(work, hosts):
    """Delete the services of ``hosts`` and their providers; safe to call again."""
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
    try:
        services.delete(nova, service)
    except keystoneauth.Conflict as exc:
        raise ServiceNotDeleted(
            Message(
                "compute-service-not-deleted",
                "Nova cannot delete the compute service of {host}: {reason}",
                host=host,
                reason=api.reason(exc),
            )
        ) from exc


def _delete_providers(work, nova, placement, host):
    names = work.recall(f"hypervisors:{host}", [])
    owned = {hypervisor.id for hypervisor in hypervisors.hypervisors(nova)}
    for provider in providers.orphans(placement, host, names, owned):
        held = providers.consumers(placement, provider)
        if held:
            raise ServiceNotDeleted(
                Message(
                    "provider-has-allocations",
                    "In Placement, {host} still has allocations of {consumers}, so that its"
                    " resource provider cannot be deleted.",
                    host=host,
                    consumers=list(held),
                )
            )
        work.say(
            Message(
                "provider-deleted",
                "Deleted the leftover resource provider of {host} in Placement.",
                host=host,
            )
        )
        providers.delete(placement, provider)
