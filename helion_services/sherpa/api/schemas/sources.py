"""Sources, and the root metadata that they are trusted by."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from apiflask.validators import Length, OneOf

from helion_services.base.fields import Fact, Moment
from helion_services.base.paging import PageQuery
from helion_services.sherpa import states

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


class ShippedRoot(Anchor):
    name = String()
    root = String(metadata={"description": "root.json"})


class ShippedRoots(Schema):
    roots = List(Nested(ShippedRoot))


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
