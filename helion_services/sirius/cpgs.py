"""CPGs: those on the array, and those that are registered."""

import re

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from helion_services.base.times import now
from helion_services.sirius import problems, states
from helion_services.sirius.models import Backend, Cpg, StoreServ

# Cinder reads a list there; an array has no names with other characters.
_STORABLE = re.compile(r"[A-Za-z0-9_.:-]+")


def of_storeserv(session, row):
    """All CPGs of an array as JSON: those on it, and registered ones that have gone."""
    backends = dict(session.execute(sa.select(Backend.id, Backend.name)).all())
    registered = {
        cpg.id: cpg for cpg in session.scalars(sa.select(Cpg).where(Cpg.storeserv_id == row.id))
    }
    present = {cpg["id"]: cpg for cpg in row.facts["cpgs"]}
    shown = [
        _as_json(row, present.get(ident), registered.get(ident), backends)
        for ident in {**present, **registered}
    ]
    return sorted(shown, key=lambda cpg: cpg["name"])


def registered(session):
    """The registered CPGs of all arrays as JSON."""
    backends = dict(session.execute(sa.select(Backend.id, Backend.name)).all())
    query = sa.select(Cpg).options(joinedload(Cpg.storeserv)).order_by(Cpg.name, Cpg.id)
    present, shown = {}, []
    for cpg in session.scalars(query):
        array = cpg.storeserv
        if array.id not in present:
            present[array.id] = {facts["id"]: facts for facts in array.facts["cpgs"]}
        shown.append(_as_json(array, present[array.id].get(cpg.id), cpg, backends))
    return shown


def register(runtime, storeserv_id, cpg_ids):
    """Register CPGs of an array; raises :class:`~helion_services.base.problems.Problem`."""
    with runtime.db.session() as session:
        row = session.get(StoreServ, storeserv_id)
        if row is None:
            raise problems.no_storeserv(storeserv_id)
        present = {cpg["id"]: cpg["name"] for cpg in row.facts["cpgs"]}
        for ident in dict.fromkeys(cpg_ids):
            if ident not in present:
                raise problems.field(
                    "ids", "cpg-not-on-array", "The array has no CPG {cpg}.", cpg=ident
                )
            if not _STORABLE.fullmatch(present[ident]):
                raise problems.field(
                    "ids",
                    "cpg-name-invalid",
                    "Cinder’s configuration cannot hold the name of the CPG {cpg}.",
                    cpg=present[ident],
                )
            if session.get(Cpg, ident) is None:
                session.add(
                    Cpg(
                        id=ident,
                        storeserv_id=storeserv_id,
                        name=present[ident],
                        created_at=now(),
                    )
                )


def unregister(runtime, storeserv_id, cpg_id):
    """Forget a registered CPG; returns its name.

    Raises :class:`~helion_services.base.problems.Problem` if it is reserved.
    """
    with runtime.db.session() as session:
        cpg = session.get(Cpg, cpg_id)
        if cpg is None or cpg.storeserv_id != storeserv_id:
            raise problems.no_cpg(cpg_id)
        if cpg.backend_id:
            raise problems.cpg_reserved(cpg.name, session.get(Backend, cpg.backend_id).name)
        session.delete(cpg)
        return cpg.name


def _as_json(row, present, registered, backends):
    content = present or {"id": registered.id, "name": registered.name}
    backend = backends.get(registered.backend_id) if registered else None
    if present is None:
        status = states.MISSING
    elif registered is None:
        status = states.AVAILABLE
    else:
        status = states.RESERVED if backend else states.REGISTERED
    return {
        **content,
        "status": status,
        "storeserv_id": row.id,
        "storeserv": row.name,
        "backend": backend,
        "backend_id": registered.backend_id if registered else None,
    }
