"""Operations for the services: register kinds, begin, cancel, retry."""

import functools

from flask import has_request_context

from helion_services.base import audit, idempotency, messages, problems
from helion_services.base.claims import owner_name
from helion_services.base.messages import Message
from helion_services.base.operations import api, persistence, states, store
from helion_services.base.operations.conductor import Conductor
from helion_services.base.operations.local_board import LocalBoard
from helion_services.base.operations.models import SECRETS_GONE


class Operations:
    """The operations of one runtime.

    :ivar conductor: the :class:`Conductor` of this process, None unless it runs operations
    """

    def __init__(self, runtime):
        self._runtime = runtime
        self._kinds = {}
        self.conductor = None
        self._owner = owner_name()
        persistence.fence(runtime.db.engine)

    def register(self, *kinds):
        """Register kinds, in every process that begins or runs operations."""
        for kind in kinds:
            self._kinds[kind.service, kind.name] = kind

    def kind(self, service, name):
        """The kind of that name; KeyError if no service registered it."""
        return self._kinds[service, name]

    def start(self):
        """Run operations in threads of this process until :meth:`stop`, unless they already run."""
        if self.conductor:
            return
        options = self._runtime.conf.operations
        self.conductor = Conductor(
            self._runtime,
            self.board,
            self.kind,
            self._owner,
            options.workers,
            options.claim_expiry,
        )
        self.conductor.start()

    def stop(self):
        """Stop running operations; the next start continues the unfinished ones."""
        if self.conductor:
            self.conductor.stop()
            self.conductor = None

    def begin(self, service, name, title, request, resources, who, session=None, **about):
        """Start an operation; returns its id.

        ``title`` is a message, ``request`` one of the kind's, ``resources`` are held against other
        operations, ``who`` is the user's :class:`~helion_services.base.context.Context`, ``about``
        are further columns such as ``secret_id``. With a ``session`` it becomes visible when that
        commits: call :meth:`announce` then. Raises :class:`problems.Conflict` if a resource is
        held.
        """
        kind = self.kind(service, name)
        about |= {
            "started_by_id": who.user_id,
            "started_by_name": who.user_name,
            "project_id": who.project_id,
            "request_id": who.request_id,
        }
        if session is not None:
            return self._create(session, kind, title, request, resources, about)
        with self._runtime.db.session() as own:
            created = self._create(own, kind, title, request, resources, about)
        self.announce(created)
        return created

    def _create(self, session, kind, title, request, resources, about):
        created = store.create(session, kind, title, request, resources, **about).id
        if has_request_context():
            audit.note(operation=created)  # logs and audit trail lead to it
            idempotency.note_operation(session, created)
        return created

    def announce(self, operation_id):
        """Announce an operation that was begun in a session of the caller."""
        self.board.post(operation_id)

    def holders(self, resources):
        """``(resource, title)`` of those of ``resources`` that operations hold now; each title is
        a message or a sentence."""
        with self._runtime.db.reader() as session:
            rows = store.holders(session, resources)
            return [(resource, _title(operation)) for resource, operation in rows]

    def progress_on(self, resource):
        """Percent of the operation that holds a resource now, or None."""
        with self._runtime.db.reader() as session:
            rows = store.holders(session, [resource])
            return next((operation.progress for _resource, operation in rows), None)

    def last_duration(self, service, kind):
        """Whole seconds that the newest operation of a kind that succeeded took, or None."""
        with self._runtime.db.reader() as session:
            return store.last_duration(session, service, kind)

    def cancel(self, operation_id):
        """Request that an operation be cancelled; :class:`problems.Conflict` if it is too late."""
        with self._runtime.db.session() as session:
            operation = store.get(session, operation_id)
            _refuse_cancel(operation)
            operation.cancel_requested = True
            _continue(operation)
            operation.updated_at = store.now()
            if operation.state == states.QUEUED and operation.owner is None:
                session.flush()
                if store.finish(session, operation_id, None, {"state": states.CANCELLED}):
                    self.kind(operation.service, operation.kind).dropped(session, operation)

    def pause(self, operation_id):
        """Have an operation wait, where it can, until it is continued.

        Raises :class:`problems.Conflict` if it cannot.
        """
        with self._runtime.db.session() as session:
            operation = store.get(session, operation_id)
            _refuse_pause(operation)
            operation.pause_requested = True
            operation.updated_at = store.now()

    def go_on(self, operation_id):
        """Continue an operation that waits for that; :class:`problems.Conflict` if none does."""
        with self._runtime.db.session() as session:
            operation = store.get(session, operation_id)
            if not operation.can_continue:
                raise problems.Conflict(Message("not-paused", "The operation is not paused."))
            _continue(operation)
            operation.updated_at = store.now()

    def retry(self, operation_id, who):
        """Retry an operation that did not succeed; returns the id of the new one."""
        with self._runtime.db.reader() as session:
            old = store.get(session, operation_id)
        _refuse_retry(old)
        kind = self.kind(old.service, old.kind)
        request = kind.again(self._runtime, kind.load(old.request))
        resources = [held.resource for held in old.resources]
        about = {"retry_of": old.id, "secret_id": old.secret_id}
        try:
            return self.begin(old.service, old.kind, _title(old), request, resources, who, **about)
        except problems.Conflict as exc:
            resource = exc.extra.get("resource")
            name = resource and kind.name_of(self._runtime, resource)
            raise (store.named(exc, name) if name else exc) from exc

    def blueprint(self, service, root):
        """The REST resource ``/operations`` below the ``root`` of a service."""
        return api.blueprint(self._runtime, service, root)

    @functools.cached_property
    def board(self):
        """Where this process announces and takes work."""
        options = self._runtime.conf.operations
        if not options.jobboard:
            return LocalBoard(self._runtime.db, self._owner, options.claim_expiry)
        from helion_services.base.operations.job_board import JobBoard

        return JobBoard(
            self._runtime.db,
            self._owner,
            options.claim_expiry,
            options.jobboard,
            options.namespace,
        )


