"""What the services say, all asked at the same time; who does not answer is a layer not known."""

import dataclasses
import functools

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api import compute, errors, esx_inventory, network, scopes
from helion_dashboard.api.baremetal import wiring
from helion_dashboard.api.together import together
from helion_dashboard.widgets.panel import has_service


@dataclasses.dataclass(frozen=True)
class Layer:
    """A service whose answers the picture shows.

    :ivar reason: why it is not known, or empty
    """

    name: str
    title: str
    known: bool = True
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Live:
    """All answers; what belongs to a layer that is not known is empty, and means nothing.

    :ivar layers: :class:`Layer` by name
    :ivar networks: :class:`~helion_dashboard.api.network.Network` each; so ``subnets``, ``ports``
    :ivar nodes: :class:`~helion_dashboard.api.baremetal.wiring.WiredNode` each; so ``nics``,
        ``bonds``, and ``adapters``: UUIDs of nodes with a Fibre Channel adapter, ``None`` if that
        cannot be told
    :ivar servers: names of Nova's servers by UUID
    :ivar esx: :class:`~helion_dashboard.api.esx_inventory.Inventory`, or ``None``
    """

    layers: dict
    networks: tuple = ()
    subnets: tuple = ()
    ports: tuple = ()
    nodes: tuple = ()
    nics: tuple = ()
    bonds: tuple = ()
    adapters: frozenset | None = None
    servers: dict = dataclasses.field(default_factory=dict)
    esx: esx_inventory.Inventory | None = None

    def knows(self, name):
        """Whether the layer ``name`` answered."""
        layer = self.layers.get(name)
        return bool(layer and layer.known)


@dataclasses.dataclass(frozen=True)
class _Question:
    # The layer that is not known without an answer; none where the rest of it is known anyway.
    layer: str | None
    field: str
    ask: object


TITLES = {
    "neutron": gettext_lazy("Neutron (networks)"),
    "ironic": gettext_lazy("Ironic (servers)"),
    "nova": gettext_lazy("Nova (names of servers)"),
    "eon": gettext_lazy("EON (vCenters)"),
}

_QUESTIONS = (
    _Question("neutron", "networks", network.networks),
    _Question("neutron", "subnets", network.subnets),
    _Question("neutron", "ports", network.ports),
    _Question("ironic", "nodes", wiring.nodes),
    _Question("ironic", "nics", wiring.nics),
    _Question("ironic", "bonds", wiring.bonds),
    _Question(None, "adapters", wiring.adapters),
    _Question("nova", "servers", compute.server_names),
)
_ESX = _Question("eon", "esx", esx_inventory.inventory)


def gather(request):
    """Ask everybody; returns a :class:`Live`. Never raises for a service that fails."""
    questions = _QUESTIONS
    with_esx = has_service(request.user, esx_inventory.SERVICE)
    if with_esx:
        questions = (*questions, _ESX)
    # Before the threads, which only read the session.
    scopes.remember_system_roles(request)
    answers = together(*(functools.partial(_answer, request, one) for one in questions))
    layers = {name: Layer(name, str(title)) for name, title in TITLES.items()}
    if not with_esx:
        said = _("It is not in the service catalog of this region.")
        layers["eon"] = dataclasses.replace(layers["eon"], known=False, reason=said)
    values = {}
    for question, (value, reason) in zip(questions, answers, strict=True):
        if reason and question.layer:
            layers[question.layer] = dataclasses.replace(
                layers[question.layer], known=False, reason=reason
            )
        elif not reason:
            values[question.field] = _kept(value)
    lost = {one.field for one in questions if one.layer and not layers[one.layer].known}
    return Live(layers, **{field: value for field, value in values.items() if field not in lost})


def _answer(request, question):
    """``(value, "")``, or ``(None, reason)``."""
    try:
        return question.ask(request), ""
    except errors.ServiceError as exc:
        return None, exc.reason or str(exc)


def _kept(value):
    if isinstance(value, list):
        return tuple(value)
    return frozenset(value) if isinstance(value, set) else value
