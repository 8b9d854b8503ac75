"""Publications, and what uses them."""

from apiflask import Schema
from apiflask.fields import Boolean, List, Nested, String
from apiflask.validators import Length, OneOf

from helion_services.base.fields import Filter, Moment
from helion_services.base.paging import PageQuery
from helion_services.sherpa import states


class Publication(Schema):
    id = String()
    content_id = String()
    kind = String(validate=OneOf(states.KINDS))
    name = String()
    version = String()
    build_no = String(allow_none=True)
    state = String(validate=OneOf(states.PUBLICATION))
    object_id = String(
        allow_none=True, metadata={"description": "of the image in Glance, or of the template"}
    )
    path = String(
        allow_none=True, metadata={"description": "of an object: container and name, quoted"}
    )
    visibility = String(validate=OneOf(states.VISIBILITIES))
    project_id = String(allow_none=True)
    published_by = String(allow_none=True)
    operation_id = String(allow_none=True)
    created_at = Moment()
    updated_at = Moment()


class VersionOffer(Schema):
    version = String()
    published_at = Moment(allow_none=True)
    where = String(
        validate=OneOf(["published", "local", "catalogue"]),
        metadata={"description": "published: hidden in Glance; catalogue: downloaded first"},
    )


class PublicationDetail(Publication):
    roll_back_to = List(
        Nested(VersionOffer), metadata={"description": "versions that it can be rolled back to"}
    )


class Publications(Schema):
    publications = List(Nested(Publication))
    next_marker = String(allow_none=True)


class PublicationQuery(PageQuery):
    kind = String(validate=OneOf(states.KINDS))
    state = String(validate=OneOf(states.PUBLICATION))
    name = Filter()


class User(Schema):
    id = String()
    name = String()
    project_id = String(allow_none=True)


class Usage(Schema):
    servers = List(Nested(User), metadata={"description": "that were deployed from the image"})
    stacks = List(
        Nested(User),
        metadata={
            "description": "of the service's own project, that name the image in their parameters"
        },
    )
    complete = Boolean(metadata={"description": "false: there are more, or Heat did not answer"})


class RollBackRequest(Schema):
    version = String(required=True, validate=Length(1, 64))


class UnpublishRequest(Schema):
    force = Boolean(load_default=False, metadata={"description": "although servers use the image"})
