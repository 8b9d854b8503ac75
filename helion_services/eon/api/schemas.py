"""The JSON of the eon service.

What HPE's clients send is read as they send it: what they may leave out, or send besides, is looked
at where the words of HPE's service for it are.
"""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Float, Integer, List, Nested, Raw, String
from apiflask.validators import Length, OneOf, Range
from marshmallow import EXCLUDE, INCLUDE, pre_load

from helion_services.base.fields import Moment
from helion_services.eon import network

_NAME = Length(1, 255)
_MANY = Length(1, 1000)
_PEM = Length(max=100_000)


class Lenient(Schema):
    """A body that may be missing or null, and hold more than is known."""

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def nothing(self, data, **_):
        return {} if data is None else data


class ClusterError(Schema):
    code = String(allow_none=True)
    message = String(allow_none=True)
    step = String(allow_none=True)


class Datum(Schema):
    id = String()
    name = String()
    value = String()


class Counts(Schema):
    seen = Integer()
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
    type = String()
    name = String()
    ip_address = String()


class _Port(Integer):
    """A port, as a number or as text."""

    def __init__(self, **options):
        super().__init__(validate=Range(1, 65535), **options)


class ManagerCreate(Lenient):
    type = String(validate=_NAME, metadata={"description": "vcenter"})
    ip_address = String(validate=Length(max=255))
    username = String(validate=Length(max=255))
    password = String(validate=Length(max=1024))
    name = String(allow_none=True, validate=Length(max=255))
    port = _Port(allow_none=True)
    auto_import = Boolean(allow_none=True)
    ca_pem = String(allow_none=True, validate=_PEM)
    fingerprint = String(allow_none=True, validate=Length(max=200))


class ManagerUpdate(ManagerCreate):
    run_playbook = Boolean(allow_none=True)

    class Meta:
        unknown = INCLUDE


class Ids(Schema):
    ids = List(String(validate=_NAME), required=True, validate=_MANY)


class Result(Schema):
    id = String()
    name = String(allow_none=True)
    ok = Boolean()
    code = String(allow_none=True)
    reason = String(allow_none=True)


class Results(Schema):
    results = List(Nested(Result))


class Address(Schema):
    ip_address = String(required=True, validate=_NAME)
    port = _Port(load_default=443)


class OneCertificate(Schema):
    subject = String()
    issuer = String()
    not_before = String()
    not_after = String()
    fingerprint = String()
    serial = String()
    self_signed = Boolean()
    pem = String()


class Certificate(Schema):
    ip_address = String()
    port = Integer()
    fingerprint = String(metadata={"description": "SHA-256 of the first one"})
    trusted = Boolean(metadata={"description": "by this system as it is"})
    reason = String(allow_none=True, metadata={"description": "why it is not"})
    names = List(String())
    pem = String()
    chain = List(Nested(OneCertificate))


class Place(Schema):
    moid = String()
    name = String()


class Datacenter(Place):
    networks = List(String())
    switches = List(String())
    clusters = Integer()


class Amounts(Schema):
    total = Float()
    used = Float()
    free = Float()


class Host(Schema):
    moid = String()
    name = String()
    connection_state = String()
    maintenance = Boolean()
    power_state = String()
    version = String(allow_none=True)
    vms = Integer()
    cpu = Nested(Amounts)
    memory = Nested(Amounts)


class Hosts(Schema):
    total = Integer()
    connected = Integer()
    maintenance = Integer()
    list = List(Nested(Host))


class Datastore(Schema):
    moid = String()
    name = String()
    total = Float()
    free = Float()
    accessible = Boolean()
    shared = Boolean()


class Cluster(Schema):
    """A cluster of a vCenter. CPU in MHz, memory in MiB, disk in GiB."""

    moid = String()
    name = String()
    datacenter = Nested(Place)
    resource = String(allow_none=True)
    state = String()
    error = Nested(ClusterError, allow_none=True)
    operation_id = String(allow_none=True)
    gone = Boolean()
    drs = Boolean()
    ha = Boolean()
    hosts = Nested(Hosts)
    vms = Integer()
    cpu = Nested(Amounts)
    memory = Nested(Amounts)
    disk = Nested(Amounts)
    obstacles = List(String())
    datastores = List(Nested(Datastore))


