"""One page of nodes for a :class:`~helion_dashboard.kit.list_query.ListQuery`.

Ironic pages, sorts and filters by state, class, driver, fault and maintenance by itself. An exact
name, a UUID or a MAC is asked for directly. A *part* of a name, and "all that failed", need a sweep
over all nodes: one call per thousand, remembered for seconds.

So does the order by a key that is empty for some nodes: a page of Ironic that begins after a marker
then leaves nodes out (oslo.db compares with NULL). Whether there are such nodes is asked first.
"""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard import config
from helion_dashboard.api import baremetal, errors, node_states, short_cache
from helion_dashboard.kit.list_query import Column, Facet

SWEEP_SECONDS, SWEEP_MOST = 5, 15
_BLANKS_SECONDS = 30

# Sort keys that every node has.
_NEVER_BLANK = ("uuid", "provision_state", "maintenance")

COLUMNS = (
    Column("name", gettext_lazy("Name"), "name"),
    Column("state", gettext_lazy("State"), "provision_state"),
    Column("power", gettext_lazy("Power"), "power_state"),
    Column("maintenance", gettext_lazy("Maintenance"), "maintenance"),
    Column("resource_class", gettext_lazy("Resource class"), "resource_class"),
    Column("hardware", gettext_lazy("Hardware")),
    Column("uuid", gettext_lazy("UUID"), "uuid"),
)

_GROUPS = {
    "is:failed": (gettext_lazy("All that failed"), lambda node: node.failed),
    "is:moving": (gettext_lazy("All that are changing"), lambda node: node.moving),
}

FACETS = (
    Facet(
        "state",
        gettext_lazy("State"),
        tuple((name, label) for name, (label, _test) in _GROUPS.items())
        + tuple((state.name, state.label) for state in node_states.STATES.values()),
    ),
    Facet(
        "maintenance",
        gettext_lazy("Maintenance"),
        (("true", gettext_lazy("In maintenance")), ("false", gettext_lazy("Not in maintenance"))),
    ),
    Facet("class", gettext_lazy("Resource class")),
)

_IRONIC_NAMES = {
    "state": "provision_state",
    "maintenance": "maintenance",
    "class": "resource_class",
}


@dataclasses.dataclass(frozen=True)
class Page:
    """What the list shows.

    :ivar nodes: the rows
    :ivar later: whether more follow
    :ivar earlier: whether some come before
    :ivar notice: a sentence on how they were found, or empty
    :ivar parts_offered: an exact name was found; others may contain it
    """

    nodes: list
    later: bool = False
    earlier: bool = False
    notice: str = ""
    parts_offered: bool = False
    problems: tuple = ()


def page(request, query):
    """The :class:`Page` for ``query``; raises :class:`errors.ServiceError`."""
    text = query.text
    if text and not query.part:
        if baremetal.is_mac(text):
            return _by_mac(request, query)
        found = baremetal.find_node(request, text)
        if found or baremetal.is_uuid(text):
            exact = [found] if found and _passes(found, query) else []
            return Page(exact, parts_offered=bool(exact) and not baremetal.is_uuid(text))
    if text or query.facets.get("state") in _GROUPS or _has_blanks(request, query.sort):
        return _from_sweep(request, query)
    return _from_ironic(request, query)


def sweep(request, **asked):
    """All nodes, at most :data:`SWEEP_SECONDS` old; thousands, at most :data:`SWEEP_MOST`."""
    key = (*_owner(request), tuple(sorted(asked.items())))
    return short_cache.remembered(
        key, SWEEP_SECONDS, lambda: baremetal.all_nodes(request, **asked), SWEEP_MOST
    )


def _has_blanks(request, key):
    """Whether some node has nothing at this sort key: databases put those first or last."""
    if key in _NEVER_BLANK:
        return False

    def ask():
        ends = []
        for sort_dir in ("asc", "desc"):
            ends += baremetal.list_nodes(request, limit=1, sort_key=key, sort_dir=sort_dir)[0]
        return any(getattr(node, key) is None for node in ends)

    return short_cache.remembered((*_owner(request), "blanks", key), _BLANKS_SECONDS, ask)


def forget_sweeps(request):
    """After an action of the user, who wants to see what it did."""
    short_cache.forget(_owner(request))


def _owner(request):
    user = request.user
    return ("nodes", user.id, user.token.id, user.services_region)


def _by_mac(request, query):
    port = baremetal.find_port(request, query.text)
    node = baremetal.find_node(request, port.node_uuid) if port else None
    if node is None or not _passes(node, query):
        return Page([], notice=_("No node has a port with this MAC."))
    return Page([node], notice=_("It has the port %s.") % port.address)


def _from_ironic(request, query):
    limit = config.get().page_size
    asked = {"sort_key": query.sort, "sort_dir": _direction(query.descending), **_filters(query)}
    try:
        if query.before:
            # Backwards: the same order from its other end, and the rows turned round again.
            back = dict(asked, sort_dir=_direction(not query.descending))
            nodes, more = baremetal.list_nodes(request, limit=limit, marker=query.before, **back)
            if more:
                return Page(nodes[::-1], later=True, earlier=True)
            # The beginning was reached: a full first page instead of what is left of it.
            nodes, more = baremetal.list_nodes(request, limit=limit, **asked)
            return Page(nodes, later=more)
        nodes, more = baremetal.list_nodes(request, limit=limit, marker=query.after, **asked)
        return Page(nodes, later=more, earlier=bool(query.after))
    except errors.ServiceError as exc:
        if exc.status not in (400, 404) or not (query.after or query.before):
            raise
    # The marker makes no sense, or its node was deleted meanwhile.
    nodes, more = baremetal.list_nodes(request, limit=limit, **asked)
    return Page(nodes, later=more, problems=(_lost_place(),))


def _from_sweep(request, query):
    nodes = sorted(
        sweep(request, **_filters(query)),
        key=lambda node: _order(getattr(node, query.sort), node.uuid),
        reverse=query.descending,
    )
    group = _GROUPS.get(query.facets.get("state"))
    text = query.text.lower()
    found = [
        node
        for node in nodes
        if (not text or text in node.label.lower()) and (group is None or group[1](node))
    ]
    start, problems = _place(found, query)
    limit = config.get().page_size
    return Page(
        found[start : start + limit],
        later=len(found) > start + limit,
        earlier=start > 0,
        problems=problems,
    )


def _order(value, uuid):
    # Nothing comes before something, as in the databases that Ironic is mostly run on.
    return (value is not None, value if value is not None else "", uuid)


def _place(found, query):
    """Index of the first row to show, and problems."""
    marker = query.after or query.before
    if not marker:
        return 0, ()
    for index, node in enumerate(found):
        if node.uuid == marker:
            if query.after:
                return index + 1, ()
            return max(0, index - config.get().page_size), ()
    return 0, (_lost_place(),)


def _filters(query):
    chosen = dict(query.facets)
    if chosen.get("state") in _GROUPS:
        del chosen["state"]
    return {_IRONIC_NAMES[name]: value for name, value in chosen.items()}


def _passes(node, query):
    for name, value in query.facets.items():
        if name == "state" and value in _GROUPS:
            if not _GROUPS[value][1](node):
                return False
            continue
        have = getattr(node, _IRONIC_NAMES[name])
        if (str(have).lower() if isinstance(have, bool) else have) != value:
            return False
    return True


def _direction(descending):
    return "desc" if descending else "asc"


def _lost_place():
    return _("The place in the list is no longer there: this is its beginning.")
