"""Steps that keep the scheduler away from hosts, and let it use them again."""

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.operations.patience import patiently
from helion_services.overcloud import api, services

_NOTE = "compute services"
_MARK = "helion: "


class DisableServices(Step):
    """Disables the compute services of hosts; undoing enables those again that it disabled."""

    def __init__(self, hosts):
        super().__init__(
            "disable",
            Message(
                "step-disable-services",
                "Disable the compute services on {hosts}",
                hosts=list(hosts),
            ),
        )
        self._hosts = hosts

    def run(self, work):
        nova = api.compute(work.clouds)
        by_host = patiently(work, lambda: services.of(self._hosts, services.services(nova)))
        before = work.recall(_NOTE)
        if before is None:
            # One that an earlier operation disabled stayed so because it could not be rolled back.
            before = {
                service.id: service.enabled or is_ours(service) for service in by_host.values()
            }
            work.note(_NOTE, before)
        for number, host in enumerate(self._hosts):
            work.check()
            if host not in by_host:
                work.say(
                    Message(
                        "compute-service-missing",
                        "The overcloud's Nova has no compute service on {host}.",
                        host=host,
                    )
                )
            elif not before.get(by_host[host].id):
                work.say(
                    Message(
                        "compute-service-already-disabled",
                        "The compute service on {host} was already disabled.",
                        host=host,
                    )
                )
            else:
                patiently(work, lambda host=host: self._disable(work, nova, host))
            work.progress(100 * (number + 1) / len(self._hosts))

    def undo(self, work):
        _enable(work)

    def _disable(self, work, nova, host):
        service = services.of([host], services.services(nova)).get(host)
        if service and (service.enabled or is_ours(service)):
            services.disable(nova, service, reason(work))


class EnableServices(Step):
    """Enables the compute services that :class:`DisableServices` disabled in this operation."""

    def __init__(self, hosts):
        super().__init__(
            "enable",
            Message(
                "step-enable-services", "Enable the compute services on {hosts}", hosts=list(hosts)
            ),
        )

    def run(self, work):
        _enable(work)


def _enable(work):
    before = work.recall(_NOTE) or {}
    if not any(before.values()):
        return
    nova = api.compute(work.clouds)

    def enable():
        for service in services.services(nova):
            # Another reason means that somebody else disabled it.
            if before.get(service.id) and service.reason == reason(work):
                services.enable(nova, service)

    patiently(work, enable)


def reason(work):
    """The reason with which an operation disables services."""
    return f"{_MARK}{work.id}"


def is_ours(service):
    """Whether an operation disabled a service, this or another."""
    return (service.reason or "").startswith(_MARK)
