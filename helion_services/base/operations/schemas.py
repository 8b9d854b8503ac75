"""Operations as JSON."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from apiflask.validators import OneOf

from helion_services.base.fields import Fact, Moment
from helion_services.base.operations import states


class Who(Schema):
    user_id = String(allow_none=True)
    user_name = String(allow_none=True)


class LeftFact(Schema):
    step = Nested(Fact, allow_none=True, metadata={"description": "the step's title"})
    reason = Nested(Fact, allow_none=True)


class Error(Schema):
    code = String(metadata={"description": "short and stable, for programs"})
    params = Dict(metadata={"description": "what the code is about, by name"})
    message = String(metadata={"description": "the same as an English sentence"})
    step = String(allow_none=True, metadata={"description": "name of the step that failed"})
    left = List(String(), metadata={"description": "what could not be rolled back"})
    left_facts = List(
        Nested(LeftFact), metadata={"description": "the same as codes, in the same order"}
    )


class Step(Schema):
    name = String()
    title = String()
    title_fact = Nested(Fact, allow_none=True)
    state = String(
        validate=OneOf([value for name, value in vars(states.Step).items() if name.isupper()])
    )
    progress = Integer(metadata={"description": "percent"})
    message = String()
    message_fact = Nested(Fact, allow_none=True)
    started_at = Moment(allow_none=True)
    finished_at = Moment(allow_none=True)
    undo_started_at = Moment(allow_none=True, metadata={"description": "of rolling it back"})
    undo_finished_at = Moment(allow_none=True)


class Line(Schema):
    at = Moment()
    step = String(allow_none=True)
    text = String()
    text_fact = Nested(Fact, allow_none=True)


class Operation(Schema):
    id = String()
    service = String()
    kind = String()
    title = String()
    title_fact = Nested(Fact, allow_none=True)
    resources = List(String(), metadata={"description": "such as node:<uuid>"})
    state = String(validate=OneOf(states.ALL))
    progress = Integer(metadata={"description": "percent"})
    started_by = Nested(Who)
    created_at = Moment()
    updated_at = Moment()
    started_at = Moment(allow_none=True)
    finished_at = Moment(allow_none=True)
    cancel_requested = Boolean()
    can_cancel = Boolean()
    pause_requested = Boolean(
        metadata={"description": "it waits for somebody to continue it, or is about to"}
    )
    can_pause = Boolean()
    can_continue = Boolean()
    can_retry = Boolean()
    retry_of = String(allow_none=True)
    retried_by = String(allow_none=True)
    request_id = String(allow_none=True)
    error = Nested(Error, allow_none=True)


class OperationDetail(Operation):
    steps = List(Nested(Step))
    log = List(Nested(Line))


class Operations(Schema):
    operations = List(Nested(Operation))
    next = String(allow_none=True, metadata={"description": "marker of the next page"})
    active = Integer(metadata={"description": "operations of all services that have not ended"})
