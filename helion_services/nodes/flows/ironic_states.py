"""Moving nodes through Ironic's provision states, many at a time, and waiting for them."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import reasons
from helion_services.base.messages import Message
from helion_services.base.operations.work import TimedOut
from helion_services.nodes import ironic, undercloud
from helion_services.nodes.flows.lost_nodes import LostNodes

STEADY = frozenset(
    {"enroll", "manageable", "available", "active", "rescue", "service hold", "adopt failed"}
)


class NodeFailed(Exception):
    """Nodes did not reach their state; made from a :class:`Message` for each of them."""

    def __init__(self, *reasons):
        super().__init__(Message("node-failed", "{reasons}", reasons=list(reasons)))


def drive(work, uuids, verb, before, goal, timeout, batch):
    """Send nodes that are in one of the states ``before`` on with ``verb``; wait for ``goal``.

    Nodes at their goal are left alone and those on their way are waited for, so it may be called
    again after it was interrupted. Each node that fails is given to ``batch``, a
    :class:`~.batch.Batch`, with its reason.
    """
    if not uuids:
        return
    ironic_api = undercloud.baremetal(work.clouds)
    journey = _Journey(ironic_api, verb, before, goal)
    rest = list(uuids)

    def look():
        nodes = ironic.nodes_by_uuid(ironic_api, rest)
        failed = journey.advance(nodes.values())
        failed |= {uuid: missing_node(uuid) for uuid in rest if uuid not in nodes}
        if failed:
            batch.fail(work, failed)
            rest[:] = [uuid for uuid in rest if uuid not in failed]
        count = sum(node.provision_state == goal for node in nodes.values())
        work.progress(
            100 * count / len(uuids),
            Message(
                "nodes-in-state",
                "{count} of {total} nodes are {state}.",
                count=count,
                total=len(uuids),
                state=goal,
            ),
        )
        return count == len(rest)

    what = Message(
        "waiting-nodes-state", "{count} nodes to become {state}", count=len(uuids), state=goal
    )
    try:
        work.until(look, what, timeout, work.poll)
    except TimedOut as exc:
        nodes = ironic.nodes_by_uuid(ironic_api, rest).values()
        give_up_late(work, batch, [node for node in nodes if node.provision_state != goal], exc)


class _Journey:
    """Nodes on their way from one of the states ``before`` to ``goal``."""

    def __init__(self, api, verb, before, goal):
        self._api = api
        self._verb = verb
        self._before = before
        self._goal = goal
        self._sent = set()
        self._recovered = set()
        self._lost = LostNodes()

    def advance(self, nodes):
        """Send those on that have not been sent; returns ``{uuid: Message}`` of the failed."""
        reasons = {
            node.uuid: self._send(node) for node in nodes if node.provision_state != self._goal
        }
        return {uuid: message for uuid, message in reasons.items() if message}

    def _send(self, node):
        state = node.provision_state
        if self._lost.includes(node):
            return self._lost.reason(node)
        if state == "clean failed" and node.uuid not in (self._sent | self._recovered):
            # It failed in an operation before, and is tried again.
            ironic.end_maintenance(self._api, node)
            if send(self._api, node, "manage"):
                self._recovered.add(node.uuid)
        elif state in self._before and node.uuid not in self._sent:
            if send(self._api, node, self._verb):
                self._sent.add(node.uuid)
        elif _has_failed(node, self._before, self._sent):
            return reason(node)
        return None


def give_up_late(work, batch, nodes, error):
    """Give ``nodes`` that took too long to ``batch``, if the others can go on without them."""
    if not batch.separate:
        raise error
    reasons = {
        node.uuid: Message(
            "node-late", "{node} is still “{state}”.", node=node.label, state=node.provision_state
        )
        for node in nodes
    }
    if reasons:
        batch.fail(work, reasons)


def send(api, node, verb):
    """Request a state change; returns whether Ironic took it (a locked node does not)."""
    try:
        ironic.provision(api, node.uuid, verb)
    except keystoneauth.Conflict:  # locked for a moment: the next round tries again
        return False
    except keystoneauth.BadRequest:
        # Ironic took an earlier try whose answer was lost.
        current = ironic.node(api, node.uuid)
        if current is None or _progress(current) == _progress(node):
            raise
    return True


def _progress(node):
    """What differs after a state change, even if it leads back to the same state."""
    return node.provision_state, node.inspection_finished_at, node.last_error


def _has_failed(node, before, sent):
    """Whether a node rests in a state that it does not leave on its own."""
    state = node.provision_state
    if state.endswith(" failed") or state == "error":
        return True
    return (
        state in STEADY
        and node.target_provision_state is None
        and (state not in before or (node.uuid in sent and node.last_error is not None))
    )


def reason(node):
    """Why a node failed, as a :class:`Message`."""
    error = reasons.of_node(node.last_error)
    if not error:
        return Message(
            "node-failed-silently",
            "{node} is “{state}”: Ironic gives no reason.",
            node=node.label,
            state=node.provision_state,
        )
    return Message(
        "node-failed-because",
        "{node} is “{state}”: {error}.",
        node=node.label,
        state=node.provision_state,
        error=error.rstrip("."),
    )


def missing_node(uuid):
    """That a node is gone, as a :class:`Message`."""
    return Message("node-missing", "The node {node} no longer exists in Ironic.", node=uuid)
