"""How a virtual machine can leave its host, and what keeps it there."""

import dataclasses

from helion_services.base import reasons
from helion_services.base.messages import Message

LIVE, COLD, EVACUATE = "live", "cold", "evacuate"


@dataclasses.dataclass
class VmMigration:
    """A virtual machine that is migrated from ``source`` to ``target``, or to any other host.

    :ivar cold: whether it is migrated cold although it runs
    :ivar evacuate: whether its host is down, so that it is rebuilt elsewhere
    :ivar tries: how often it was begun
    :ivar last: id of the newest record before the last try; those after it belong to that
    """

    vm: str
    name: str
    source: str
    target: str | None = None
    cold: bool = False
    tries: int = 0
    last: int = 0
    evacuate: bool = False

    @property
    def lane(self):
        """The host whose migrations are limited: the host that is drained or refilled."""
        return self.target or self.source

    def own(self, record):
        """``record``, Nova's newest or None, if it belongs to the last try, else None."""
        return record if record and self.tries and record.id > self.last else None


def migration_mode(vm, cold):
    """:data:`LIVE`, :data:`COLD`, or None if it cannot be migrated in its current state."""
    if cold:
        return COLD if vm.status in ("ACTIVE", "SHUTOFF") else None
    return {"ACTIVE": LIVE, "PAUSED": LIVE, "SHUTOFF": COLD}.get(vm.status)


def is_evacuable(vm):
    """Whether Nova can rebuild a virtual machine elsewhere in its current state."""
    return vm.status in ("ACTIVE", "SHUTOFF", "ERROR")


def vm_not_migratable(vm):
    """That the state of a virtual machine allows no migration."""
    return Message(
        "vm-not-migratable",
        "{vm} is {status}: it cannot be migrated in this state.",
        vm=vm.name,
        status=vm.status,
    )


def vm_broken(vm):
    """That Nova has given up a virtual machine."""
    return Message(
        "vm-in-error",
        "{vm} is in state ERROR: {fault}.",
        vm=vm.name,
        fault=(reasons.sentence(vm.fault) or "Nova gives no reason").rstrip("."),
    )
