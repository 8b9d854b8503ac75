"""The audit trail. Every one of our services has the events of all, so the first one is enough."""

from helion_dashboard.api.audit import records
from helion_dashboard.api.operations import client as operations


def list_events(request, filters, *, limit, marker=None, sort_dir="desc"):
    """``(events, more)``: a page of :class:`~.records.Event`, and whether others follow.

    :param filters: by name, as the services have them: ``user``, ``action``, ``resource``,
        ``request``, ``outcome``, and the moments ``since`` and ``until`` in ISO 8601
    :param marker: id of the event after which to begin, or ``None``
    """
    query = {**filters, "limit": limit, "marker": marker, "sort_dir": sort_dir}
    body = operations.any_service(request).get(request, "/audit-events", query)
    return tuple(map(records.event, body["events"])), bool(body.get("next"))


def get_event(request, event):
    """The :class:`~.records.Event` with this id; :class:`~.errors.NotFound`."""
    service = operations.any_service(request)
    return records.event(service.get(request, service.path("/audit-events/{}", event)))
