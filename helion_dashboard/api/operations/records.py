"""Operations of our own services, as small frozen dataclasses."""

import dataclasses
import datetime
import itertools

from django.utils import timezone
from django.utils.translation import gettext as _

from helion_dashboard.api import messages
from helion_dashboard.api.operations import states as operation_states
from helion_dashboard.api.records import record
from helion_dashboard.api.wire import moment

_TIMES = ("started_at", "finished_at")
_UNDO_TIMES = ("undo_started_at", "undo_finished_at")


@dataclasses.dataclass(frozen=True)
class Step:
    """A step of an operation, or one that a plan will take (then it is ``pending``).

    :ivar state: a key of :data:`~.operations.states.STEP`
    :ivar progress: per cent
    :ivar message: what it does at the moment, or how it ended; may be empty
    """

    name: str
    title: str
    state: str = "pending"
    progress: int = 0
    message: str = ""
    started_at: datetime.datetime | None = None
    finished_at: datetime.datetime | None = None
    undo_started_at: datetime.datetime | None = None
    undo_finished_at: datetime.datetime | None = None

    @property
    def seconds(self):
        """How long it took or has taken so far; ``None`` before it begins."""
        return _seconds(self.started_at, self.finished_at or self.undo_started_at)

    @property
    def undo_seconds(self):
        """How long its rollback took or has taken so far; ``None`` before that begins."""
        return _seconds(self.undo_started_at, self.undo_finished_at)

    @property
    def counting(self):
        """Whether its time goes on; its rollback has a time of its own."""
        return self.state == "running"


@dataclasses.dataclass(frozen=True)
class Failure:
    """Why an operation failed.

    :ivar message: a sentence
    :ivar step: the name of the step, or ``None``
    :ivar left: what could not be rolled back, a sentence each
    """

    code: str = ""
    message: str = ""
    step: str | None = None
    left: tuple = ()


@dataclasses.dataclass(frozen=True)
class Line:
    """A line of an operation's log; ``step`` is the name of one, or ``None``."""

    at: datetime.datetime | None
    step: str | None = None
    text: str = ""


@dataclasses.dataclass(frozen=True)
class Operation:
    """Something that takes longer than a request.

    :ivar service: which of our services does it, such as ``nodes``
    :ivar kind: what is done, such as ``scale_out``; ``title`` says it in words
    :ivar resources: to what, as ``kind:id``, such as ``role:compute``
    :ivar state: a key of :data:`~.operations.states.OPERATION`
    :ivar progress: per cent
    :ivar started_by: the user's name, or the user's id without a name
    :ivar retry_of: id of the operation that this one does again, or ``None``
    :ivar retried_by: id of the operation that does this one again, or ``None``
    :ivar error: a :class:`Failure`, or ``None``
    :ivar steps: :class:`Step` each; lists of operations leave them and the log out
    :ivar log: :class:`Line` each, oldest first
    """

    id: str
    kind: str
    title: str
    state: str
    service: str = ""
    resources: tuple = ()
    progress: int = 0
    started_by: str = ""
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    started_at: datetime.datetime | None = None
    finished_at: datetime.datetime | None = None
    cancel_requested: bool = False
    pause_requested: bool = False
    can_cancel: bool = False
    can_pause: bool = False
    can_continue: bool = False
    can_retry: bool = False
    retry_of: str | None = None
    retried_by: str | None = None
    request_id: str | None = None
    error: Failure | None = None
    steps: tuple = ()
    log: tuple = ()

    @property
    def moving(self):
        """Whether it changes without anybody doing anything."""
        return operation_states.operation_state(self.state).moving

    @property
    def waiting(self):
        """Whether it goes on only after somebody has continued it."""
        return self.state == "paused"

    @property
    def cancelled(self):
        """Whether it ended, or is being rolled back, because somebody cancelled it."""
        return bool(self.error) and self.error.code == "cancelled"

    @property
    def failed_step(self):
        """The :class:`Step` that the error names; ``None`` if none failed."""
        if self.error is None or self.cancelled:
            return None
        return next((step for step in self.steps if step.name == self.error.step), None)

    @property
    def seconds(self):
        """How long it took or has taken so far; ``None`` before it begins."""
        return _seconds(self.started_at, self.finished_at)


@dataclasses.dataclass(frozen=True)
class Page:
    """One page of operations.

    :ivar next: marker of the next page, or ``None``
    :ivar active: how many operations have not ended, on whatever page
    """

    operations: tuple
    next: str | None = None
    active: int = 0


def operation(body):
    """The :class:`Operation` from its JSON."""
    by = body.get("started_by") or {}
    return record(
        Operation,
        body,
        resources=tuple(body.get("resources") or ()),
        started_by=by.get("user_name") or by.get("user_id") or "",
        title=messages.twin(body, "title"),
        error=failure(body.get("error")),
        steps=tuple(step(item) for item in body.get("steps") or ()),
        log=tuple(_line(line) for line in body.get("log") or ()),
        created_at=moment(body.get("created_at")),
        updated_at=moment(body.get("updated_at")),
        **_times(body),
    )


def page(body):
    """The :class:`Page` from its JSON."""
    operations = tuple(operation(item) for item in body["operations"])
    return Page(operations, body.get("next"), body.get("active") or 0)


def step(body):
    """The :class:`Step` from its JSON, of an operation or of a plan."""
    texts = {name: messages.twin(body, name) for name in ("title", "message")}
    return record(Step, body, **texts, **_times(body, *_TIMES, *_UNDO_TIMES))


def failure(body):
    """The :class:`Failure` from its JSON; ``None`` for none."""
    if not body:
        return None
    message = messages.flat(body, "message")
    facts = body.get("left_facts") or ()
    left = itertools.zip_longest(body.get("left") or (), facts)
    return record(
        Failure, body, message=message, left=tuple(_left(text, fact or {}) for text, fact in left)
    )


def _left(text, fact):
    """A step that could not be rolled back, and why."""
    step, reason = (messages.flat(fact.get(name) or {}) for name in ("step", "reason"))
    return _("%(step)s: %(reason)s") % {"step": step, "reason": reason} if reason else text


def _line(body):
    return record(Line, body, at=moment(body.get("at")), text=messages.twin(body, "text"))


def _times(body, *names):
    return {name: moment(body.get(name)) for name in names or _TIMES}


def _seconds(begun, ended):
    if begun is None:
        return None
    # A clock of the service that is ahead of ours is no negative time.
    return max(0, int(((ended or timezone.now()) - begun).total_seconds()))
