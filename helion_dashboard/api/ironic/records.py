"""Ironic's nodes and ports, as small frozen dataclasses."""

import dataclasses
import datetime

from helion_dashboard.api import reasons
from helion_dashboard.api.ironic import states as node_states
from helion_dashboard.api.wire import moment

#: The fields of a list of nodes. (``updated_at`` cannot be selected.)
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
#: The fields of all nodes together, from which the topology is drawn, too.
ALL_FIELDS = (*LIST_FIELDS, "driver_info", "extra")


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
        """Its :class:`~.ironic.states.State`."""
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
    def error(self):
        """``last_error`` as a person reads it: steps by name, without the node's UUID."""
        return reasons.of_node(self.last_error, self.uuid)

    @property
    def maintenance_words(self):
        """``maintenance_reason`` as a person reads it: Ironic copies errors into it."""
        return reasons.of_node(self.maintenance_reason, self.uuid)

    @property
    def reason_apart(self):
        """Why it is in maintenance, unless ``last_error`` is the same."""
        return "" if self.maintenance_reason == self.last_error else self.maintenance_words

    @property
    def capabilities(self):
        """``properties['capabilities']`` as a dictionary."""
        text = str(self.properties.get("capabilities") or "")
        return dict(pair.split(":", 1) for pair in text.split(",") if ":" in pair)


@dataclasses.dataclass(frozen=True)
class PlacedNode(Node):
    """A node with what tells where it is and how its management processor is reached.

    :ivar driver_info: with secrets masked by Ironic
    """

    driver_info: dict = dataclasses.field(default_factory=dict)
    extra: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class NodeDetails(Node):
    """All that a node's own page shows.

    :ivar driver_info: how its BMC is reached; Ironic masks the secrets in it
    :ivar interfaces: hardware interface -> implementation, e.g. ``{"power": "ipmitool"}``
    :ivar automated_clean: ``None``: as the conductor is configured
    """

    driver: str = ""
    description: str | None = None
    conductor: str | None = None
    conductor_group: str = ""
    automated_clean: bool | None = None
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


def node(body):
    """The :class:`Node` from one row of a list."""
    return Node(**listed(body))


def placed_node(body):
    """The :class:`PlacedNode` from one row of a list of all nodes."""
    return PlacedNode(
        **listed(body),
        driver_info=body.get("driver_info") or {},
        extra=body.get("extra") or {},
    )


def node_details(body):
    """The :class:`NodeDetails` from the whole answer about one node."""
    return NodeDetails(
        **listed(body),
        driver=body["driver"],
        description=body.get("description"),
        conductor=body.get("conductor"),
        conductor_group=body.get("conductor_group") or "",
        automated_clean=body.get("automated_clean"),
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
        created_at=moment(body.get("created_at")),
        updated_at=moment(body.get("updated_at")),
        inspection_finished_at=moment(body.get("inspection_finished_at")),
    )


def port(body):
    """The :class:`Port` from one row of a list."""
    return Port(**{f.name: body.get(f.name) for f in dataclasses.fields(Port)})


def listed(body):
    """Arguments of :class:`Node` from Ironic's JSON; absent and null are the defaults."""
    fields = {name: body[name] for name in LIST_FIELDS if body.get(name) is not None}
    fields["name"] = body.get("name")
    fields["provision_updated_at"] = moment(body.get("provision_updated_at"))
    return fields
