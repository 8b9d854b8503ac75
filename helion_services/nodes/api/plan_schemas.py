"""The JSON of plans."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, Raw, String
from apiflask.validators import OneOf, Range
from marshmallow import ValidationError, validates_schema

from helion_services.base.field_messages import Coded
from helion_services.base.fields import BoundedList, Moment
from helion_services.base.messages import Message
from helion_services.nodes.api.fact_schemas import CODE, MOST, NAME, PARAMS, SENTENCE, Fact
from helion_services.nodes.api.image_schemas import ServerImage
from helion_services.nodes.api.node_schemas import ReadNode, WithNodes
from helion_services.nodes.plans import leaving_vms, removed_servers
from helion_services.nodes.plans import service as plans

_REQUIRED = Coded(Message("field-required", "This field is required."))


class PlanRequest(WithNodes):
    action = String(required=True, validate=OneOf(plans.ACTIONS))
    parameters = Dict(keys=String(), metadata={"description": "deploy: of the template, by name"})
    name = String(
        validate=NAME, metadata={"description": "undeploy: the name of the stack, typed again"}
    )
    role = String(validate=NAME)
    count = Integer(
        validate=Range(1, 10_000),
        metadata={"description": "scale_out: the number of servers afterwards"},
    )
    nodes = BoundedList(
        String(validate=NAME),
        1,
        MOST,
        metadata={
            "description": "scale_out: nodes to take; scale_in: servers to remove, rollout: servers"
            " to rebuild, all of the role by default; by the id or name of server or node"
        },
    )
    node = String(validate=NAME, metadata={"description": "replace: the server that leaves"})
    with_ = String(
        data_key="with",
        validate=NAME,
        metadata={"description": "replace: the node of the new server"},
    )
    after = String(load_default="keep", validate=OneOf(removed_servers.AFTER))
    migration = String(load_default="live", validate=OneOf(leaving_vms.MIGRATION))
    stranded_vms = String(
        load_default="block",
        validate=OneOf(leaving_vms.STRANDED),
        metadata={
            "description": "what becomes of virtual machines on a host whose compute service is"
            " down: block the plan, evacuate them, or delete them"
        },
    )

    image = String(
        validate=NAME, metadata={"description": "rollout: the id of the image that servers get"}
    )
    rollout = String(
        validate=NAME,
        metadata={
            "description": "rollout: the id of an operation, whose servers get the images back that"
            " they had before it"
        },
    )
    servers_at_a_time = Integer(
        validate=Range(1, MOST), metadata={"description": "rollout: 1 by default"}
    )
    maximum_failures = Integer(
        validate=Range(0, MOST),
        metadata={"description": "rollout: how many servers may fail until it stops; 0 by default"},
    )
    pause = Integer(
        validate=Range(0, 86_400), metadata={"description": "rollout: seconds between two batches"}
    )
    confirm_first_batch = Boolean(
        metadata={"description": "rollout: it waits after the first batch until it is continued"}
    )

    _NEEDED = {
        "undeploy": ("name",),
        "scale_out": ("role", "count"),
        "scale_in": ("nodes",),
        "replace": ("node",),
    }

    @validates_schema
    def fields_of_the_action(self, data, **_):
        missing = [key for key in self._NEEDED.get(data.get("action"), ()) if not data.get(key)]
        if data.get("action") == "rollout" and not data.get("rollout"):
            missing = [key for key in ("role", "image") if not data.get(key)]
        if missing:
            raise ValidationError({key: [_REQUIRED] for key in missing})


class PlanRequestAnswer(Schema):
    """The request of a plan: it can be sent again once its secrets are entered again."""

    action = String(required=True, validate=OneOf(plans.ACTIONS))
    parameters = Dict(keys=String(), metadata={"description": "without secret ones"})
    name = String()
    role = String()
    count = Integer()
    nodes = List(String())
    node = String()
    with_ = String(attribute="with", data_key="with")
    after = String()
    migration = String()
    stranded_vms = String()
    image = String()
    rollout = String()
    servers_at_a_time = Integer()
    maximum_failures = Integer()
    pause = Integer()
    confirm_first_batch = Boolean()
    import_ = String(attribute="import", data_key="import")
    new_nodes = List(
        Nested(ReadNode), metadata={"description": "without secrets; absent with an import"}
    )


class PlanStep(Schema):
    name = String()
    title = String()
    title_fact = Nested(Fact, allow_none=True)


class Check(Schema):
    name = String(metadata={"description": "the rule"})
    title = String()
    title_fact = Nested(Fact, allow_none=True)
    result = String(validate=OneOf(["pass", "warn", "block"]))
    code = String(allow_none=True, metadata=CODE)
    params = Dict(keys=String(), metadata=PARAMS)
    detail = String(metadata=SENTENCE)
    reason = String(metadata={"description": "the same as detail"})


class Change(Schema):
    code = String(allow_none=True, metadata=CODE)
    params = Dict(keys=String(), metadata=PARAMS)
    detail = String(metadata=SENTENCE)
    text = String(metadata={"description": "the same as detail"})


class ServerChange(Schema):
    change = String(validate=OneOf(["added", "removed"]))
    name = String()
    role = String()
    node = String(allow_none=True, metadata={"description": "UUID of the bare-metal node"})
    node_name = String(allow_none=True)


class PlanParameter(Schema):
    name = String()
    label = String()
    value = Raw(allow_none=True, metadata={"description": "null if it is hidden"})
    hidden = Boolean()


class Plan(Schema):
    id = String()
    action = String()
    title = String()
    title_fact = Nested(Fact, allow_none=True)
    state = String(validate=OneOf(["ready", "blocked", "applied", "outdated"]))
    created_by = String(allow_none=True, metadata={"description": "the user's name"})
    created_at = Moment()
    expires_at = Moment()
    request = Nested(PlanRequestAnswer)
    secret_parameters = List(
        String(), metadata={"description": "parameters that must be entered again"}
    )
    new_nodes = List(String(), metadata={"description": "names of the nodes that are enrolled"})
    steps = List(Nested(PlanStep))
    checks = List(Nested(Check))
    changes = List(Nested(Change))
    servers = List(
        Nested(ServerChange), metadata={"description": "those that are added or removed"}
    )
    images = List(
        Nested(ServerImage),
        metadata={"description": "rollout: the servers that are rebuilt"},
    )
    parameters = List(
        Nested(PlanParameter), metadata={"description": "deploy: all that the servers use"}
    )
    operation = String(allow_none=True)
    last_duration = Integer(
        allow_none=True,
        metadata={"description": "seconds that the last operation of this kind took"},
    )
