"""Network properties as JSON."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, List, Nested, Raw, String
from apiflask.validators import Length, OneOf

from helion_services.base.fields import Fact
from helion_services.eon import network
from helion_services.eon.api.schemas.common import Lenient

_NAME = Length(1, 255)


class ProfileQuery(Schema):
    profile = String(load_default=network.DVS, validate=OneOf(network.PROFILES))


class NetworkCheck(Schema):
    network_properties = Dict(keys=String(), required=True)
    profile = String(allow_none=True, validate=OneOf(network.PROFILES))
    resource = String(allow_none=True, validate=_NAME)


class NetworkFault(Schema):
    path = String()
    code = String()
    params = Dict()
    message = String()


class NetworkChecked(Schema):
    ok = Boolean()
    profile = String()
    errors = List(Nested(NetworkFault))
    obstacles = List(String())
    obstacle_facts = List(Nested(Fact))


class NetworkForm(Schema):
    profile = String()
    profiles = List(Dict(keys=String()))
    sections = List(Dict(keys=String()))
    start = Dict(keys=String())


class TemplateInput(Lenient):
    mgmt_trunk = Dict(keys=String())
    cloud_trunks = List(Raw())


class Template(Schema):
    network_properties = Dict(keys=String())
    input_model = Dict(keys=String())
    run_playbook = Boolean()
