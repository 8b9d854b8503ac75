"""The lines of our log name the request that they belong to."""

import io
import logging
import threading

import flask
import pytest
from oslo_context import context as oslo_context
from oslo_log import formatters

from helion_services.base import config, context, log_context

SENT = "req-0d2b4f3a-3b6e-4f3c-9d57-1f0a3c1b2d4e"


@pytest.fixture
def written(monkeypatch):
    """``written()``: what a logger has written through a handler that was set up."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(formatters.ContextFormatter(config=config.new()))
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    # What another test may have left for its thread.
    monkeypatch.setattr(oslo_context, "_request_store", threading.local())
    log_context.setup()
    return handler.stream.getvalue


def test_a_request_has_its_own_id_and_the_clients(written):
    with flask.Flask("test").test_request_context(headers={"X-OpenStack-Request-ID": SENT}):
        logging.getLogger("sample").warning("Asked.")
        own = context.current().request_id
    assert f" [{SENT} {own} " in written()


def test_an_operation_has_that_of_its_request(written):
    with context.acting_for(SENT):
        logging.getLogger("sample").warning("A step failed.")
    assert f"[- {SENT} " in written()


def test_a_line_about_no_request_has_none(written):
    logging.getLogger("sample").warning("Swept.")
    assert "req-" not in written()
