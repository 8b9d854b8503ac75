"""What Ironic offers for new servers of a role: free nodes, and drivers for nodes to enrol."""

import dataclasses

from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.ironic.states import Kind

_PREPARABLE = ("enroll", "manageable")


@dataclasses.dataclass(frozen=True)
class NodeChoices:
    """Nodes and drivers to choose from.

    :ivar free: nodes that are available and fit the role
    :ivar preparable: nodes that fit, once they are inspected and cleaned
    :ivar drivers: names of the drivers
    :ivar driver: the driver that ``properties`` belong to: ``{property: description}``
    :ivar no_nodes: the :class:`~.errors.ServiceError` that prevented loading the nodes
    :ivar no_drivers: the same for the drivers
    """

    free: tuple = ()
    preparable: tuple = ()
    drivers: tuple = ()
    driver: str = ""
    properties: dict = dataclasses.field(default_factory=dict)
    no_nodes: errors.ServiceError | None = None
    no_drivers: errors.ServiceError | None = None

    @property
    def nodes(self):
        """All nodes to choose from, the free ones first."""
        return (*self.free, *self.preparable)


def choices(request, role, driver=""):
    """The :class:`NodeChoices` for a role; a failure is in it, as the page works without.

    :param driver: the driver that the user selected, if any
    """
    try:
        # Before the threads start, so that they do not each get a token.
        scopes.system_session(request)
    except errors.ServiceError as exc:
        return NodeChoices(no_nodes=exc, no_drivers=exc)
    nodes, drivers = gather(lambda: _nodes(request, role), lambda: _drivers(request, driver))
    return NodeChoices(**nodes, **drivers)


def _nodes(request, role):
    try:
        nodes = ironic.all_nodes(request, resource_class=role.resource_class)
    except errors.ServiceError as exc:
        return {"no_nodes": exc}
    idle = sorted(
        (node for node in nodes if not node.instance_uuid and not node.maintenance),
        key=lambda node: (node.label, node.uuid),
    )
    return {
        "free": tuple(node for node in idle if node.state.kind is Kind.READY),
        "preparable": tuple(node for node in idle if node.provision_state in _PREPARABLE),
    }


def _drivers(request, name):
    try:
        names = ironic.drivers(request)
        driver = name if name in names else next(iter(names), "")
        properties = ironic.driver_properties(request, driver) if driver else {}
    except errors.ServiceError as exc:
        return {"no_drivers": exc}
    return {"drivers": tuple(names), "driver": driver, "properties": properties}
