"""Reading and writing operations: short transactions, one per event."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from helion_services.base import messages, problems
from helion_services.base.claims import Claims
from helion_services.base.messages import Message
from helion_services.base.operations import states
from helion_services.base.operations.models import (
    Operation,
    OperationLine,
    OperationResource,
    OperationStep,
)
from helion_services.base.times import now

_CLAIMS = Claims(Operation.owner, Operation.lease_until)
_RETRIES = selectinload(Operation.retries).load_only(Operation.id)
_STEP_ENDS = {  # what becomes of steps that their operation ends without
    states.Step.PENDING: states.Step.SKIPPED,
    states.Step.RUNNING: states.Step.FAILED,
    states.Step.UNDOING: states.Step.FAILED,
}


def create(session, kind, title, request, resources, **about):
    """Add a queued operation that holds ``resources``; returns it.

    ``title`` is a message, ``request`` one of the kind's or a stored one.
    ``about`` are further columns. Raises :class:`problems.Conflict` when another operation that has
    not ended holds one of the resources.
    """
    moment = now()
    operation = Operation(
        id=str(uuid.uuid4()),
        service=kind.service,
        kind=kind.name,
        title=messages.text(title),
        title_fact=messages.fact(title),
        state=states.QUEUED,
        request=kind.dump(request),
        notes={},
        pausable=kind.pausable,
        repeatable=kind.repeatable,
        created_at=moment,
        updated_at=moment,
        **about,
    )
    session.add(operation)
    session.flush()
    _hold(session, operation, sorted(set(resources)))
    for position, step in enumerate(kind.steps(kind.load(operation.request))):
        session.add(
            OperationStep(
                operation_id=operation.id,
                name=step.name,
                title=messages.text(step.title),
                title_fact=messages.fact(step.title),
                position=position,
                state=states.Step.PENDING,
            )
        )
    return operation


def _hold(session, operation, resources):
    holder = next(iter(holders(session, resources)), None)
    if holder:
        resource, operation = holder
        raise _busy(resource, operation.id, operation.title)
    for resource in resources:
        session.add(OperationResource(operation_id=operation.id, resource=resource, held=resource))
    try:
        session.flush()
    except sa.exc.IntegrityError as exc:  # another process was faster
        session.rollback()
        raise _busy(resources[0], None, None) from exc


def holders(session, resources):
    """``(resource, operation)`` of those of ``resources`` that operations hold now."""
    query = (
        sa.select(OperationResource.resource, Operation)
        .join(Operation, Operation.id == OperationResource.operation_id)
        .where(OperationResource.held.in_(resources))
        .order_by(OperationResource.resource)
    )
    return [tuple(row) for row in session.execute(query)]


def last_duration(session, service, kind):
    """Whole seconds that the newest operation of a kind that succeeded took, or None."""
    query = (
        sa.select(Operation.started_at, Operation.finished_at)
        .where(
            Operation.service == service,
            Operation.kind == kind,
            Operation.state == states.SUCCEEDED,
            Operation.started_at.is_not(None),
        )
        .order_by(Operation.created_at.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return round((row.finished_at - row.started_at).total_seconds()) if row else None


def _busy(resource, operation_id, title):
    what = resource.partition(":")[2] or resource
    if title:
        message = Message(
            "resource-busy",
            "“{operation}” is in progress on {resource}. Wait until it ends, or cancel it.",
            operation=title,
            resource=what,
        )
    else:
        message = Message(
            "resource-busy-elsewhere",
            "Another operation is in progress on {resource}. Wait until it ends, or cancel it.",
            resource=what,
        )
    return problems.Conflict(
        message,
        resource=resource,
        operation=operation_id,
    )


def named(problem, name):
    """The :class:`problems.Conflict` of a held resource, with its name instead of its id."""
    held = problem.message
    message = Message(held.code, held.text, **{**held.params, "resource": name})
    return problems.Conflict(message, **problem.extra)


def get(session, operation_id):
    """The operation with its steps, log and resources; raises :class:`problems.NotFound`."""
    operation = session.scalar(
        sa.select(Operation)
        .where(Operation.id == operation_id)
        .options(
            selectinload(Operation.steps),
            selectinload(Operation.log),
            selectinload(Operation.resources),
            _RETRIES,
        )
        .execution_options(populate_existing=True)
    )
    if operation is None:
        raise problems.NotFound(
            Message(
                "operation-not-found",
                "Operation {operation} does not exist.",
                operation=operation_id,
            )
        )
    return operation


def selection(service=None, state=(), resource=None, visible=None):
    """The SELECT of a list of operations, to be paged; ``visible`` is a condition or None."""
    query = sa.select(Operation).options(selectinload(Operation.resources), _RETRIES)
    if service:
        query = query.where(Operation.service == service)
    if state:
        query = query.where(Operation.state.in_(state))
    if resource:
        query = query.where(Operation.resources.any(OperationResource.resource == resource))
    return query if visible is None else query.where(visible)


def active(session, visible=None):
    """How many operations have not ended; ``visible`` is a condition or None."""
    query = sa.select(sa.func.count()).select_from(Operation)
    query = query.where(Operation.state.in_(states.ACTIVE))
    return session.scalar(query if visible is None else query.where(visible))


def waiting(session):
    """Ids of all operations that have not ended, the oldest first."""
    return list(
        session.scalars(
            sa.select(Operation.id)
            .where(Operation.state.in_(states.ACTIVE))
            .order_by(Operation.created_at, Operation.id)
        )
    )


def is_active(session, operation_id):
    """Whether an operation exists and has not ended."""
    operation = session.get(Operation, operation_id)
    return operation is not None and operation.state in states.ACTIVE


def claim(session, operation_id, owner, seconds, dead):
    """Claim a free operation; returns whether it is ours now.

    ``dead(owner)`` returns whether an owner is dead although its lease has not expired.
    """
    operation = session.get(Operation, operation_id)
    if operation is None or operation.state not in states.ACTIVE or operation.owner == owner:
        return False
    if not _CLAIMS.is_free(operation, dead):
        return False
    return _CLAIMS.claim(session, operation, owner, seconds)


def extend(session, operation_ids, owner, seconds):
    """Keep operations for another ``seconds``; returns the ids that are still ours."""
    return _CLAIMS.extend(session, operation_ids, owner, seconds)


def release(session, operation_id, owner):
    """Release an operation, for another conductor to continue."""
    _CLAIMS.release(session, owner, Operation.id == operation_id)


def update(session, operation_id, owner, values):
    """Write columns of an operation; returns whether it is (still) ``owner``'s.

    ``owner`` None stands for nobody.
    """
    query = sa.update(Operation).where(Operation.id == operation_id, _CLAIMS.held_by(owner))
    return session.execute(query.values(updated_at=now(), **values)).rowcount == 1


def update_step(session, operation_id, name, **values):
    """Write columns of a step."""
    session.execute(
        sa.update(OperationStep)
        .where(OperationStep.operation_id == operation_id, OperationStep.name == name)
        .values(**values)
    )


def hold(session, operation_id, owner):
    """Write that a running operation waits, if a pause is still requested."""
    session.execute(
        sa.update(Operation)
        .where(Operation.id == operation_id, _CLAIMS.held_by(owner))
        .where(Operation.state == states.RUNNING, Operation.pause_requested)
        .values(state=states.PAUSED, updated_at=now())
    )


def append(session, operation_id, message, step=None):
    """Add a line to the log: a message, or a plain sentence of another library."""
    line = OperationLine(operation_id=operation_id, at=now(), step=step)
    line.text, line.text_fact = messages.text(message), messages.fact(message)
    session.add(line)


def finish(session, operation_id, owner, values):
    """End an operation and release its resources; returns whether it was ours."""
    ending = {"finished_at": now(), "owner": None, "lease_until": None, "pause_requested": False}
    ended = update(session, operation_id, owner, values | ending)
    if ended:
        for before, after in _STEP_ENDS.items():
            session.execute(
                sa.update(OperationStep)
                .where(OperationStep.operation_id == operation_id, OperationStep.state == before)
                .values(state=after)
            )
        session.execute(
            sa.update(OperationResource)
            .where(OperationResource.operation_id == operation_id)
            .values(held=None)
        )
    return ended