class Clusters(Schema):
    datacenters = List(Nested(Datacenter))
    clusters = List(Nested(Cluster))


class Moids(Schema):
    clusters = List(String(validate=Length(1, 64)), required=True, validate=_MANY)


class ClusterResult(Schema):
    moid = String()
    name = String(allow_none=True)
    ok = Boolean()
    code = String(allow_none=True)
    reason = String(allow_none=True)
    resource = String(allow_none=True)


class ClusterResults(Schema):
    results = List(Nested(ClusterResult))


class ResourceQuery(Schema):
    type = String()
    state = String()
    name = String()
    ip_address = String()
    list_supported_types = String()


class Resource(Schema):
    id = String()
    name = String()
    type = String()
    state = String()
    resource_mgr_id = String()
    ip_address = String()
    username = String()
    password = String()
    port = String()
    meta_data = List(Nested(Datum))
    inventory = Dict(keys=String())
    resource_manager_info = Nested(ManagerInfo)
    cluster = Nested(Cluster)
    error = Nested(ClusterError, allow_none=True)
    operation_id = String(allow_none=True)
    hypervisor = String(metadata={"description": "its name in Nova"})
    created_at = Moment()
    updated_at = Moment()


class ResourceCreate(Lenient):
    type = String(validate=Length(max=255))


class ResourceUpdate(Lenient):
    action = String(validate=Length(max=255))
    hosts = List(String(validate=Length(1, 64)), allow_none=True, validate=_MANY)


class Activation(Lenient):
    network_properties = Dict(keys=String(), allow_none=True)
    input_model = Dict(keys=String(), allow_none=True)
    run_playbook = Boolean(allow_none=True)
    profile = String(allow_none=True, validate=OneOf(network.PROFILES))


class Deactivation(Lenient):
    forced = Boolean(load_default=False)
    run_playbook = Boolean(allow_none=True)


class Hypervisor(Schema):
    id = String()
    hypervisor_hostname = String()
    type = String()
    state = String()
    status = String()
    service_host = String()
    disabled_reason = String(allow_none=True)
    vcpus = Integer(allow_none=True)
    vcpus_used = Integer(allow_none=True)
    memory_mb = Integer(allow_none=True)
    memory_mb_used = Integer(allow_none=True)
    running_vms = Integer(allow_none=True)


class Server(Schema):
    id = String()
    name = String()
    status = String()
    project_id = String(allow_none=True)
    user_id = String(allow_none=True)
    task_state = String(allow_none=True)
    created_at = String(allow_none=True)


class HypervisorAnswer(Schema):
    host = String()
    hypervisor = Nested(Hypervisor, allow_none=True)
    servers = List(Nested(Server))
    more = Boolean()


class Proxy(Schema):
    datacenter = String(required=True, validate=Length(max=255))
    port_group = String(required=True, validate=Length(max=255))
    hostname = String(required=True, validate=Length(max=255))
    dhcp = Boolean(load_default=True)
    address = String(allow_none=True, validate=Length(max=45))
    netmask = String(allow_none=True, validate=Length(max=45))
    gateway = String(allow_none=True, validate=Length(max=45))


class Choice(Schema):
    datacenter = String()
    port_groups = List(String())


class ProxyAnswer(Schema):
    proxy = Nested(Proxy, allow_none=True)
    inherited = Boolean()
    changeable = Boolean()
    reason = String(allow_none=True)
    choices = List(Nested(Choice))


class Restored(Result):
    operation = String(allow_none=True)


class RestoredResults(Schema):
    results = List(Nested(Restored))


class ProfileQuery(Schema):
    profile = String(load_default=network.DVS, validate=OneOf(network.PROFILES))


class NetworkCheck(Schema):
    network_properties = Dict(keys=String(), required=True)
    profile = String(allow_none=True, validate=OneOf(network.PROFILES))
    resource = String(allow_none=True, validate=_NAME)


class NetworkFault(Schema):
    path = String()
    message = String()


class NetworkChecked(Schema):
    ok = Boolean()
    profile = String()
    errors = List(Nested(NetworkFault))
    obstacles = List(String())


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
