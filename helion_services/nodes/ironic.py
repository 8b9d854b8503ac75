"""Bare-metal nodes through Ironic's API: what the planner reads and the flows do.

Functions take an adapter for ``baremetal`` with a token for the system first. Errors are
keystoneauth's.
"""

import dataclasses

from keystoneauth1 import exceptions as keystoneauth

from helion_services.nodes.new_node import controller

MICROVERSION = "1.90"

_PAGE = 1000  # rows a call: it ends in time, whatever Ironic's own limit is

_FIELDS = (
    "uuid",
    "name",
    "provision_state",
    "target_provision_state",
    "power_state",
    "maintenance",
    "maintenance_reason",
    "resource_class",
    "instance_uuid",
    "properties",
    "protected",
    "protected_reason",
    "retired",
    "retired_reason",
    "reservation",
    "last_error",
    "inspection_finished_at",
    "extra",
)


@dataclasses.dataclass(frozen=True)
class Node:
    """A bare-metal node.

    :ivar properties: Ironic's: ``cpus``, ``memory_mb``, ``local_gb``
    :ivar instance_uuid: the server on it, or None
    :ivar reservation: the conductor that has it locked at this moment, or None
    """

    uuid: str
    name: str | None
    provision_state: str
    target_provision_state: str | None
    power_state: str | None
    maintenance: bool
    maintenance_reason: str | None
    resource_class: str | None
    instance_uuid: str | None
    properties: dict
    protected: bool
    protected_reason: str | None
    retired: bool
    retired_reason: str | None
    reservation: str | None
    last_error: str | None
    inspection_finished_at: str | None
    extra: dict

    @property
    def label(self):
        """Its name, or its UUID if it has none."""
        return self.name or self.uuid


def nodes(api):
    """All nodes, by UUID: one call for each 1,000."""
    return {raw["uuid"]: _node(raw) for raw in _sweep(api, _FIELDS)}


def node(api, uuid):
    """A node, or None if there is none."""
    try:
        raw = api.get(f"/v1/nodes/{uuid}", params={"fields": ",".join(_FIELDS)}).json()
    except keystoneauth.NotFound:
        return None
    return _node(raw)


def nodes_by_uuid(api, uuids):
    """Those of these nodes that exist, by UUID: a call each, one call in all if they are many."""
    if len(uuids) > 10:
        everything = nodes(api)
        return {uuid: everything[uuid] for uuid in uuids if uuid in everything}
    answers = ((uuid, node(api, uuid)) for uuid in uuids)
    return {uuid: answer for uuid, answer in answers if answer}


def create(api, new, network_interface=None):
    """Create the node and the ports of ``new`` (a :class:`~..new_node.NewNode` as a dict with a
    ``uuid``) where they are missing."""
    if node(api, new["uuid"]) is None:
        body = {key: new[key] for key in ("uuid", "name", "driver", "driver_info", "properties")}
        if new.get("resource_class"):
            body["resource_class"] = new["resource_class"]
        if network_interface:
            body["network_interface"] = network_interface
        attributes = dict(new.get("attributes") or {})
        traits = attributes.pop("traits", None)
        api.post("/v1/nodes", json=body | attributes, log=False)  # it has passwords
        if traits:
            api.put(f"/v1/nodes/{new['uuid']}/traits", json={"traits": traits})
    have = {port["address"] for port in ports(api, new["uuid"])}
    for port in new["ports"]:
        if port["address"].lower() not in have:
            api.post("/v1/ports", json={**port, "node_uuid": new["uuid"]})


def ports(api, uuid):
    """The ports of a node: ``{"address", "pxe_enabled"}``."""
    params = {"node": uuid, "fields": "address,pxe_enabled"}
    return api.get("/v1/ports", params=params).json()["ports"]


def bmc_address(api, uuid):
    """The address of a node's management controller, or None if its driver names none."""
    info = api.get(f"/v1/nodes/{uuid}", params={"fields": "driver_info"}).json()["driver_info"]
    access = controller(info)
    return access and info[access[0]]


def drivers(api):
    """The names of the drivers that are turned on."""
    return {driver["name"] for driver in api.get("/v1/drivers").json()["drivers"]}


def controllers(api):
    """The ``driver_info`` of all nodes by UUID: one call for each 1,000; passwords are masked."""
    return {raw["uuid"]: raw["driver_info"] for raw in _sweep(api, ("uuid", "driver_info"))}


def owner_of(api, mac):
    """The UUID of the node that has a port with this MAC address, or None."""
    params = {"address": mac.lower(), "fields": "node_uuid"}
    rows = api.get("/v1/ports", params=params).json()["ports"]
    return rows[0]["node_uuid"] if rows else None


def delete(api, uuid):
    """Delete a node, if it is there."""
    try:
        api.delete(f"/v1/nodes/{uuid}")
    except keystoneauth.NotFound:
        return


def provision(api, uuid, target):
    """Request a provision state change by its verb: ``manage``, ``inspect``, ``provide`` ..."""
    api.put(f"/v1/nodes/{uuid}/states/provision", json={"target": target})


def set_retired(api, uuid, retired, reason=None):
    """Mark a node as retired (Ironic then keeps it out of service after cleaning), or not."""
    patch = [{"op": "replace", "path": "/retired", "value": retired}]
    if retired and reason:
        patch.append({"op": "replace", "path": "/retired_reason", "value": reason})
    api.patch(f"/v1/nodes/{uuid}", json=patch)


def begin_maintenance(api, node, reason):
    """Put a node into maintenance, unless it is."""
    if not node.maintenance:
        api.put(f"/v1/nodes/{node.uuid}/maintenance", json={"reason": reason})


def end_maintenance(api, node):
    """Take a node out of maintenance, into which Ironic puts one whose cleaning fails."""
    if node.maintenance:
        api.delete(f"/v1/nodes/{node.uuid}/maintenance")


def inventory(api, uuid):
    """The inventory of the last inspection, or None."""
    try:
        return api.get(f"/v1/nodes/{uuid}/inventory").json()["inventory"]
    except keystoneauth.NotFound:
        return None


def _node(raw):
    return Node(**{name: raw[name] for name in _FIELDS})


def _sweep(api, fields):
    url = f"/v1/nodes?limit={_PAGE}&sort_key=uuid&fields={','.join(fields)}"
    while url:
        body = api.get(url).json()
        yield from body["nodes"]
        following = body.get("next")
        url = following and following[following.index("/v1/") :]
