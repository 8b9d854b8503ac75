"""Taking nodes out of whatever they are at: deleting them, or making them manageable again."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.messages import Message
from helion_services.nodes import ironic
from helion_services.nodes.flows.ironic_states import NodeFailed, send
from helion_services.nodes.flows.lost_nodes import LostNodes

_LONGEST = 7200.0  # seconds; a step of cleaning that cannot be aborted may take as long
_WAITING = ("inspect wait", "clean wait")
_BUSY = ("cleaning", "inspecting", "verifying")
_FAILED = ("clean failed", "inspect failed")
_LOST = "Ironic stopped working on it; it is being deleted."


def delete(work, api, uuids):
    """Delete nodes from whatever state they are in, waiting until Ironic lets them go.

    Raises :class:`NodeFailed` for those that it keeps, after all others are deleted.
    """
    aborted, lost = set(), LostNodes()

    def advance(node):
        state = node.provision_state
        if state in _WAITING:
            _abort(api, node, aborted)
        elif state in (*_FAILED, "available"):
            send(api, node, "manage")
        elif lost.includes(node):
            ironic.begin_maintenance(api, node, _LOST)  # so it can be deleted in any state
            ironic.delete(api, node.uuid)
        elif state not in _BUSY and (node.maintenance or node.reservation is None):
            ironic.delete(api, node.uuid)
        return False

    what = Message("waiting-nodes-deletion", "Ironic to delete {count} nodes", count=len(uuids))
    _for_all(work, api, uuids, advance, what)


def make_manageable(work, api, uuids):
    """Bring nodes that were enrolled before back to manageable, unless they failed."""
    aborted, lost, refusals = set(), LostNodes(), []

    def advance(node):
        state = node.provision_state
        if lost.includes(node):
            refusals.append(lost.reason(node))
            return True
        if state in _WAITING:
            _abort(api, node, aborted)
        elif state == "available" or (state in _FAILED and node.uuid in aborted):
            send(api, node, "manage")
        else:
            return state not in _BUSY
        return False

    what = Message(
        "waiting-nodes-state", "{count} nodes to become {state}", count=len(uuids),
        state="manageable",
    )  # fmt: skip
    _for_all(work, api, uuids, advance, what, refusals)


def _for_all(work, api, uuids, advance, what, refusals=None):
    """Call ``advance(node)`` until it is true of each node, or it is gone or refused.

    ``refusals`` are messages that ``advance`` may add to.
    """
    rest, refusals = list(uuids), [] if refusals is None else refusals

    def look():
        nodes = ironic.nodes_by_uuid(api, rest)
        for uuid in list(rest):
            try:
                done = uuid not in nodes or advance(nodes[uuid])
            except keystoneauth.HTTPClientError as exc:
                refusals.append(
                    Message(
                        "node-refused",
                        "{node}: {reason}",
                        node=nodes[uuid].label,
                        reason=cloud_errors.message(exc, "baremetal"),
                    )
                )
                done = True
            if done:
                rest.remove(uuid)
        return not rest

    work.until(look, what, _LONGEST, work.poll)
    if refusals:
        raise NodeFailed(*refusals)


def _abort(api, node, aborted):
    """Abort what Ironic waits for; some steps cannot be aborted, they end on their own."""
    if node.uuid in aborted:
        return
    try:
        if send(api, node, "abort"):
            aborted.add(node.uuid)
    except keystoneauth.BadRequest:
        aborted.add(node.uuid)
