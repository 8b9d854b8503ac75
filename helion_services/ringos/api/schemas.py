"""The JSON of rings, devices and storage servers."""

from apiflask import Schema
from apiflask.fields import IP, Boolean, Dict, Float, Integer, List, Nested, String
from apiflask.validators import Length, OneOf, Range, Regexp

from helion_services.base.fields import Filter
from helion_services.ringos import builders, plans, recon


class Ring(Schema):
    name = String(metadata={"description": "such as object-1"})
    kind = String(validate=OneOf(builders.KINDS))
    parts = Integer()
    replicas = Float()
    regions = Integer()
    zones = Integer()
    servers = Integer()
    devices = Integer()
    balance = Float(
        allow_none=True,
        metadata={"description": "percent by which the worst device misses its share"},
    )
    dispersion = Float(
        metadata={"description": "percent of replicas that are closer together than need be"}
    )
    changed = Boolean(metadata={"description": "changed since it was last rebalanced"})
    min_part_hours = Integer()
    min_part_seconds_left = Integer(
        metadata={"description": "until a rebalance may move a part again that was just moved"}
    )
    version = Integer()
    md5 = String(allow_none=True, metadata={"description": "of the ring made of the builder"})


class Rings(Schema):
    rings = List(Nested(Ring))


class Device(Schema):
    ring = String()
    id = Integer()
    region = Integer()
    zone = Integer()
    ip = String()
    port = Integer()
    server = String(metadata={"description": "id of the server"})
    device = String()
    weight = Float()
    parts = Integer(metadata={"description": "that it has in the ring"})
    parts_wanted = Integer(metadata={"description": "that its weight asks for"})


class Devices(Schema):
    devices = List(Nested(Device))
    next_marker = String(allow_none=True)
    total = Integer()


class DeviceQuery(Schema):
    limit = Integer(load_default=50, validate=Range(1, 5000), metadata={"description": "rows"})
    marker = String(
        validate=Length(1, 255), metadata={"description": "next_marker of the previous page"}
    )
    ring = Filter()
    server = Filter()
    region = Integer(validate=Range(0, 2**31 - 1))
    zone = Integer(validate=Range(0, 2**31 - 1))


class StorageDisk(Schema):
    device = String()
    mounted = Boolean()
    size = Integer(allow_none=True, metadata={"description": "bytes"})
    used = Integer(allow_none=True, metadata={"description": "bytes"})


class ServerRing(Schema):
    name = String()
    port = Integer()
    state = String(
        validate=OneOf(recon.RING_STATES), metadata={"description": "of the server's copy"}
    )


class StorageServer(Schema):
    id = String()
    address = String()
    state = String(validate=OneOf(recon.STATES))
    rings = List(Nested(ServerRing))
    disks = List(Nested(StorageDisk))


class StorageServers(Schema):
    servers = List(Nested(StorageServer))


_NAME = (Length(1, 64), Regexp(r"^[A-Za-z0-9._-]+$"))


class RingChange(Schema):
    action = String(required=True, validate=OneOf(plans.ACTIONS))
    server = IP(required=True)
    devices = List(
        String(validate=_NAME),
        validate=Length(1, 1000),
        metadata={"description": "all of the server's, without; required for new devices"},
    )
    region = Integer(load_default=1, validate=Range(0, 2**31 - 1))
    zone = Integer(load_default=1, validate=Range(0, 2**31 - 1))
    weight = Float(load_default=100.0, validate=Range(min=0, max=10**9, min_inclusive=False))


class RingChangeBegin(RingChange):
    digest = String(required=True, validate=Length(64, 64))


class RingPlanDevice(Schema):
    ring = String()
    id = Integer()
    device = String()
    weight = Float()
    parts = Integer()


class RingPlanCheck(Schema):
    level = String(validate=OneOf(plans.LEVELS))
    code = String()
    params = Dict()
    detail = String()


class RingPlan(Schema):
    action = String(validate=OneOf(plans.ACTIONS))
    server = String()
    devices = List(Nested(RingPlanDevice))
    parts = Integer(metadata={"description": "replicas of parts that move"})
    share = Float(metadata={"description": "percent of all replicas of parts"})
    checks = List(Nested(RingPlanCheck))
    possible = Boolean()
    digest = String(metadata={"description": "to begin what was planned"})


class RingChangeBegun(Schema):
    operation_id = String()
