"""Ironic, asked with the system's token.

Source of the wire: https://docs.openstack.org/api-ref/baremetal/
"""

import dataclasses
import datetime
import json
import re

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from keystoneauth1 import adapter, discover

from helion_dashboard import config
from helion_dashboard.api import errors, node_states, scopes

SERVICE = "baremetal"

# The newest version whose answers this module was written against. A service that is older is
# asked in its own newest one.
_MICROVERSION = (1, 95)

#: What a list of nodes asks for. (``updated_at`` is no field that one can select.)
LIST_FIELDS = (
    "uuid",
    "name",
    "provision_state",
    "target_provision_state",
    "provision_updated_at",
    "power_state",
    "target_power_state",
    "maintenance",
    "maintenance_reason",
    "fault",
    "resource_class",
    "instance_uuid",
    "reservation",
    "protected",
    "last_error",
    "properties",
)

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_MAC = re.compile(r"(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Node:
    """A bare-metal node as lists show it; names are Ironic's.

    :ivar provision_updated_at: an aware :class:`datetime.datetime` or ``None``
    :ivar properties: hardware as text or numbers: ``cpus``, ``memory_mb`` (MiB), ``local_gb``
        (GiB), ``cpu_arch``, ``capabilities`` (``k:v,k:v``)
    """

    uuid: str
    name: str | None
    provision_state: str
    target_provision_state: str | None = None
    provision_updated_at: datetime.datetime | None = None
    power_state: str | None = None
    target_power_state: str | None = None
    maintenance: bool = False
    maintenance_reason: str | None = None
    fault: str | None = None
    resource_class: str | None = None
    instance_uuid: str | None = None
    reservation: str | None = None
    protected: bool = False
    last_error: str | None = None
    properties: dict = dataclasses.field(default_factory=dict)

    @property
    def label(self):
        """What a person calls the node."""
        return self.name or self.uuid

    @property
    def state(self):
        """Its :class:`~.node_states.State`."""
        return node_states.state_of(self.provision_state)

    @property
    def moving(self):
        """Whether it changes without anybody doing anything."""
        return bool(
            self.state.kind is node_states.Kind.MOVING
            or self.target_power_state
            or self.reservation
        )

    @property
    def failed(self):
        """Whether it needs a person."""
        return self.state.kind is node_states.Kind.FAILED or bool(self.fault)

    @property
    def reason_apart(self):
        """Why it is in maintenance, unless ``last_error`` says just that: Ironic copies it."""
        reason = self.maintenance_reason or ""
        return "" if reason == self.last_error else reason

    @property
    def capabilities(self):
        """``properties['capabilities']`` as a dictionary."""
        text = str(self.properties.get("capabilities") or "")
        return dict(pair.split(":", 1) for pair in text.split(",") if ":" in pair)


@dataclasses.dataclass(frozen=True)
class NodeDetails(Node):
    """All that a node's own page shows.

    :ivar driver_info: how its BMC is reached; Ironic masks the secrets in it
    :ivar interfaces: hardware interface -> implementation, e.g. ``{"power": "ipmitool"}``
    """

    driver: str = ""
    description: str | None = None
    conductor: str | None = None
    owner: str | None = None
    lessee: str | None = None
    retired: bool = False
    retired_reason: str | None = None
    protected_reason: str | None = None
    driver_info: dict = dataclasses.field(default_factory=dict)
    instance_info: dict = dataclasses.field(default_factory=dict)
    extra: dict = dataclasses.field(default_factory=dict)
    traits: tuple = ()
    interfaces: dict = dataclasses.field(default_factory=dict)
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    inspection_finished_at: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Port:
    """A NIC of a node.

    :ivar address: its MAC, lower case with colons
    :ivar local_link_connection: the switch port it is plugged into
    """

    uuid: str
    node_uuid: str
    address: str
    pxe_enabled: bool = True
    physical_network: str | None = None
    local_link_connection: dict = dataclasses.field(default_factory=dict)


def is_uuid(text):
    """Whether ``text`` is written as a UUID."""
    return bool(_UUID.fullmatch(text))


def is_mac(text):
    """Whether ``text`` is written as a MAC, with colons or dashes."""
    return bool(_MAC.fullmatch(text))


def list_nodes(request, *, limit, marker=None, sort_key="name", sort_dir="asc", **filters):
    """One page of nodes: ``(nodes, more)``.

    :param limit: rows at most
    :param marker: UUID of the node after which to begin, or ``None``
    :param filters: what Ironic filters by itself, e.g. ``provision_state``, ``resource_class``,
        ``driver``, ``fault``, ``maintenance``
    """
    query = {
        "fields": ",".join(LIST_FIELDS),
        "limit": limit + 1,  # the one more tells whether there is a next page
        "sort_key": sort_key,
        "sort_dir": sort_dir,
        **filters,
    }
    if marker:
        query["marker"] = marker
    found = _get(request, "/nodes", query)["nodes"]
    return [_node(body) for body in found[:limit]], len(found) > limit


def all_nodes(request, **filters):
    """Every node that passes the filters; one call per ``max_limit`` (1,000) nodes of Ironic."""
    # By a key that is never empty: Ironic's pages lose rows whose sort key is.
    query = {"fields": ",".join(LIST_FIELDS), "sort_key": "uuid", **filters}
    nodes = []
    while True:
        answer = _get(request, "/nodes", query)
        nodes.extend(_node(body) for body in answer["nodes"])
        if not answer.get("next") or not answer["nodes"]:
            return nodes
        query["marker"] = answer["nodes"][-1]["uuid"]


def find_node(request, ident):
    """The node with this exact name or UUID as a :class:`Node`, or ``None``."""
    try:
        body = _get(request, f"/nodes/{_segment(ident)}", {"fields": ",".join(LIST_FIELDS)})
    except errors.NotFound:
        return None
    except errors.ServiceError as exc:
        if exc.status == 400:  # no name that Ironic would accept, so no node has it
            return None
        raise
    return _node(body)


def get_node(request, ident):
    """The node with this name or UUID as :class:`NodeDetails`; :class:`errors.NotFound`."""
    body = _get(request, f"/nodes/{_segment(ident)}")
    listed = {name: body.get(name) for name in LIST_FIELDS}
    return NodeDetails(
        **_plain(listed),
        driver=body["driver"],
        description=body.get("description"),
        conductor=body.get("conductor"),
        owner=body.get("owner"),
        lessee=body.get("lessee"),
        retired=bool(body.get("retired")),
        retired_reason=body.get("retired_reason"),
        protected_reason=body.get("protected_reason"),
        driver_info=body.get("driver_info") or {},
        instance_info=body.get("instance_info") or {},
        extra=body.get("extra") or {},
        traits=tuple(body.get("traits") or ()),
        interfaces={
            name.removesuffix("_interface"): value
            for name, value in sorted(body.items())
            if name.endswith("_interface")
        },
        created_at=_moment(body.get("created_at")),
        updated_at=_moment(body.get("updated_at")),
        inspection_finished_at=_moment(body.get("inspection_finished_at")),
    )


def node_ports(request, node):
    """The :class:`Port` list of one node."""
    return _ports(request, node=node)


def find_port(request, address):
    """The :class:`Port` with this MAC, or ``None``."""
    return next(iter(_ports(request, address=address.lower().replace("-", ":"))), None)


def validate_node(request, node):
    """Ironic's verdict per hardware interface: ``{interface: {"result": bool, "reason": str}}``."""
    return _get(request, f"/nodes/{_segment(node)}/validate")


def node_inventory(request, node):
    """What inspection found (``inventory`` of Ironic), or ``None`` before any inspection."""
    try:
        return _get(request, f"/nodes/{_segment(node)}/inventory").get("inventory")
    except errors.NotFound:
        return None


def node_bios(request, node):
    """BIOS settings: a list of ``{"name", "value", ...}``."""
    return _get(request, f"/nodes/{_segment(node)}/bios").get("bios") or []


def node_firmware(request, node):
    """Firmware components: a list of ``{"component", "current_version", ...}``."""
    return _get(request, f"/nodes/{_segment(node)}/firmware").get("firmware") or []


def node_history(request, node, *, limit=100):
    """What Ironic noted about the node, newest first.

    Each: ``{"created_at": datetime, "severity", "event", "event_type", "conductor", "user"}``.
    """
    found = _get(request, f"/nodes/{_segment(node)}/history", {"detail": "true", "limit": limit})
    events = [dict(body, created_at=_moment(body.get("created_at"))) for body in found["history"]]
    return sorted(events, key=lambda event: event["created_at"], reverse=True)


def drivers(request):
    """Names of the enabled drivers, sorted, Ironic's fakes last."""
    names = (body["name"] for body in _get(request, "/drivers")["drivers"])
    return sorted(names, key=lambda name: (name.startswith("fake"), name))


def driver_properties(request, driver):
    """What a driver wants to know of a node: ``{property: description}``."""
    return _get(request, f"/drivers/{_segment(driver)}/properties")


def create_node(request, **body):
    """Enrol a node; ``body`` in Ironic's names. Returns its UUID."""
    return _send(request, "POST", "/nodes", body)["uuid"]


def create_port(request, **body):
    """Add a port; ``body`` in Ironic's names. Returns its UUID."""
    return _send(request, "POST", "/ports", body)["uuid"]


def delete_port(request, port):
    """Delete a port."""
    _send(request, "DELETE", f"/ports/{_segment(port)}")


def delete_node(request, node):
    """Delete a node and what belongs to it."""
    _send(request, "DELETE", f"/nodes/{_segment(node)}")


def set_provision_state(request, node, target, **extra):
    """Ask for a provision verb; ``extra`` e.g. ``clean_steps``, ``rescue_password``."""
    body = {"target": target, **extra}
    _send(request, "PUT", f"/nodes/{_segment(node)}/states/provision", body)


def set_power_state(request, node, target):
    """Ask for a power state, such as ``"power on"`` or ``"soft rebooting"``."""
    _send(request, "PUT", f"/nodes/{_segment(node)}/states/power", {"target": target})


def set_maintenance(request, node, reason):
    """Take a node into maintenance."""
    _send(request, "PUT", f"/nodes/{_segment(node)}/maintenance", {"reason": reason})


def unset_maintenance(request, node):
    """Take a node out of maintenance."""
    _send(request, "DELETE", f"/nodes/{_segment(node)}/maintenance")


def conductors(request):
    """Ironic's conductors: a list of ``{"hostname", "alive", "updated_at", ...}``."""
    return _get(request, "/conductors", {"detail": "true"})["conductors"]


def _ports(request, **query):
    fields = "uuid,node_uuid,address,pxe_enabled,physical_network,local_link_connection"
    found = _get(request, "/ports", {"fields": fields, **query})["ports"]
    return [Port(**{f.name: body.get(f.name) for f in dataclasses.fields(Port)}) for body in found]


def _node(body):
    return Node(**_plain(body))


def _plain(body):
    """Arguments of :class:`Node` from what Ironic said; absent and null are the defaults."""
    known = {name: body[name] for name in LIST_FIELDS if body.get(name) is not None}
    known["name"] = body.get("name")
    known["provision_updated_at"] = _moment(body.get("provision_updated_at"))
    return known


def _moment(text):
    found = parse_datetime(text) if text else None
    return found.replace(tzinfo=datetime.UTC) if found and not found.tzinfo else found


def _segment(ident):
    """``ident`` as one segment of a path: a name in a URL must not become another URL."""
    text = str(ident)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._~-]*", text):
        raise errors.NotFound(SERVICE, f"No name or UUID: {text!r}", 404)
    return text


