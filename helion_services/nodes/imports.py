"""Nodes from files and forms, on their way to a plan: read, sealed, and fetched again."""

import datetime
import uuid

import sqlalchemy as sa

from helion_services.base import errors
from helion_services.base.times import now
from helion_services.nodes import importer
from helion_services.nodes.models import Import
from helion_services.nodes.new_node import NewNode

_LIFETIME = datetime.timedelta(hours=4)


def read(runtime, text, kind):
    """Read a file; returns a dict for the API. Without an error the nodes are sealed and kept."""
    result = importer.parse(text, kind, _mapping(runtime.conf.nodes.import_driver))
    token = None
    if result.nodes and not result.errors:
        token = _keep(runtime, result.nodes)
    return {
        "nodes": [node.masked() for node in result.nodes],
        "errors": [_said(error) for error in result.errors],
        "notices": [_said(notice) for notice in result.notices],
        "token": token,
    }


def fetch(runtime, token):
    """The nodes that were kept under a token; :class:`errors.Invalid` for the field ``import``."""
    with runtime.db.reader() as session:
        found = session.get(Import, token)
    if found is None or found.expires_at < now():
        raise errors.Invalid({"import": ["It is not kept any more: read the file again."]})
    return [NewNode.from_json(one) for one in runtime.secrets.get(found.secret_id)["nodes"]]


def node(data, secrets=None):
    """A :class:`NewNode` from its JSON and, apart from it, the secret part of ``driver_info``."""
    info = dict(data["driver_info"]) | (secrets or {})
    return NewNode.from_json({**data, "driver_info": info})


def _keep(runtime, nodes):
    moment = now()
    row = Import(id=str(uuid.uuid4()), created_at=moment, expires_at=moment + _LIFETIME)
    with runtime.db.session() as session:
        for old in session.scalars(sa.select(Import).where(Import.expires_at < moment)):
            runtime.secrets.delete(old.secret_id, session)
            session.delete(old)
        sealed = {"nodes": [one.to_json() for one in nodes]}
        row.secret_id = runtime.secrets.put(sealed, session)
        session.add(row)
    return row.id


def _mapping(driver):
    """The table of the importer, or one that knows a single driver."""
    return importer.all_to(*driver) if driver else importer.POWER_MANAGEMENT


def _said(message):
    return {
        "row": message.row,
        "field": getattr(message, "field", None),
        "message": message.message,
    }
