"""Steps about compute hosts that are gone."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.problems import Unavailable
from helion_services.overcloud import api, hypervisors, providers, services
from helion_services.overcloud.patience import patiently

_DOWN = 600.0  # seconds until Nova must have noticed that a host does not report any more


class NotForgotten(Exception):
    """The overcloud's Nova or Placement holds on to a host."""

    code = "compute-not-forgotten"


class ForgetComputes(Step):
    """Deletes the compute services of hosts whose machines are gone, and what hangs on them.

    Not before Nova says that a service is down: one that still reports would bring its resource
    provider back into Placement, where nothing owns it.

    ``whole`` is for hosts that went with the whole overcloud: its Nova may be gone, too, and what
    it does not let go of is left to it.
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
            forget(work, self._hosts)
        except (Unavailable, NotForgotten) as exc:
            if not self._whole:
                raise
            work.say(str(exc))


class ForgetNewcomers(Step):
    """Does nothing, and is put before new hosts are deployed: undoing forgets them.

    It leaves hosts alone that the overcloud's Nova knew before.
    """

    def __init__(self, names):
        super().__init__(
            "newcomers",
            Message(
                "step-check-hosts-new",
                "Verify that {hosts} are new to the overcloud's Nova",
                hosts=list(names),
            ),
        )
        self._names = names

    def run(self, work):
        if work.clouds.has("overcloud") and work.recall("newcomers") is None:
            nova = api.compute(work.clouds)
            try:
                known = services.of(self._names, services.services(nova))
            except keystoneauth.ClientException:  # not deployed yet, for all that is known
                known = {}
            work.note("newcomers", [name for name in self._names if name not in known])

    def undo(self, work):
        new = work.recall("newcomers")
        if new:
            forget(work, new)


def forget(work, hosts):
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
        patiently(work, lambda host=host: _forget(work, nova, host))
        patiently(work, lambda host=host: _clean(work, nova, placement, host))
        work.progress(
            100 * (number + 1) / len(hosts),
            Message("compute-service-deleted", "Deleted the compute service of {host}", host=host),
        )


def _all_down(work, nova, hosts):
    found = patiently(work, lambda: services.of(hosts, services.services(nova)))
    up = [host for host, service in found.items() if service.up]
    if up:
        work.progress(
            0, Message("hosts-still-report", "{hosts} still report to Nova", hosts=list(up))
        )
    return not up


def _forget(work, nova, host):
    service = services.of([host], services.services(nova)).get(host)
    if service is None:
        return
    # What its hypervisors are called is not known any more once it is deleted.
    names = [one.name for one in hypervisors.hypervisors(nova) if one.host == service.host]
    work.note(f"hypervisors:{host}", names)
    try:
        services.delete(nova, service)
    except keystoneauth.Conflict as exc:
        raise NotForgotten(
            Message(
                "compute-service-not-deleted",
                "Nova cannot delete the compute service of {host}: {reason}",
                host=host,
                reason=api.reason(exc),
            )
        ) from exc


def _clean(work, nova, placement, host):
    names = work.recall(f"hypervisors:{host}", [])
    known = {one.id for one in hypervisors.hypervisors(nova)}
    for provider in providers.orphans(placement, host, names, known):
        held = providers.consumers(placement, provider)
        if held:
            raise NotForgotten(
                Message(
                    "provider-has-allocations",
                    "In Placement, {host} still has allocations of {consumers}, so that its"
                    " resource"
                    " provider cannot be deleted.",
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
