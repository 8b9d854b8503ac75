"""Operations as JSON."""

from apiflask import Schema
from apiflask.fields import Boolean, Integer, List, Nested, String
from apiflask.validators import OneOf

from helion_services.base.fields import Moment
from helion_services.base.operations import states


class Who(Schema):
    user_id = String(allow_none=True)
    user_name = String(allow_none=True)


class Error(Schema):
    code = String(metadata={"description": "short and stable, for programs"})
    message = String(metadata={"description": "a sentence for people"})
    step = String(allow_none=True, metadata={"description": "name of the step that failed"})
    left = List(String(), metadata={"description": "what could not be taken back"})


class Step(Schema):
    name = String()
    title = String()
    state = String(
        validate=OneOf([value for name, value in vars(states.Step).items() if name.isupper()])
    )
    progress = Integer(metadata={"description": "percent"})
    message = String()
    started_at = Moment(allow_none=True)
    finished_at = Moment(allow_none=True)


class Line(Schema):
    at = Moment()
    step = String(allow_none=True)
    text = String()


class Operation(Schema):
    id = String()
    service = String()
    kind = String()
    title = String()
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
