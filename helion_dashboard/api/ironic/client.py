"""Ironic, called with the system's token.

Source of the wire: https://docs.openstack.org/api-ref/baremetal/
"""

import re

from helion_dashboard.api import errors
from helion_dashboard.api.ironic import records
from helion_dashboard.api.wire import Wire, moment

SERVICE = "baremetal"

POWER_ON = "power on"

PAGE = 1000
"""Rows of a call, as Ironic itself limits them by default: each call ends in time."""

WIRE = Wire(SERVICE, scope="system", version="1", microversion=(1, 95))

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
# Pairs, as most write it; fours, as Cisco does; sixes, as HP does; and digits alone.
_MAC = re.compile(
    r"[0-9a-f]{2}([:.-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}"
    r"|[0-9a-f]{4}([:.-])[0-9a-f]{4}\2[0-9a-f]{4}"
    r"|[0-9a-f]{6}[:.-]?[0-9a-f]{6}",
    re.IGNORECASE,
)
_ENABLED = re.compile(r"enabled_(\w+)_interfaces")


def is_uuid(text):
    """Whether ``text`` is written as a UUID."""
    return bool(_UUID.fullmatch(text))


def mac_address(text):
    """The MAC in ``text`` as Ironic keeps it, or ``None``.

    Pairs, fours or sixes of digits with colons, dashes or dots, or the twelve digits alone, in
    any case.
    """
    text = text.strip().lower()
    if not _MAC.fullmatch(text):
        return None
    return ":".join(re.findall("[0-9a-f]{2}", re.sub("[:.-]", "", text)))


def list_nodes(request, *, limit, marker=None, sort_key="name", sort_dir="asc", **filters):
    """One page of nodes: ``(nodes, more)``.

    :param limit: rows at most
    :param marker: UUID of the node after which to begin, or ``None``
    :param filters: filters of Ironic, e.g. ``provision_state``, ``resource_class``,
        ``driver``, ``fault``, ``maintenance``
    """
    query = {
        "fields": ",".join(records.LIST_FIELDS),
        "limit": limit + 1,  # the one more tells whether there is a next page
        "sort_key": sort_key,
        "sort_dir": sort_dir,
        **filters,
    }
    if marker:
        query["marker"] = marker
    rows = WIRE.get(request, "/nodes", query)["nodes"]
    return [records.node(body) for body in rows[:limit]], len(rows) > limit


def all_nodes(request, **filters):
    """Every :class:`~.records.PlacedNode` that passes the filters; one call per 1,000 of them."""
    # By a key that is never empty: Ironic's pages lose rows whose sort key is.
    query = {"fields": ",".join(records.ALL_FIELDS), "sort_key": "uuid", **filters}
    rows = WIRE.pages(request, "/nodes", query | {"limit": PAGE}, "nodes", "uuid")
    return [records.placed_node(body) for body in rows]


def find_node(request, ident):
    """The node with this exact name or UUID as a :class:`~.records.Node`, or ``None``."""
    try:
        body = WIRE.get(
            request, WIRE.path("/nodes/{}", ident), {"fields": ",".join(records.LIST_FIELDS)}
        )
    except errors.NotFound:
        return None
    except errors.ServiceError as exc:
        if exc.status == 400:  # no name that Ironic would accept, so no node has it
            return None
        raise
    return records.node(body)


def get_node(request, ident):
    """:class:`~.records.NodeDetails` of this name or UUID; raises :class:`errors.NotFound`."""
    return records.node_details(WIRE.get(request, WIRE.path("/nodes/{}", ident)))


def node_ports(request, node):
    """The :class:`~.records.Port` list of one node."""
    return _ports(request, node=node)


def find_port(request, address):
    """The :class:`~.records.Port` with this MAC, as Ironic keeps it, or ``None``."""
    return next(iter(_ports(request, address=address)), None)


def validate_node(request, node):
    """Ironic's verdict per hardware interface: ``{interface: {"result": bool, "reason": str}}``."""
    return WIRE.get(request, WIRE.path("/nodes/{}/validate", node))


def node_inventory(request, node):
    """What inspection found (``inventory`` of Ironic), or ``None`` before any inspection."""
    try:
        return WIRE.get(request, WIRE.path("/nodes/{}/inventory", node)).get("inventory")
    except errors.NotFound:
        return None


