"""The states of operations and steps, as data."""

QUEUED = "queued"
RUNNING = "running"
SUCCEEDED = "succeeded"
REVERTING = "reverting"
REVERTED = "reverted"
FAILED = "failed"
CANCELLED = "cancelled"

ACTIVE = frozenset({QUEUED, RUNNING, REVERTING})
"""States of an operation that will still do something, and so holds its resources."""

ALL = (QUEUED, RUNNING, REVERTING, SUCCEEDED, REVERTED, FAILED, CANCELLED)

RETRYABLE = frozenset({REVERTED, FAILED, CANCELLED})
"""States after which the same may be tried again."""


class Step:
    """States of a step."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"
    SKIPPED = "skipped"
