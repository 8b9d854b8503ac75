"""Moving many nodes through Ironic's states at once, and waiting for them."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.nodes import ironic, undercloud

STEADY = frozenset(
    {"enroll", "manageable", "available", "active", "rescue", "service hold", "adopt failed"}
)


class NodeFailed(Exception):
    """A node did not reach the state that it was sent to."""

    code = "node-failed"


def drive(work, uuids, verb, before, goal, timeout):
    """Send nodes that are in one of the states ``before`` on with ``verb``; wait for ``goal``.

    Nodes at their goal are left alone and those on their way are waited for, so it may be called
    again after it was interrupted. Raises :class:`NodeFailed` with each node that failed and why.
    """
    api = undercloud.baremetal(work.clouds)
    sent = set()

    def look():
        found = ironic.some(api, uuids)
        missing = [uuid for uuid in uuids if uuid not in found]
        if missing:
            raise NodeFailed(f"Ironic has no node {', '.join(missing)} any more.")
        failed = []
        for node in found.values():
            state = node.provision_state
            if state in before and node.uuid not in sent:
                if send(api, node, verb):
                    sent.add(node.uuid)
            elif state != goal and _has_failed(node, before, sent):
                failed.append(node)
        if failed:
            raise NodeFailed(" ".join(reason(node) for node in failed))
        done = sum(node.provision_state == goal for node in found.values())
        work.progress(100 * done / len(uuids), f"{done} of {len(uuids)} {goal}")
        return done == len(uuids)

    if uuids:
        work.until(look, f"{len(uuids)} nodes to become {goal}", timeout, work.poll)


def send(api, node, verb):
    """Ask for a state change; returns whether Ironic took it (a locked node does not)."""
    try:
        ironic.provision(api, node.uuid, verb)
    except keystoneauth.Conflict:  # locked for a moment: the next round asks again
        return False
    return True


def _has_failed(node, before, sent):
    """Whether a node rests in a state that leads nowhere by itself."""
    state = node.provision_state
    if state.endswith(" failed") or state == "error":
        return True
    return (
        state in STEADY
        and node.target_provision_state is None
        and (state not in before or (node.uuid in sent and node.last_error is not None))
    )


def reason(node):
    """Why a node failed, as a sentence."""
    why = node.last_error or "Ironic gives no reason"
    return f"{node.label} is “{node.provision_state}”: {why.strip().rstrip('.')}."
