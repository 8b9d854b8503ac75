"""The JSON of nodes that are new: in requests, and as they are read from a file."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from apiflask.validators import Length, OneOf, Regexp
from marshmallow import ValidationError, validates_schema

from helion_services.base.field_messages import Coded
from helion_services.base.fields import BoundedList
from helion_services.base.messages import Message
from helion_services.nodes import importer
from helion_services.nodes.api.fact_schemas import CODE, MOST, NAME, PARAMS, SENTENCE
from helion_services.nodes.importer.values import MOST_PORTS

_NODE_NAME = r"^[A-Za-z0-9._~-]{1,255}$"
_ONE_OF_BOTH = Coded(Message("nodes-or-import", "Send either nodes or an import."))


class Port(Schema):
    address = String(
        required=True,
        validate=NAME,
        metadata={"description": "a MAC address, with colons, dashes, dots or digits alone"},
    )
    pxe_enabled = Boolean()
    physical_network = String(validate=NAME)
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
    role = String(required=True, validate=NAME)
    driver = String(required=True, validate=NAME)
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

    new_nodes = BoundedList(Nested(NewNode), 1, MOST)
    import_ = String(data_key="import", validate=NAME)

    @validates_schema
    def one_of_both(self, data, **_):
        if data.get("new_nodes") and data.get("import_"):
            raise ValidationError(_ONE_OF_BOTH, "import")


class EnrolmentRequest(Schema):
    nodes = BoundedList(Nested(NewNode), 1, MOST)
    import_ = String(data_key="import", validate=NAME)

    @validates_schema
    def one_of_both(self, data, **_):
        if bool(data.get("nodes")) == bool(data.get("import_")):
            raise ValidationError(_ONE_OF_BOTH, "nodes")
