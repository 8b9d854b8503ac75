"""Operations, whichever of our services does them.

Every service answers for the operations of all, so the first one in the catalog is enough. The
client of a service says so with :func:`register`, which imports none of them.
"""

import dataclasses

from helion_dashboard.api import errors
from helion_dashboard.api.operations import records as operation_records

_WIRES = []


def register(wire):
    """Add the :class:`~.wire.Wire` of a service that has operations; returns it.

    Whichever service is asked: operations are called with the token for bare metal.
    """
    of_operations = dataclasses.replace(wire, scope="metal")
    if of_operations not in _WIRES:
        _WIRES.append(of_operations)
    return wire


def offered(user):
    """Whether the user's token names a service that has operations."""
    return any(wire.offered(user) for wire in _WIRES)


def list_operations(
    request,
    *,
    states=(),
    resource="",
    service="",
    limit=50,
    marker=None,
    sort_key="created_at",
    sort_dir="desc",
):
    """One :class:`~.operations.records.Page` of operations.

    :param states: keys of :data:`~.operations.states.OPERATION`; all without any
    :param resource: only those of one thing, such as ``node:UUID``
    :param service: only those of one of our services, such as ``nodes``
    :param marker: id of the operation after which to begin, or ``None``
    """
    query = {
        "state": ",".join(states),
        "resource": resource,
        "service": service,
        "limit": limit,
        "marker": marker,
        "sort_key": sort_key,
        "sort_dir": sort_dir,
    }
    wire = any_service(request)
    try:
        body = wire.get(request, "/operations", query)
    except errors.Invalid as exc:
        # An older service has not all states that we know, so nothing is in those.
        offered = exc.offered("state", states)
        if not offered or len(offered) == len(states):
            raise
        body = wire.get(request, "/operations", query | {"state": ",".join(offered)})
    return operation_records.page(body)


def get_operation(request, operation):
    """The operation with this id, with its steps and its log; :class:`~.errors.NotFound`."""
    return _of_one(request, "get", "/operations/{}", operation)


def cancel_operation(request, operation, key=None):
    """Ask an operation to stop; :class:`~.errors.Conflict` if it no longer can."""
    return _of_one(request, "post", "/operations/{}/cancel", operation, key=key)


def pause_operation(request, operation, key=None):
    """Let an operation wait until it is continued; :class:`~.errors.Conflict` if it cannot."""
    return _of_one(request, "post", "/operations/{}/pause", operation, key=key)


def continue_operation(request, operation, key=None):
    """Continue an operation that waits for that; :class:`~.errors.Conflict` if it does not."""
    return _of_one(request, "post", "/operations/{}/continue", operation, key=key)


def retry_operation(request, operation, key=None):
    """Do a failed operation again; returns the new :class:`~.operations.records.Operation`."""
    return _of_one(request, "post", "/operations/{}/retry", operation, key=key)


def _of_one(request, method, pattern, operation, **more):
    wire = any_service(request)
    path = wire.path(pattern, operation)
    return operation_records.operation(getattr(wire, method)(request, path, **more))


def any_service(request):
    """The :class:`~.wire.Wire` of a service that the user's token names."""
    return next((wire for wire in _WIRES if wire.offered(request.user)), _WIRES[0])
