"""The virtual machines on hosts of the overcloud, and the free room on its other hosts."""

import collections
import dataclasses

from helion_services.base.problems import Unavailable
from helion_services.base.threads import Pool
from helion_services.overcloud import api as apis
from helion_services.overcloud import hypervisors, server_groups, services, vms

_PARALLEL = 8  # calls
_RESOURCES = ("VCPU", "MEMORY_MB", "DISK_GB")


@dataclasses.dataclass(frozen=True)
class Host:
    """The free room of a host, with overcommitment and without reserved room.

    :ivar name: of the hypervisor
    :ivar service: the host of its compute service
    """

    name: str
    vcpus: int
    memory_mb: int
    disk_gb: int
    service: str = ""


@dataclasses.dataclass(frozen=True)
class Group:
    """A server group with members on hosts that leave.

    :ivar policy: ``affinity`` or ``anti-affinity``
    :ivar limit: how many members a host may have, by anti-affinity
    :ivar members: ids of its virtual machines
    :ivar staying: how many members are on each host that stays
    """

    name: str
    policy: str
    limit: int
    members: frozenset
    staying: dict


@dataclasses.dataclass(frozen=True)
class Occupancy:
    """The occupancy of hosts.

    :ivar vms: lists of virtual machines by the name of each host in question
    :ivar room: free room on the hosts that stay, are up and enabled
    :ivar services: compute services by name of the host; a host without one is missing
    :ivar groups: server groups of these virtual machines
    """

    vms: dict[str, list[vms.Vm]]
    room: list[Host]
    services: dict[str, services.Service]
    groups: tuple[Group, ...] = ()


def look(clouds, hosts):
    """Look at the members ``hosts`` that are about to leave; returns :class:`Occupancy`.

    Four calls, one for each host, and one for each virtual machine elsewhere that is in a server
    group with one of these. Raises :class:`Unavailable` when the overcloud is not
    configured or does not answer.
    """
    nova, placement = apis.compute(clouds), apis.placement(clouds)
    with apis.answering(), Pool(_PARALLEL) as pool:
        summaries = pool.submit(_summaries, placement)
        machines = pool.submit(hypervisors.hypervisors, nova)
        groups = pool.submit(server_groups.strict, nova)
        all_services = services.services(nova)
        own_services = services.of(hosts, all_services)
        vms_by_host = _on_hosts(pool, nova, hosts, own_services)
        leaving = {*hosts, *(service.host for service in own_services.values())}
        staying = _staying(all_services, machines.result(), leaving)
        occupants = {host: future.result() for host, future in vms_by_host.items()}
        return Occupancy(
            occupants,
            _free_room(summaries.result(), staying),
            own_services,
            _groups(pool, nova, groups.result(), occupants),
        )


def count_vms(clouds, hosts):
    """How many virtual machines run on the members ``hosts``; None if Nova does not answer."""
    try:
        nova = apis.compute(clouds)
        with apis.answering(), Pool(_PARALLEL) as pool:
            own_services = services.of(hosts, services.services(nova))
            futures = _on_hosts(pool, nova, hosts, own_services).values()
            return sum(len(future.result()) for future in futures)
    except Unavailable:
        return None


def _on_hosts(pool, nova, hosts, own_services):
    """Futures of the virtual machines on each host, by its name."""
    names = {host: own_services[host].host if host in own_services else host for host in hosts}
    return {host: pool.submit(vms.on_host, nova, name) for host, name in names.items()}


def _groups(pool, nova, groups, occupants):
    """The :class:`Group` of each of ``groups`` that one of the ``occupants`` belongs to."""
    leaving = {vm.id for vms_of_host in occupants.values() for vm in vms_of_host}
    groups = [group for group in groups if group.members & leaving]
    elsewhere = sorted({member for group in groups for member in group.members - leaving})
    members = dict(zip(elsewhere, pool.map(lambda vm: vms.get(nova, vm), elsewhere), strict=True))
    return tuple(
        Group(**vars(group), staying=_hosts_of(map(members.get, group.members & members.keys())))
        for group in groups
    )


def _hosts_of(machines):
    return dict(collections.Counter(vm.host for vm in machines if vm and vm.host))


def _summaries(api):
    """Placement's summaries of all providers with a free vCPU: one call.

    A host without a free vCPU has no room. Those that Nova disabled are left out.
    """
    query = {"resources": "VCPU:1", "required": "!COMPUTE_STATUS_DISABLED"}
    return api.get("/allocation_candidates", params=query).json()["provider_summaries"]


def _staying(all_services, all_hypervisors, leaving):
    """The hypervisors that may take in virtual machines of the hosts ``leaving``.

    Their service is enabled and up, and they are of the same type as a host that leaves: no virtual
    machine migrates from one type to another.
    """
    ready = {service.host for service in all_services if service.enabled and service.up}
    ready -= set(leaving)
    types = {hypervisor.type for hypervisor in all_hypervisors if hypervisor.host in leaving}
    return [
        hypervisor
        for hypervisor in all_hypervisors
        if hypervisor.host in ready and (not types or hypervisor.type in types)
    ]


def _free_room(summaries, staying):
    """A :class:`Host` for each of the hypervisors that Placement has room on, by name."""
    hosts = [
        Host(
            hypervisor.name,
            *(_free(summaries[hypervisor.id], kind) for kind in _RESOURCES),
            service=hypervisor.host,
        )
        for hypervisor in staying
        if hypervisor.id in summaries
    ]
    return sorted(hosts, key=lambda host: host.name)


def _free(summary, kind):
    amount = summary["resources"].get(kind)
    return amount["capacity"] - amount["used"] if amount else 0
