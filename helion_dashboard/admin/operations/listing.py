"""One page of operations for a :class:`~helion_dashboard.kit.list_query.ListQuery`."""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard import config
from helion_dashboard.api import errors, operation_states, operations
from helion_dashboard.kit.list_query import Column, Facet

COLUMNS = (
    Column("title", gettext_lazy("Operation"), "title"),
    Column("state", gettext_lazy("State"), "state"),
    Column("progress", gettext_lazy("Progress")),
    Column("who", gettext_lazy("Started by")),
    Column("when", gettext_lazy("Started"), "created_at"),
    Column("duration", gettext_lazy("Duration")),
)
NEWEST_FIRST = "-created_at"

ACTIVE = tuple(one.name for one in operation_states.OPERATION.values() if one.moving)
FAILED = tuple(one.name for one in operation_states.OPERATION.values() if one.bad)

_GROUPS = {
    "is:active": (gettext_lazy("All that have not ended"), ACTIVE),
    "is:failed": (gettext_lazy("All that failed"), FAILED),
}

FACETS = (
    Facet(
        "state",
        gettext_lazy("State"),
        tuple((name, label) for name, (label, _names) in _GROUPS.items())
        + tuple((one.name, one.label) for one in operation_states.OPERATION.values()),
    ),
    Facet(
        "service",
        gettext_lazy("Service"),
        (
            ("nodes", gettext_lazy("Nodes and overcloud")),
            ("eon", gettext_lazy("ESX")),
            ("sirius", gettext_lazy("Storage")),
            ("sherpa", gettext_lazy("Updates")),
        ),
    ),
    Facet("resource", gettext_lazy("Resource, such as node:UUID")),
)


@dataclasses.dataclass(frozen=True)
class Page:
    """What the list shows.

    :ivar operations: the rows
    :ivar active: how many operations have not ended, on whatever page
    :ivar later: whether more follow
    :ivar earlier: whether some come before
    :ivar problems: sentences on what is not as the URL asks
    """

    operations: tuple
    active: int
    later: bool = False
    earlier: bool = False
    problems: tuple = ()


def page(request, query):
    """The :class:`Page` for ``query``; raises :class:`errors.ServiceError`."""
    try:
        if query.before:
            # Backwards: the same order from its other end, and the rows turned round again.
            found = _ask(request, query, query.before, not query.descending)
            if found.next:
                return Page(found.operations[::-1], found.active, later=True, earlier=True)
            # The beginning was reached: a full first page instead of what is left of it.
            return _first(request, query)
        if query.after:
            found = _ask(request, query, query.after, query.descending)
            return Page(found.operations, found.active, later=bool(found.next), earlier=True)
    except errors.Invalid as exc:
        if "marker" not in exc.fields:
            raise
        lost = _("The place in the list is no longer there: this is its beginning.")
        return dataclasses.replace(_first(request, query), problems=(lost,))
    return _first(request, query)


def _first(request, query):
    found = _ask(request, query, None, query.descending)
    return Page(found.operations, found.active, later=bool(found.next))


def _ask(request, query, marker, descending):
    state = query.facets.get("state", "")
    return operations.list_operations(
        request,
        states=_GROUPS[state][1] if state in _GROUPS else (state,) if state else (),
        service=query.facets.get("service", ""),
        resource=query.facets.get("resource", ""),
        limit=config.get().page_size,
        marker=marker,
        sort_key=query.sort,
        sort_dir="desc" if descending else "asc",
    )
