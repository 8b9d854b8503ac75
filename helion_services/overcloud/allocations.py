"""Allocations in Placement that virtual machines have left behind on a host.

Nova leaves them behind: for the old host of a virtual machine that was evacuated, and for
migrations that broke off or whose host went down.
"""

import contextlib
import dataclasses

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.overcloud import providers, vms
from helion_services.overcloud.api import pages

# Statuses in which Nova does nothing more with a migration.
_ENDED = frozenset(
    {"completed", "confirmed", "done", "error", "failed", "cancelled", "reverted", "finished"}
)


@dataclasses.dataclass(frozen=True)
class Allocation:
    """What a consumer holds of a host.

    :ivar consumer: UUID of a virtual machine or a migration
    :ivar message: a :class:`Message`: who holds it, by names where Nova knows them
    :ivar stale: whether it is no longer needed
    """

    consumer: str
    message: Message
    stale: bool


def of_host(nova, placement, host, provider):
    """The :class:`Allocation` of each consumer that holds something of a host's provider.

    ``host`` is its name in Nova.
    One call, one more if there are any, and one or two for each consumer.
    """
    consumers = providers.consumers(placement, provider)
    records = _migrations(nova, host) if consumers else {}
    return [_allocation(nova, host, consumer, records.get(consumer)) for consumer in consumers]


def clear(work, nova, placement, host, provider):
    """Remove the stale allocations of a host's provider.

    Returns a :class:`Message` for each of the others. ``host`` is its name in Nova.
    """
    held = of_host(nova, placement, host, provider)
    for allocation in held:
        if allocation.stale and release(placement, allocation.consumer, provider):
            work.say(
                Message(
                    "allocation-released",
                    "Removed a leftover allocation on {host} from Placement. {reason}",
                    host=host,
                    reason=allocation.message,
                )
            )
    return [allocation.message for allocation in held if not allocation.stale]


def release(placement, consumer, provider):
    """Take what a consumer holds of a provider from it; what it holds elsewhere stays.

    Returns whether it held anything.
    """
    body = placement.get(f"/allocations/{consumer}").json()
    if provider not in body["allocations"]:
        return False
    rest = {
        other: {"resources": allocation["resources"]}
        for other, allocation in body["allocations"].items()
        if other != provider
    }
    if not rest:
        with contextlib.suppress(keystoneauth.NotFound):
            placement.delete(f"/allocations/{consumer}")
        return True
    keys = ("project_id", "user_id", "consumer_generation")
    placement.put(
        f"/allocations/{consumer}",
        json={"allocations": rest, **{key: body[key] for key in keys}},
    )
    return True


def _migrations(nova, host):
    """The migrations from or to a host, by UUID."""
    return {row["uuid"]: row for row in pages(nova, "/os-migrations", "migrations", host=host)}


def _allocation(nova, host, consumer, migration):
    if migration:
        return _of_migration(nova, consumer, migration)
    vm = vms.get(nova, consumer)
    if vm is None:
        message = Message(
            "allocation-unknown",
            "{consumer} is neither a virtual machine nor a migration of Nova.",
            consumer=consumer,
        )
        return Allocation(consumer, message, stale=False)
    if vm.host == host:
        message = Message("allocation-vm-here", "{vm} is on the host.", vm=vm.name)
        return Allocation(consumer, message, stale=False)
    message = Message("allocation-vm-elsewhere", "{vm} is on {host} now.", vm=vm.name, host=vm.host)
    # Nova has not yet written where a virtual machine is that it is working on.
    return Allocation(consumer, message, stale=not vm.task_state)


def _of_migration(nova, consumer, migration):
    vm = vms.get(nova, migration["instance_uuid"])
    message = Message(
        "allocation-migration",
        "A migration of {vm} has the status “{status}”.",
        vm=vm.name if vm else migration["instance_uuid"],
        status=migration["status"],
    )
    halted = migration["status"] == "finished" and vm is not None and vm.status == "VERIFY_RESIZE"
    stale = migration["status"] in _ENDED and not halted
    return Allocation(consumer, message, stale)
