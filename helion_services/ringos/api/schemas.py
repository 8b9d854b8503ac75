"""The JSON of rings, devices and storage servers."""

from apiflask import Schema
from apiflask.fields import Boolean, Float, Integer, List, Nested, String
from apiflask.validators import Length, OneOf, Range

from helion_services.base.fields import Filter
from helion_services.ringos import builders, recon


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
