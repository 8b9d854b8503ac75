"""The JSON of the Sherpa service. Sizes are in bytes."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from apiflask.validators import Length, OneOf, Range

from helion_services.base.fields import Fact, Filter, Moment
from helion_services.base.paging import PageQuery
from helion_services.sherpa import housekeeping, states

_NAME = Length(1, 255)
_URL = Length(1, 2000)
_ROOT = Length(1, 512_000)
_PEM = Length(max=60_000)
_KEYRING = Length(max=60_000)


class Anchor(Schema):
    fingerprint = String(metadata={"description": "SHA-256 of the signed part: AB:CD:..."})
    version = Integer()
    expires_at = Moment()
    keys = List(String(), metadata={"description": "ids of the keys that sign root metadata"})
    threshold = Integer(metadata={"description": "how many of them have to"})


class RootText(Schema):
    root = String(required=True, validate=_ROOT, metadata={"description": "root.json"})


class Source(Schema):
    id = String()
    name = String()
    kind = String(validate=OneOf(states.SOURCE_KINDS))
    url = String()
    username = String(allow_none=True)
    proxy = String(allow_none=True)
    enabled = Boolean()
    fingerprint = String(metadata={"description": "of the trusted root; empty for simplestreams"})
    state = String(validate=OneOf(states.SOURCE))
    state_reason = String(allow_none=True)
    state_reason_fact = Nested(Fact, allow_none=True)
    entries = Integer(metadata={"description": "listed now"})
    expires_at = Moment(
        allow_none=True, metadata={"description": "when the first of its metadata expires"}
    )
    refreshed_at = Moment(allow_none=True, metadata={"description": "last success"})
    attempted_at = Moment(allow_none=True)
    created_at = Moment()
    updated_at = Moment()


class SourceDetail(Source):
    versions = Dict(metadata={"description": "of the metadata, by role"})
    ca_pem = String(allow_none=True)
    root = String(metadata={"description": "the trusted root metadata that was entered"})
    keyring = String(
        allow_none=True,
        metadata={"description": "keys that sign the indexes of simplestreams; null: unsigned"},
    )


class Sources(Schema):
    sources = List(Nested(Source))
    next_marker = String(allow_none=True)


class SourceQuery(PageQuery):
    state = String(validate=OneOf(states.SOURCE))


class SourceUpdate(Schema):
    name = String(validate=_NAME)
    url = String(validate=_URL, metadata={"description": "metadata/ and targets/ are below it"})
    username = String(allow_none=True, validate=Length(max=255))
    password = String(validate=Length(1, 1024))
    proxy = String(allow_none=True, validate=Length(max=2000))
    ca_pem = String(allow_none=True, validate=_PEM)
    root = String(validate=_ROOT, metadata={"description": "trusted root metadata: root.json"})
    keyring = String(
        allow_none=True,
        validate=_KEYRING,
        metadata={"description": "OpenPGP public keys in ASCII armour, for simplestreams"},
    )
    enabled = Boolean()


class SourceCreate(SourceUpdate):
    name = String(required=True, validate=_NAME)
    kind = String(load_default=states.TUF, validate=OneOf(states.SOURCE_KINDS))
    url = String(required=True, validate=_URL)
    root = String(
        allow_none=True,
        validate=_ROOT,
        metadata={"description": "trusted root metadata; needed for the kind tuf"},
    )
    enabled = Boolean(load_default=True)


class _Described(Schema):
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


class _Details(Schema):
    target = String(metadata={"description": "its path in the repository"})
    hashes = Dict(metadata={"description": "hexadecimal digests by algorithm"})
    needs = List(String())
    notes = String()
    disk_format = String(metadata={"description": "of an image"})


class Entry(_Described):
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


class EntryDetail(Entry, _Details):
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


class Begun(Schema):
    operation_id = String()


class PublicationRef(Schema):
    id = String()
    state = String(validate=OneOf(states.PUBLICATION))
    object_id = String(allow_none=True)
    visibility = String(validate=OneOf(states.VISIBILITIES))
    project_id = String(allow_none=True)


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


class Content(_Described):
    entry_id = String(metadata={"description": "of the catalogue; it may be gone"})
    origin = String(validate=OneOf(states.ORIGINS))
    state = String(validate=OneOf(states.CONTENT))
    operation_id = String(allow_none=True, metadata={"description": "that works on it now"})
    publications = List(Nested(PublicationRef))


class ContentDetail(Content, _Details):
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
