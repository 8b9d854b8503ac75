"""What a step works with: request, notes, secrets, progress and log."""

import contextlib
import threading
import time

from helion_services.base import cloud_errors, messages
from helion_services.base.messages import Message
from helion_services.base.operations import states, store
from helion_services.base.operations.patience import PatientClouds
from helion_services.base.times import now

_QUIET = 0.5  # seconds between two writes of the progress
_PAUSED = 1.0  # seconds between two looks whether somebody continues
_CONTINUED = Message("continued", "Continued on request.")


class Cancelled(Exception):
    """The operation was cancelled on request."""

    message = Message("cancelled", "Cancelled on request.")


class TimedOut(Exception):
    """A timeout; its argument is a message."""


class Abandoned(BaseException):
    """This conductor must release the operation immediately: it stops, or another one took over.

    Not an Exception: it must not count as a failure of the step.
    """


class Work:
    """One operation, run by one conductor.

    :ivar runtime: the service's :class:`~helion_services.base.runtime.Runtime`
    :ivar clouds: the clouds of the configuration, see :mod:`helion_services.base.clouds`; their
        adapters bear that a service is away for two minutes. Those of ``runtime.clouds`` do not
    :ivar request: the operation's request, of the class that its kind names; the stored dict by
        default
    :ivar stop: set when the operation must be released
    """

    def __init__(self, runtime, operation, owner, stop=None, request=None):
        self.runtime = runtime
        self.clouds = PatientClouds(runtime.clouds, self)
        self.id = operation.id
        self.request = operation.request if request is None else request
        self.stop = stop or threading.Event()
        self.undoing = False
        self.error = operation.error
        self._owner = owner
        self._secret_id = operation.secret_id
        self._notes = dict(operation.notes)
        self._no_return = operation.no_return
        self._names = [step.name for step in operation.steps]
        self._progress = {step.name: step.progress for step in operation.steps}
        self._weights = dict.fromkeys(self._names, 1)
        self._step = None
        self._reported = (0.0, None)

    def weigh(self, steps):
        """Let each of ``steps`` count by its weight in the progress of the operation."""
        self._weights |= {step.name: step.weight for step in steps if step.name in self._weights}

    @property
    def poll(self):
        """Seconds between two checks while waiting."""
        return self.runtime.conf.operations.poll

    @property
    def no_return(self):
        """Whether the operation is past its point of no return."""
        return self._no_return

    def secret(self):
        """The sealed part of the request: a dict, empty if there is none."""
        return self.runtime.secrets.get(self._secret_id) if self._secret_id else {}

    def recall(self, key, default=None):
        """What :meth:`note` wrote last under ``key``."""
        return self._notes.get(key, default)

    def note(self, key, value):
        """Store ``value`` (JSON) for a retry by another conductor: write it before you act."""
        self._notes = {**self._notes, key: value}
        self._write({"notes": self._notes})

    def disallow_cancel(self):
        """Pass the point of no return: failures no longer roll back, and cancelling is refused.

        Raises :class:`Cancelled` if that was requested before.
        """
        if not self._no_return:
            self.check()
            self._set_no_return(True)

    def keep(self):
        """Keep what was done so far, when the operation is about to fail: nothing is rolled back.

        Unlike :meth:`disallow_cancel` it may be called by an operation that is being cancelled.
        """
        self._set_no_return(True)

    @contextlib.contextmanager
    def uninterrupted(self):
        """A block during which a cancellation waits; it takes effect at the next check."""
        undoing, self.undoing = self.undoing, True
        try:
            yield
        finally:
            self.undoing = undoing

    def allow_cancel(self):
        """Leave the point of no return: nothing irreversible has happened."""
        self._set_no_return(False)

    def _set_no_return(self, passed):
        self._no_return = passed
        self._write({"no_return": passed})

    def say(self, message):
        """Add a message to the operation's log."""
        self._write({}, line=message)

    def progress(self, percent, message=None):
        """Report the progress of this step: 0 to 100, and a message about its current work."""
        percent = max(0, min(100, int(percent)))
        then, before = self._reported
        if (percent, message) == before:
            return
        moment = time.monotonic()
        if moment - then < _QUIET and percent < 100:
            return
        self._reported = (moment, (percent, message))
        values = {"progress": percent}
        if message is not None:
            values |= _columns(message)
        self._progress[self._step] = percent
        self._write({"progress": self._total()}, values)

    def hold_up(self, message):
        """Show as the step's message what it waits for, until :meth:`go_on`."""
        self._write({}, _columns(message))

    def go_on(self):
        """What :meth:`hold_up` showed is over: the step's message is that of its progress again."""
        _when, report = self._reported
        self._write({}, _columns((report and report[1]) or ""))

    def check(self):
        """Raise :class:`Cancelled` if that was requested, :class:`Abandoned` if it is not ours."""
        if self.stop.is_set():
            raise Abandoned
        with self.runtime.db.reader() as session:
            operation = session.get(store.Operation, self.id)
            ours, cancel = operation.owner == self._owner, operation.cancel_requested
        if not ours:
            raise Abandoned
        if cancel and not (self.undoing or self._no_return):
            raise Cancelled

    def request_pause(self, key):
        """Have :meth:`hold` wait for somebody, the first time; ``key`` is the note of that."""
        if not self.recall(key):
            self._notes = {**self._notes, key: True}
            self._write({"notes": self._notes, "pause_requested": True})

    @property
    def pause_requested(self):
        """Whether somebody paused the operation, or it waits for somebody."""
        with self.runtime.db.reader() as session:
            return session.get(store.Operation, self.id).pause_requested

    def hold(self, message):
        """Wait while the operation is paused, however long that is; ``message`` says why.

        Raises as :meth:`check` does.
        """
        if not self.pause_requested:
            return
        self._write({}, _columns(message), line=message)
        while self.pause_requested:
            with self.runtime.db.session() as session:
                store.hold(session, self.id, self._owner)
            self.check()
            self.sleep(_PAUSED)
        self.check()
        self._write({"state": states.RUNNING}, _columns(""), line=_CONTINUED)

    def sleep(self, seconds):
        """Wait; raises :class:`Abandoned` if the operation must be released meanwhile."""
        if self.stop.wait(seconds):
            raise Abandoned

    def until(self, look, what, timeout, every=1.0):
        """Call ``look()`` every ``every`` seconds until its result is true; returns the result.

        ``what`` is a message about the expected event: ``"{node} to become available"``. Raises
        :class:`TimedOut` after ``timeout`` seconds.
        """
        end = time.monotonic() + timeout
        while True:
            self.check()
            result = look()
            if result:
                return result
            if time.monotonic() > end:
                raise TimedOut(
                    Message(
                        "timed-out",
                        "Timed out after {seconds} s waiting for {what}.",
                        seconds=round(timeout),
                        what=what,
                    )
                )
            self.sleep(every)

    def begin(self, step):
        """A step starts."""
        self._step, self._reported = step.name, (0.0, None)
        self.check()
        values = {}
        if self.error:  # of a step that failed just before its conductor died
            self.error = values["error"] = None
        self._write(
            values,
            {"state": states.Step.RUNNING, "started_at": now(), "finished_at": None},
        )

    def end(self, step):
        """A step is done."""
        self._progress[step.name] = 100
        values = {"state": states.Step.DONE, "progress": 100, "finished_at": now()}
        _when, report = self._reported
        if not report or report[0] < 100:
            values |= _columns("")  # the wait is over
        self._write({"progress": self._total()}, values)

    def fail(self, step, error):
        """A step failed with an exception; the first failure is the operation's error."""
        message = cloud_errors.cause(error)
        values = {}
        if self.error is None:
            code = getattr(error, "code", None)
            code = code if isinstance(code, str) else "step-failed"
            fact = messages.fact(message) or {"code": code, "params": {}}
            self.error = {**fact, "message": messages.text(message), "step": step.name}
            values["error"] = self.error
        self._write(
            values,
            {"state": states.Step.FAILED, "finished_at": now(), **_columns(message)},
            line=message,
        )

    def begin_undo(self, step):
        """A step is about to be undone."""
        self.undoing = True
        self._step, self._reported = step.name, (0.0, None)
        if self.stop.is_set():
            raise Abandoned
        values = {"state": states.REVERTING}
        # Its conductor died after giving up on this step: it is tried again.
        kept = self._left_of_others(step)
        if kept != self._left():
            self.error = values["error"] = {**self.error, **_as_left(kept)}
        self._write(
            values,
            {"state": states.Step.UNDOING, "undo_started_at": now(), "undo_finished_at": None},
        )

    def end_undo(self, step, left=None):
        """A step is undone, or for ``left`` (an exception) could not be."""
        if left is None:
            self._write({}, {"state": states.Step.UNDONE, "undo_finished_at": now()})
            return
        reason = cloud_errors.cause(left)
        sentence = f"{messages.text(step.title)}: {messages.text(reason)}"
        fact = {"step": messages.fact(step.title), "reason": messages.fact(reason)}
        self.error = {**(self.error or {}), **_as_left([*self._left(), (sentence, fact)])}
        self._write(
            {"error": self.error},
            {"state": states.Step.FAILED, "undo_finished_at": now(), **_columns(reason)},
            line=Message("not-rolled-back", "Not rolled back: {reason}", reason=reason),
        )

    def _left(self):
        """``(sentence, fact)`` of each step that could not be rolled back."""
        error = self.error or {}
        sentences = error.get("left", [])
        facts = error.get("left_facts") or [_NO_FACT] * len(sentences)  # of an earlier release
        return list(zip(sentences, facts, strict=True))

    def _left_of_others(self, step):
        title = f"{messages.text(step.title)}: "
        return [(text, fact) for text, fact in self._left() if not text.startswith(title)]

    def skip_undo(self, step):
        """A step stays done: the operation is past the point of no return."""
        self.undoing = True
        self._step = step.name

    def _total(self):
        total = sum(self._progress[name] * weight for name, weight in self._weights.items())
        return total // max(1, sum(self._weights.values()))

    def _write(self, values, step_values=None, line=None):
        with self.runtime.db.session() as session:
            if not store.update(session, self.id, self._owner, values):
                raise Abandoned
            if step_values:
                store.update_step(session, self.id, self._step, **step_values)
            if line:
                store.append(session, self.id, line, self._step)


_NO_FACT = {"step": None, "reason": None}


def _as_left(pairs):
    return {"left": [text for text, _fact in pairs], "left_facts": [fact for _text, fact in pairs]}


def _columns(message):
    """The columns of a step's message."""
    return {"message": messages.text(message), "message_fact": messages.fact(message)}
