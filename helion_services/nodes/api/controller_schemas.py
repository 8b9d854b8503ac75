"""The JSON of controllers and their clusters."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from apiflask.validators import OneOf

from helion_services.nodes.clusters import records
from helion_services.nodes.rules import takedown


class TakedownReason(Schema):
    code = String(metadata={"description": "short and stable, for programs"})
    params = Dict(
        keys=String(), metadata={"description": "of the sentence that belongs to the code"}
    )
    detail = String(metadata={"description": "the sentence in English"})


class Controller(Schema):
    name = String()
    server = String(allow_none=True)
    node = String(allow_none=True, metadata={"description": "UUID of the bare-metal node"})
    node_name = String(allow_none=True)
    alive = Boolean(metadata={"description": "whether it runs, as the undercloud sees it"})
    answer = String(
        validate=OneOf(takedown.ANSWERS),
        metadata={"description": "whether it may be taken down now"},
    )
    reasons = List(Nested(TakedownReason), metadata={"description": "the gravest first"})


class ControllerClusterMember(Schema):
    name = String(metadata={"description": "the controller that it runs on"})
    state = String(validate=OneOf([records.READY, records.IMPAIRED, records.UNREACHABLE]))
    reason = Nested(TakedownReason, allow_none=True)


class ControllerCluster(Schema):
    kind = String(validate=OneOf(["galera", "rabbitmq", "haproxy"]))
    title = String()
    state = String(validate=OneOf(records.STATES))
    ready = Integer()
    needed = Integer(metadata={"description": "members that must be ready"})
    total = Integer()
    spare = Integer(metadata={"description": "members that it can still lose"})
    members = List(Nested(ControllerClusterMember))


class Singleton(Schema):
    name = String(metadata={"description": "a service that runs on one controller only"})
    controller = String()


class VirtualAddress(Schema):
    address = String(metadata={"description": "it moves between the controllers"})
    controller = String(
        allow_none=True, metadata={"description": "the name of the controller that holds it"}
    )
    reason = Nested(
        TakedownReason, allow_none=True, metadata={"description": "why that is not known"}
    )


class Controllers(Schema):
    controllers = List(Nested(Controller))
    clusters = List(Nested(ControllerCluster))
    singletons = List(Nested(Singleton))
    virtual_address = Nested(VirtualAddress, allow_none=True)
