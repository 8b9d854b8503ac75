"""Calls of steps to a vCenter: a session for each, retries, and readable errors."""

import time

from pyVmomi import vim, vmodl

from helion_services.base.messages import Message
from helion_services.base.operations import patience
from helion_services.eon.vcenter import failures, inventory, session, tasks

PATIENCE = 120.0  # seconds that a vCenter may be away
_TRIES = 5
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
    absence, races = _Absence(work), 0
    while True:
        try:
            with session.open(work.runtime, target.manager) as vc:
                absence.end()
                return _within(vc, act)
        except (failures.Unreachable, failures.LoginPaused) as exc:
            absence.bear(exc)
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


class _Absence:
    """How long a vCenter has been away."""

    def __init__(self, work):
        self._work = work
        self._last = self._end = self._since = None
        self._is_shown = False

    def bear(self, error):
        """Raise the error if it was away for too long."""
        moment = time.monotonic()
        if self._last is None or moment - self._last > PATIENCE:
            self._end = moment + PATIENCE
            self._since = patience.report(self._work, error.message)
        elif moment > self._end:
            raise error
        elif not self._is_shown:
            patience.show(self._work, error.message, self._since)
        self._last, self._is_shown = moment, True

    def end(self):
        """The vCenter answers."""
        if self._is_shown:
            self._work.go_on()
            self._is_shown = False


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
