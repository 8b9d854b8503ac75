"""Entries of the catalogue."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, List, Nested, String
from apiflask.validators import OneOf

from helion_services.base.fields import Filter, Moment
from helion_services.base.paging import PageQuery
from helion_services.sherpa import states
from helion_services.sherpa.api.schemas.common import Described, Details


class Entry(Described):
    status = String(validate=OneOf(states.ENTRY), metadata={"description": "in the catalogue"})
    content_id = String(allow_none=True, metadata={"description": "of the local file"})
    operation_id = String(allow_none=True, metadata={"description": "that works on it now"})
    current_version = String(
        allow_none=True, metadata={"description": "the version of this name that is published"}
    )
    replaces = String(
        allow_none=True,
        metadata={"description": "the published version, if this entry is newer than it"},
    )
    updated_at = Moment()


class EntryVersion(Schema):
    id = String()
    version = String()
    status = String(validate=OneOf(states.ENTRY))
    published_at = Moment(allow_none=True)
    created_at = Moment()
    source_id = String()
    content_id = String(allow_none=True)


class EntryDetail(Entry, Details):
    versions = List(
        Nested(EntryVersion), metadata={"description": "all of this name, the newest first"}
    )


class Entries(Schema):
    entries = List(Nested(Entry))
    next_marker = String(allow_none=True)


class EntryFilter(Schema):
    q = Filter(metadata={"description": "words that its texts contain"})
    name = Filter()
    kind = String(validate=OneOf(states.KINDS))
    provider = Filter()
    status = String(validate=OneOf(states.ENTRY))
    priority = String(validate=OneOf(states.PRIORITIES))
    source_id = Filter()
    local = Boolean(metadata={"description": "whether it is downloaded"})
    newer = Boolean(metadata={"description": "whether it is newer than the published version"})


class EntryQuery(EntryFilter, PageQuery):
    pass


class Facets(Schema):
    kind = Dict(metadata={"description": "number of entries by value"})
    provider = Dict()
    status = Dict()
    priority = Dict()
    source_id = Dict()
