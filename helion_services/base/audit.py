"""Who changed what: one event for each unsafe request, in the database and in the log.

Events are written once and never changed. They hold no bodies of requests, so no secrets; a view
adds details with :func:`note`. Requests that are refused to users without any role here are in the
log only, as anybody with a token can send any number of them, and so are requests that change
nothing. Of what is refused to others, or fails, there are at most :data:`MOST_FAILED` an hour for
each user; one more event counts what is left out, and is the only one that changes. Of what reads,
only views that say so (:func:`recorded`) are in it, once an hour for each user and address.
"""

import datetime
import json
import logging
import urllib.parse

import sqlalchemy as sa
from flask import current_app, g, request
from sqlalchemy.orm import Mapped, mapped_column

from helion_services.base import context, idempotency, policy, request_body
from helion_services.base.database import Base
from helion_services.base.texts import ShortText
from helion_services.base.times import UtcDateTime, now

LOG = logging.getLogger(__name__)
_LONGEST = 1024  # characters of a resource
_BATCH = 1000  # events that are deleted in one transaction
_HOUR = datetime.timedelta(hours=1)
MOST_FAILED = 100
LEFT_OUT = "audit:left-out"
"""The action of the event that counts: ``{"count"}`` is its detail."""
_OF_PAGING = ("limit", "marker", "sort_dir", "sort_key")


class AuditEvent(Base):
    """One event. ``action`` is the policy rule, ``outcome`` the HTTP status."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[str | None] = mapped_column(sa.String(64))
    user_name: Mapped[str | None] = mapped_column(sa.String(255))
    project_id: Mapped[str | None] = mapped_column(sa.String(64))
    address: Mapped[str | None] = mapped_column(sa.String(64))
    action: Mapped[str] = mapped_column(sa.String(128))
    resource: Mapped[str] = mapped_column(ShortText(_LONGEST))
    outcome: Mapped[int]
    request_id: Mapped[str | None] = mapped_column(sa.String(64))
    detail: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))


def note(**detail):
    """Add to the event of the request at hand; values are JSON and no secrets."""
    g.audit_detail = {**g.get("audit_detail", {}), **detail}


def recorded(view):
    """Mark a view that only reads, and whose readers are in the trail all the same."""
    view.helion_audited = True
    return view


def record(db, who, action, resource, outcome, detail=None):
    """Write an event: ``who`` (a Context) did ``action`` on ``resource``.

    The change has happened by then, so an event that cannot be written is logged and nothing more.
    """
    event = _event(who, action, resource, outcome, detail)
    log(who, action, resource, outcome, detail)
    try:
        with db.session() as session:
            session.add(event)
    except sa.exc.SQLAlchemyError:
        LOG.exception("audit: the event above could not be written to the database")


def _event(who, action, resource, outcome, detail):
    return AuditEvent(
        at=now(),
        user_id=who.user_id,
        user_name=who.user_name,
        project_id=who.project_id,
        address=who.address,
        action=action,
        resource=resource,
        outcome=outcome,
        request_id=who.request_id,
        detail=detail or None,
    )


def log(who, action, resource, outcome, detail=None):
    """Write the line of an event without the event."""
    LOG.info(
        "audit: %s %s on %r by user %s (project %s): %s %s",
        who.request_id,
        action,
        resource[:_LONGEST],
        who.user_id,
        who.project_id,
        outcome,
        json.dumps(detail or {}),
    )


def prune(db, before):
    """Delete the events from before a moment, in short transactions; returns how many."""
    count = 0
    while True:
        with db.session() as session:
            oldest = sa.select(AuditEvent.id).where(AuditEvent.at < before).limit(_BATCH)
            ids = session.scalars(oldest).all()
            session.execute(sa.delete(AuditEvent).where(AuditEvent.id.in_(ids)))
        count += len(ids)
        if len(ids) < _BATCH:
            return count


def after(db, response):
    """Record the request at hand, if it could have changed something or its view is recorded."""
    if request.url_rule is None:
        return
    view = current_app.view_functions[request.endpoint]
    reads = request.method in request_body.SAFE
    if reads and not getattr(view, "helion_audited", False):
        return
    detail = g.get("audit_detail", {})
    if idempotency.REPLAYED in response.headers:
        detail = {**detail, "replayed": True}
    action = policy.rule_of(view) or request.endpoint
    who = context.current()
    if who.global_request_id:
        detail = {**detail, "global_request_id": who.global_request_id}
    event = (who, action, _resource(reads), response.status_code, detail)
    if not policy.has_role() or policy.is_unchanging(view) or _is_left_out(db, who, response):
        log(*event)
    elif not (reads and _is_repeated(db, *event[:4])):
        record(db, *event)


def _is_left_out(db, who, response):
    """Whether it failed, and the user so often within an hour that this time is only counted."""
    outcome = response.status_code
    if outcome < 400:
        return False
    recently = (AuditEvent.at > now() - _HOUR, AuditEvent.user_id == who.user_id)
    failed = (AuditEvent.outcome >= 400, AuditEvent.action != LEFT_OUT)
    count = sa.select(sa.func.count()).select_from(AuditEvent).where(*recently, *failed)
    with db.reader() as session:
        if session.scalar(count) < MOST_FAILED:
            return False
    try:
        with db.session() as session:
            counting = sa.select(AuditEvent).where(*recently, AuditEvent.action == LEFT_OUT)
            event = session.scalars(counting.limit(1)).first()
            if event is None:
                session.add(_event(who, LEFT_OUT, "", outcome, {"count": 1}))
            else:
                event.detail = {"count": event.detail["count"] + 1}
    except sa.exc.SQLAlchemyError:
        LOG.exception("audit: events that were left out could not be counted")
    return True


def _resource(reads):
    """The path, and of what reads the filters, in their order."""
    filters = [] if not reads else sorted(request.args.items(multi=True))
    query = urllib.parse.urlencode([pair for pair in filters if pair[0] not in _OF_PAGING])
    return f"{request.path}?{query}"[:_LONGEST] if query else request.path


def _is_repeated(db, who, action, resource, outcome):
    """Whether the user has read the same within the last hour."""
    same = sa.select(AuditEvent.id).where(
        AuditEvent.at > now() - _HOUR,
        AuditEvent.user_id == who.user_id,
        AuditEvent.action == action,
        AuditEvent.resource == resource,
        AuditEvent.outcome == outcome,
    )
    with db.reader() as session:
        return session.execute(same.limit(1)).first() is not None