def _title(operation):
    """The title of a stored operation, as a message if it has a code."""
    if not operation.title_fact:
        return operation.title
    return messages.Stored(operation.title, **operation.title_fact)


def _continue(operation):
    operation.pause_requested = False
    if operation.state == states.PAUSED:
        operation.state = states.RUNNING


def _refuse_pause(operation):
    if operation.can_pause:
        return
    message = Message("not-pausable", "Operations of this kind cannot be paused.")
    if operation.state not in states.AHEAD or operation.cancel_requested:
        message = Message("too-late-to-pause", "The operation has ended, or is being cancelled.")
    elif operation.pause_requested:
        message = Message("already-paused", "The operation is already paused.")
    raise problems.Conflict(message)


def _refuse_retry(operation):
    if operation.can_retry:
        return
    if not operation.repeatable:
        raise problems.Conflict(
            Message("not-repeatable", "Operations of this kind cannot be retried. Start it anew.")
        )
    if operation.state not in states.RETRYABLE:
        raise problems.Conflict(
            Message("not-retryable", "Only failed or cancelled operations can be retried.")
        )
    if operation.secret_id == SECRETS_GONE and not operation.retries:
        raise problems.Conflict(
            Message(
                "secrets-gone",
                "The passwords that this operation needs have been deleted. Start it anew and"
                " enter them again.",
            )
        )
    raise problems.Conflict(
        Message(
            "already-retried",
            "The operation was already retried. Retry the newer operation instead.",
        ),
        operation=operation.retried_by,
    )


def _refuse_cancel(operation):
    if operation.can_cancel:
        return
    message = Message("operation-ended", "The operation has ended.")
    if operation.cancel_requested:
        message = Message("already-cancelling", "The operation is already being cancelled.")
    elif operation.state == states.REVERTING:
        message = Message("already-reverting", "The operation is already being rolled back.")
    elif operation.no_return and operation.state == states.RUNNING:
        message = Message(
            "past-no-return",
            "The operation has passed its point of no return and will run to its end.",
        )
    raise problems.Conflict(message)
