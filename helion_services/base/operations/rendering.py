"""Operations as plain dictionaries, for :mod:`schemas`."""


def summary(operation):
    """An operation as in a list."""
    return {
        "id": operation.id,
        "service": operation.service,
        "kind": operation.kind,
        "title": operation.title,
        "title_fact": operation.title_fact,
        "resources": [item.resource for item in operation.resources],
        "state": operation.state,
        "progress": operation.progress,
        "started_by": {
            "user_id": operation.started_by_id,
            "user_name": operation.started_by_name,
        },
        "created_at": operation.created_at,
        "updated_at": operation.updated_at,
        "started_at": operation.started_at,
        "finished_at": operation.finished_at,
        "cancel_requested": operation.cancel_requested,
        "can_cancel": operation.can_cancel,
        "pause_requested": operation.pause_requested,
        "can_pause": operation.can_pause,
        "can_continue": operation.can_continue,
        "can_retry": operation.can_retry,
        "retry_of": operation.retry_of,
        "retried_by": operation.retried_by,
        "request_id": operation.request_id,
        "error": operation.error,
    }


def detail(operation):
    """An operation with its steps and log."""
    return summary(operation) | {
        "steps": [_columns(step, _STEP) for step in operation.steps],
        "log": [_columns(line, ("at", "step", "text", "text_fact")) for line in operation.log],
    }


_STEP = (
    "name",
    "title",
    "title_fact",
    "state",
    "progress",
    "message",
    "message_fact",
    "started_at",
    "finished_at",
    "undo_started_at",
    "undo_finished_at",
)


def _columns(row, names):
    return {name: getattr(row, name) for name in names}
