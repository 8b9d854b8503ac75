"""Back ends: a name of Cinder's for one or several CPGs, or StoreVirtual clusters."""

import re
import uuid

import sqlalchemy as sa
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.problems import Unavailable
from helion_services.base.times import now
from helion_services.sirius import cinder, cinder_conf, problems
from helion_services.sirius.models import STORESERV, STOREVIRTUAL, Backend, Cpg, StoreVirtual

_RESERVED = {STORESERV: "cpg-reserved", STOREVIRTUAL: "storevirtual-reserved"}
# Cinder's scheduler compares it with a volume type's extra spec; blanks are easily mistyped there.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,254}")


def create(runtime, name, member_ids, options=None):
    """A new back end of registered CPGs or clusters; returns its id.

    :param options: further options of its sections, by name

    Raises :class:`~helion_services.base.problems.Problem`.
    """
    if not _NAME.fullmatch(name):
        raise problems.field(
            "name", "backend-name-invalid", "Use letters, digits, dots, hyphens and underscores."
        )
    moment = now()
    with runtime.db.session() as session:
        if session.scalar(sa.select(Backend.id).where(Backend.name == name)):
            raise problems.field(
                "name", "backend-name-taken", "A back end named {name} exists.", name=name
            )
        members = _members(session, member_ids)
        row = Backend(
            id=str(uuid.uuid4()),
            name=name,
            kind=members[0].kind,
            created_at=moment,
            updated_at=moment,
        )
        session.add(row)
        session.flush()
        _assign(session, row, members)
        row.options = _options(members, options or {})
        return row.id


def update(runtime, backend_id, member_ids, options=None):
    """Make these its members: more expand it, fewer shrink it; none is refused.

    :param options: all further options of its sections; None leaves them
    """
    with runtime.db.session() as session:
        row = _get(session, backend_id)
        if not member_ids:
            raise problems.field(
                "members", "backend-empty", "A back end needs a member. Delete it instead."
            )
        members = _members(session, member_ids)
        _assign(session, row, members)
        row.options = _options(members, row.options if options is None else options)
        row.updated_at = now()


def delete(runtime, backend_id):
    """Delete a back end; its members stay registered. Returns its name.

    Raises :class:`~helion_services.base.problems.Conflict` while volumes are on it.
    """
    _refuse_volumes(runtime, backend_id)
    with runtime.db.session() as session:
        row = _get(session, backend_id)
        for member in row.members:
            member.backend_id = None
        session.flush()
        session.delete(row)
        return row.name


def _refuse_volumes(runtime, backend_id):
    if not runtime.clouds.has(cinder.CLOUD):
        return
    with runtime.db.reader() as session:
        row = _get(session, backend_id)
        name, sections = row.name, set(map(cinder_conf.section_name, row.members))
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


def _members(session, idents):
    """The CPGs or clusters with these ids, at least one; never both kinds."""
    members = []
    for ident in dict.fromkeys(idents):
        member = session.get(Cpg, ident) or session.get(StoreVirtual, ident)
        if member is None:
            raise problems.field(
                "members",
                "member-not-registered",
                "{member} is neither a registered CPG nor a registered cluster.",
                member=ident,
            )
        members.append(member)
    if len({member.kind for member in members}) > 1:
        raise problems.mixed_members()
    return members


def _options(members, values):
    """Further options as texts, which the drivers of all members must have."""
    texts = [driver.texts(values) for driver in set(map(cinder_conf.driver_of, members))]
    return texts[0]


def _assign(session, row, members):
    for member in members:
        if member.kind != row.kind:
            raise problems.mixed_members()
        if member.backend_id not in (None, row.id):
            raise problems.field(
                "members",
                _RESERVED[member.kind],
                "{name} is reserved: it belongs to the back end {backend}.",
                name=member.name,
                backend=session.get(Backend, member.backend_id).name,
            )
    for member in row.members:
        if member not in members:
            member.backend_id = None
    for member in members:
        member.backend_id = row.id
