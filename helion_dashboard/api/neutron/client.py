"""Neutron, called with the project's token: networks, subnets and ports of all projects.

Only an administrator of the project is shown all of them, and how a network is made physically.
Source of the wire: https://docs.openstack.org/api-ref/network/v2/
"""

import dataclasses

from django.utils.translation import gettext as _

from helion_dashboard.api import errors
from helion_dashboard.api.wire import Wire

SERVICE = "network"

WIRE = Wire(SERVICE, version="2.0")

_NETWORK_FIELDS = (
    *("id", "name", "mtu", "status", "admin_state_up", "shared", "router:external"),
    *("provider:network_type", "provider:physical_network", "provider:segmentation_id"),
)
_SUBNET_FIELDS = (
    *("id", "name", "network_id", "cidr", "ip_version", "gateway_ip", "enable_dhcp"),
    "allocation_pools",
)
_PORT_FIELDS = (
    *("id", "name", "network_id", "mac_address", "status", "admin_state_up", "device_id"),
    *("device_owner", "binding:host_id", "binding:vif_type", "fixed_ips", "trunk_details"),
)


@dataclasses.dataclass(frozen=True)
class Network:
    """A network.

    :ivar kind: its provider type, such as ``flat`` or ``vlan``; ``None`` where it is not shown
    :ivar physical: the physical network that carries it
    :ivar vlan: its tag, ``None`` without one
    :ivar external: floating addresses come from it; ``shared``: all projects may use it
    :ivar up: whether it is switched on
    """

    id: str
    name: str
    kind: str | None = None
    physical: str | None = None
    vlan: int | None = None
    mtu: int | None = None
    external: bool = False
    shared: bool = False
    up: bool = True


@dataclasses.dataclass(frozen=True)
class Subnet:
    """A subnet; ``pools`` are pairs of first and last address."""

    id: str
    name: str
    network: str
    cidr: str
    gateway: str | None = None
    dhcp: bool = True
    pools: tuple = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Port:
    """A port.

    :ivar active: its status is ``ACTIVE``
    :ivar device: id of what it belongs to, such as a Nova server
    :ivar owner: what kind of thing that is, such as ``compute:nova``
    :ivar host: where it is bound; for bare metal the UUID of the node
    :ivar subports: of a trunk, ``(port id, VLAN)`` each
    """

    id: str
    name: str
    network: str
    mac: str
    active: bool = False
    up: bool = True
    device: str = ""
    owner: str = ""
    host: str = ""
    failed: bool = False
    addresses: tuple = ()
    subports: tuple = ()


def networks(request):
    """Every :class:`Network`.

    Raises :class:`~.errors.Refused` where the user is not shown how they are made: VLANs then
    cannot be told from one another.
    """
    rows = [_network(body) for body in _all(request, "networks", _NETWORK_FIELDS)]
    if rows and not any(row.kind for row in rows):
        raise errors.Refused(
            SERVICE,
            _("Your roles in the project do not show you which network has which VLAN."),
            403,
        )
    return rows


def subnets(request):
    """Every :class:`Subnet`."""
    return [_subnet(body) for body in _all(request, "subnets", _SUBNET_FIELDS)]


def ports(request, **filters):
    """Every :class:`Port`, or those that pass Neutron's filters: a list of values for a key."""
    return [_port(body) for body in _all(request, "ports", _PORT_FIELDS, filters)]


def _all(request, collection, fields, filters=None):
    """All rows of a collection; one call, or one per page where the operator limits them."""
    query = {"fields": list(fields), **(filters or {})}
    return WIRE.pages(request, f"/{collection}", query, collection)


def _network(body):
    kind = body.get("provider:network_type")
    return Network(
        body["id"],
        body.get("name") or "",
        kind,
        body.get("provider:physical_network"),
        body.get("provider:segmentation_id") if kind == "vlan" else None,
        body.get("mtu"),
        bool(body.get("router:external")),
        bool(body.get("shared")),
        body.get("admin_state_up") is not False,
    )


def _subnet(body):
    return Subnet(
        body["id"],
        body.get("name") or "",
        body["network_id"],
        body["cidr"],
        body.get("gateway_ip"),
        bool(body.get("enable_dhcp")),
        tuple((pool["start"], pool["end"]) for pool in body.get("allocation_pools") or ()),
    )


def _port(body):
    trunk = body.get("trunk_details") or {}
    return Port(
        body["id"],
        body.get("name") or "",
        body["network_id"],
        (body.get("mac_address") or "").lower(),
        body.get("status") == "ACTIVE",
        body.get("admin_state_up") is not False,
        body.get("device_id") or "",
        body.get("device_owner") or "",
        body.get("binding:host_id") or "",
        body.get("binding:vif_type") == "binding_failed",
        tuple(item["ip_address"] for item in body.get("fixed_ips") or () if "ip_address" in item),
        tuple(
            (item["port_id"], item.get("segmentation_id")) for item in trunk.get("sub_ports") or ()
        ),
    )
