"""The overcloud's stack, before it is changed."""

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import blocked, passed, warned

_STACK = ("stack.not_busy", Message("check-stack-idle", "The overcloud's stack is idle"))


def not_busy(status):
    """Whether Heat can take a change.

    :param status: of the stack, such as ``UPDATE_COMPLETE``; None when there is no stack
    """
    if not status:
        return passed(*_STACK, Message("stack-missing", "There is no stack yet."))
    if status.endswith("_IN_PROGRESS"):
        return blocked(
            *_STACK,
            Message(
                "stack-changing",
                "The stack is busy ({status}). Wait until it has finished, or cancel the update.",
                status=status,
            ),
        )
    if status.endswith("_FAILED"):
        return warned(
            *_STACK,
            Message(
                "stack-last-change-failed",
                "The last change of the stack failed ({status}). This change also tries to repair"
                " it: check what failed first.",
                status=status,
            ),
        )
    return passed(*_STACK, Message("stack-idle", "The stack is {status}.", status=status))
