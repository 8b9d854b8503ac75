"""All nodes, remembered for seconds, and how many are in which condition."""

import collections
import dataclasses
import time

from django.utils.translation import ngettext

from helion_dashboard.api import scopes, short_cache
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.ironic import states as node_states
from helion_dashboard.kit.pages import Count

SWEEP_SECONDS, SWEEP_MOST = 5, 15
#: Seconds that a sweep of thousands is shown beyond that, while another is on its way: it takes
#: seconds, which no reader waits for. As long as the pause between two refreshes of a quiet page.
SWEEP_STALE = 30

# Seconds that nodes may be old which another service has asked for: it renews them as often as a
# sweep here, and the time that its own sweep takes counts, too.
_ELSEWHERE = 60

_CHANGED = "helion_nodes_changed"


@dataclasses.dataclass(frozen=True)
class Snapshot:
    """All nodes at a moment.

    :ivar nodes: :class:`~helion_dashboard.api.ironic.records.PlacedNode` each
    :ivar moment: when Ironic was asked, by this process's monotonic clock
    """

    nodes: tuple
    moment: float

    def __len__(self):
        return len(self.nodes)

    @property
    def age(self):
        """Whole seconds since Ironic was asked."""
        return int(time.monotonic() - self.moment)


@dataclasses.dataclass(frozen=True)
class Summary:
    """Counts over all nodes.

    :ivar states: ``(State, count)`` each, in the order of Ironic's life cycle
    :ivar power: ``(label, count)`` each, the most frequent first
    :ivar age: whole seconds since Ironic was asked
    """

    total: int
    failed: int
    moving: int
    maintenance: int
    states: list
    power: list
    age: int = 0


def snapshot(request, **filters):
    """The :class:`Snapshot`, at most :data:`SWEEP_SECONDS` old.

    Of thousands it is :data:`SWEEP_MOST`, and up to :data:`SWEEP_STALE` more while they are asked
    for in the background.

    :param filters: of Ironic
    """

    def ask():
        moment = time.monotonic()
        return Snapshot(tuple(ironic.all_nodes(request, **filters)), moment)

    key = (*cache_key(request), tuple(sorted(filters.items())))
    return short_cache.remembered(
        key, SWEEP_SECONDS, ask, SWEEP_MOST, service=ironic.SERVICE, stale=SWEEP_STALE
    )


def sweep(request, **filters):
    """The nodes of :func:`snapshot`."""
    return snapshot(request, **filters).nodes


def forget_sweeps(request):
    """After an action of the user, who wants to see what it did."""
    # Other processes of Horizon find out by the session.
    request.session[_CHANGED] = time.time()
    short_cache.forget(_owner(request))


def max_age(request):
    """Seconds that another service's nodes may be old for this user, who wants to see what an
    action did."""
    moment = request.session.get(_CHANGED)
    return _ELSEWHERE if moment is None else min(_ELSEWHERE, max(0, int(time.time() - moment)))


def cache_key(request):
    """The prefix of keys in the short cache: what this user may see on the system.

    Tabs and sessions of the user share it. Nobody else does: an operator's own rules of Ironic may
    tell two users apart who have the same roles.
    """
    user = request.user
    roles = scopes.system_roles(request)
    changed = request.session.get(_CHANGED)
    return (*_owner(request), user.services_region, roles, changed)


def _owner(request):
    return ("nodes", request.user.endpoint, request.user.id)


def summary(request):
    """The :class:`Summary` of all nodes; raises :class:`errors.ServiceError`."""
    current = snapshot(request)
    nodes = current.nodes
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
        age=current.age,
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
