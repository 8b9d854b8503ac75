"""Steps that enrol servers: from a row of a file to a node that can be deployed."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.operations.patience import repeat
from helion_services.base.operations.work import TimedOut
from helion_services.nodes import hardware, ironic, undercloud
from helion_services.nodes.flows.batch import Batch
from helion_services.nodes.flows.ironic_states import (
    drive,
    give_up_late,
    missing_node,
    reason,
    send,
)
from helion_services.nodes.flows.lost_nodes import LostNodes
from helion_services.nodes.flows.node_rollback import delete, make_manageable

_VERIFY = 300.0  # seconds for all of them to answer with their credentials
_INSPECT = 1800.0
_CLEAN = 7200.0


class Enrol(Step):
    """Creates the nodes and their ports in Ironic.

    Their UUIDs are part of the request, so a node that exists already was created by this step.
    """

    def __init__(self, new_nodes, separate=False):
        super().__init__("enrol", Message("enrol", "Enrol nodes ({count})", count=len(new_nodes)))
        self._new_nodes = new_nodes
        self._batch = Batch([node["uuid"] for node in new_nodes], separate)

    def run(self, work):
        api = undercloud.baremetal(work.clouds)
        secrets = work.secret().get("driver_info", {})
        interface = work.runtime.conf.nodes.network_interface
        for number, node in enumerate(self._new_nodes):
            work.check()
            if node["uuid"] not in self._batch.rest(work):
                continue
            info = node["driver_info"] | secrets.get(node["uuid"], {})
            try:
                repeat(work, ironic.create, api, node | {"driver_info": info}, interface)
            except keystoneauth.HTTPClientError as exc:
                self._refused(work, api, node, exc)
                continue
            work.progress(
                100 * (number + 1) / len(self._new_nodes),
                Message("node-enrolled", "{node} is enrolled.", node=node["name"]),
            )

    def undo(self, work):
        delete(work, undercloud.baremetal(work.clouds), self._batch.uuids)

    def _refused(self, work, api, node, error):
        """Ironic took none or a part of a node."""
        message = Message(
            "node-not-enrolled",
            "{node} cannot be enrolled. {reason}",
            node=node["name"],
            reason=cloud_errors.message(error, "baremetal"),
        )
        if self._batch.separate:
            delete(work, api, [node["uuid"]])
        self._batch.fail(work, {node["uuid"]: message})


class Manage(Step):
    """Lets Ironic verify the credentials of the nodes' management controllers."""

    def __init__(self, uuids, separate=False):
        super().__init__(
            "manage",
            Message("verify-access", "Verify the access to nodes ({count})", count=len(uuids)),
        )
        self._batch = Batch(uuids, separate)

    def run(self, work):
        # A node that was inspected, or even cleaned, before this worker took over is past this.
        api = undercloud.baremetal(work.clouds)
        unverified = [
            uuid
            for uuid, node in ironic.nodes_by_uuid(api, self._batch.rest(work)).items()
            if node.provision_state in ("enroll", "verifying")
        ]
        drive(work, unverified, "manage", {"enroll"}, "manageable", _VERIFY, self._batch)


class Inspect(Step):
    """Lets Ironic inspect the nodes.

    ``enrolled`` are nodes that were enrolled before: undoing makes these manageable again.
    """

    weight = 10

    def __init__(self, uuids, enrolled=(), separate=False):
        super().__init__("inspect", Message("inspect", "Inspect nodes ({count})", count=len(uuids)))
        self._batch = Batch(uuids, separate)
        self._enrolled = enrolled

    def run(self, work):
        api = undercloud.baremetal(work.clouds)
        sent, lost = set(), LostNodes()

        def look():
            uuids = self._batch.rest(work)
            nodes = ironic.nodes_by_uuid(api, uuids)
            waiting = [node for node in nodes.values() if not node.inspection_finished_at]
            failed = {}
            for node in waiting:
                state = node.provision_state
                if state == "manageable" or (state == "inspect failed" and node.uuid not in sent):
                    if send(api, node, "inspect"):
                        sent.add(node.uuid)
                elif state == "inspect failed":
                    failed[node.uuid] = reason(node)
                elif lost.includes(node):
                    failed[node.uuid] = lost.reason(node)
            if failed:
                self._batch.fail(work, failed)
            count = len(nodes) - len(waiting)
            work.progress(
                100 * count / len(uuids),
                Message(
                    "nodes-inspected",
                    "{count} of {total} nodes are inspected.",
                    count=count,
                    total=len(nodes),
                ),
            )
            return len(waiting) == len(failed)

        what = Message(
            "waiting-inspection", "the inspection of {count} nodes", count=len(self._batch.uuids)
        )
        try:
            work.until(look, what, _INSPECT, work.poll)
        except TimedOut as exc:
            nodes = ironic.nodes_by_uuid(api, self._batch.rest(work)).values()
            late = [node for node in nodes if not node.inspection_finished_at]
            give_up_late(work, self._batch, late, exc)

    def undo(self, work):
        if self._enrolled:
            make_manageable(work, undercloud.baremetal(work.clouds), self._enrolled)


class CheckHardware(Step):
    """Compares the inventory with the needs of the role and with the declaration."""

    def __init__(self, profiles, new_nodes, separate=False):
        super().__init__(
            "hardware", Message("check-hardware", "Check the hardware against the role")
        )
        self._profiles = profiles
        self._batch = Batch(list(profiles), separate)
        self._declared = {node["uuid"]: node.get("properties") for node in new_nodes}

    def run(self, work):
        api = undercloud.baremetal(work.clouds)
        rest = self._batch.rest(work)
        failed = {}
        for uuid, profile in self._profiles.items():
            if uuid in rest:
                faults = self._faults(work, api, uuid, profile)
                if faults:
                    failed[uuid] = Message("node-unfit", "{faults}", faults=faults)
        if failed:
            self._batch.fail(work, failed)

    def _faults(self, work, api, uuid, profile):
        """A :class:`Message` for each reason against a node."""
        node = ironic.node(api, uuid)
        if node is None:
            return [missing_node(uuid)]
        faults = []
        for finding in self._findings(api, node, profile):
            message = Message(
                "node-finding", "{node}: {finding}", node=node.label, finding=finding.message
            )
            if finding.result != hardware.PASS:
                work.say(message)
            if finding.result == hardware.BLOCK:
                faults.append(message)
        return faults

    def _findings(self, api, node, profile):
        # The declaration, not the node's own properties: an inspection may have corrected them.
        return hardware.check(
            profile,
            self._declared.get(node.uuid) or node.properties,
            ironic.inventory(api, node.uuid),
            ports=ironic.ports(api, node.uuid),
            bmc_address=ironic.bmc_address(api, node.uuid),
        )


class Provide(Step):
    """Cleans the nodes and makes them available.

    ``enrolled`` are nodes that were enrolled before: undoing makes these manageable again.
    """

    weight = 10

    def __init__(self, uuids, enrolled=(), separate=False):
        super().__init__(
            "provide",
            Message("provide", "Clean nodes and make them available ({count})", count=len(uuids)),
        )
        self._batch = Batch(uuids, separate)
        self._enrolled = enrolled

    def run(self, work):
        uuids = self._batch.rest(work)
        drive(work, uuids, "provide", {"manageable"}, "available", _CLEAN, self._batch)

    def undo(self, work):
        if self._enrolled:
            make_manageable(work, undercloud.baremetal(work.clouds), self._enrolled)
