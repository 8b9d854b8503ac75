"""Back ends: a name of Cinder's for one or several CPGs."""

import re
import uuid

import sqlalchemy as sa
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.problems import Unavailable
from helion_services.base.times import now
from helion_services.sirius import cinder, cinder_conf, problems
from helion_services.sirius.models import Backend, Cpg

STORESERV = "storeserv"
# Cinder's scheduler compares it with a volume type's extra spec; blanks are easily mistyped there.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,254}")


def create(runtime, name, cpg_ids):
    """A new back end of registered CPGs; returns its id.

    Raises :class:`~helion_services.base.problems.Problem`.
    """
    if not _NAME.fullmatch(name):
        raise problems.field(
            "name", "backend-name-invalid", "Use letters, digits, dots, hyphens and underscores."
        )
    moment = now()
    row = Backend(
        id=str(uuid.uuid4()), name=name, kind=STORESERV, created_at=moment, updated_at=moment
    )
    with runtime.db.session() as session:
        if session.scalar(sa.select(Backend.id).where(Backend.name == name)):
            raise problems.field(
                "name", "backend-name-taken", "A back end named {name} exists.", name=name
            )
        session.add(row)
        session.flush()
        _assign(session, row, cpg_ids)
    return row.id


def set_members(runtime, backend_id, cpg_ids):
    """Make these its CPGs: more expand it, fewer shrink it; none is refused."""
    with runtime.db.session() as session:
        row = _get(session, backend_id)
        if not cpg_ids:
            raise problems.field(
                "members", "backend-empty", "A back end needs a member. Delete it instead."
            )
        _assign(session, row, cpg_ids)
        row.updated_at = now()


def delete(runtime, backend_id):
    """Delete a back end; its CPGs stay registered. Returns its name.

    Raises :class:`~helion_services.base.problems.Conflict` while volumes are on it.
    """
    _refuse_volumes(runtime, backend_id)
    with runtime.db.session() as session:
        row = _get(session, backend_id)
        for cpg in row.cpgs:
            cpg.backend_id = None
        session.flush()
        session.delete(row)
        return row.name


def _refuse_volumes(runtime, backend_id):
    if not runtime.clouds.has(cinder.CLOUD):
        return
    with runtime.db.reader() as session:
        row = _get(session, backend_id)
        name, sections = row.name, {cinder_conf.section_name(cpg) for cpg in row.cpgs}
    try:
        count = cinder.volumes(cinder.connect(runtime.clouds), sections)
    except keystoneauth.ClientException as exc:
        raise Unavailable("Cinder", cloud_errors.message(exc)) from exc
    if count:
        raise problems.has_volumes(name, count)


def _get(session, backend_id):
    row = session.get(Backend, backend_id)
    if row is None:
        raise problems.no_backend(backend_id)
    return row


def _assign(session, row, cpg_ids):
    members = []
    for ident in dict.fromkeys(cpg_ids):
        cpg = session.get(Cpg, ident)
        if cpg is None:
            raise problems.field(
                "members", "cpg-not-registered", "CPG {cpg} is not registered.", cpg=ident
            )
        if cpg.backend_id not in (None, row.id):
            raise problems.field(
                "members",
                "cpg-reserved",
                "{name} is reserved: it belongs to the back end {backend}.",
                name=cpg.name,
                backend=session.get(Backend, cpg.backend_id).name,
            )
        members.append(cpg)
    for cpg in session.scalars(sa.select(Cpg).where(Cpg.backend_id == row.id)):
        if cpg not in members:
            cpg.backend_id = None
    for cpg in members:
        cpg.backend_id = row.id
