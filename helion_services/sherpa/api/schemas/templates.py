"""Published Heat templates."""

from apiflask import Schema
from apiflask.fields import List, Nested, String
from apiflask.validators import OneOf

from helion_services.base.fields import Filter, Moment
from helion_services.base.paging import PageQuery
from helion_services.sherpa import states


class Template(Schema):
    id = String()
    name = String()
    version = String()
    description = String()
    sha256 = String()
    created_at = Moment()


class TemplateVersion(Schema):
    id = String()
    version = String()
    created_at = Moment()
    state = String(
        validate=OneOf(states.PUBLICATION), metadata={"description": "of its publication"}
    )


class NeededBy(Schema):
    content_id = String()
    name = String()
    version = String()


class TemplateDetail(Template):
    body = String(metadata={"description": "the template, YAML"})
    versions = List(
        Nested(TemplateVersion), metadata={"description": "all of the name, the newest first"}
    )
    needs = List(String(), metadata={"description": "what its publisher says must be there before"})
    needed_by = List(
        Nested(NeededBy), metadata={"description": "local content that needs this name"}
    )
    includes = List(
        String(), metadata={"description": "files and templates that its text refers to"}
    )


class Templates(Schema):
    templates = List(Nested(Template))
    next_marker = String(allow_none=True)


class TemplateQuery(PageQuery):
    name = Filter()
