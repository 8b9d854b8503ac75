"""Steps that enrol servers: from a row of a file to a node that can be deployed."""

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.operations.patience import patiently
from helion_services.nodes import hardware, ironic, undercloud
from helion_services.nodes.flows.ironic_states import (
    NodeFailed,
    drive,
    missing_node,
    reason,
    send,
)

_VERIFY = 300.0  # seconds for all of them to answer with their credentials
_INSPECT = 1800.0
_CLEAN = 7200.0


class Enrol(Step):
    """Creates the nodes and their ports in Ironic.

    Their UUIDs are part of the request, so a node that exists already was created by this step.
    """

    def __init__(self, new_nodes):
        super().__init__("enrol", Message("enrol", "Enrol nodes ({count})", count=len(new_nodes)))
        self._new_nodes = new_nodes

    def run(self, work):
        api = undercloud.baremetal(work.clouds)
        secrets = work.secret().get("driver_info", {})
        interface = work.runtime.conf.nodes.network_interface
        for number, node in enumerate(self._new_nodes):
            work.check()
            info = node["driver_info"] | secrets.get(node["uuid"], {})
            whole = node | {"driver_info": info}
            patiently(work, lambda whole=whole: ironic.create(api, whole, interface))
            work.progress(
                100 * (number + 1) / len(self._new_nodes),
                Message("node-enrolled", "{node} is enrolled.", node=node["name"]),
            )

    def undo(self, work):
        api = undercloud.baremetal(work.clouds)
        for node in self._new_nodes:
            delete(work, api, node["uuid"])


class Manage(Step):
    """Lets Ironic verify the credentials of the nodes' management controllers."""

    def __init__(self, uuids):
        super().__init__(
            "manage",
            Message("verify-access", "Verify the access to nodes ({count})", count=len(uuids)),
        )
        self._uuids = uuids

    def run(self, work):
        # A node that was inspected, or even cleaned, before this worker took over is past this.
        api = undercloud.baremetal(work.clouds)
        unverified = [
            uuid
            for uuid, node in ironic.nodes_by_uuid(api, self._uuids).items()
            if node.provision_state in ("enroll", "verifying")
        ]
        drive(work, unverified, "manage", {"enroll"}, "manageable", _VERIFY)


class Inspect(Step):
    """Lets Ironic inspect the nodes."""

    def __init__(self, uuids):
        super().__init__("inspect", Message("inspect", "Inspect nodes ({count})", count=len(uuids)))
        self._uuids = uuids

    def run(self, work):
        api = undercloud.baremetal(work.clouds)

        def look():
            nodes = ironic.nodes_by_uuid(api, self._uuids)
            waiting = [node for node in nodes.values() if not node.inspection_finished_at]
            failed = [node for node in waiting if node.provision_state == "inspect failed"]
            if failed:
                raise NodeFailed(*map(reason, failed))
            for node in waiting:
                if node.provision_state == "manageable":
                    send(api, node, "inspect")
            count = len(nodes) - len(waiting)
            work.progress(
                100 * count / len(self._uuids),
                Message(
                    "nodes-inspected",
                    "{count} of {total} nodes are inspected.",
                    count=count,
                    total=len(nodes),
                ),
            )
            return not waiting

        what = Message(
            "waiting-inspection", "the inspection of {count} nodes", count=len(self._uuids)
        )
        work.until(look, what, _INSPECT, work.poll)


class CheckHardware(Step):
    """Compares the inventory with the needs of the role and with the declaration."""

    def __init__(self, profiles, new_nodes):
        super().__init__(
            "hardware", Message("check-hardware", "Check the hardware against the role")
        )
        self._profiles = profiles
        self._declared = {node["uuid"]: node.get("properties") for node in new_nodes}

    def run(self, work):
        api = undercloud.baremetal(work.clouds)
        faults = []
        for uuid, profile in self._profiles.items():
            node = ironic.node(api, uuid)
            if node is None:
                raise NodeFailed(missing_node(uuid))
            for finding in self._findings(api, node, profile):
                message = Message(
                    "node-finding", "{node}: {finding}", node=node.label, finding=finding.message
                )
                if finding.result != hardware.PASS:
                    work.say(message)
                if finding.result == hardware.BLOCK:
                    faults.append(message)
        if faults:
            raise NodeFailed(*faults)

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

    def __init__(self, uuids, enrolled=()):
        super().__init__(
            "provide",
            Message("provide", "Clean nodes and make them available ({count})", count=len(uuids)),
        )
        self._uuids = uuids
        self._enrolled = enrolled

    def run(self, work):
        drive(work, self._uuids, "provide", {"manageable"}, "available", _CLEAN)

    def undo(self, work):
        api = undercloud.baremetal(work.clouds)

        def look():
            moving = False
            for node in ironic.nodes_by_uuid(api, self._enrolled).values():
                if node.provision_state == "available":
                    send(api, node, "manage")
                moving |= node.provision_state not in ("manageable", "enroll", "clean failed")
            return not moving

        what = Message(
            "waiting-nodes-state",
            "{count} nodes to become {state}",
            count=len(self._enrolled),
            state="manageable",
        )
        work.until(look, what, _CLEAN, work.poll)


def delete(work, api, uuid):
    """Delete a node from whatever state it is in, waiting until Ironic lets it go."""

    def look():
        node = ironic.node(api, uuid)
        if node is None:
            return True
        if node.provision_state in ("cleaning", "clean wait", "verifying", "inspecting"):
            return False
        if node.provision_state in ("clean failed", "inspect failed"):
            send(api, node, "manage")
            return False
        if node.maintenance or node.reservation is None:
            ironic.delete(api, uuid)
        return False

    what = Message("waiting-node-deletion", "Ironic to delete the node {node}", node=uuid)
    work.until(look, what, _CLEAN, work.poll)
