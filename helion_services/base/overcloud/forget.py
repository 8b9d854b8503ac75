"""Steps about compute hosts that are gone."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.operations import Step
from helion_services.base.overcloud import api, hypervisors, providers, services
from helion_services.base.overcloud.naming import listing
from helion_services.base.overcloud.patience import patiently
from helion_services.base.problems import Unavailable

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
        super().__init__("forget", f"Let the overcloud's Nova forget {listing(hosts)}")
        self._hosts = hosts
        self._whole = whole

    def run(self, work):
        if not work.clouds.has("overcloud"):
            work.say("No overcloud is configured: its compute services stay as they are.")
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
        super().__init__("newcomers", f"See that {listing(names)} is new to the overcloud's Nova")
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
        f"the compute service of {listing(hosts)} to be down",
        _DOWN,
        work.poll,
    )
    for number, host in enumerate(hosts):
        work.check()
        patiently(work, lambda host=host: _forget(work, nova, host))
        patiently(work, lambda host=host: _clean(work, nova, placement, host))
        work.progress(100 * (number + 1) / len(hosts), f"{host} is forgotten")


def _all_down(work, nova, hosts):
    found = patiently(work, lambda: services.of(hosts, services.services(nova)))
    up = [host for host, service in found.items() if service.up]
    if up:
        work.progress(0, f"{listing(up)} still reports")
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
        raise NotForgotten(f"Nova does not let go of {host}: {api.reason(exc)}") from exc


def _clean(work, nova, placement, host):
    names = work.recall(f"hypervisors:{host}", [])
    known = {one.id for one in hypervisors.hypervisors(nova)}
    for provider in providers.orphans(placement, host, names, known):
        held = providers.consumers(placement, provider)
        if held:
            raise NotForgotten(
                f"In Placement {host} still holds allocations of {listing(held)}:"
                " its provider cannot be deleted."
            )
        work.say(f"Placement had kept a provider for {host}; it is deleted.")
        providers.delete(placement, provider)
