"""What Ironic has for a form that brings servers in: free nodes, and drivers for new ones."""

import dataclasses

from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.ironic.states import Kind

_PREPARABLE = ("enroll", "manageable")


@dataclasses.dataclass(frozen=True)
class Offer:
    """What can be chosen.

    :ivar free: nodes that are available and fit the role
    :ivar preparable: nodes that fit, once they are inspected and cleaned
    :ivar drivers: names of the drivers
    :ivar driver: the one whose ``properties`` are asked for: ``{property: description}``
    :ivar no_nodes: the :class:`~.errors.ServiceError` because of which there are no nodes here
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
        """All nodes that can be chosen, the free ones first."""
        return (*self.free, *self.preparable)


def offer(request, role, driver=""):
    """The :class:`Offer` for a role; what fails is in it, as the page is of use without it.

    :param driver: the driver that the user chose, if any
    """
    try:
        # Got here once, so that the threads do not each ask for it.
        scopes.system_session(request)
    except errors.ServiceError as exc:
        return Offer(no_nodes=exc, no_drivers=exc)
    nodes, drivers = gather(lambda: _nodes(request, role), lambda: _drivers(request, driver))
    return Offer(**nodes, **drivers)


def _nodes(request, role):
    try:
        found = ironic.all_nodes(request, resource_class=role.resource_class)
    except errors.ServiceError as exc:
        return {"no_nodes": exc}
    idle = sorted(
        (node for node in found if not node.instance_uuid and not node.maintenance),
        key=lambda node: (node.label, node.uuid),
    )
    return {
        "free": tuple(node for node in idle if node.state.kind is Kind.READY),
        "preparable": tuple(node for node in idle if node.provision_state in _PREPARABLE),
    }


def _drivers(request, wanted):
    try:
        names = ironic.drivers(request)
        chosen = wanted if wanted in names else next(iter(names), "")
        properties = ironic.driver_properties(request, chosen) if chosen else {}
    except errors.ServiceError as exc:
        return {"no_drivers": exc}
    return {"drivers": tuple(names), "driver": chosen, "properties": properties}
