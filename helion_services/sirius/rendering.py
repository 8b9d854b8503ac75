"""Arrays and back ends as JSON; no secret is there to be shown."""

import sqlalchemy as sa

from helion_services.sirius import cinder_conf, storeservs
from helion_services.sirius.models import Backend, Cpg

_SHOWN = (
    *("id", "name", "hostname", "port", "username", "san_ip", "san_username", "device_type"),
    *("iscsi_ips", "state", "state_reason", "read_at", "created_at", "updated_at"),
)


def storeserv(session, row):
    """An array with what was read of it."""
    return list_of_storeservs(session, [row])[0] | {
        "ports": row.facts["ports"],
        "licences": row.facts["system"]["licences"],
        "ca_pem": row.ca_pem,
    }


def list_of_storeservs(session, rows):
    """Arrays with their capacity, and how many of their CPGs are registered."""
    counts = dict(
        session.execute(sa.select(Cpg.storeserv_id, sa.func.count()).group_by(Cpg.storeserv_id))
        .tuples()
        .all()
    )
    return [
        {name: getattr(row, name) for name in _SHOWN}
        | {
            "state_reason_fact": row.state_fact,
            "system": {key: value for key, value in _system(row).items() if key != "licences"},
            "cpgs": {"on_array": len(row.facts["cpgs"]), "registered": counts.get(row.id, 0)},
        }
        for row in rows
    ]


def backends(session, rows):
    """Back ends with their members and capacity in MiB."""
    return [_backend(row) for row in rows]


def configuration(runtime, backend_ids=(), with_secrets=False):
    """Cinder's configuration of the back ends, of all by default."""
    with runtime.db.reader() as session:
        query = sa.select(Backend).order_by(Backend.name)
        if backend_ids:
            query = query.where(Backend.id.in_(backend_ids))
        sections = {}
        for row in session.scalars(query):
            for cpg in row.cpgs:
                sections[cinder_conf.section_name(cpg)] = _section(runtime, row, cpg, with_secrets)
    return cinder_conf.whole(sections)


def _section(runtime, row, cpg, with_secrets):
    array = cpg.storeserv
    secret = runtime.secrets.get(array.secret_id) if with_secrets else None
    columns = ("hostname", "port", "username", "ca_pem")
    login = storeservs.login({name: getattr(array, name) for name in columns}, "")
    return cinder_conf.section(row.name, cpg, login, secret)


def _backend(row):
    members = [_member(cpg) for cpg in row.cpgs]
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "members": members,
        "used_mib": sum(member["used_mib"] for member in members),
        "free_mib": sum(member["free_mib"] for member in members),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _member(cpg):
    facts = next((each for each in cpg.storeserv.facts["cpgs"] if each["id"] == cpg.id), None)
    return {
        "id": cpg.id,
        "section": cinder_conf.section_name(cpg),
        "name": cpg.name,
        "storeserv_id": cpg.storeserv_id,
        "storeserv": cpg.storeserv.name,
        "device_type": cpg.storeserv.device_type,
        "health": facts["health"] if facts else "missing",
        "used_mib": facts["used_mib"] if facts else 0,
        "free_mib": facts["free_mib"] if facts else 0,
    }


def _system(row):
    return row.facts["system"]
