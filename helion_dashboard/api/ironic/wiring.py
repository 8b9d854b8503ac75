"""What Ironic knows of how nodes are wired: their NICs, bonds and Fibre Channel adapters."""

import dataclasses

from helion_dashboard.api.ironic import records
from helion_dashboard.api.ironic.client import PAGE, WIRE

_PORT_FIELDS = (
    *("uuid", "node_uuid", "name", "address", "pxe_enabled", "physical_network"),
    *("portgroup_uuid", "local_link_connection", "internal_info"),
)
_VIFS = (
    *("tenant_vif_port_id", "provisioning_vif_port_id", "cleaning_vif_port_id"),
    *("inspection_vif_port_id", "rescuing_vif_port_id", "servicing_vif_port_id"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Nic:
    """A port of Ironic.

    :ivar name: short, such as ``eth0``; empty where nobody named it
    :ivar group: UUID of the :class:`Bond` it is a member of
    :ivar switch: the switch port it is plugged into, in words
    :ivar vifs: ids of Neutron's ports that are attached to it
    """

    node: str
    name: str
    mac: str
    boots: bool = True
    physical: str | None = None
    group: str | None = None
    switch: str = ""
    vifs: tuple = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Bond:
    """A port group of Ironic."""

    id: str
    node: str
    name: str
    mac: str = ""
    vifs: tuple = ()


def node(request, ident):
    """The :class:`~.records.PlacedNode` of one UUID."""
    query = {"fields": ",".join(records.ALL_FIELDS)}
    return records.placed_node(WIRE.get(request, WIRE.path("/nodes/{}", ident), query))


def nics(request, node=None):
    """Every :class:`Nic`, or those of the node with this UUID, as for all that follow.

    One call, and one more for each further thousand of them.
    """
    return [_nic(body) for body in _all(request, "ports", _PORT_FIELDS, node)]


def bonds(request, node=None):
    """Every :class:`Bond`."""
    fields = ("uuid", "node_uuid", "name", "address", "internal_info")
    return [_bond(body) for body in _all(request, "portgroups", fields, node)]


def adapters(request, node=None):
    """UUIDs of the nodes that have a Fibre Channel adapter."""
    fields = ("uuid", "node_uuid", "type")
    connectors = _all(request, "volume/connectors", fields, node, "connectors")
    return {body["node_uuid"] for body in connectors if body.get("type") in ("wwpn", "wwnn")}


def _all(request, collection, fields, node=None, key=None):
    query = {"fields": ",".join(fields), "sort_key": "uuid", "limit": PAGE}
    if node:
        query["node"] = node
    return WIRE.pages(request, f"/{collection}", query, key or collection, "uuid")


def _nic(body):
    link = body.get("local_link_connection") or {}
    parts = (link.get("switch_info") or link.get("switch_id"), link.get("port_id"))
    return Nic(
        body["node_uuid"],
        body.get("name") or "",
        (body.get("address") or "").lower(),
        bool(body.get("pxe_enabled")),
        body.get("physical_network"),
        body.get("portgroup_uuid"),
        " ".join(str(part) for part in parts if part),
        _vifs(body),
    )


def _bond(body):
    return Bond(
        body["uuid"],
        body["node_uuid"],
        body.get("name") or "",
        (body.get("address") or "").lower(),
        _vifs(body),
    )


def _vifs(body):
    info = body.get("internal_info") or {}
    return tuple(info[key] for key in _VIFS if info.get(key))