def _get(request, path, query=None):
    return _call(request, "GET", path, params=query or {})


def _send(request, method, path, body=None):
    return _call(request, method, path, **({"json": body} if body is not None else {}))


def _call(request, method, path, **kwargs):
    try:
        return _call_once(request, method, path, **kwargs)
    except errors.Refused as exc:
        if exc.status != 401:
            raise
    # The service no longer takes the token: Keystone gives another, or says why not.
    scopes.forget_system(request)
    return _call_once(request, method, path, **kwargs)


def _call_once(request, method, path, **kwargs):
    client = adapter.Adapter(
        scopes.system_session(request),
        service_type=SERVICE,
        interface=config.interface(),
        region_name=request.user.services_region,
        min_version="1",
        max_version="1.latest",
        # A locked node or a busy service is not waited for: the user hears of it instead.
        status_code_retries=0,
    )
    with errors.border(SERVICE):
        microversion = _microversion(client)
        answer = client.request(path, method, microversion=microversion, raise_exc=False, **kwargs)
    if answer.status_code >= 400:
        raise errors.of_status(SERVICE, answer.status_code, _reason(answer))
    return answer.json() if answer.content else None


def _microversion(client):
    # Asked of the service once a process, then remembered.
    found = client.get_endpoint_data()
    if found is None:
        raise errors.Unreachable(SERVICE, _("It is not in the service catalog of this region."))
    if found.api_version is None:
        raise errors.Unreachable(SERVICE, _("It cannot be reached, or does not answer in time."))
    return discover.version_to_string(min(found.max_microversion or _MICROVERSION, _MICROVERSION))


def _reason(answer):
    """The sentence in an error of Ironic, which wraps JSON in a JSON string."""
    try:
        message = answer.json()["error_message"]
        if isinstance(message, str):
            message = json.loads(message)
        return message["faultstring"]
    except (ValueError, KeyError, TypeError):
        return answer.reason or str(answer.status_code)
