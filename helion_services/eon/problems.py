"""The problems of the eon service, and their sentences in HPE's form.

A problem is common problem details with its true status. HPE's client gets it as from HPE's
service, see :mod:`helion_services.eon.api.wire`: with 400, and with HPE's own sentence where it
had one.
"""

import re

from helion_services.base.messages import Message
from helion_services.base.problems import Conflict, Invalid, NotFound

_NUMBER = re.compile(r"\.(\d+)")  # ``portGroups.1.vlan`` is ``portGroups[1].vlan`` there
_REGISTERING = "Registering resource manager failed. Reason: '{}'"


class Refused(Conflict):
    """A request that conflicts with the state, or that is not supported; HPE's client gets 400.

    :param hpe: the sentence of HPE's service, None if it had no other
    """

    def __init__(self, message, hpe=None, **extra):
        super().__init__(message, **extra)
        self.hpe = hpe


class InvalidFields(Invalid):
    """Fields that are wrong, by name a message; ``hpe`` as for :class:`Refused`."""

    def __init__(self, fields, hpe=None, **extra):
        super().__init__({name: [message] for name, message in fields.items()}, **extra)
        self.hpe = hpe


def required(mandatory, body):
    """Fields that are required and missing."""
    message = Message("field-required", "This field is required.")
    return InvalidFields(
        {key: message for key in mandatory if body.get(key) is None},
        hpe=f"Required parameters are not passed. Mandatory keys are {list(mandatory)}",
    )


def no_manager(manager_id):
    """The vCenter does not exist."""
    return NotFound(
        Message("vcenter-not-found", "There is no vCenter {vcenter}.", vcenter=manager_id)
    )


def no_cluster(cluster_id):
    """The cluster does not exist."""
    return NotFound(
        Message("cluster-not-found", "There is no cluster {cluster}.", cluster=cluster_id)
    )


def address_taken(address):
    """Another vCenter is registered with this address."""
    message = Message(
        "vcenter-address-taken", "A vCenter with the address {address} exists.", address=address
    )
    hpe = f"(resource_manager) by ip_address ({address}) already exists."
    return _taken("ip_address", message, hpe)


def name_taken(name):
    """Another vCenter is registered with this name."""
    message = Message("vcenter-name-taken", "A vCenter named {name} exists.", name=name)
    hpe = f"Two different (resource_manager) with same name ({name}) cannot be registered"
    return _taken("name", message, hpe)


def vcenter_taken(name):
    """The same vCenter is registered already, under another address."""
    message = Message(
        "vcenter-registered", "This vCenter is already registered as {name}.", name=name
    )
    hpe = f"(resource_manager) is the vCenter that is registered as ({name}) already."
    return _taken("ip_address", message, hpe)


def _taken(field, message, hpe):
    return InvalidFields({field: message}, hpe=_REGISTERING.format(hpe), message=message)


def too_many(limit):
    """The maximum number of vCenters is registered."""
    return Refused(
        Message(
            "too-many-vcenters",
            "{limit} vCenters are registered, which is the maximum. Unregister one first.",
            limit=limit,
        )
    )


def not_offered(kind):
    """A type of resource of HPE's service that is not supported here."""
    return Refused(
        Message(
            "type-not-supported",
            "Resources of the type {type} are not supported. ESX clusters are imported from"
            " registered vCenters.",
            type=kind,
        ),
        hpe=f"Type {kind} is either invalid or not supported. Only ESX clusters are offered here,"
        " and they come from vCenters that are registered.",
    )


def no_deletion():
    """A cluster is not deleted but removed from its vCenter's imported ones."""
    return Refused(
        Message("deletion-not-supported", "Remove an imported cluster through its vCenter."),
        hpe="Delete failed, Reason: Delete operation not supported for type esxcluster",
    )


def in_use(names):
    """Clusters of the vCenter are more than imported."""
    return Refused(
        Message(
            "in-use",
            "These clusters are activated or provisioned: {clusters}. Deactivate them first.",
            clusters=names,
        ),
        hpe="Delete failed, Reason: Found resources in activated or provisioned state:"
        f" {', '.join(names)}. Deactivate them first.",
        clusters=names,
    )


def invalid_state(state, expected):
    """The cluster is in a state in which this cannot be done."""
    names = ", ".join(f"'{name}'" for name in expected)
    return Refused(
        Message(
            "invalid-state",
            "The cluster is in the state {state}. Expected: {expected}.",
            state=state,
            expected=list(expected),
        ),
        hpe=f"Invalid state '{state}' observed. expected : [{names}]",
        state=state,
    )


def activation(cluster_id, message, reason=None, **extra):
    """The cluster cannot be activated. ``reason`` is HPE's, None: the message itself."""
    hpe = f"Failed to activate resource {cluster_id}, Reason: {reason or message.detail}"
    return Refused(message, hpe=hpe, **extra)


def unfit(cluster_id, faults):
    """The cluster cannot be activated; ``faults`` are messages."""
    message = Message("cluster-unfit", "{reasons}", reasons=list(faults))
    return activation(cluster_id, message, reasons=[fault.detail for fault in faults])


def network_invalid(cluster_id, faults):
    """The network properties break rules; ``faults`` are those of the network."""
    return NetworkInvalid(faults, f"Failed to activate resource {cluster_id}, Reason: ")


class NetworkInvalid(Invalid):
    """Network properties that break rules; the fields are paths in the document.

    :param hpe: what comes before the first fault in HPE's form
    """

    def __init__(self, faults, hpe):
        fields = {}
        for fault in faults:
            fields.setdefault(fault.path, []).append(fault.message)
        message = Message("network-invalid", "The network properties are not valid.")
        super().__init__(fields, message)
        path = _NUMBER.sub(r"[\1]", faults[0].path)
        self.hpe = f"{hpe}{path}: {faults[0].message.detail}"


def vms_running(cluster_id, cluster, vms):
    """Virtual machines, by name, are on the cluster that is to be deactivated."""
    message = Message(
        "vms-running",
        "Nova has {count} virtual machines on {cluster}: {vms}.",
        count=len(vms),
        cluster=cluster,
        vms=vms,
    )
    hpe = f"Failed to deactivate resource {cluster_id}, Reason: VMs already running in the compute"
    return Refused(message, hpe=hpe)


def outcome(problem=None):
    """What a result of a bulk request says: ``{"ok", "code", "params", "reason"}``."""
    if problem is None:
        return {"ok": True, "code": None, "params": None, "reason": None}
    return {"ok": False, **problem.message.fact(), "reason": problem.detail}
