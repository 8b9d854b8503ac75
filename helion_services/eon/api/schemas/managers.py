"""vCenters and their certificates as JSON."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from apiflask.validators import Length
from marshmallow import INCLUDE

from helion_services.base.fields import BoundedList, Fact, Filter, Moment
from helion_services.base.tls.schemas import Presented
from helion_services.eon.api.schemas.common import Datum, Lenient, Port

_NAME = Length(1, 255)
_MOST = 1000
_PEM = Length(max=100_000)


class Counts(Schema):
    in_vcenter = Integer(data_key="seen", attribute="seen")
    imported = Integer()
    activated = Integer()
    active = Integer(metadata={"description": "in any state but imported"})


class ManagerInfo(Schema):
    id = String()
    name = String()
    ip_address = String()
    username = String()
    password = String(metadata={"description": "never the password"})
    port = String()
    type = String()
    state = String()
    state_reason = String(allow_none=True)
    state_reason_fact = Nested(Fact, allow_none=True)
    last_contact = Moment(allow_none=True)
    read_at = Moment(allow_none=True)
    version = String(allow_none=True)
    build = String(allow_none=True)
    auto_import = Boolean()
    fingerprint = String(allow_none=True)
    pinned = Boolean(metadata={"description": "trusted by certificates of its own"})
    clusters = Nested(Counts)
    created_at = Moment()
    updated_at = Moment()


class Manager(ManagerInfo):
    meta_data = List(Nested(Datum))
    inventory = Dict(keys=String())
    operations = List(String(), metadata={"description": "begun by the change"})


class ManagerQuery(Schema):
    type = Filter()
    name = Filter()
    ip_address = Filter()


class ManagerCreate(Lenient):
    type = String(validate=_NAME, metadata={"description": "vcenter"})
    ip_address = String(validate=Length(max=255))
    username = String(validate=Length(max=255))
    password = String(validate=Length(max=1024))
    name = String(allow_none=True, validate=Length(max=255))
    port = Port(allow_none=True)
    auto_import = Boolean(allow_none=True)
    ca_pem = String(allow_none=True, validate=_PEM)
    fingerprint = String(allow_none=True, validate=Length(max=200))


class ManagerUpdate(ManagerCreate):
    run_playbook = Boolean(allow_none=True)

    class Meta:
        unknown = INCLUDE


class Ids(Schema):
    ids = BoundedList(String(validate=_NAME), 1, _MOST, required=True)


class Address(Schema):
    ip_address = String(required=True, validate=_NAME)
    port = Port(load_default=443)


class Certificate(Presented):
    ip_address = String()
    port = Integer()
