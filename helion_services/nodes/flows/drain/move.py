"""One virtual machine on its way: what is remembered of it, and what may be done with it."""

import dataclasses

LIVE, COLD = "live", "cold"


@dataclasses.dataclass
class Move:
    """A virtual machine that is moved from ``source`` to ``target``, or to anywhere else.

    :ivar cold: whether it is moved cold although it runs
    :ivar tries: how often it was begun
    :ivar last: id of the newest migration before the last try; those after it belong to that
    """

    vm: str
    name: str
    source: str
    target: str | None = None
    cold: bool = False
    tries: int = 0
    last: int = 0

    @property
    def lane(self):
        """The host that must not have too many at once: the one that is emptied or refilled."""
        return self.target or self.source

    def ours(self, newest):
        """``newest``, a migration or None, if it belongs to the last try, else None."""
        return newest if newest and self.tries and newest.id > self.last else None


def busy(vm):
    """Whether Nova is doing something with a virtual machine that will end by itself."""
    return bool(vm.task_state) or vm.status == "BUILD"


def way(vm, cold):
    """:data:`LIVE`, :data:`COLD`, or None if it cannot be moved in the state that it is in."""
    if cold:
        return COLD if vm.status in ("ACTIVE", "SHUTOFF") else None
    return {"ACTIVE": LIVE, "PAUSED": LIVE, "SHUTOFF": COLD}.get(vm.status)
