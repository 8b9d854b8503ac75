"""Who gets messages."""

import sqlalchemy as sa

from helion_services.base import paging, policy
from helion_services.monitoring.api import receiver_schemas as schemas
from helion_services.monitoring.messages import receivers
from helion_services.monitoring.messages.models import Receiver

_SORT_KEYS = ("name", "kind", "state", "created_at")


def add(views, runtime, _icinga, _content):
    """Add the views, over ``runtime``."""

    @views.get("/receivers")
    @policy.require("monitoring:messages")
    @views.input(paging.PageQuery, location="query", arg_name="query")
    @views.output(schemas.Receivers)
    def list_receivers(query):
        """List who gets messages."""
        with runtime.db.reader() as session:
            select = sa.select(Receiver)
            rows, marker = paging.page(session, select, Receiver, query, _SORT_KEYS, "asc")
            return {"receivers": rows, "next_marker": marker}

    @views.post("/receivers")
    @policy.require("monitoring:messages")
    @views.input(schemas.ReceiverCreate, arg_name="body")
    @views.output(schemas.Receiver, status_code=201)
    def register_receiver(body):
        """Register a webhook or mail addresses."""
        return receivers.get(runtime, receivers.register(runtime, body))

    @views.get("/receivers/<receiver_id>")
    @policy.require("monitoring:messages")
    @views.output(schemas.Receiver)
    def show_receiver(receiver_id):
        """Show who gets messages; secrets are never shown."""
        return receivers.get(runtime, receiver_id)

    @views.put("/receivers/<receiver_id>")
    @policy.require("monitoring:messages")
    @views.input(schemas.ReceiverUpdate, arg_name="body")
    @views.output(schemas.Receiver)
    def update_receiver(receiver_id, body):
        """Change a receiver. A changed server needs its password or token again."""
        receivers.update(runtime, receiver_id, body)
        return receivers.get(runtime, receiver_id)

    @views.delete("/receivers/<receiver_id>")
    @policy.require("monitoring:messages")
    @views.output({}, status_code=204)
    def unregister_receiver(receiver_id):
        """Forget a receiver and what waits for it."""
        receivers.unregister(runtime, receiver_id)

    @views.post("/receivers/<receiver_id>/test")
    @policy.require("monitoring:messages")
    @policy.unchanging  # each request is one message
    @views.output(schemas.Receiver)
    def test_receiver(receiver_id):
        """Send a test message, and what waits soon after; 409 says why it is not delivered."""
        receivers.attempt(runtime, receiver_id)
        return receivers.get(runtime, receiver_id)
