"""The JSON of who gets messages."""

from apiflask import Schema
from apiflask.fields import Boolean, Integer, List, Nested, String
from apiflask.validators import Length, OneOf, Range

from helion_services.base.fields import BoundedList, Fact, Moment
from helion_services.monitoring.messages import problems_now, receivers, transport

_MOST_ADDRESSES = 50
_NAME = Length(1, 255)


class Receiver(Schema):
    id = String()
    name = String()
    kind = String(validate=OneOf(receivers.KINDS))
    events = List(String(validate=OneOf(problems_now.EVENTS)))
    enabled = Boolean()
    host = String(metadata={"description": "of the webhook or of the mail server"})
    port = Integer(metadata={"description": "0: the usual one"})
    security = String(validate=OneOf(transport.SECURITY))
    username = String(allow_none=True)
    sender = String()
    recipients = List(String())
    ca_pem = String(allow_none=True)
    state = String(
        validate=OneOf(receivers.STATES), metadata={"description": "of the last message"}
    )
    state_reason = String(allow_none=True)
    state_reason_fact = Nested(Fact, allow_none=True, attribute="state_fact")
    created_at = Moment()
    updated_at = Moment()


class Receivers(Schema):
    receivers = List(Nested(Receiver))
    next_marker = String(allow_none=True)


class ReceiverUpdate(Schema):
    name = String(validate=_NAME)
    events = BoundedList(String(validate=OneOf(problems_now.EVENTS)), 1, len(problems_now.EVENTS))
    enabled = Boolean()
    url = String(
        validate=Length(1, 2000), metadata={"description": "of a webhook; it is never shown again"}
    )
    token = String(
        allow_none=True,
        validate=Length(max=4096),
        metadata={"description": "sent to the webhook as Authorization: Bearer"},
    )
    host = String(validate=Length(1, 255), metadata={"description": "the mail server"})
    port = Integer(validate=Range(1, 65535))
    security = String(validate=OneOf(transport.SECURITY))
    username = String(allow_none=True, validate=Length(max=255))
    password = String(allow_none=True, validate=Length(max=1024))
    sender = String(validate=Length(1, 255))
    recipients = BoundedList(String(validate=Length(1, 255)), 1, _MOST_ADDRESSES)
    ca_pem = String(allow_none=True, validate=Length(max=60_000))


class ReceiverCreate(ReceiverUpdate):
    name = String(required=True, validate=_NAME)
    kind = String(required=True, validate=OneOf(receivers.KINDS))
    events = BoundedList(
        String(validate=OneOf(problems_now.EVENTS)),
        1,
        len(problems_now.EVENTS),
        load_default=lambda: list(problems_now.EVENTS),
    )
