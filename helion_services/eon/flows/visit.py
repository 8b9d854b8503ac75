"""What steps do in a vCenter: a session for each, patience, and errors that people understand."""

import time

from pyVmomi import vmodl

from helion_services.eon.vcenter import problems, session, tasks

PATIENCE = 120.0  # seconds that a vCenter may be away


class VCenterFault(Exception):
    """A vCenter refused something."""

    code = "vcenter-fault"


def visit(work, target, act):
    """What ``act(vc)`` returns, with a session at the target's vCenter.

    It is called again while the vCenter cannot be reached, so it must look before it acts. Raises
    :class:`VCenterFault`, or what ``act`` raises, or a VCenterProblem.
    """
    last = end = None
    while True:
        try:
            with session.open(work.runtime, target.manager) as vc:
                return _within(vc, act)
        except problems.Unreachable as exc:
            moment = time.monotonic()
            if last is None or moment - last > PATIENCE:
                end = moment + PATIENCE
                work.say(f"{exc.detail} It is tried for two minutes.")
            elif moment > end:
                raise
            last = moment
        work.check()
        work.sleep(work.poll)


def _within(vc, act):
    try:
        with vc.border():
            return act(vc)
    except (vmodl.MethodFault, vmodl.RuntimeFault) as exc:
        raise VCenterFault(f"The vCenter refused it: {tasks.said(exc)}") from exc
