"""What Ironic offers for new servers of a role: free nodes, and drivers for nodes to enrol."""

import dataclasses
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from helion_dashboard.api import errors, scopes
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.ironic import states as node_states
from helion_dashboard.api.ironic.states import Kind
from helion_dashboard.kit import driver_fields, live, nodes, picker
from helion_dashboard.kit.list_query import Facet
from helion_dashboard.kit.natural import natural
from helion_dashboard.kit.rules import ruled
from helion_dashboard.kit.state_mark import state_mark
from helion_dashboard.templatetags.helion import hardware

_PREPARABLE = ("enroll", "manageable")
_STATES = ("available", *_PREPARABLE)

#: How nodes are narrowed down.
FACETS = (
    Facet(
        "state",
        gettext_lazy("State"),
        tuple((name, node_states.state_of(name).label) for name in _STATES),
    ),
)


@dataclasses.dataclass(frozen=True)
class NodeChoices:
    """Nodes and drivers to choose from.

    :ivar url: where the browser asks for nodes
    :ivar nodes: :class:`~.picker.Candidate` of each node that fits, if they were needed: those that
        are available first, then those that are not inspected and cleaned yet
    :ivar drivers: names of the drivers
    :ivar driver: the driver that ``properties`` belong to: ``{property: description}``
    :ivar images: for them, of :func:`.driver_fields.images`
    :ivar no_nodes: the :class:`~.errors.ServiceError` that prevented loading the nodes
    :ivar no_drivers: the same for the drivers
    """

    url: str = ""
    nodes: tuple = ()
    drivers: tuple = ()
    driver: str = ""
    properties: dict = dataclasses.field(default_factory=dict)
    images: object = ()
    no_nodes: errors.ServiceError | None = None
    no_drivers: errors.ServiceError | None = None


def choices(request, role, offer, *, with_nodes=False):
    """The :class:`NodeChoices` for a role; a failure is in it, as the page works without.

    :param offer: what :func:`drivers` returned
    :param with_nodes: whether the nodes are needed already, to check or to name a selection
    """
    address = reverse("horizon:admin:uc_scale:nodes")
    url = f"{address}?{urlencode({'class': role.resource_class or ''})}"
    if with_nodes and "no_nodes" not in offer:
        offer = offer | _nodes(request, role.resource_class)
    return NodeChoices(url=url, **offer)


def drivers(request, name="", *, with_fields=False):
    """The drivers, or why there are none, as parts of :class:`NodeChoices` by name.

    It may run in a thread, if the system's token is there already.

    :param name: the driver that the user selected, if any
    :param with_fields: whether the driver's properties are needed; else the browser asks for them
    """
    try:
        scopes.system_session(request)
    except errors.ServiceError as exc:
        return {"no_nodes": exc, "no_drivers": exc}
    try:
        names = ironic.drivers(request)
        driver = name if name in names else next(iter(names), "")
        properties = ironic.driver_properties(request, driver) if driver and with_fields else {}
    except errors.ServiceError as exc:
        return {"no_drivers": exc}
    images = driver_fields.images(request, properties)
    names = tuple(names)
    return {"drivers": names, "driver": driver, "properties": properties, "images": images}


@require_GET
@ruled("plan:create", "node:list")
@live.live
def candidates(request):
    """A page of the nodes that fit ``?class=``, for the browser."""
    fitting = _fitting(nodes.sweep(request, **_filters(request.GET.get("class", ""))))
    return picker.answer(request, fitting, [facet.name for facet in FACETS])


def _nodes(request, resource_class):
    try:
        # Not from memory: whoever has the node now decides.
        return {"nodes": _fitting(ironic.all_nodes(request, **_filters(resource_class)))}
    except errors.ServiceError as exc:
        return {"no_nodes": exc}


def _filters(resource_class):
    idle = {"associated": "false", "maintenance": "false"}
    return {"resource_class": resource_class, **idle} if resource_class else idle


def _fitting(records):
    idle = sorted(
        (node for node in records if not node.instance_uuid and not node.maintenance),
        key=lambda node: (natural(node.label.lower()), node.uuid),
    )
    free = [node for node in idle if node.state.kind is Kind.READY]
    preparable = [node for node in idle if node.provision_state in _PREPARABLE]
    return tuple(map(_candidate, (*free, *preparable)))


def _candidate(node):
    return picker.Candidate(
        node.uuid,
        node.label,
        (state_mark(node.state), hardware(node) or "–"),
        {"state": node.provision_state},
    )
