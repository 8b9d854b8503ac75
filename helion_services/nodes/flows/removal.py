"""Steps for nodes that leave the overcloud: cleaning, and retiring or deleting them."""

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.nodes import ironic, undercloud
from helion_services.nodes.flows.ironic_states import NodeFailed, reason
from helion_services.nodes.flows.lost_nodes import LostNodes
from helion_services.nodes.flows.node_rollback import delete

_CLEAN = 7200.0  # seconds
KEEP, RETIRE, DELETE = "keep", "retire", "delete"
_REASON = "Removed from the overcloud."


class MarkRetired(Step):
    """Marks nodes as retired while they are still in use: Ironic then keeps them out of service
    as soon as they are cleaned, without a moment in which somebody could take them."""

    def __init__(self, uuids):
        super().__init__("retire", Message("mark-retired", "Mark as retired"))
        self._uuids = uuids

    def run(self, work):
        api = undercloud.baremetal(work.clouds)
        for uuid, node in ironic.nodes_by_uuid(api, self._uuids).items():
            # Or an earlier operation marked it, and could not be rolled back.
            if not node.retired or node.retired_reason == _REASON:
                work.note(f"retired:{uuid}", True)
                ironic.set_retired(api, uuid, True, _REASON)

    def undo(self, work):
        api = undercloud.baremetal(work.clouds)
        for uuid in self._uuids:
            if work.recall(f"retired:{uuid}"):
                ironic.set_retired(api, uuid, False)


class WaitCleaned(Step):
    """Waits until Ironic has torn the nodes down and cleaned them."""

    weight = 10

    def __init__(self, uuids):
        super().__init__("clean", Message("clean-removed", "Clean the removed nodes"))
        self._uuids = uuids

    def run(self, work):
        api = undercloud.baremetal(work.clouds)
        lost = LostNodes()

        def look():
            nodes = ironic.nodes_by_uuid(api, self._uuids).values()
            failed = [
                reason(node) for node in nodes if node.provision_state in ("clean failed", "error")
            ]
            failed += [lost.reason(node) for node in nodes if lost.includes(node)]
            if failed:
                raise NodeFailed(*failed)
            rest = [
                node
                for node in nodes
                if node.provision_state not in ("available", "manageable", "enroll")
            ]
            count = len(self._uuids) - len(rest)
            work.progress(
                100 * count / len(self._uuids),
                Message(
                    "nodes-cleaned",
                    "{count} of {total} nodes are cleaned.",
                    count=count,
                    total=len(self._uuids),
                ),
            )
            return not rest

        what = Message("waiting-cleaning", "the nodes to be cleaned")
        work.until(look, what, _CLEAN, work.poll)


class Delete(Step):
    """Deletes nodes from Ironic."""

    def __init__(self, uuids):
        super().__init__("dispose", Message("delete-nodes", "Delete the nodes from Ironic"))
        self._uuids = uuids

    def run(self, work):
        delete(work, undercloud.baremetal(work.clouds), self._uuids)


def steps(uuids, after):
    """The steps for nodes that have left the stack; ``after`` is keep, retire or delete."""
    return (WaitCleaned(uuids), *((Delete(uuids),) if after == DELETE else ()))
