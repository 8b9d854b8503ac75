"""The JSON of images, and of the servers that run them."""

from apiflask import Schema
from apiflask.fields import Boolean, Integer, List, Nested, String


class Image(Schema):
    """An image of Glance, with what its publisher says of it."""

    id = String()
    name = String(allow_none=True)
    label = String(metadata={"description": "name and version"})
    status = String(metadata={"description": "Glance's, such as active"})
    version = String(allow_none=True)
    build_no = String(allow_none=True)
    source = String(allow_none=True)
    size = Integer(allow_none=True, metadata={"description": "bytes"})
    min_disk = Integer(metadata={"description": "GB"})
    min_ram = Integer(metadata={"description": "MB"})
    hidden = Boolean(metadata={"description": "a newer version has taken its place"})
    rollout_role = String(
        allow_none=True, metadata={"description": "the role that its publisher made it for"}
    )
    rollout_servers = Integer(
        allow_none=True,
        metadata={"description": "how many servers at a time its publisher advises"},
    )


class ServerImage(Schema):
    """A server of a rollout."""

    server = String()
    node_name = String(allow_none=True)
    batch = Integer(metadata={"description": "from 1"})
    before = Nested(Image, allow_none=True, metadata={"description": "null if it is gone"})
    after = Nested(Image, allow_none=True)
    vms = List(String(), metadata={"description": "virtual machines that migrate first"})


class RoleServer(Schema):
    name = String()
    server = String(allow_none=True)
    node = String(allow_none=True)
    node_name = String(allow_none=True)
    state = String()
    image = String(allow_none=True, metadata={"description": "its id"})


class RoleImages(Schema):
    name = String()
    title = String()
    kind = String()
    replaceable = Boolean(
        metadata={"description": "whether the stack knows the image of each server of the role"}
    )
    servers = List(Nested(RoleServer))


class Images(Schema):
    roles = List(Nested(RoleImages))
    images = List(Nested(Image), metadata={"description": "all of Glance, by label"})
