"""Downloads: those in progress, and those that ended early, which continue where they ended."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from helion_services.base import audit
from helion_services.base.operations import states as operation_states
from helion_services.base.operations.models import Operation
from helion_services.base.times import now
from helion_services.sherpa import problems, states
from helion_services.sherpa.flows.requests import Download
from helion_services.sherpa.layout import Layout

_MOST = 500  # operations that are looked through
_KIB = 1024


def listing(session, conf):
    """The downloads as :class:`~.api.schemas.transfers.Download` has them, the newest first."""
    layout = Layout(conf)
    return [_download(layout, request, row) for request, row in _current(session, conf)]


def pause(runtime, content_id):
    """End a download; what is here of it stays, for :func:`resume`."""
    request, row = _find(runtime, content_id)
    Layout(runtime.conf).part(request.content).touch()
    _note(request)
    runtime.operations.cancel(row.id)


def resume(runtime, content_id, who):
    """Continue a download that ended early; returns the new operation's id."""
    request, row = _find(runtime, content_id)
    _note(request)
    return runtime.operations.retry(row.id, who)


def cancel(runtime, content_id):
    """End a download, delete what is here of it and list it no longer."""
    request, row = _find(runtime, content_id)
    layout = Layout(runtime.conf)
    _note(request)
    # The operation deletes the file when it has ended: it still writes to it.
    layout.cancel(request.content, row.id)
    if row.state in operation_states.ACTIVE:
        runtime.operations.cancel(row.id)
    with runtime.db.reader() as session:
        ended = session.get(Operation, row.id).state not in operation_states.ACTIVE
    if ended:
        layout.part(request.content).unlink(missing_ok=True)


def _find(runtime, content_id):
    with runtime.db.reader() as session:
        for request, row in _current(session, runtime.conf):
            if request.content == content_id:
                return request, row
    raise problems.no_download(content_id)


def _current(session, conf):
    """``(request, operation)`` of the newest download of each content that has not succeeded."""
    since = now() - datetime.timedelta(hours=conf.sherpa.parts_hours)
    select = (
        sa.select(Operation)
        .where(
            Operation.service == "sherpa",
            Operation.kind == "download",
            sa.or_(Operation.state.in_(operation_states.ACTIVE), Operation.finished_at > since),
        )
        .options(selectinload(Operation.steps), selectinload(Operation.retries))
        .order_by(Operation.created_at.desc(), Operation.id)
        .limit(_MOST)
    )
    layout, newest = Layout(conf), {}
    for row in session.scalars(select):
        request = Download.load(row.request)
        newest.setdefault(request.content, (request, row))
    return [
        (request, row)
        for request, row in newest.values()
        if row.state != operation_states.SUCCEEDED
        and not layout.is_cancelled(request.content, row.id)
    ]


def _download(layout, request, row):
    part = layout.part(request.content)
    described = request.description
    return {
        "id": request.content,
        "operation_id": row.id,
        "entry_id": request.entry,
        "source_id": request.source,
        "source": request.source_name,
        **{name: described[name] for name in ("name", "version", "kind", "size")},
        "done": min(part.stat().st_size, described["size"]) if part.exists() else 0,
        "started_by": row.started_by_name,
        "created_at": row.created_at,
        **dict.fromkeys(("speed", "seconds", "reason", "reason_fact")),
        **_progress(row),
    }


def _progress(row):
    """Its state, with what is known of it."""
    if row.state not in operation_states.ACTIVE:
        error = row.error or {}
        if row.state == operation_states.CANCELLED or error.get("code") == "cancelled":
            return {"state": states.PAUSED}
        return {
            "state": states.FAILED,
            "reason": error.get("message"),
            "reason_fact": {"code": error["code"], "params": error.get("params") or {}},
        }
    if row.cancel_requested or row.state == operation_states.REVERTING:
        return {"state": states.STOPPING}
    step = next((step for step in row.steps if step.name == "fetch"), None)
    fact = (step and step.message_fact) or {}
    if row.state == operation_states.QUEUED or fact.get("code") == "download-queued":
        return {"state": states.QUEUED}
    if fact.get("code") == "download-waits":
        reason = fact["params"]["reason"]
        return {"state": states.WAITING, "reason": step.message, "reason_fact": reason}
    params = fact.get("params", {}) if fact.get("code") == "download-progress" else {}
    speed = params.get("speed")
    return {
        "state": states.RUNNING,
        "speed": speed * _KIB if speed is not None else None,
        "seconds": params.get("seconds"),
    }


def _note(request):
    audit.note(name=request.description["name"], version=request.description["version"])
