"""Other operations on what a plan would change."""

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import blocked, passed

_IDLE = ("operations.idle", Message("check-operations", "No other operation is in progress"))


def idle(running):
    """Whether an operation of the plan could begin now.

    :param running: a :class:`Message` for each operation that works on the same stack or node
    """
    if not running:
        return passed(*_IDLE, Message("operations-none", "None works on these servers and nodes."))
    return blocked(*_IDLE, Message("operations-running", "{reasons}", reasons=running))
