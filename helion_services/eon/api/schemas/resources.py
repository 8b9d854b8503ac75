"""Imported clusters, and what is done with them, as JSON."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from apiflask.validators import Length, OneOf

from helion_services.base.fields import BoundedList, Filter, Moment
from helion_services.eon import network
from helion_services.eon.api.schemas.clusters import Cluster
from helion_services.eon.api.schemas.common import ClusterError, Datum, Lenient
from helion_services.eon.api.schemas.managers import ManagerInfo

_MOST = 1000


class ResourceQuery(Schema):
    type = Filter()
    state = Filter()
    name = Filter()
    ip_address = Filter()
    list_supported_types = Filter()


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
    hosts = BoundedList(String(validate=Length(1, 64)), 1, _MOST, allow_none=True)


class Activation(Lenient):
    network_properties = Dict(keys=String(), allow_none=True)
    input_model = Dict(
        keys=String(), allow_none=True, metadata={"description": "sent by HPE's client; not used"}
    )
    run_playbook = Boolean(allow_none=True)
    profile = String(allow_none=True, validate=OneOf(network.PROFILES))


class Deactivation(Lenient):
    forced = Boolean(load_default=False)
    run_playbook = Boolean(allow_none=True)


class Hypervisor(Schema):
    id = String()
    hypervisor_hostname = String()
    region = String(
        allow_none=True,
        metadata={"description": "of that Nova; null if this Keystone does not have it"},
    )
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
