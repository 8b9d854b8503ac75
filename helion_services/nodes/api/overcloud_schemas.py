"""The JSON of the overcloud: its stack, its roles and servers, its compute services."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, Raw, String
from apiflask.validators import OneOf, Range


class StackInfo(Schema):
    name = String()
    status = String()
    status_reason = String(allow_none=True)
    created_at = String(allow_none=True)
    updated_at = String(allow_none=True)


class Member(Schema):
    index = String()
    name = String()
    server = String(allow_none=True)
    server_status = String(allow_none=True)
    node = String(allow_none=True)
    node_name = String(allow_none=True)
    state = String()


class Role(Schema):
    name = String()
    title = String()
    kind = String()
    flavor = String(allow_none=True)
    resource_class = String()
    desired = Integer(attribute="wanted", data_key="wanted")
    deployed = Integer()
    deploying = Integer()
    error = Integer()
    free = Integer(allow_none=True, metadata={"description": "nodes that can be deployed"})
    preparable = Integer(
        allow_none=True, metadata={"description": "nodes that can be deployed after cleaning"}
    )
    minimum = Integer()
    maximum = Integer(allow_none=True)
    members = List(Nested(Member))


class RolesQuery(Schema):
    max_age = Integer(
        load_default=0,
        validate=Range(min=0),
        metadata={
            "description": "Seconds that the answer of Ironic may be old. The service asks anew"
            " after 15 seconds at most; until that answer is there it returns what took long for up"
            " to 30 seconds more, or an answer without nodes. 0: it asks now, and waits."
        },
    )
    members = Boolean(
        load_default=True,
        metadata={
            "description": "Whether to list the servers. Without, an answer takes less time: Nova"
            " is not asked, and Heat for the stack alone."
        },
    )


class Roles(Schema):
    age = Integer(
        allow_none=True,
        metadata={
            "description": "Seconds since Ironic was asked about the nodes. null: its answer is"
            " still on its way, and all about nodes is null, too."
        },
    )
    stack = Nested(StackInfo, allow_none=True)
    roles = List(Nested(Role))


class Progress(Schema):
    complete = Integer()
    in_progress = Integer()
    failed = Integer()
    total = Integer()


class Failure(Schema):
    resource = String()
    type = String(allow_none=True)
    physical_id = String(
        allow_none=True, metadata={"description": "id of what it created, such as a server"}
    )
    reason = String()


class Parameter(Schema):
    name = String()
    label = String()
    group = String(allow_none=True)
    type = String()
    default = Raw(allow_none=True)
    description = String()
    constraints = Dict(keys=String())
    value = Raw(allow_none=True)
    hidden = Boolean()
    advanced = Boolean()
    role = String(allow_none=True, metadata={"description": "the name of the role it is for"})
    purpose = String(allow_none=True, validate=OneOf(["count", "flavor"]))
    choices = List(
        String(),
        metadata={"description": "names that it can have; empty once there is an overcloud"},
    )


class Overcloud(Schema):
    stack = Nested(StackInfo, allow_none=True)
    progress = Integer(
        metadata={"description": "percent: of the operation that changes it, or else of the stack"}
    )
    operation_running = Boolean(metadata={"description": "whether an operation changes it"})
    resources = Nested(Progress, allow_none=True)
    failures = List(Nested(Failure))
    parameters = List(Nested(Parameter))


class EventQuery(Schema):
    limit = Integer(load_default=100, validate=Range(1, 1000))


class Event(Schema):
    at = String()
    resource = String()
    type = String(allow_none=True)
    status = String()
    reason = String()


class Events(Schema):
    events = List(Nested(Event))


class Compute(Schema):
    host = String()
    enabled = Boolean()
    up = Boolean()
    reason = String(allow_none=True)


class Computes(Schema):
    deployed = Boolean()
    computes = List(Nested(Compute))


class Credentials(Schema):
    clouds_yaml = String()
    openrc = String()
