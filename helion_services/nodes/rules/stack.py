"""The overcloud's stack, before it is changed."""

from helion_services.nodes.rules.check import blocked, passed, warned

_STACK = ("stack.not_busy", "The overcloud's stack is idle")


def not_busy(status):
    """Whether Heat can take a change.

    :param status: of the stack, such as ``UPDATE_COMPLETE``; None when there is no stack
    """
    if not status:
        return passed(*_STACK, "There is no stack yet.")
    if status.endswith("_IN_PROGRESS"):
        return blocked(
            *_STACK, f"The stack is busy ({status}). Wait until it has ended, or cancel it."
        )
    if status.endswith("_FAILED"):
        return warned(
            *_STACK,
            f"The last change of the stack failed ({status}). This one will try to put that right,"
            " too: look at what failed first.",
        )
    return passed(*_STACK, f"The stack is {status}.")
