"""Steps for nodes that leave the overcloud: what becomes of them afterwards."""

from helion_services.base.operations import Step
from helion_services.nodes import ironic, undercloud
from helion_services.nodes.flows.enrol import remove
from helion_services.nodes.flows.ironic_states import NodeFailed, reason

_CLEAN = 7200.0  # seconds
KEEP, RETIRE, DELETE = "keep", "retire", "delete"
_REASON = "Removed from the overcloud."


class MarkRetired(Step):
    """Marks nodes as retired while they are still in use: Ironic then keeps them out of service
    as soon as they are cleaned, without a moment in which somebody could take them."""

    def __init__(self, uuids):
        super().__init__("retire", "Mark as retired")
        self._uuids = uuids

    def run(self, work):
        api = undercloud.baremetal(work.clouds)
        for uuid, node in ironic.some(api, self._uuids).items():
            if not node.retired:
                work.note(f"retired:{uuid}", True)
                ironic.set_retired(api, uuid, True, _REASON)

    def undo(self, work):
        api = undercloud.baremetal(work.clouds)
        for uuid in self._uuids:
            if work.recall(f"retired:{uuid}"):
                ironic.set_retired(api, uuid, False)


class WaitCleaned(Step):
    """Waits until Ironic has torn the nodes down and cleaned them."""

    def __init__(self, uuids, title="Clean what was removed"):
        super().__init__("clean", title)
        self._uuids = uuids

    def run(self, work):
        api = undercloud.baremetal(work.clouds)

        def look():
            found = ironic.some(api, self._uuids)
            failed = [
                node for node in found.values() if node.provision_state in ("clean failed", "error")
            ]
            if failed:
                raise NodeFailed(" ".join(reason(node) for node in failed))
            rest = [
                node
                for node in found.values()
                if node.provision_state not in ("available", "manageable", "enroll")
            ]
            done = len(self._uuids) - len(rest)
            work.progress(100 * done / len(self._uuids), f"{done} of {len(self._uuids)} cleaned")
            return not rest

        work.until(look, "the nodes to be cleaned", _CLEAN, work.poll)


class Dispose(Step):
    """Deletes nodes from Ironic."""

    def __init__(self, uuids):
        super().__init__("dispose", "Delete the nodes from Ironic")
        self._uuids = uuids

    def run(self, work):
        api = undercloud.baremetal(work.clouds)
        for uuid in self._uuids:
            remove(work, api, uuid)


def steps(uuids, after):
    """The steps after the machines have left the stack; ``after`` is keep, retire or delete."""
    found = [WaitCleaned(uuids)]
    if after == DELETE:
        found.append(Dispose(uuids))
    return found
