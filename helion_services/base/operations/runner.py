"""Runs one operation as a TaskFlow flow, from where it stopped."""

import logging
import uuid

from taskflow import exceptions as flow_exceptions
from taskflow import states as flow_states
from taskflow import task
from taskflow.engines.action_engine.engine import SerialActionEngine
from taskflow.patterns import linear_flow
from taskflow.persistence import models

from helion_services.base import context
from helion_services.base.cloud_errors import cause
from helion_services.base.messages import text
from helion_services.base.operations import states
from helion_services.base.operations.work import Cancelled

LOG = logging.getLogger(__name__)

_UNDO_TRIES = 3
_UNDO_PAUSE = 2.0  # seconds, doubled with each try


class _Failed(Exception):
    """What TaskFlow records of a step that failed."""


class _Task(task.Task):
    """A step as a TaskFlow task."""

    def __init__(self, step, work):
        super().__init__(name=step.name)
        self._step = step
        self._work = work

    def execute(self):
        try:
            self._work.begin(self._step)
            self._step.run(self._work)
        except Exception as error:
            if not isinstance(error, Cancelled):
                LOG.warning("%s: %s", self._step.name, error, exc_info=True)
            self._work.fail(self._step, error)
            # TaskFlow stores the exception with its arguments, which must be JSON.
            raise _Failed(text(cause(error))) from None
        self._work.end(self._step)

    def revert(self, *args, **kwargs):
        if self._work.no_return:
            self._work.skip_undo(self._step)
            return
        self._work.begin_undo(self._step)
        self._work.end_undo(self._step, left=self._undo())

    def _undo(self):
        """Undo the step; returns the exception of the last attempt, or None."""
        for attempt in range(_UNDO_TRIES):
            try:
                self._step.undo(self._work)
            except Exception as error:
                LOG.warning("undo %s: %s", self._step.name, error, exc_info=True)
                left = error
            else:
                return None
            if attempt + 1 < _UNDO_TRIES:
                self._work.sleep(_UNDO_PAUSE * 2**attempt)
        return left


def run(backend, kind, operation, work):
    """Run ``operation`` of ``kind`` to its end; returns the state it ends in.

    ``backend`` is TaskFlow's persistence. Raises :class:`Abandoned` if this conductor must stop.
    """
    with context.acting_for(operation.request_id):
        return _run(backend, kind, operation, work)


def _run(backend, kind, operation, work):
    flow = linear_flow.Flow(kind.name)
    steps = kind.steps(work.request)
    work.weigh(steps)
    flow.add(*(_Task(step, work) for step in steps))
    detail = _detail(backend, operation.id)
    if detail.state == flow_states.REVERTED:
        return _outcome(detail.state, work)  # the engine would start over
    # Made directly: looking it up by name reads the metadata of every installed package.
    engine = SerialActionEngine(flow, detail, backend, {})
    try:
        engine.run()
    except Exception:
        # The failed step has recorded the reason; the flow's state shows if it was rolled back.
        if engine.storage.get_flow_state() != flow_states.REVERTED:
            raise
    return _outcome(engine.storage.get_flow_state(), work)


def _outcome(flow_state, work):
    if flow_state == flow_states.SUCCESS:
        return states.SUCCEEDED
    error = work.error or {}
    if work.no_return or error.get("left"):
        return states.FAILED
    if error.get("code") == Cancelled.message.code:
        return states.CANCELLED
    return states.REVERTED


def _detail(backend, operation_id):
    """The flow detail of an operation, made if there is none yet."""
    connection = backend.get_connection()
    try:
        book = connection.get_logbook(operation_id)
        detail = next(iter(book), None)
    except flow_exceptions.NotFound:
        book, detail = models.LogBook("operation", uuid=operation_id), None
    if detail is None:
        detail = models.FlowDetail("flow", uuid=str(uuid.uuid5(uuid.NAMESPACE_OID, operation_id)))
        book.add(detail)
        connection.save_logbook(book)
    return detail
