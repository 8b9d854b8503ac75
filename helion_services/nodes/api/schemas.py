"""The JSON of the nodes service."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, Raw, String
from apiflask.validators import Length, OneOf, Range, Regexp
from marshmallow import ValidationError, validates_schema

from helion_services.base.field_messages import Coded
from helion_services.base.fields import BoundedList, Moment
from helion_services.base.messages import Message
from helion_services.nodes import importer
from helion_services.nodes.api import image_schemas
from helion_services.nodes.importer.values import MOST_PORTS
from helion_services.nodes.plans import leaving_vms, removed_servers
from helion_services.nodes.plans import service as plans

CODE = {"description": "short and stable, for programs"}
PARAMS = {"description": "of the sentence that belongs to the code"}
SENTENCE = {"description": "the sentence in English"}

_NAME = Length(1, 255)
_NODE_NAME = r"^[A-Za-z0-9._~-]{1,255}$"
_MOST = 1000  # nodes in one request
_REQUIRED = Coded(Message("field-required", "This field is required."))
_ONE_OF_BOTH = Coded(Message("nodes-or-import", "Send either nodes or an import."))


class Fact(Schema):
    """A sentence as data."""

    code = String(metadata=CODE)
    params = Dict(keys=String(), metadata=PARAMS)


class Port(Schema):
    address = String(
        required=True,
        validate=_NAME,
        metadata={"description": "a MAC address, with colons, dashes, dots or digits alone"},
    )
    pxe_enabled = Boolean()
    physical_network = String(validate=_NAME)
    local_link_connection = Dict(keys=String())


class NewNode(Schema):
    name = String(
        required=True,
        validate=Regexp(
            _NODE_NAME,
            error=Coded(
                Message(
                    "node-name-characters",
                    "Letters, digits, hyphens, dots, underscores and tildes only, 255 at most.",
                )
            ),
        ),
    )
    role = String(required=True, validate=_NAME)
    driver = String(required=True, validate=_NAME)
    driver_info = Dict(keys=String(), required=True)
    ports = BoundedList(
        Nested(Port),
        0,
        MOST_PORTS,
        load_default=list,
        metadata={"description": "needed by drivers whose inspection does not find them"},
    )
    properties = Dict(keys=String(), load_default=dict)
    resource_class = String(allow_none=True, load_default=None, validate=Length(1, 80))
    attributes = Dict(
        keys=String(),
        load_default=dict,
        metadata={
            "description": "of the node under Ironic's names: boot_interface and others,"
            " conductor_group, description, owner, lessee, traits, extra"
        },
    )


class ReadNode(Schema):
    """A node of a file; secrets are masked."""

    name = String()
    role = String()
    driver = String()
    driver_info = Dict(keys=String())
    ports = List(Dict(keys=String()))
    properties = Dict(keys=String())
    resource_class = String(allow_none=True)
    attributes = Dict(keys=String())
    row = Integer(allow_none=True)


class Notice(Schema):
    row = Integer(allow_none=True, metadata={"description": "line, or place in the list from 1"})
    field = String(allow_none=True)
    code = String(metadata=CODE)
    params = Dict(keys=String(), metadata=PARAMS)
    detail = String(metadata=SENTENCE)
    message = String(metadata={"description": "the same as detail"})


class ImportRequest(Schema):
    format = String(load_default="auto", validate=OneOf(importer.FORMATS))
    text = String(required=True, validate=Length(1))


class Import(Schema):
    nodes = List(Nested(ReadNode))
    errors = List(Nested(Notice))
    notices = List(Nested(Notice))
    token = String(
        allow_none=True,
        metadata={
            "description": "stands for these nodes in other requests; null if there are errors"
        },
    )


class WithNodes(Schema):
    """A request with new nodes."""

    new_nodes = BoundedList(Nested(NewNode), 1, _MOST)
    import_ = String(data_key="import", validate=_NAME)

    @validates_schema
    def one_of_both(self, data, **_):
        if data.get("new_nodes") and data.get("import_"):
            raise ValidationError(_ONE_OF_BOTH, "import")


class EnrolmentRequest(Schema):
    nodes = BoundedList(Nested(NewNode), 1, _MOST)
    import_ = String(data_key="import", validate=_NAME)

    @validates_schema
    def one_of_both(self, data, **_):
        if bool(data.get("nodes")) == bool(data.get("import_")):
            raise ValidationError(_ONE_OF_BOTH, "nodes")


class PlanRequest(WithNodes):
    action = String(required=True, validate=OneOf(plans.ACTIONS))
    parameters = Dict(keys=String(), metadata={"description": "deploy: of the template, by name"})
    name = String(
        validate=_NAME, metadata={"description": "undeploy: the name of the stack, typed again"}
    )
    role = String(validate=_NAME)
    count = Integer(
        validate=Range(1, 10_000),
        metadata={"description": "scale_out: the number of servers afterwards"},
    )
    nodes = BoundedList(
        String(validate=_NAME),
        1,
        _MOST,
        metadata={
            "description": "scale_out: nodes to take; scale_in: servers to remove, rollout: servers"
            " to rebuild, all of the role by default; by the id or name of server or node"
        },
    )
    node = String(validate=_NAME, metadata={"description": "replace: the server that leaves"})
    with_ = String(
        data_key="with",
        validate=_NAME,
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
        validate=_NAME, metadata={"description": "rollout: the id of the image that servers get"}
    )
    rollout = String(
        validate=_NAME,
        metadata={
            "description": "rollout: the id of an operation, whose servers get the images back that"
            " they had before it"
        },
    )
    servers_at_a_time = Integer(
        validate=Range(1, _MOST), metadata={"description": "rollout: 1 by default"}
    )
    maximum_failures = Integer(
        validate=Range(0, _MOST),
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
        Nested(image_schemas.ServerImage),
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
