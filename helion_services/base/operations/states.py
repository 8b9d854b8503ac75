"""The states of operations and steps, as data."""

QUEUED = "queued"
RUNNING = "running"
PAUSED = "paused"
SUCCEEDED = "succeeded"
REVERTING = "reverting"
REVERTED = "reverted"
FAILED = "failed"
CANCELLED = "cancelled"

ACTIVE = frozenset({QUEUED, RUNNING, PAUSED, REVERTING})
"""States of an operation that has not ended and so holds its resources."""

ALL = (QUEUED, RUNNING, PAUSED, REVERTING, SUCCEEDED, REVERTED, FAILED, CANCELLED)

AHEAD = frozenset({QUEUED, RUNNING, PAUSED})
"""States of an operation that goes on, or will."""

RETRYABLE = frozenset({REVERTED, FAILED, CANCELLED})
"""States that allow a retry."""


class Step:
    """States of a step."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"
    SKIPPED = "skipped"
