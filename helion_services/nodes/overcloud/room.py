"""Free room on the hosts that stay, as Placement counts it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Host:
    """What a host has left, overcommitment included and what is reserved left out."""

    name: str
    vcpus: int
    memory_mb: int
    disk_gb: int


def summaries(api):
    """What Placement knows of all providers with a free vCPU: one call.

    A host without one has room for nothing. Those that Nova disabled are left out.
    """
    asked = {"resources": "VCPU:1", "required": "!COMPUTE_STATUS_DISABLED"}
    return api.get("/allocation_candidates", params=asked).json()["provider_summaries"]


def staying(services, hypervisors, leaving):
    """The hypervisors that may take in virtual machines of the hosts ``leaving``.

    Their service is enabled and up, and they are of the same type as one that leaves: no virtual
    machine moves from one type to another.
    """
    ready = {one.host for one in services if one.enabled and one.up} - set(leaving)
    types = {one.type for one in hypervisors if one.host in leaving}
    return [one for one in hypervisors if one.host in ready and (not types or one.type in types)]


def free(summaries, hypervisors):
    """A :class:`Host` for each of the hypervisors that Placement has room on, by name."""
    found = [
        Host(one.name, *(_left(summaries[one.id], kind) for kind in _KINDS))
        for one in hypervisors
        if one.id in summaries
    ]
    return sorted(found, key=lambda host: host.name)


_KINDS = ("VCPU", "MEMORY_MB", "DISK_GB")


def _left(summary, kind):
    amount = summary["resources"].get(kind)
    return amount["capacity"] - amount["used"] if amount else 0
