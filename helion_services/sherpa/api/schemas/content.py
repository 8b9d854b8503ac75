"""Local content, and its housekeeping."""

from apiflask import Schema
from apiflask.fields import Integer, List, Nested, String
from apiflask.validators import Length, OneOf

from helion_services.base.fields import Filter, Moment
from helion_services.base.paging import PageQuery
from helion_services.sherpa import housekeeping, states
from helion_services.sherpa.api.schemas.common import Described, Details


class PublicationRef(Schema):
    id = String()
    state = String(validate=OneOf(states.PUBLICATION))
    object_id = String(allow_none=True)
    visibility = String(validate=OneOf(states.VISIBILITIES))
    project_id = String(allow_none=True)


class Content(Described):
    entry_id = String(metadata={"description": "of the catalogue; it may be gone"})
    origin = String(validate=OneOf(states.ORIGINS))
    state = String(validate=OneOf(states.CONTENT))
    operation_id = String(allow_none=True, metadata={"description": "that works on it now"})
    publications = List(Nested(PublicationRef))


class ContentDetail(Content, Details):
    pass


class Disk(Schema):
    content_bytes = Integer()
    free_bytes = Integer()
    reserve_bytes = Integer(metadata={"description": "what downloads leave free"})


class Contents(Schema):
    content = List(Nested(Content))
    next_marker = String(allow_none=True)
    disk = Nested(Disk)


class Removable(Schema):
    id = String()
    name = String()
    version = String()
    kind = String(validate=OneOf(states.KINDS))
    size = Integer()
    created_at = Moment()
    reason = String(
        validate=OneOf(housekeeping.REASONS),
        metadata={"description": "the limit that it exceeds"},
    )


class Housekeeping(Schema):
    keep_versions = Integer(metadata={"description": "of a name; 0: all"})
    keep_days = Integer(metadata={"description": "0: without end"})
    keep_mib = Integer(metadata={"description": "for all content together; 0: without limit"})
    content = List(Nested(Removable), metadata={"description": "the oldest first"})
    bytes = Integer(metadata={"description": "of it"})
    disk = Nested(Disk)


class ContentQuery(PageQuery):
    q = Filter(metadata={"description": "part of the name"})
    kind = String(validate=OneOf(states.KINDS))
    origin = String(validate=OneOf(states.ORIGINS))
    name = Filter()


class PublishRequest(Schema):
    visibility = String(
        load_default=states.PRIVATE,
        validate=OneOf(states.VISIBILITIES),
        metadata={"description": "of an image"},
    )
    project_id = String(
        allow_none=True,
        load_default=None,
        validate=Length(1, 64),
        metadata={"description": "owner of an image; the service's own project by default"},
    )


class PublishAnswer(Schema):
    publication_id = String()
    operation_id = String(
        allow_none=True, metadata={"description": "null: it is published so already"}
    )
