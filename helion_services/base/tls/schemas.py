"""What an address presents, as JSON."""

from apiflask import Schema
from apiflask.fields import Boolean, List, Nested, String


class OneCertificate(Schema):
    subject = String()
    issuer = String()
    not_before = String()
    not_after = String()
    fingerprint = String()
    serial = String()
    self_signed = Boolean()
    pem = String()


class Presented(Schema):
    """The answer of :func:`.certificate.fetch`; a service adds the address."""

    fingerprint = String(metadata={"description": "SHA-256 of the first one"})
    trusted = Boolean(metadata={"description": "by this system as it is"})
    reason = String(allow_none=True, metadata={"description": "why it is not"})
    names = List(String())
    pem = String()
    chain = List(Nested(OneCertificate))
