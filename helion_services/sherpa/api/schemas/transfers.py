"""Downloads and uploads."""

from apiflask import Schema
from apiflask.fields import Integer, List, Nested, String
from apiflask.validators import Length, OneOf, Range

from helion_services.base.fields import Fact, Moment
from helion_services.sherpa import states

_NAME = Length(1, 255)


class Download(Schema):
    id = String(metadata={"description": "of the content that it becomes"})
    operation_id = String()
    entry_id = String()
    source_id = String()
    source = String(metadata={"description": "its name"})
    name = String()
    version = String()
    kind = String(validate=OneOf(states.KINDS))
    size = Integer()
    done = Integer(metadata={"description": "bytes that are here"})
    state = String(validate=OneOf(states.TRANSFER))
    speed = Integer(allow_none=True, metadata={"description": "bytes per second"})
    seconds = Integer(allow_none=True, metadata={"description": "left, at this speed"})
    reason = String(allow_none=True, metadata={"description": "why it waits or failed"})
    reason_fact = Nested(Fact, allow_none=True)
    started_by = String(allow_none=True)
    created_at = Moment()


class Downloads(Schema):
    downloads = List(Nested(Download))


class UploadCreate(Schema):
    source_id = String(
        required=True,
        validate=Length(1, 36),
        metadata={"description": "the source whose trusted root vouches for the file"},
    )
    name = String(required=True, validate=_NAME, metadata={"description": "of the file"})
    size = Integer(required=True, validate=Range(1, 1 << 50))


class Upload(Schema):
    id = String()
    name = String()
    source_id = String()
    size = Integer()
    offset = Integer(metadata={"description": "bytes that are here: where the next piece begins"})
    piece_bytes = Integer(metadata={"description": "the largest piece"})
    created_at = Moment()


class PieceQuery(Schema):
    offset = Integer(
        required=True,
        validate=Range(0, 1 << 50),
        metadata={"description": "of the piece's first byte"},
    )
