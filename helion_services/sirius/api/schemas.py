"""The JSON of the Sirius service. Capacities are in MiB."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, Raw, String
from apiflask.validators import Length, OneOf, Range

from helion_services.base.fields import BoundedList, Fact, Moment
from helion_services.base.paging import PageQuery
from helion_services.base.tls.schemas import Presented
from helion_services.sirius import states, storeservs
from helion_services.sirius.models import STORESERV, STOREVIRTUAL

_NAME = Length(1, 255)
_PASSWORD = Length(1, 1024)
_MOST = 1000


def _port(**more):
    return Integer(validate=Range(1, 65535), **more)


def _managers(**more):
    return Integer(
        allow_none=True,
        validate=Range(1, 32),
        metadata={"description": "that the management group runs, as entered"},
        **more,
    )


class Address(Schema):
    hostname = String(required=True, validate=_NAME)
    port = _port(required=True)


class DeviceCertificate(Presented):
    hostname = String()
    port = Integer()


class ArraySystem(Schema):
    name = String()
    model = String(allow_none=True)
    serial = String()
    firmware = String(allow_none=True)
    nodes = Integer()
    nodes_online = Integer()
    total_mib = Integer()
    free_mib = Integer()
    failed_mib = Integer()


class ArrayPort(Schema):
    position = String(metadata={"description": "node:slot:port"})
    protocol = String(validate=OneOf(["fc", "iscsi", "other"]))
    address = String(allow_none=True, metadata={"description": "WWN or IP address"})
    name = String(allow_none=True, metadata={"description": "iSCSI name"})
    up = Boolean()


class CpgCounts(Schema):
    on_array = Integer()
    registered = Integer()


class StoreServ(Schema):
    id = String()
    name = String()
    hostname = String()
    port = Integer()
    username = String()
    san_ip = String()
    san_username = String()
    device_type = String(validate=OneOf(storeservs.DEVICE_TYPES))
    iscsi_ips = List(String())
    state = String(validate=OneOf(states.ARRAY))
    state_reason = String(allow_none=True)
    state_reason_fact = Nested(Fact, allow_none=True)
    system = Nested(ArraySystem)
    cpgs = Nested(CpgCounts)
    read_at = Moment(allow_none=True)
    created_at = Moment()
    updated_at = Moment()


class StoreServDetail(StoreServ):
    ports = List(Nested(ArrayPort))
    licences = List(String())
    ca_pem = String(allow_none=True)
    fingerprint = String(
        allow_none=True, metadata={"description": "SHA-256 of the first certificate in ca_pem"}
    )


class StoreServs(Schema):
    storeservs = List(Nested(StoreServ))
    next_marker = String(allow_none=True)


class StoreServQuery(PageQuery):
    state = String(validate=OneOf(states.ARRAY))


class _Login(Schema):
    name = String(validate=_NAME)
    hostname = String(validate=_NAME)
    port = _port()
    username = String(validate=_NAME)
    password = String(validate=_PASSWORD)
    ca_pem = String(allow_none=True, validate=Length(max=60_000))
    fingerprint = String(
        allow_none=True,
        validate=Length(max=200),
        metadata={"description": "SHA-256 of the certificate to trust, instead of ca_pem"},
    )


class StoreServUpdate(_Login):
    san_ip = String(validate=_NAME)
    san_username = String(validate=_NAME)
    san_password = String(validate=_PASSWORD)
    device_type = String(validate=OneOf(storeservs.DEVICE_TYPES))
    iscsi_ips = BoundedList(String(validate=_NAME), 0, 64)


class StoreServCreate(StoreServUpdate):
    name = String(required=True, validate=_NAME)
    hostname = String(required=True, validate=_NAME)
    port = _port(load_default=8080)
    username = String(required=True, validate=_NAME)
    password = String(required=True, validate=_PASSWORD)
    san_ip = String(required=True, validate=_NAME)
    san_username = String(required=True, validate=_NAME)
    san_password = String(required=True, validate=_PASSWORD)
    device_type = String(load_default=storeservs.FC, validate=OneOf(storeservs.DEVICE_TYPES))
    iscsi_ips = BoundedList(String(validate=_NAME), 0, 64, load_default=list)


class Cpg(Schema):
    id = String(metadata={"description": "its UUID on the array"})
    name = String()
    domain = String(allow_none=True)
    health = String()
    raid = String(allow_none=True)
    used_mib = Integer()
    total_mib = Integer()
    limit_mib = Integer(allow_none=True)
    free_mib = Integer(metadata={"description": "unused, and what it may grow by"})
    volumes = Integer()
    status = String(validate=OneOf(states.CPG))
    storeserv_id = String()
    storeserv = String()
    backend = String(allow_none=True)
    backend_id = String(allow_none=True)


class Cpgs(Schema):
    cpgs = List(Nested(Cpg))


class CpgIds(Schema):
    ids = BoundedList(String(validate=Length(1, 64)), 1, _MOST, required=True)


class StoreVirtual(Schema):
    id = String()
    name = String(metadata={"description": "as the management console has it"})
    hostname = String(metadata={"description": "its virtual IP address"})
    subnet = String(metadata={"description": "the mask of that address"})
    port = Integer(metadata={"description": "of the REST interface"})
    ssh_port = Integer()
    managers = _managers()
    username = String()
    state = String(validate=OneOf(states.CLUSTER))
    state_reason = String(allow_none=True)
    state_reason_fact = Nested(Fact, allow_none=True)
    status = String(validate=OneOf([states.REGISTERED, states.RESERVED]))
    backend = String(allow_none=True)
    backend_id = String(allow_none=True)
    module_count = Integer(metadata={"description": "storage systems"})
    total_mib = Integer()
    free_mib = Integer()
    read_at = Moment(allow_none=True)
    created_at = Moment()
    updated_at = Moment()


class VirtualIp(Schema):
    address = String()
    netmask = String(allow_none=True)


class StoreVirtualDetail(StoreVirtual):
    modules = List(String(), metadata={"description": "addresses of its storage systems"})
    virtual_ips = List(Nested(VirtualIp))
    api_version = String(allow_none=True, metadata={"description": "of LeftHand OS"})
    ca_pem = String(allow_none=True)
    fingerprint = String(
        allow_none=True, metadata={"description": "SHA-256 of the first certificate in ca_pem"}
    )


class StoreVirtuals(Schema):
    clusters = List(Nested(StoreVirtual))
    next_marker = String(allow_none=True)


class StoreVirtualQuery(PageQuery):
    state = String(validate=OneOf(states.CLUSTER))


class StoreVirtualUpdate(_Login):
    subnet = String(validate=Length(1, 15))
    ssh_port = _port()
    managers = _managers()


class StoreVirtualCreate(StoreVirtualUpdate):
    name = String(required=True, validate=_NAME)
    hostname = String(required=True, validate=_NAME)
    subnet = String(required=True, validate=Length(1, 15))
    port = _port(load_default=8081)
    ssh_port = _port(load_default=16022)
    managers = _managers(load_default=None)
    username = String(required=True, validate=_NAME)
    password = String(required=True, validate=_PASSWORD)


class BackendMember(Schema):
    id = String()
    section = String(metadata={"description": "its section in cinder.conf"})
    name = String()
    storeserv_id = String(allow_none=True, metadata={"description": "the array of a CPG"})
    storeserv = String(allow_none=True)
    device_type = String()
    health = String()
    used_mib = Integer()
    free_mib = Integer()


class Backend(Schema):
    id = String()
    name = String(metadata={"description": "volume_backend_name"})
    kind = String(validate=OneOf([STORESERV, STOREVIRTUAL]))
    members = List(Nested(BackendMember))
    options = Dict(
        keys=String(), values=String(), metadata={"description": "further options of its sections"}
    )
    used_mib = Integer()
    free_mib = Integer()
    created_at = Moment()
    updated_at = Moment()


class Backends(Schema):
    backends = List(Nested(Backend))
    next_marker = String(allow_none=True)


class BackendMembers(Schema):
    members = BoundedList(String(validate=Length(1, 64)), 0, _MOST, required=True)
    options = Dict(
        keys=String(validate=_NAME),
        validate=Length(max=100),
        metadata={"description": "further options of the driver, see /drivers"},
    )


class BackendCreate(BackendMembers):
    name = String(required=True, validate=_NAME)
    members = BoundedList(String(validate=Length(1, 64)), 1, _MOST, required=True)
    options = Dict(keys=String(validate=_NAME), validate=Length(max=100), load_default=dict)


class DriverOption(Schema):
    name = String()
    type = String(validate=OneOf(["string", "integer", "port", "boolean", "list", "dict"]))
    default = Raw(allow_none=True)
    help = String()
    secret = Boolean()
    multiple = Boolean(metadata={"description": "may stand in several lines"})
    choices = List(String())
    regex = String(metadata={"description": "that a value matches"})
    min = Integer()
    max = Integer()
    editable = Boolean(metadata={"description": "of a back end: the service does not set it"})


class ExtraSpec(Schema):
    key = String(metadata={"description": "of a volume type"})
    help = String()
    choices = List(String())
    default = String()
    allowed = Boolean(metadata={"description": "false: the driver refuses it"})


class Driver(Schema):
    name = String()
    title = String()
    driver = String(metadata={"description": "volume_driver"})
    kind = String(metadata={"description": "of members of back ends; empty: not offered yet"})
    protocol = String()
    cinder = String(metadata={"description": "the version that the options are of"})
    removed = String(metadata={"description": "the release of Cinder without it, or empty"})
    options = List(Nested(DriverOption))
    extra_specs = List(Nested(ExtraSpec))


class Drivers(Schema):
    drivers = List(Nested(Driver))


class Application(Schema):
    backends = BoundedList(
        String(validate=Length(1, 36)),
        1,
        _MOST,
        metadata={"description": "ids of those to apply; all if it is left out"},
    )


class ConfigurationQuery(Schema):
    backend = List(String(validate=Length(1, 36)), validate=Length(max=100), load_default=list)


class Configuration(Schema):
    configuration = Dict(keys=String(), metadata={"description": "sections of options"})
    cinder_conf = String(metadata={"description": "the same as a file"})
