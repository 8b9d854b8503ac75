"""Calls of steps to a vCenter: a session for each, retries, and readable errors."""

from pyVmomi import vim, vmodl

from helion_services.base.messages import Message
from helion_services.base.operations import patience
from helion_services.eon.vcenter import failures, inventory, session, tasks

_TRIES = 5
_LONGEST = 3600  # seconds of one visit; a vCenter that sends a byte now and then would never end it
_RACES = (
    vim.fault.AlreadyExists,
    vim.fault.ConcurrentAccess,
    vim.fault.DuplicateName,
    vim.fault.InvalidPowerState,
    vim.fault.TaskInProgress,
)
"""Faults of a vCenter that was changed meanwhile, by another operation or by the pending request
of a worker that died."""


class VCenterFault(Exception):
    """A vCenter refused something."""


def visit(work, target, act):
    """What ``act(vc)`` returns, with a session at the target's vCenter.

    It is called again while the vCenter cannot be reached or its sign-on service fails, also after
    one refusal of a login that worked for the watcher a moment ago, and if others changed the
    vCenter meanwhile, so it must look before it acts.

    Raises :class:`VCenterFault`, what ``act`` raises, or a VCenterProblem.
    """
    absence, races = patience.Absence(work), 0
    while True:
        try:
            with session.open(work.runtime, target.manager, longest=_LONGEST) as vc:
                absence.end()
                return _within(vc, act)
        except (failures.Unreachable, failures.LoginPaused) as exc:
            absence.bear(exc, exc.message)
        except tasks.TaskFailed as exc:
            races += 1
            if races == _TRIES or not isinstance(exc.fault, _RACES):
                raise
        work.check()
        work.sleep(work.poll)


class ClusterGone(Exception):
    """The cluster no longer exists in vCenter."""


def look(vc, target):
    """The inventory's cluster of a target. Raises :class:`ClusterGone`."""
    cluster = inventory.read(vc.si).cluster(target.moid)
    if cluster is None:
        raise ClusterGone(
            Message(
                "cluster-gone-from-vcenter",
                "The cluster {cluster} ({moid}) no longer exists in vCenter.",
                cluster=target.name,
                moid=target.moid,
            )
        )
    return cluster


def _within(vc, act):
    try:
        with vc.border():
            return act(vc)
    except (vmodl.MethodFault, vmodl.RuntimeFault) as exc:
        raise VCenterFault(
            Message(
                "vcenter-fault", "The vCenter reports a fault: {reason}", reason=tasks.sentence(exc)
            )
        ) from exc
