"""Free room on the hosts that stay, as Placement counts it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Host:
    """The free room of a host, with overcommitment and without reserved room."""

    name: str
    vcpus: int
    memory_mb: int
    disk_gb: int


def summaries(api):
    """Placement's summaries of all providers with a free vCPU: one call.

    A host without a free vCPU has no room. Those that Nova disabled are left out.
    """
    query = {"resources": "VCPU:1", "required": "!COMPUTE_STATUS_DISABLED"}
    return api.get("/allocation_candidates", params=query).json()["provider_summaries"]


def staying(services, hypervisors, leaving):
    """The hypervisors that may take in virtual machines of the hosts ``leaving``.

    Their service is enabled and up, and they are of the same type as a host that leaves: no virtual
    machine migrates from one type to another.
    """
    ready = {service.host for service in services if service.enabled and service.up} - set(leaving)
    types = {hypervisor.type for hypervisor in hypervisors if hypervisor.host in leaving}
    return [
        hypervisor
        for hypervisor in hypervisors
        if hypervisor.host in ready and (not types or hypervisor.type in types)
    ]


def free(summaries, hypervisors):
    """A :class:`Host` for each of the hypervisors that Placement has room on, by name."""
    hosts = [
        Host(hypervisor.name, *(_free(summaries[hypervisor.id], kind) for kind in _KINDS))
        for hypervisor in hypervisors
        if hypervisor.id in summaries
    ]
    return sorted(hosts, key=lambda host: host.name)


_KINDS = ("VCPU", "MEMORY_MB", "DISK_GB")


def _free(summary, kind):
    amount = summary["resources"].get(kind)
    return amount["capacity"] - amount["used"] if amount else 0
