"""Virtual machines of the overcloud."""

import dataclasses

from keystoneauth1 import exceptions as keystoneauth

from helion_services.overcloud.api import pages

# Extra specs that bind to hosts with pinned CPUs, huge pages, devices or traits.
_BINDING = frozenset(
    {
        "hw:cpu_policy",
        "hw:cpu_realtime",
        "hw:mem_encryption",
        "hw:mem_page_size",
        "hw:numa_nodes",
        "hw:pmem",
        "accel:device_profile",
        "pci_passthrough:alias",
    }
)
_BINDING_PREFIXES = ("resources", "trait", "aggregate_instance_extra_specs:", "capabilities:")


@dataclasses.dataclass(frozen=True)
class Vm:
    """A virtual machine.

    :ivar status: Nova's, such as ``ACTIVE``
    :ivar disk_gb: what it takes of its host's disks, all kinds together
    :ivar host: where it is, as Nova calls it, or None
    :ivar task_state: what Nova is doing with it, or None
    :ivar fault: what went wrong with it, or None
    :ivar boots_from_volume: whether its root disk is a volume
    :ivar needs: extra specs of its flavor that only some hosts fulfil, such as
        ``hw:cpu_policy=dedicated``
    """

    id: str
    name: str
    status: str
    vcpus: int
    memory_mb: int
    disk_gb: int
    host: str | None = None
    task_state: str | None = None
    fault: str | None = None
    boots_from_volume: bool = False
    needs: tuple = ()


def on_host(api, host):
    """All virtual machines of all projects on a host, by name: one call for each 1,000."""
    rows = pages(api, "/servers/detail", "servers", all_tenants=1, host=host)
    # Of a cell that is down Nova lists the ids only.
    vms = [_vm(row) for row in rows if "flavor" in row]
    return sorted(vms, key=lambda vm: (vm.name, vm.id))


def get(api, identity):
    """A virtual machine by its id, or None."""
    try:
        return _vm(api.get(f"/servers/{identity}").json()["server"])
    except keystoneauth.NotFound:
        return None


def delete(api, identity):
    """Delete a virtual machine immediately, even where deleted ones could be restored."""
    try:
        api.post(f"/servers/{identity}/action", json={"forceDelete": None})
    except (keystoneauth.NotFound, keystoneauth.Conflict):
        # It is gone, or is being deleted already.
        return


def _vm(row):
    flavor = row["flavor"]
    # One without an image boots from a volume: its root disk is not on the host.
    root = flavor["disk"] if row.get("image") else 0
    swap = -(-int(flavor["swap"] or 0) // 1024)
    return Vm(
        id=row["id"],
        name=row["name"],
        status=row["status"],
        vcpus=flavor["vcpus"],
        memory_mb=flavor["ram"],
        disk_gb=root + flavor["ephemeral"] + swap,
        host=row.get("OS-EXT-SRV-ATTR:host"),
        task_state=row.get("OS-EXT-STS:task_state"),
        fault=(row.get("fault") or {}).get("message"),
        boots_from_volume=not row.get("image"),
        needs=_needs(flavor.get("extra_specs") or {}),
    )


def _needs(extra_specs):
    return tuple(
        f"{name}={value}"
        for name, value in sorted(extra_specs.items())
        if name in _BINDING or name.startswith(_BINDING_PREFIXES)
    )
