"""What several of the answers have in common."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, String
from apiflask.validators import OneOf

from helion_services.base.fields import Moment
from helion_services.sherpa import states


class Described(Schema):
    id = String()
    name = String()
    version = String()
    kind = String(validate=OneOf(states.KINDS))
    provider = String()
    size = Integer()
    build_no = String(allow_none=True)
    priority = String(validate=OneOf(states.PRIORITIES))
    reboot = Boolean(metadata={"description": "whether servers have to boot again"})
    published_at = Moment(allow_none=True, metadata={"description": "by its publisher"})
    created_at = Moment(metadata={"description": "when it was first seen here"})
    source_id = String()
    source = String(metadata={"description": "its name"})


class Details(Schema):
    target = String(metadata={"description": "its path in the repository"})
    hashes = Dict(metadata={"description": "hexadecimal digests by algorithm"})
    needs = List(String())
    notes = String()
    disk_format = String(metadata={"description": "of an image"})


class Begun(Schema):
    operation_id = String()
