"""The virtual machines on hosts of the overcloud, and the free room on its other hosts."""

import concurrent.futures
import dataclasses

from helion_services.base.problems import Unavailable
from helion_services.nodes.overcloud import room
from helion_services.overcloud import api as apis
from helion_services.overcloud import hypervisors, services, vms

_PARALLEL = 8  # calls


@dataclasses.dataclass(frozen=True)
class Occupancy:
    """The occupancy of hosts.

    :ivar vms: lists of virtual machines by the name of each host in question
    :ivar room: free room on the hosts that stay, are up and enabled
    :ivar services: compute services by name of the host; a host without one is missing
    """

    vms: dict[str, list[vms.Vm]]
    room: list[room.Host]
    services: dict[str, services.Service]


def look(clouds, hosts):
    """Look at the members ``hosts`` that are about to leave; returns :class:`Occupancy`.

    Three calls and one for each host. Raises :class:`Unavailable` when the overcloud is not
    configured or does not answer.
    """
    nova, placement = apis.compute(clouds), apis.placement(clouds)
    with apis.answering(), concurrent.futures.ThreadPoolExecutor(_PARALLEL) as pool:
        summaries = pool.submit(room.summaries, placement)
        machines = pool.submit(hypervisors.hypervisors, nova)
        all_services = services.services(nova)
        own_services = services.of(hosts, all_services)
        vms_by_host = _on_hosts(pool, nova, hosts, own_services)
        leaving = {*hosts, *(service.host for service in own_services.values())}
        staying = room.staying(all_services, machines.result(), leaving)
        return Occupancy(
            {host: future.result() for host, future in vms_by_host.items()},
            room.free(summaries.result(), staying),
            own_services,
        )


def count_vms(clouds, hosts):
    """How many virtual machines run on the members ``hosts``; None if Nova does not answer."""
    try:
        nova = apis.compute(clouds)
        with apis.answering(), concurrent.futures.ThreadPoolExecutor(_PARALLEL) as pool:
            own_services = services.of(hosts, services.services(nova))
            futures = _on_hosts(pool, nova, hosts, own_services).values()
            return sum(len(future.result()) for future in futures)
    except Unavailable:
        return None


def _on_hosts(pool, nova, hosts, own_services):
    """Futures of the virtual machines on each host, by its name."""
    names = {host: own_services[host].host if host in own_services else host for host in hosts}
    return {host: pool.submit(vms.on_host, nova, name) for host, name in names.items()}
