"""The JSON of the monitoring service."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Float, Integer, List, Nested, String
from apiflask.validators import Length, OneOf, Range

from helion_services.base.fields import BoundedList, Filter, Moment
from helion_services.base.paging import PageQuery
from helion_services.monitoring import icinga, states, targets
from helion_services.monitoring.actions import ACTIONS, MOST
from helion_services.monitoring.objects import TYPES

_LONGEST_ID = 255
_WEEK = 7 * 24 * 3600


class Sentence(Schema):
    """A message: a code with parameters, and the same as an English sentence."""

    code = String(metadata={"description": "short and stable, for programs"})
    params = Dict(metadata={"description": "parameters of the code, by name"})
    detail = String()


class StateCounts(Schema):
    up = Integer()
    down = Integer()
    ok = Integer()
    warning = Integer()
    critical = Integer()
    unknown = Integer()
    pending = Integer()
    problems = Integer()
    unhandled = Integer(metadata={"description": "that nobody takes care of"})


class Round(Schema):
    at = Moment()
    outcome = Dict(metadata={"description": "numbers of created, changed, removed, failed"})
    problems = List(Nested(Sentence))


class MonitoringStatus(Schema):
    state = String(validate=OneOf(icinga.STATES))
    problem = Nested(Sentence, allow_none=True)
    counts = Nested(StateCounts, allow_none=True)
    round = Nested(
        Round, allow_none=True, metadata={"description": "the last look at what is watched"}
    )


class Filters(Schema):
    role = List(String())
    rack = List(String())
    kind = List(String(validate=OneOf(targets.KINDS)))


class UnhandledQuery(Schema):
    by = String(required=True, validate=OneOf(("role", "node")))


class Unhandled(Schema):
    value = String(metadata={"description": "a role, or the UUID of a bare-metal node"})
    states = Dict(String(validate=OneOf(states.ALL)), Integer())


class UnhandledCounts(Schema):
    counts = List(Nested(Unhandled))


class ObjectFilter(Schema):
    q = Filter(metadata={"description": "part of the name"})
    state = String(validate=OneOf(states.ALL))
    handled = Boolean()
    role = Filter()
    rack = Filter()
    kind = String(validate=OneOf(targets.KINDS))
    host_id = Filter(_LONGEST_ID)
    node = Filter(64, metadata={"description": "UUID of a bare-metal node"})


class ObjectQuery(PageQuery, ObjectFilter):
    pass


class ProblemFilter(ObjectFilter):
    type = String(validate=OneOf(TYPES))


class ProblemQuery(PageQuery, ProblemFilter):
    pass


class MonitoredObject(Schema):
    id = String()
    name = String(metadata={"description": "HOST or HOST!SERVICE, as in Icinga"})
    type = String(validate=OneOf(TYPES))
    label = String()
    host_id = String()
    host = String()
    state = String(validate=OneOf(states.ALL))
    is_problem = Boolean()
    handled = Boolean()
    acknowledged = Boolean()
    in_downtime = Boolean()
    reachable = Boolean()
    since = Moment(allow_none=True)
    kind = String()
    ident = String(metadata={"description": "id of what a host stands for"})
    node = String()
    role = String()
    rack = String()
    origin = String()
    output = String(metadata={"description": "first line"})
    token_at = Moment(
        allow_none=True,
        metadata={"description": "when the token of a server was issued; null if it has none"},
    )


class Objects(Schema):
    objects = List(Nested(MonitoredObject))
    next_marker = String(allow_none=True)
    total = Integer()


class Performance(Schema):
    label = String()
    value = Float()
    unit = String()
    warning = Float(allow_none=True)
    critical = Float(allow_none=True)
    minimum = Float(allow_none=True)
    maximum = Float(allow_none=True)


class Note(Schema):
    author = String()
    text = String()
    at = Moment(allow_none=True)
    until = Moment(allow_none=True)


class StateChange(Schema):
    at = Moment()
    state = String(validate=OneOf(states.ALL))
    output = String()


class MonitoredDetail(MonitoredObject):
    text = String(metadata={"description": "the whole output"})
    checked_at = Moment(allow_none=True)
    performance = List(Nested(Performance))
    comments = List(Nested(Note))
    downtimes = List(Nested(Note))
    history = List(Nested(StateChange), metadata={"description": "the newest first"})


class ActionRequest(Schema):
    action = String(required=True, validate=OneOf(ACTIONS))
    ids = BoundedList(String(validate=Length(1, _LONGEST_ID)), 1, MOST)
    filter = Nested(
        ProblemFilter, metadata={"description": "all that match, instead of ids; only problems"}
    )
    comment = String(load_default="", validate=Length(max=1000))
    seconds = Integer(
        load_default=0,
        validate=Range(0, 52 * _WEEK),
        metadata={"description": "how long; a downtime lasts two hours by default"},
    )


class ActionResult(Schema):
    id = String()
    name = String()
    ok = Boolean()
    problem = Nested(Sentence, allow_none=True)


class ActionResults(Schema):
    results = List(Nested(ActionResult))


class HostToken(Schema):
    token = String(metadata={"description": "shown only now"})


class LineError(Schema):
    line = Integer(metadata={"description": "from 1, without empty lines"})
    reason = String(metadata={"description": "too-many, too-long, format, name or performance"})


class Accepted(Schema):
    accepted = Integer()
    errors = List(Nested(LineError))
