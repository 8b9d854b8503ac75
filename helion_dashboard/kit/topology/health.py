"""How a server of metal does: from provision, power, maintenance, last error and its wires."""

import dataclasses

from django.utils.translation import gettext as _

from helion_dashboard.api.ironic import states as node_states
from helion_dashboard.api.ironic.states import Kind
from helion_dashboard.kit.topology import wires

OK, WARNING, FAILED, UNKNOWN = "ok", "warning", "failed", "unknown"
HEALTHS = (FAILED, WARNING, UNKNOWN, OK)
"""From the worst on."""


@dataclasses.dataclass(frozen=True, slots=True)
class Health:
    """How a server does; ``problem`` is the worst of what is wrong, in words."""

    name: str
    problem: str = ""


def of_node(node, node_wires):
    """The :class:`Health` of a node with the :class:`~.wires.Wire` list ``found``."""
    if node.failed or node.power_state == "error":
        return Health(FAILED, node.error or _fault(node))
    if node.maintenance:
        return Health(WARNING, node.maintenance_words or _("In maintenance."))
    if node.last_error:
        return Health(WARNING, node.error)
    if node.state.kind is Kind.ACTIVE and node.power_state == "power off":
        return Health(WARNING, _("Deployed, but powered off."))
    worst = worst_wire(node_wires)
    if worst is not None and worst.bad:
        return Health(WARNING, worst.problem)
    if node.power_state is None and not node.moving:
        return Health(UNKNOWN)  # Ironic has not looked at it yet
    return Health(OK)


def worst_wire(node_wires):
    """The worst of some wires, ``None`` of none."""
    return min(node_wires, key=lambda wire: wires.STATES.index(wire.state), default=None)


def words(node):
    """A node's state in words: that of provision, and that of power."""
    label = str(node_states.POWER.get(node.power_state, node.power_state))
    return _("%(state)s · power: %(power)s") % {"state": node.state.label, "power": label.lower()}


def _fault(node):
    if node.fault:
        return _("Ironic reports a fault: %s.") % node.fault
    if node.power_state == "error":
        return _("The power state is unknown.")
    return str(node.state.label)
