"""How many nodes are in which condition."""

import collections
import dataclasses

from helion_dashboard.admin.nodes import listing
from helion_dashboard.api import node_states


@dataclasses.dataclass(frozen=True)
class Summary:
    """Counts over all nodes.

    :ivar states: ``(State, count)`` each, in the order of Ironic's life cycle
    :ivar power: ``(label, count)`` each, the most frequent first
    """

    total: int
    failed: int
    moving: int
    maintenance: int
    states: list
    power: list


def summary(request):
    """The :class:`Summary` of all nodes; raises :class:`errors.ServiceError`."""
    nodes = listing.sweep(request)
    states = collections.Counter(node.provision_state for node in nodes)
    order = {name: place for place, name in enumerate(node_states.STATES)}
    power = collections.Counter(node.power_state for node in nodes)
    return Summary(
        total=len(nodes),
        failed=sum(node.failed for node in nodes),
        moving=sum(node.moving for node in nodes),
        maintenance=sum(node.maintenance for node in nodes),
        states=[
            (node_states.state_of(name), states[name])
            for name in sorted(states, key=lambda name: order.get(name, len(order)))
        ],
        power=[(node_states.POWER.get(name, name), count) for name, count in power.most_common()],
    )
