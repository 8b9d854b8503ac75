"""The REST resource ``/audit-events``: the audit trail, common to all services.

Who reads the trail is in it, too: once an hour for each user and filter, so that a page that keeps
itself up to date does not fill it.
"""

import datetime

import sqlalchemy as sa
from apiflask import APIBlueprint, Schema
from apiflask.fields import AwareDateTime, Dict, Integer, List, Nested, String
from apiflask.validators import OneOf, Range

from helion_services.base import audit, paging, policy, problems
from helion_services.base.audit import AuditEvent
from helion_services.base.fields import Filter, Moment
from helion_services.base.messages import Message

_OUTCOMES = {
    "succeeded": AuditEvent.outcome < 400,
    "refused": AuditEvent.outcome.in_((401, 403)),
    "failed": sa.and_(AuditEvent.outcome >= 400, AuditEvent.outcome.not_in((401, 403))),
}
_LONGEST_MOMENT = 64  # characters of a date and time in ISO 8601
_LAST_ID = 2**53  # of a row, in a marker: what JSON's numbers can hold


def _moment(description):
    return AwareDateTime(
        default_timezone=datetime.UTC,
        metadata={"description": f"{description}; UTC by default", "maxLength": _LONGEST_MOMENT},
    )


class Query(paging.PageQuery):
    marker = Integer(
        validate=Range(0, _LAST_ID),
        metadata={"description": "id of the last event of the previous page"},
    )
    user = Filter(metadata={"description": "name or id of the user"})
    action = Filter(metadata={"description": "a policy rule, or its beginning, such as plan:"})
    resource = Filter(metadata={"description": "part of a path, such as an id"})
    request = Filter(metadata={"description": "request id, the service's or the client's"})
    outcome = String(validate=OneOf(list(_OUTCOMES)))
    since = _moment("not before this moment")
    until = _moment("before this moment")


class TrailEvent(Schema):
    id = String()
    at = Moment()
    user_id = String(allow_none=True)
    user_name = String(allow_none=True)
    project_id = String(allow_none=True)
    address = String(allow_none=True, metadata={"description": "that the request came from"})
    action = String(metadata={"description": "the policy rule"})
    resource = String(metadata={"description": "the path of the request"})
    outcome = Integer(metadata={"description": "the HTTP status"})
    request_id = String(allow_none=True)
    detail = Dict(allow_none=True)


class TrailEvents(Schema):
    events = List(Nested(TrailEvent))
    next = String(allow_none=True, metadata={"description": "marker of the next page"})


def blueprint(runtime, service, root):
    """The views below the ``root`` of a ``service``, over the trail of ``runtime``."""
    views = APIBlueprint(f"{service}_audit", __name__, url_prefix=root, tag="audit")

    @views.get("/audit-events")
    @policy.require("audit:list")
    @audit.recorded
    @views.input(Query, location="query", arg_name="query")
    @views.output(TrailEvents)
    def list_events(query):
        """List the events of the audit trail, the newest first by default."""
        with runtime.db.reader() as session:
            rows, following = paging.page(session, _selection(query), AuditEvent, query, ("at",))
            return {"events": [_body(row) for row in rows], "next": following}

    @views.get("/audit-events/<int:event_id>")
    @policy.require("audit:get")
    @audit.recorded
    @views.output(TrailEvent)
    def show_event(event_id):
        """Show an event of the audit trail."""
        with runtime.db.reader() as session:
            event = session.get(AuditEvent, event_id) if event_id <= _LAST_ID else None
            if event is None:
                text = "The audit trail has no event {event}."
                raise problems.NotFound(Message("audit-event-not-found", text, event=str(event_id)))
            return _body(event)

    return views


def _selection(query):
    """The SELECT of the events that pass the filters."""
    conditions = []
    if query.get("user"):
        conditions.append(
            sa.or_(AuditEvent.user_name == query["user"], AuditEvent.user_id == query["user"])
        )
    if query.get("action"):
        conditions.append(AuditEvent.action.startswith(query["action"], autoescape=True))
    if query.get("resource"):
        conditions.append(AuditEvent.resource.contains(query["resource"], autoescape=True))
    if query.get("request"):
        of_client = AuditEvent.detail["global_request_id"].as_string()
        conditions.append(
            sa.or_(AuditEvent.request_id == query["request"], of_client == query["request"])
        )
    if query.get("outcome"):
        conditions.append(_OUTCOMES[query["outcome"]])
    if query.get("since"):
        conditions.append(AuditEvent.at >= query["since"])
    if query.get("until"):
        conditions.append(AuditEvent.at < query["until"])
    return sa.select(AuditEvent).where(*conditions)


def _body(event):
    names = (name for name in TrailEvent().fields if name != "id")
    return {"id": str(event.id), **{name: getattr(event, name) for name in names}}
