"""What runs on chosen hosts of the overcloud, and how much room the others have."""

import concurrent.futures
import dataclasses

from helion_services.base.errors import Unavailable
from helion_services.base.overcloud import api as apis
from helion_services.base.overcloud import hypervisors, services, vms
from helion_services.nodes.overcloud import room

_AT_ONCE = 8  # calls


@dataclasses.dataclass(frozen=True)
class Seen:
    """What was seen.

    :ivar vms: lists of virtual machines by the name of each host that was asked for
    :ivar room: what the hosts that stay, are up and enabled, have free
    :ivar services: compute services by name of the host; a host without one is missing
    """

    vms: dict[str, list[vms.Vm]]
    room: list[room.Host]
    services: dict[str, services.Service]


def look(clouds, hosts):
    """Look at the members ``hosts`` that are about to leave; returns :class:`Seen`.

    Three calls and one for each host. Raises :class:`Unavailable` when the overcloud is not
    configured or does not answer.
    """
    nova, placement = apis.compute(clouds), apis.placement(clouds)
    with apis.answering(), concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as pool:
        summaries = pool.submit(room.summaries, placement)
        machines = pool.submit(hypervisors.hypervisors, nova)
        known = services.services(nova)
        found = services.of(hosts, known)
        on = _on_hosts(pool, nova, hosts, found)
        leaving = {*hosts, *(service.host for service in found.values())}
        staying = room.staying(known, machines.result(), leaving)
        return Seen(
            {host: some.result() for host, some in on.items()},
            room.free(summaries.result(), staying),
            found,
        )


def count_vms(clouds, hosts):
    """How many virtual machines run on the members ``hosts``; None if nobody can tell."""
    try:
        nova = apis.compute(clouds)
        with apis.answering(), concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as pool:
            found = services.of(hosts, services.services(nova))
            on = _on_hosts(pool, nova, hosts, found)
            return sum(len(some.result()) for some in on.values())
    except Unavailable:
        return None


def _on_hosts(pool, nova, hosts, found):
    """Futures of the virtual machines on each host, by its name."""
    names = {host: found[host].host if host in found else host for host in hosts}
    return {host: pool.submit(vms.on_host, nova, name) for host, name in names.items()}
