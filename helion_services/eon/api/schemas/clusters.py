"""Clusters of a vCenter as JSON."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Float, Integer, List, Nested, String
from apiflask.validators import Length, Range

from helion_services.base.fields import BoundedList, Fact, Filter
from helion_services.eon.api.schemas.common import ClusterError

_MOST = 1000


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


class Nic(Schema):
    device = String()
    mac = String(allow_none=True)
    speed = Integer(allow_none=True, metadata={"description": "Mbit/s; none without a link"})
    switch = String(allow_none=True)


class HostNics(Place):
    nics = List(Nested(Nic))


class NicList(Schema):
    hosts = List(Nested(HostNics))


class HostQuery(Schema):
    cluster = Filter(
        2000, load_default="", metadata={"description": "moids of clusters, separated by commas"}
    )
    name = Filter(load_default="")
    limit = Integer(load_default=1000, validate=Range(1, 5000))


class HostOfCluster(Host):
    cluster = String(metadata={"description": "moid of its cluster"})


class HostList(Schema):
    hosts = List(Nested(HostOfCluster))
    total = Integer()


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
    obstacle_facts = List(Nested(Fact))
    datastores = List(Nested(Datastore))


class Clusters(Schema):
    datacenters = List(Nested(Datacenter))
    clusters = List(Nested(Cluster))


class Moids(Schema):
    clusters = BoundedList(String(validate=Length(1, 64)), 1, _MOST, required=True)


class ClusterResult(Schema):
    moid = String()
    name = String(allow_none=True)
    ok = Boolean()
    code = String(allow_none=True)
    params = Dict(allow_none=True)
    reason = String(allow_none=True)
    resource = String(allow_none=True)


class ClusterResults(Schema):
    results = List(Nested(ClusterResult))
