"""The request that a line of the log belongs to, in brackets as in OpenStack's own logs."""

import logging

from flask import has_request_context

from helion_services.base import context


def setup():
    """Let all handlers write the ids of the request or operation at hand."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(_add)


def _add(record):
    """Give a record the context that oslo.log's formatter looks for."""
    ident = context.outgoing_id()
    if ident is not None and not hasattr(record, "context"):
        own = context.current().request_id if has_request_context() else ident
        client = ident if ident != own else "-"
        record.context = {"request_id": own, "global_request_id": client, "user_identity": "-"}
    return True
