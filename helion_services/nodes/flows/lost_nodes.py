"""Nodes in a state that Ironic works on, without a conductor that does.

A conductor holds a node locked as long as it works on it. If its thread dies, as from a Keystone
that is away for a moment, the lock is gone and the state stays as it is until the conductor is
restarted.
"""

import time

from helion_services.base import reasons
from helion_services.base.messages import Message

_WORKING = frozenset({"cleaning", "deleting", "deploying", "inspecting", "verifying"})
_LONGEST = 30.0  # seconds without a lock after which nobody is expected to take it again


class LostNodes:
    """Remembers since when nodes rest in a state in which they should be locked."""

    def __init__(self):
        self._since = {}
        self._errors = {}

    def includes(self, node):
        """Whether Ironic has lost a node; call it with each look at the node."""
        if node.provision_state not in _WORKING or node.reservation is not None:
            self._since.pop(node.uuid, None)
            return False
        if node.last_error:  # Ironic clears it soon
            self._errors[node.uuid] = node.last_error
        moment = time.monotonic()
        return moment - self._since.setdefault(node.uuid, moment) >= _LONGEST

    def reason(self, node):
        """That Ironic has lost a node, as a :class:`Message`."""
        return Message(
            "node-lost",
            "Ironic has stopped working on {node}, which is still “{state}”: {error}. To free the"
            " node, restart ironic-conductor, or delete the node in maintenance.",
            node=node.label,
            state=node.provision_state,
            error=reasons.of_node(self._errors.get(node.uuid)).rstrip(".") or "no reason is known",
        )
