"""Steps that bring servers in: from a row of a file to a node that can be deployed."""

from helion_services.base.operations import Step
from helion_services.nodes import hardware, ironic, undercloud
from helion_services.nodes.flows.ironic_states import NodeFailed, drive, reason, send

_VERIFY = 300.0  # seconds for all of them to answer with their credentials
_INSPECT = 1800.0
_CLEAN = 7200.0


class Enrol(Step):
    """Makes the nodes and their ports in Ironic.

    Their UUIDs are part of the request, so a node that is there already was made by this step.
    """

    def __init__(self, new):
        super().__init__("enrol", f"Enrol {_count(new)}")
        self._new = new

    def run(self, work):
        api = undercloud.baremetal(work.clouds)
        secrets = work.secret().get("driver_info", {})
        interface = work.runtime.conf.nodes.network_interface
        for number, new in enumerate(self._new):
            work.check()
            info = new["driver_info"] | secrets.get(new["uuid"], {})
            ironic.create(api, new | {"driver_info": info}, interface)
            work.progress(100 * (number + 1) / len(self._new), f"{new['name']} is enrolled.")

    def undo(self, work):
        api = undercloud.baremetal(work.clouds)
        for new in self._new:
            remove(work, api, new["uuid"])


class Manage(Step):
    """Lets Ironic verify the credentials of the nodes' management controllers."""

    def __init__(self, uuids):
        super().__init__("manage", f"Verify the access to {_count(uuids)}")
        self._uuids = uuids

    def run(self, work):
        # A node that was inspected, or even cleaned, before this worker took over is past this.
        api = undercloud.baremetal(work.clouds)
        fresh = [
            uuid
            for uuid, node in ironic.some(api, self._uuids).items()
            if node.provision_state in ("enroll", "verifying")
        ]
        drive(work, fresh, "manage", {"enroll"}, "manageable", _VERIFY)


class Inspect(Step):
    """Lets Ironic find out what is in the nodes."""

    def __init__(self, uuids):
        super().__init__("inspect", f"Inspect {_count(uuids)}")
        self._uuids = uuids

    def run(self, work):
        api = undercloud.baremetal(work.clouds)

        def look():
            found = ironic.some(api, self._uuids)
            waiting = [node for node in found.values() if not node.inspection_finished_at]
            failed = [node for node in waiting if node.provision_state == "inspect failed"]
            if failed:
                raise NodeFailed(" ".join(reason(node) for node in failed))
            for node in waiting:
                if node.provision_state == "manageable":
                    send(api, node, "inspect")
            done = len(found) - len(waiting)
            work.progress(100 * done / len(self._uuids), f"{done} of {len(found)} inspected")
            return not waiting

        work.until(look, f"the inspection of {_count(self._uuids)}", _INSPECT, work.poll)


class CheckHardware(Step):
    """Compares what was found with what the role needs and what the file said."""

    def __init__(self, profiles, new):
        super().__init__("hardware", "Check the hardware against the role")
        self._profiles = profiles
        self._new = {one["uuid"]: one for one in new}

    def run(self, work):
        api = undercloud.baremetal(work.clouds)
        refused = []
        for uuid, profile in self._profiles.items():
            node = ironic.node(api, uuid)
            if node is None:
                raise NodeFailed(f"Ironic has no node {uuid} any more.")
            for finding in self._findings(api, node, profile):
                if finding.result != "pass":
                    work.say(f"{node.label}: {finding.text}")
                if finding.result == "block":
                    refused.append(f"{node.label}: {finding.text}")
        if refused:
            raise NodeFailed(" ".join(refused))

    def _findings(self, api, node, profile):
        # What was declared, not what the node says now: an inspection may have corrected that.
        declared = self._new.get(node.uuid, {}).get("properties") or node.properties
        return hardware.check(
            profile,
            declared,
            ironic.inventory(api, node.uuid),
            ports=ironic.ports(api, node.uuid),
            bmc_address=ironic.bmc_address(api, node.uuid),
        )


class Provide(Step):
    """Cleans the nodes and makes them available.

    ``kept`` are nodes that were enrolled before: undoing makes these manageable again.
    """

    def __init__(self, uuids, kept=()):
        them = "it" if len(uuids) == 1 else "them"
        super().__init__("provide", f"Clean {_count(uuids)} and make {them} available")
        self._uuids = uuids
        self._kept = kept

    def run(self, work):
        drive(work, self._uuids, "provide", {"manageable"}, "available", _CLEAN)

    def undo(self, work):
        api = undercloud.baremetal(work.clouds)

        def look():
            moving = False
            for node in ironic.some(api, self._kept).values():
                if node.provision_state == "available":
                    send(api, node, "manage")
                moving |= node.provision_state not in ("manageable", "enroll", "clean failed")
            return not moving

        work.until(look, "the nodes to be manageable again", _CLEAN, work.poll)


def remove(work, api, uuid):
    """Delete a node from whatever state it is in, waiting until Ironic lets it go."""

    def look():
        node = ironic.node(api, uuid)
        if node is None:
            return True
        if node.provision_state in ("cleaning", "clean wait", "verifying", "inspecting"):
            return False
        if node.provision_state in ("clean failed", "inspect failed"):
            ironic.provision(api, uuid, "manage")
            return False
        if node.maintenance or node.reservation is None:
            ironic.delete(api, uuid)
        return False

    work.until(look, f"node {uuid} to be deleted", _CLEAN, work.poll)


def _count(things):
    return "one node" if len(things) == 1 else f"{len(things)} nodes"
