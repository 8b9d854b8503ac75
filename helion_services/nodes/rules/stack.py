"""The overcloud's stack, before it is changed."""

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import blocked, passed, warned

# Actions of a stack after which Heat refuses updates, even if they failed.
_SUSPEND, _DELETE = "SUSPEND_", "DELETE_"

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
    if status.startswith(_SUSPEND):
        return blocked(
            *_STACK,
            Message(
                "stack-suspended",
                "Heat changes no suspended stack ({status}). Resume the stack first.",
                status=status,
            ),
        )
    if status.startswith(_DELETE):
        return blocked(
            *_STACK,
            Message(
                "stack-half-deleted",
                "Heat changes no stack that was to be deleted ({status}). Undeploy the overcloud to"
                " delete the rest, and deploy it again.",
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


def deletable(status):
    """Whether the deletion of the stack, which Heat always accepts, interrupts something.

    :param status: of the stack, such as ``UPDATE_COMPLETE``
    """
    if status.endswith("_IN_PROGRESS"):
        return warned(
            *_STACK,
            Message(
                "stack-interrupted",
                "The stack is busy ({status}). Its deletion stops that.",
                status=status,
            ),
        )
    return passed(*_STACK, Message("stack-idle", "The stack is {status}.", status=status))
