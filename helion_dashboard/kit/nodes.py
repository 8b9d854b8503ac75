"""All nodes, remembered for seconds, and how many are in which condition."""

import collections
import dataclasses

from django.utils.translation import ngettext

from helion_dashboard.api import short_cache
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.ironic import states as node_states
from helion_dashboard.kit.pages import Count

SWEEP_SECONDS, SWEEP_MOST = 5, 15


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


def sweep(request, **filters):
    """All nodes, at most :data:`SWEEP_SECONDS` old; thousands, at most :data:`SWEEP_MOST`.

    :param filters: of Ironic
    """
    key = (*cache_key(request), tuple(sorted(filters.items())))
    return short_cache.remembered(
        key,
        SWEEP_SECONDS,
        lambda: ironic.all_nodes(request, **filters),
        SWEEP_MOST,
        service=ironic.SERVICE,
    )


def forget_sweeps(request):
    """After an action of the user, who wants to see what it did."""
    short_cache.forget(cache_key(request))


def cache_key(request):
    """The prefix of this user's keys in the short cache."""
    user = request.user
    return ("nodes", user.id, user.token.id, user.services_region)


def summary(request):
    """The :class:`Summary` of all nodes; raises :class:`errors.ServiceError`."""
    nodes = sweep(request)
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


def counts(summary, url=""):
    """A :class:`Summary` in one line: :class:`~.lists.Count` each.

    :param url: address of the list of nodes, if it is on another page
    """
    pieces = (
        (ngettext("%d node", "%d nodes", summary.total), summary.total, ""),
        (ngettext("%d failed", "%d failed", summary.failed), summary.failed, "state=is:failed"),
        (
            ngettext("%d in transition", "%d in transition", summary.moving),
            summary.moving,
            "state=is:moving",
        ),
        (
            ngettext("%d in maintenance", "%d in maintenance", summary.maintenance),
            summary.maintenance,
            "maintenance=true",
        ),
    )
    return [
        Count(text % number, f"{url}?{query}" if query else "")
        for text, number, query in pieces
        if number or not query
    ]