def node_bios(request, node):
    """BIOS settings: a list of ``{"name", "value", ...}``."""
    return WIRE.get(request, WIRE.path("/nodes/{}/bios", node)).get("bios") or []


def node_firmware(request, node):
    """Firmware components: a list of ``{"component", "current_version", ...}``."""
    return WIRE.get(request, WIRE.path("/nodes/{}/firmware", node)).get("firmware") or []


def node_history(request, node, *, limit=100):
    """What Ironic noted about the node, newest first.

    Each: ``{"created_at": datetime, "severity", "event", "event_type", "conductor", "user"}``.
    """
    answer = WIRE.get(
        request, WIRE.path("/nodes/{}/history", node), {"detail": "true", "limit": limit}
    )
    events = [dict(body, created_at=moment(body.get("created_at"))) for body in answer["history"]]
    return sorted(events, key=lambda event: event["created_at"], reverse=True)


def drivers(request):
    """Names of the enabled drivers, sorted, Ironic's fakes last."""
    names = (body["name"] for body in WIRE.get(request, "/drivers")["drivers"])
    return sorted(names, key=lambda name: (name.startswith("fake"), name))


def driver_properties(request, driver):
    """What a driver wants to know of a node: ``{property: description}``."""
    return WIRE.get(request, WIRE.path("/drivers/{}/properties", driver))


def driver_interfaces(request, driver):
    """What a driver offers for each hardware interface: ``{interface: [implementation, ...]}``."""
    body = WIRE.get(request, WIRE.path("/drivers/{}", driver))
    offers = {name: _ENABLED.fullmatch(name) for name, value in body.items() if value}
    return {match[1]: sorted(body[name]) for name, match in sorted(offers.items()) if match}


def create_node(request, **body):
    """Enrol a node; ``body`` in Ironic's names. Returns its UUID."""
    return WIRE.post(request, "/nodes", body)["uuid"]


def update_node(request, node, changes, *, reset_interfaces=False):
    """Change a node by a JSON patch.

    :param reset_interfaces: whether a new driver brings its own default interfaces
    """
    query = {"reset_interfaces": "true"} if reset_interfaces else None
    WIRE.patch(request, WIRE.path("/nodes/{}", node), changes, query)


def set_traits(request, node, traits):
    """Replace all traits of a node."""
    WIRE.put(request, WIRE.path("/nodes/{}/traits", node), {"traits": list(traits)})


def update_port(request, port, changes):
    """Change a port by a JSON patch."""
    WIRE.patch(request, WIRE.path("/ports/{}", port), changes)


def create_port(request, **body):
    """Add a port; ``body`` in Ironic's names. Returns its UUID."""
    return WIRE.post(request, "/ports", body)["uuid"]


def delete_port(request, port):
    """Delete a port."""
    WIRE.delete(request, WIRE.path("/ports/{}", port))


def delete_node(request, node):
    """Delete a node and what belongs to it."""
    WIRE.delete(request, WIRE.path("/nodes/{}", node))


def set_provision_state(request, node, target, **extra):
    """Ask for a provision verb; ``extra`` e.g. ``clean_steps``, ``rescue_password``."""
    body = {"target": target, **extra}
    WIRE.put(request, WIRE.path("/nodes/{}/states/provision", node), body)


def set_power_state(request, node, target):
    """Ask for a power state, such as ``"power on"`` or ``"soft rebooting"``."""
    WIRE.put(request, WIRE.path("/nodes/{}/states/power", node), {"target": target})


def set_maintenance(request, node, reason):
    """Take a node into maintenance."""
    WIRE.put(request, WIRE.path("/nodes/{}/maintenance", node), {"reason": reason})


def unset_maintenance(request, node):
    """Take a node out of maintenance."""
    WIRE.delete(request, WIRE.path("/nodes/{}/maintenance", node))


def conductors(request):
    """Ironic's conductors: a list of ``{"hostname", "alive", "updated_at", ...}``."""
    return WIRE.get(request, "/conductors", {"detail": "true"})["conductors"]


def _ports(request, **query):
    fields = "uuid,node_uuid,address,pxe_enabled,physical_network,local_link_connection"
    return [
        records.port(body)
        for body in WIRE.get(request, "/ports", {"fields": fields, **query})["ports"]
    ]
