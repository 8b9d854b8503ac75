"""Nodes from files and forms, on their way to a plan: read, encrypted, and fetched again."""

import datetime
import uuid

import sqlalchemy as sa

from helion_services.base import problems
from helion_services.base.messages import Message
from helion_services.base.times import now
from helion_services.nodes import hardware, importer, ironic, roles, undercloud
from helion_services.nodes.models import Import
from helion_services.nodes.new_node import NewNode

_LIFETIME = datetime.timedelta(hours=1)


def read(runtime, text, kind):
    """Read a file; returns a dict for the API. Without an error the nodes are stored, encrypted."""
    conf = runtime.conf.nodes
    result = importer.parse(
        text, kind, _mapping(conf.import_driver), _roles(conf.roles_file), _drivers(runtime)
    )
    token = None
    if result.nodes and not result.errors:
        token = _store(runtime, result.nodes)
    return {
        "nodes": [node.masked() for node in result.nodes],
        "errors": [error.as_json() for error in result.errors],
        "notices": [notice.as_json() for notice in (*result.notices, *_findings(result.nodes))],
        "token": token,
    }


def check(runtime, nodes, field):
    """The :class:`NewNode` of a request's own nodes, which are held to the rules for files.

    :param nodes: a list of dicts, checked by the schema
    :param field: of the request, for errors
    :raises problems.Invalid: with the errors by the place in the list, such as
        ``nodes.0.driver_info.ipmi_address``
    """
    result = importer.check(nodes, _drivers(runtime))
    if result.errors:
        faults = {}
        for error in result.errors:
            place = ".".join(filter(None, (field, str(error.row - 1), error.field)))
            faults.setdefault(place, []).append(error.message)
        raise problems.Invalid(faults)
    return list(result.nodes)


def fetch(runtime, token):
    """The nodes that a token stands for; :class:`problems.Invalid` for the field ``import``."""
    with runtime.db.reader() as session:
        row = session.get(Import, token)
    if row is None or row.expires_at < now():
        raise problems.Invalid(
            {
                "import": [
                    Message("import-expired", "The uploaded file has expired. Upload it again.")
                ]
            }
        )
    return [NewNode.from_json(node) for node in runtime.secrets.get(row.secret_id)["nodes"]]


def forget(runtime, token):
    """Delete an import whose nodes are being enrolled, and its secrets."""
    _delete(runtime, Import.id == token)


def delete_expired(runtime):
    """Delete imports that have expired, with their secrets."""
    _delete(runtime, Import.expires_at < now())


def node(data, secrets=None):
    """A :class:`NewNode` from its JSON and, apart from it, the secret part of ``driver_info``."""
    info = dict(data["driver_info"]) | (secrets or {})
    return NewNode.from_json({**data, "driver_info": info})


def _findings(nodes):
    """A notice for each hardware requirement of its role that a node does not declare."""
    for node in nodes:
        for finding in hardware.declared(node.role, node.properties):
            yield importer.Notice(node.row, finding.message)


def _store(runtime, nodes):
    delete_expired(runtime)
    moment = now()
    row = Import(id=str(uuid.uuid4()), created_at=moment, expires_at=moment + _LIFETIME)
    with runtime.db.session() as session:
        secret = {"nodes": [node.to_json() for node in nodes]}
        row.secret_id = runtime.secrets.put(secret, session)
        session.add(row)
    return row.id


def _roles(path):
    """The importer's own names of roles and those of the mapping file, which may have more."""
    own = {role.name: role.name for role in roles.load(path).roles}
    return importer.ROLES | own


def _drivers(runtime):
    """The drivers that Ironic has turned on, None if it does not answer: then Ironic refuses those
    that it lacks when the nodes are enrolled."""
    try:
        with undercloud.answering("baremetal"):
            return ironic.drivers(undercloud.baremetal(runtime.clouds))
    except problems.Unavailable:
        return None


def _delete(runtime, condition):
    with runtime.db.session() as session:
        for row in session.scalars(sa.select(Import).where(condition)):
            runtime.secrets.delete(row.secret_id, session)
            session.delete(row)


def _mapping(driver):
    """The importer's own table, or that of a single driver."""
    return importer.all_to(*driver) if driver else importer.POWER_MANAGEMENT
