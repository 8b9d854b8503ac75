"""Moving nodes through Ironic's provision states, many at a time, and waiting for them."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import reasons
from helion_services.base.messages import Message
from helion_services.nodes import ironic, undercloud

STEADY = frozenset(
    {"enroll", "manageable", "available", "active", "rescue", "service hold", "adopt failed"}
)


class NodeFailed(Exception):
    """Nodes did not reach their state; made from a :class:`Message` for each of them."""

    def __init__(self, *reasons):
        super().__init__(Message("node-failed", "{reasons}", reasons=list(reasons)))


def drive(work, uuids, verb, before, goal, timeout):
    """Send nodes that are in one of the states ``before`` on with ``verb``; wait for ``goal``.

    Nodes at their goal are left alone and those on their way are waited for, so it may be called
    again after it was interrupted. Raises :class:`NodeFailed` with each node that failed and why.
    """
    api = undercloud.baremetal(work.clouds)
    sent = set()

    def look():
        nodes = ironic.nodes_by_uuid(api, uuids)
        missing = [missing_node(uuid) for uuid in uuids if uuid not in nodes]
        if missing:
            raise NodeFailed(*missing)
        failed = []
        for node in nodes.values():
            state = node.provision_state
            if state in before and node.uuid not in sent:
                if send(api, node, verb):
                    sent.add(node.uuid)
            elif state != goal and _has_failed(node, before, sent):
                failed.append(node)
        if failed:
            raise NodeFailed(*map(reason, failed))
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
        return count == len(uuids)

    if uuids:
        what = Message(
            "waiting-nodes-state", "{count} nodes to become {state}", count=len(uuids), state=goal
        )
        work.until(look, what, timeout, work.poll)


def send(api, node, verb):
    """Request a state change; returns whether Ironic took it (a locked node does not)."""
    try:
        ironic.provision(api, node.uuid, verb)
    except keystoneauth.Conflict:  # locked for a moment: the next round tries again
        return False
    except keystoneauth.BadRequest:
        # Ironic took an earlier try whose answer was lost.
        current = ironic.node(api, node.uuid)
        if current is None or current.provision_state == node.provision_state:
            raise
    return True


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
